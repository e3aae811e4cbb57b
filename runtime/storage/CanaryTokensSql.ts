/** The bait that was laid, in `canary_tokens` and `canary_details`. */
import type { Fragment } from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Context } from "../../src/canary/Context.ts"
import { CanaryTokens, type TokenRow } from "../../src/ports/CanaryTokens.ts"
import * as Taxonomy from "../../src/taxonomy/ContentClass.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as Timestamp from "./Timestamp.ts"

/** Ours alone, and written by the type checker's leave; the schema holds off what is none at all. */
const AnyContext = Schema.declare(
  (value): value is Context =>
    typeof value === "object" && value !== null && "owner" in value && "callback" in value,
)

const Stored = Schema.Struct({
  uuid: Schema.String,
  kind: Schema.Literal("http", "dns", "aws_passive"),
  decky_name: Schema.String,
  topology_id: Schema.NullOr(Schema.String),
  blob_uuid: Schema.NullOr(Schema.String),
  instrumenter: Schema.NullOr(Schema.String),
  placement_path: Schema.String,
  callback_token: Schema.String,
  secret_seed: Schema.String,
  placed_at: Schema.NullOr(Column.timestamp),
  last_triggered_at: Schema.NullOr(Column.timestamp),
  trigger_count: Column.whole,
  created_by: Schema.NullOr(Schema.String),
  state: Schema.Literal("pending", "planted", "failed", "revoked"),
  last_error: Schema.NullOr(Schema.String),
  fingerprint_nonce: Schema.NullOr(Schema.String),
  decky_uuid: Schema.String,
  moment_id: Schema.String,
  content_class: Schema.Literal(...Taxonomy.canary),
  context: Schema.parseJson(AnyContext),
  files: Schema.parseJson(
    Schema.Array(
      Schema.Struct({
        path: Schema.String,
        mode: Schema.Int,
        bytes: Schema.Int,
        sha256: Schema.String,
      }),
    ),
  ),
})

const decode = Column.decoder("canary_tokens", Stored)

const rowOf = (stored: typeof Stored.Type): TokenRow => ({
  id: stored.uuid,
  kind: stored.kind,
  class: stored.content_class,
  decky: stored.decky_uuid,
  deckyName: stored.decky_name,
  topologyId: stored.topology_id ?? undefined,
  momentId: stored.moment_id,
  path: stored.placement_path,
  slug: stored.callback_token,
  secret: stored.secret_seed,
  nonce: stored.fingerprint_nonce ?? undefined,
  // JSON leaves out what is undefined
  context: {
    ...stored.context,
    document: stored.context.document,
    callback: {
      httpBase: stored.context.callback.httpBase,
      dnsZone: stored.context.callback.dnsZone,
    },
    owner: { ...stored.context.owner, signature: stored.context.owner.signature },
  },
  ...(stored.blob_uuid === null
    ? {}
    : { upload: { blob: stored.blob_uuid, instrumenter: stored.instrumenter ?? "none" } }),
  createdBy: stored.created_by ?? "",
  state: stored.state,
  lastError: stored.last_error ?? undefined,
  files: stored.files,
  placedAt: stored.placed_at ?? undefined,
  lastTriggeredAt: stored.last_triggered_at ?? undefined,
  triggerCount: stored.trigger_count,
})

/** Slugs asked for in one statement. */
const slugsMax = 500

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const layer: Layer.Layer<CanaryTokens, never, Store> = Layer.effect(
  CanaryTokens,
  Effect.map(Store, ({ sql, read, write, together }) => {
    // rows of the Python DECNET have no details, and are not ours to judge
    const select = sql`SELECT t.uuid, t.kind, t.decky_name, t.topology_id, t.blob_uuid,
        t.instrumenter, t.placement_path, t.callback_token, t.secret_seed, t.placed_at,
        t.last_triggered_at, t.trigger_count, t.created_by, t.state, t.last_error,
        t.fingerprint_nonce, d.decky_uuid, d.moment_id, d.content_class, d.context, d.files
      FROM canary_tokens t JOIN canary_details d ON d.token_uuid = t.uuid`
    const first = (condition: Fragment) =>
      Effect.map(
        Effect.flatMap(read(sql`${select} WHERE ${condition}`), decode),
        ([row]) => row && rowOf(row),
      )
    return {
      ofMoment: (decky, momentId) =>
        first(sql`d.decky_uuid = ${decky} AND d.moment_id = ${momentId}`),
      get: (id) => first(sql`t.uuid = ${id}`),
      open: (row) =>
        together(
          Effect.gen(function* () {
            const known = yield* sql`SELECT token_uuid FROM canary_details
              WHERE decky_uuid = ${row.decky} AND moment_id = ${row.momentId}`
            if (known.length > 0) return
            yield* sql`INSERT INTO canary_tokens ${sql.insert({
              uuid: row.id,
              kind: row.kind,
              decky_name: row.deckyName,
              topology_id: row.topologyId ?? null,
              blob_uuid: row.upload?.blob ?? null,
              instrumenter: row.upload?.instrumenter ?? null,
              generator: row.upload === undefined ? row.class.replace(/^canary_/, "") : null,
              placement_path: row.path,
              callback_token: row.slug,
              secret_seed: row.secret,
              placed_at: row.placedAt === undefined ? null : Timestamp.ofInstant(row.placedAt),
              last_triggered_at: null,
              trigger_count: 0,
              created_by: row.createdBy,
              state: row.state,
              last_error: row.lastError ?? null,
              fingerprint_nonce: row.nonce ?? null,
            })}`
            yield* sql`INSERT INTO canary_details ${sql.insert({
              token_uuid: row.id,
              decky_uuid: row.decky,
              moment_id: row.momentId,
              content_class: row.class,
              context: JSON.stringify(row.context),
              files: JSON.stringify(row.files),
            })}`
          }),
        ),
      settle: (id, fate) => {
        switch (fate.state) {
          case "planted":
            return write(
              Effect.asVoid(sql`UPDATE canary_tokens SET state = 'planted', last_error = NULL,
                placed_at = ${Timestamp.ofInstant(fate.at)}
                WHERE uuid = ${id} AND state = 'pending'`),
            )
          case "failed":
            return write(
              Effect.asVoid(sql`UPDATE canary_tokens SET state = 'failed',
                last_error = ${fate.reason} WHERE uuid = ${id} AND state = 'pending'`),
            )
          case "revoked":
            return write(
              Effect.asVoid(sql`UPDATE canary_tokens SET state = 'revoked' WHERE uuid = ${id}`),
            )
        }
      },
      bySlugs: (slugs) =>
        Effect.map(
          Effect.forEach(
            Array.from({ length: Math.ceil(slugs.length / slugsMax) }, (_, index) =>
              slugs.slice(index * slugsMax, (index + 1) * slugsMax),
            ),
            (some) =>
              Effect.flatMap(
                read(sql`${select} WHERE ${sql.in("t.callback_token", some)}`),
                decode,
              ),
          ),
          (found) => found.flat().map(rowOf),
        ),
      list: (decky) =>
        Effect.map(
          Effect.flatMap(
            read(decky === undefined ? select : sql`${select} WHERE d.decky_uuid = ${decky}`),
            decode,
          ),
          (found) =>
            found
              .map(rowOf)
              .sort(
                (a, b) =>
                  compare(a.decky, b.decky) || compare(a.path, b.path) || compare(a.id, b.id),
              ),
        ),
    }
  }),
)
