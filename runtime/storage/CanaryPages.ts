/** Bait, uses and uploads page by page, for those who look rather than work with them. */
import type { Fragment } from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { amount } from "./Amount.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"

export interface Window {
  readonly limit: number
  readonly offset: number
}

export interface Tokens {
  readonly total: number
  readonly slugs: ReadonlyArray<string>
}

export interface TokenFilter {
  /** Name or uuid. */
  readonly decky?: string | undefined
  readonly state?: string | undefined
  readonly class?: string | undefined
  readonly kind?: string | undefined
  /** Only bait that was used, or only what never was. */
  readonly used?: boolean | undefined
}

/** Behind which the page begins: when it was laid (as stored, empty for never) and its id. */
export interface TokenPlace {
  readonly placedAt: string
  readonly id: string
}

const Slug = Column.decoder("canary_tokens", Schema.Struct({ callback_token: Schema.String }))
const Total = Column.decoder("canary_tokens", Schema.Struct({ n: Column.whole }))

const conditions = (sql: Store["Type"]["sql"], filter: TokenFilter): Array<Fragment> => [
  sql`1 = 1`,
  ...(filter.decky === undefined
    ? []
    : [sql.or([sql`t.decky_name = ${filter.decky}`, sql`d.decky_uuid = ${filter.decky}`])]),
  ...(filter.state === undefined ? [] : [sql`t.state = ${filter.state}`]),
  ...(filter.class === undefined ? [] : [sql`d.content_class = ${filter.class}`]),
  ...(filter.kind === undefined ? [] : [sql`t.kind = ${filter.kind}`]),
  ...(filter.used === undefined
    ? []
    : [filter.used ? sql`t.trigger_count > 0` : sql`t.trigger_count = 0`]),
]

/** What was laid last first, and last what never was; by id where the moments are equal. */
export const tokens = (
  filter: TokenFilter,
  { limit, offset }: Window,
  after?: TokenPlace,
): Effect.Effect<Tokens, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const where = conditions(sql, filter)
    const from = sql`FROM canary_tokens t JOIN canary_details d ON d.token_uuid = t.uuid`
    const [counted] = yield* Effect.flatMap(
      read(sql`SELECT COUNT(*) AS n ${from} WHERE ${sql.and(where)}`),
      Total,
    )
    if (after !== undefined)
      where.push(
        sql.or([
          sql`COALESCE(t.placed_at, '') < ${after.placedAt}`,
          sql.and([sql`COALESCE(t.placed_at, '') = ${after.placedAt}`, sql`t.uuid > ${after.id}`]),
        ]),
      )
    const rows = yield* Effect.flatMap(
      read(sql`SELECT t.callback_token ${from} WHERE ${sql.and(where)}
        ORDER BY COALESCE(t.placed_at, '') DESC, t.uuid
        LIMIT ${amount(sql, limit)} OFFSET ${amount(sql, offset)}`),
      Slug,
    )
    return { total: counted?.n ?? 0, slugs: rows.map((row) => row.callback_token) }
  })

/** How many uses are kept, of one token or of all. */
export const usesCount = (
  token: string | undefined,
): Effect.Effect<number, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const where = token === undefined ? sql`1 = 1` : sql`token_uuid = ${token}`
    const [row] = yield* Effect.flatMap(
      read(sql`SELECT COUNT(*) AS n FROM canary_triggers WHERE ${where}`),
      Total,
    )
    return row?.n ?? 0
  })

const Slugs = Column.decoder(
  "canary_tokens",
  Schema.Struct({ uuid: Schema.String, callback_token: Schema.String }),
)

/** By the ids of their tokens; as many as a page has. */
export const slugs = (
  tokens: ReadonlyArray<string>,
): Effect.Effect<ReadonlyMap<string, string>, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const ids = [...new Set(tokens)]
    if (ids.length === 0) return new Map()
    const rows = yield* Effect.flatMap(
      read(sql`SELECT uuid, callback_token FROM canary_tokens WHERE ${sql.in("uuid", ids)}`),
      Slugs,
    )
    return new Map(rows.map((row) => [row.uuid, row.callback_token]))
  })

export interface Upload {
  readonly id: string
  readonly sha256: string
  readonly filename: string
  readonly contentType: string
  readonly bytes: number
  readonly uploadedBy: string
  /** Epoch milliseconds. */
  readonly uploadedAt: number
  /** Pieces of bait that were made of it and are not revoked. */
  readonly tokens: number
}

const Uploads = Column.decoder(
  "canary_blobs",
  Schema.Struct({
    uuid: Schema.String,
    sha256: Schema.String,
    filename: Schema.String,
    content_type: Schema.String,
    size_bytes: Column.whole,
    uploaded_by: Schema.NullOr(Schema.String),
    uploaded_at: Column.timestamp,
    tokens: Column.whole,
  }),
)

const uploadOf = (row: Effect.Effect.Success<ReturnType<typeof Uploads>>[number]): Upload => ({
  id: row.uuid,
  sha256: row.sha256,
  filename: row.filename,
  contentType: row.content_type,
  bytes: row.size_bytes,
  uploadedBy: row.uploaded_by ?? "",
  uploadedAt: row.uploaded_at.ms,
  tokens: row.tokens,
})

const selectUploads = (sql: Store["Type"]["sql"]) =>
  sql`SELECT b.uuid, b.sha256, b.filename, b.content_type, b.size_bytes, b.uploaded_by,
      b.uploaded_at, (SELECT COUNT(*) FROM canary_tokens t
        WHERE t.blob_uuid = b.uuid AND t.state <> 'revoked') AS tokens
    FROM canary_blobs b`

/** Newest first. */
export const uploads = (
  { limit, offset }: Window,
  after?: { readonly at: string; readonly id: string },
): Effect.Effect<
  { readonly total: number; readonly rows: ReadonlyArray<Upload> },
  StoreUnavailable,
  Store
> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const [counted] = yield* Effect.flatMap(
      read(sql`SELECT COUNT(*) AS n FROM canary_blobs`),
      Total,
    )
    const where =
      after === undefined
        ? sql`1 = 1`
        : sql.or([
            sql`b.uploaded_at < ${after.at}`,
            sql.and([sql`b.uploaded_at = ${after.at}`, sql`b.uuid > ${after.id}`]),
          ])
    const rows = yield* Effect.flatMap(
      read(sql`${selectUploads(sql)} WHERE ${where} ORDER BY b.uploaded_at DESC, b.uuid
        LIMIT ${amount(sql, limit)} OFFSET ${amount(sql, offset)}`),
      Uploads,
    )
    return { total: counted?.n ?? 0, rows: rows.map(uploadOf) }
  })

export const upload = (id: string): Effect.Effect<Upload | undefined, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const [row] = yield* Effect.flatMap(
      read(sql`${selectUploads(sql)} WHERE b.uuid = ${id}`),
      Uploads,
    )
    return row && uploadOf(row)
  })
