/**
 * `CanaryTriggers` in the tables that the Python DECNET has for it, and in others for what those
 * have no columns for.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { classes } from "../../src/canary/hits/Classify.ts"
import type { Decoded } from "../../src/canary/hits/Decoded.ts"
import * as Incident from "../../src/canary/hits/Incident.ts"
import {
  CanaryTriggers,
  keptMax,
  start,
  type FingerprintRow,
  type TriggerRow,
} from "../../src/ports/CanaryTriggers.ts"
import { amount } from "./Amount.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as Timestamp from "./Timestamp.ts"

/** Rows of one statement. */
const rowsMax = 100

/** Columns' bounds; what is longer is kept cut. */
const cut = (text: string | undefined, most: number): string | null =>
  text === undefined ? null : text.slice(0, most)

const triggerColumns = (row: TriggerRow) => ({
  uuid: row.id,
  token_uuid: row.token,
  occurred_at: Timestamp.ofMillis(row.at),
  src_ip: row.ip.slice(0, 64),
  user_agent: cut(row.userAgent, 8192),
  request_path: cut(row.path, 8192),
  dns_qname: cut(row.qname, 255),
  raw_headers: row.protocol === "http" ? JSON.stringify(row.headers) : null,
})

const detailColumns = (row: TriggerRow) => ({
  trigger_uuid: row.id,
  at_ms: row.at,
  protocol: row.protocol,
  method: cut(row.method, 32),
  query_type: cut(row.queryType, 16),
  transport: row.transport ?? null,
  subnet: cut(row.subnet, 64),
  hits: row.count,
  class: row.class,
  reason: row.reason,
  incident: row.incident,
  extras: JSON.stringify(row.extras),
})

const optional = Schema.NullOr(Schema.String)

const decodeRows = Column.decoder(
  "canary_triggers",
  Schema.Struct({
    uuid: Schema.String,
    token_uuid: Schema.String,
    occurred_at: Column.timestamp,
    src_ip: Schema.String,
    user_agent: optional,
    request_path: optional,
    dns_qname: optional,
    raw_headers: Schema.Unknown,
    // absent where the Python DECNET wrote the row
    at_ms: Schema.NullOr(Column.whole),
    protocol: Schema.NullOr(Schema.Literal("http", "dns")),
    method: optional,
    query_type: optional,
    transport: Schema.NullOr(Schema.Literal("udp", "tcp")),
    subnet: optional,
    hits: Schema.NullOr(Column.whole),
    class: Schema.NullOr(Schema.Literal(...classes)),
    reason: optional,
    incident: optional,
    extras: Schema.Unknown,
  }),
)

type Row = Effect.Effect.Success<ReturnType<typeof decodeRows>>[number]

const Headers = Schema.Array(Schema.Tuple(Schema.String, Schema.String))
const isHeaders = Schema.is(Headers)
const isRecord = Schema.is(Schema.Record({ key: Schema.String, value: Schema.Unknown }))

/** The Python DECNET keeps an object. */
const headersOf = (value: unknown): TriggerRow["headers"] => {
  const found = Column.json(value)
  if (isHeaders(found)) return found
  return isRecord(found)
    ? Object.entries(found).map(([name, each]) => [name, String(each)] as const)
    : []
}

const rowOf = (row: Row): TriggerRow => ({
  id: row.uuid,
  token: row.token_uuid,
  at: row.at_ms ?? row.occurred_at.ms,
  ip: row.src_ip,
  protocol: row.protocol ?? (row.dns_qname === null ? "http" : "dns"),
  method: row.method ?? undefined,
  path: row.request_path ?? undefined,
  userAgent: row.user_agent ?? undefined,
  headers: headersOf(row.raw_headers),
  qname: row.dns_qname ?? undefined,
  queryType: row.query_type ?? undefined,
  transport: row.transport ?? undefined,
  subnet: row.subnet ?? undefined,
  count: row.hits ?? 1,
  class: row.class ?? "unknown-automation",
  reason: row.reason ?? "",
  incident: row.incident ?? row.uuid,
  extras: (Column.json(row.extras) ?? {}) as Decoded,
})

const decodeCursor = Column.decoder(
  "canary_cursor",
  Schema.Struct({
    segment: Column.whole,
    byte_offset: Column.whole,
    incidents: Schema.parseJson(Incident.State),
    probed_ms: Schema.NullOr(Column.whole),
  }),
)

const decodeFingerprints = Column.decoder(
  "canary_fingerprints",
  Schema.Struct({
    token_uuid: Schema.String,
    trigger_uuid: Schema.String,
    digest: Schema.String,
    body: Schema.Unknown,
    collected_ms: Column.whole,
  }),
)

const chunks = <A>(items: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(items.length / rowsMax) }, (_, at) =>
    items.slice(at * rowsMax, (at + 1) * rowsMax),
  )

const make = ({ sql, read, write, together }: Store["Type"]): CanaryTriggers["Type"] => {
  const once = (column: string) =>
    sql.onDialectOrElse({
      mysql: () => sql`ON DUPLICATE KEY UPDATE ${sql(column)} = ${sql(column)}`,
      orElse: () => sql`ON CONFLICT DO NOTHING`,
    })
  const forUpdate = sql.onDialectOrElse({
    mysql: () => sql`FOR UPDATE`,
    orElse: () => sql.literal(""),
  })
  const latest = (at: string) =>
    sql.onDialectOrElse({
      mysql: () => sql`GREATEST(COALESCE(last_triggered_at, ${at}), ${at})`,
      orElse: () => sql`MAX(COALESCE(last_triggered_at, ${at}), ${at})`,
    })
  const select = sql`SELECT t.uuid, t.token_uuid, t.occurred_at, t.src_ip, t.user_agent,
      t.request_path, t.dns_qname, t.raw_headers, d.at_ms, d.protocol, d.method, d.query_type,
      d.transport, d.subnet, d.hits, d.class, d.reason, d.incident, d.extras
    FROM canary_triggers t LEFT JOIN canary_trigger_details d ON d.trigger_uuid = t.uuid`
  // the first condition says where the index is entered
  const following = ({ at, id }: Pick<TriggerRow, "at" | "id">) => {
    const moment = Timestamp.ofMillis(at)
    return [
      sql`t.occurred_at <= ${moment}`,
      sql.or([sql`t.occurred_at < ${moment}`, sql`t.uuid < ${id}`]),
    ]
  }

  return {
    cursor: (journal) =>
      Effect.map(
        Effect.flatMap(
          read(sql`SELECT segment, byte_offset, incidents, probed_ms FROM canary_cursor
            WHERE journal = ${journal} ${forUpdate}`),
          decodeCursor,
        ),
        ([row]) =>
          row === undefined
            ? start
            : {
                position: { segment: row.segment, offset: row.byte_offset },
                incidents: row.incidents,
                probedAt: row.probed_ms ?? undefined,
              },
      ),
    move: (journal, { position, incidents, probedAt }) =>
      write(
        Effect.asVoid(
          sql`REPLACE INTO canary_cursor ${sql.insert({
            journal,
            segment: position.segment,
            byte_offset: position.offset,
            incidents: JSON.stringify(incidents),
            probed_ms: probedAt ?? null,
          })}`,
        ),
      ),
    record: ({ rows, more, tallies, fingerprints }) =>
      together(
        Effect.gen(function* () {
          for (const some of chunks(rows)) {
            yield* sql`INSERT INTO canary_triggers ${sql.insert(some.map(triggerColumns))}
              ${once("uuid")}`
            yield* sql`INSERT INTO canary_trigger_details ${sql.insert(some.map(detailColumns))}
              ${once("trigger_uuid")}`
          }
          for (const { row, count } of more)
            yield* sql`UPDATE canary_trigger_details SET hits = hits + ${count}
              WHERE trigger_uuid = ${row}`
          for (const { token, count, lastAt } of tallies)
            yield* sql`UPDATE canary_tokens SET trigger_count = trigger_count + ${count},
              last_triggered_at = ${latest(Timestamp.ofMillis(lastAt))} WHERE uuid = ${token}`
          for (const { token, trigger, digest, body, collectedAt } of fingerprints)
            yield* sql`INSERT INTO canary_fingerprints ${sql.insert({
              token_uuid: token,
              trigger_uuid: trigger,
              digest,
              body: JSON.stringify(body),
              collected_ms: collectedAt,
            })} ${once("token_uuid")}`
        }),
      ),
    prune: (token) =>
      together(
        Effect.gen(function* () {
          const [counted] = yield* sql<{ readonly n: number | string }>`SELECT COUNT(*) AS n
            FROM canary_triggers WHERE token_uuid = ${token}`
          const over = Number(counted?.n ?? 0) - keptMax.first - keptMax.newest
          if (over <= 0) return 0
          const gone = (yield* sql<{ readonly uuid: string }>`SELECT uuid FROM canary_triggers
            WHERE token_uuid = ${token} ORDER BY occurred_at, uuid
            LIMIT ${amount(sql, over)} OFFSET ${amount(sql, keptMax.first)}`).map(
            ({ uuid }) => uuid,
          )
          for (const some of chunks(gone)) {
            yield* sql`DELETE FROM canary_trigger_details WHERE ${sql.in("trigger_uuid", some)}`
            yield* sql`DELETE FROM canary_triggers WHERE ${sql.in("uuid", some)}`
          }
          return gone.length
        }),
      ),
    get: (id) =>
      Effect.map(Effect.flatMap(read(sql`${select} WHERE t.uuid = ${id}`), decodeRows), ([row]) =>
        row === undefined ? undefined : rowOf(row),
      ),
    list: ({ token, since, limit, offset, after }) =>
      Effect.map(
        Effect.flatMap(
          read(
            sql`${select} WHERE ${sql.and([
              sql`1 = 1`,
              ...(token === undefined ? [] : [sql`t.token_uuid = ${token}`]),
              ...(since === undefined ? [] : [sql`t.occurred_at >= ${Timestamp.ofMillis(since)}`]),
              ...(after === undefined ? [] : following(after)),
            ])} ORDER BY t.occurred_at DESC, t.uuid DESC LIMIT ${amount(sql, limit)} OFFSET ${amount(sql, offset)}`,
          ),
          decodeRows,
        ),
        (rows) => rows.map(rowOf),
      ),
    tally: (token) =>
      Effect.map(
        Effect.flatMap(
          read(sql`SELECT trigger_count, last_triggered_at FROM canary_tokens
            WHERE uuid = ${token}`),
          Column.decoder(
            "canary_tokens",
            Schema.Struct({
              trigger_count: Column.whole,
              last_triggered_at: Schema.NullOr(Column.timestamp),
            }),
          ),
        ),
        ([row]) => ({ count: row?.trigger_count ?? 0, lastAt: row?.last_triggered_at?.ms }),
      ),
    fingerprints: (token) =>
      Effect.map(
        Effect.flatMap(
          read(sql`SELECT token_uuid, trigger_uuid, digest, body, collected_ms
            FROM canary_fingerprints WHERE token_uuid = ${token}
            ORDER BY collected_ms, trigger_uuid`),
          decodeFingerprints,
        ),
        (rows) =>
          rows.map((row): FingerprintRow => ({
            token: row.token_uuid,
            trigger: row.trigger_uuid,
            digest: row.digest,
            body: Column.json(row.body),
            collectedAt: row.collected_ms,
          })),
      ),
  }
}

export const layer: Layer.Layer<CanaryTriggers, never, Store> = Layer.effect(
  CanaryTriggers,
  Effect.map(Store, (store) => make(store)),
)
