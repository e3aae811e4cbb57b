/**
 * Events and mails as one list, newest first. Two tables with no order in common are read along
 * their indexes, each only as far as the page needs, and merged by the database.
 */
import type { Fragment } from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type { Instant } from "../../src/time/Instant.ts"
import { amount } from "./Amount.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as Timestamp from "./Timestamp.ts"

export type Kind = "traffic" | "file" | "email"
const kinds: ReadonlyArray<Kind> = ["traffic", "file", "email"]

export interface Filter {
  readonly kind?: Kind | undefined
  /** Whose history it is: where it began, or whose mailboxes. */
  readonly decky?: string | undefined
  readonly success?: boolean | undefined
  /** Not before this moment, as stored. */
  readonly since?: string | undefined
}

/** The last row of a page; the next one begins behind it. */
export interface Place {
  /** As stored. */
  readonly ts: string
  readonly uuid: string
}

export interface Window {
  readonly limit: number
  readonly offset: number
  readonly after?: Place | undefined
}

interface Common {
  readonly uuid: string
  readonly at: Instant
  /** As stored, for cursors. */
  readonly ts: string
  readonly decky: string
  readonly success: boolean
}

export interface Happening extends Common {
  readonly kind: "traffic" | "file"
  readonly action: string
  readonly target: string | undefined
  readonly payload: Readonly<Record<string, unknown>>
}

export interface Mail extends Common {
  readonly kind: "email"
  readonly threadId: string
  readonly messageId: string
  readonly inReplyTo: string | undefined
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly language: string
}

export type Row = Happening | Mail

type Sql = Store["Type"]["sql"]

interface Arm {
  readonly table: "orchestrator_events" | "orchestrator_emails"
  readonly where: ReadonlyArray<Fragment>
}

/** Stretches of an index, each in the list's order, that together hold what is asked for. */
const arms = (sql: Sql, { kind, decky, success, since }: Filter): ReadonlyArray<Arm> => {
  const late = since === undefined ? [] : [sql`ts >= ${since}`]
  if (kind === undefined && decky === undefined && success === undefined)
    return [
      { table: "orchestrator_events", where: late },
      { table: "orchestrator_emails", where: late },
    ]
  const outcomes = (success === undefined ? [1, 0] : [success ? 1 : 0]).map(
    (each) => sql`success = ${each}`,
  )
  return (kind === undefined ? kinds : [kind]).flatMap((each) =>
    outcomes.map((outcome): Arm => {
      const of = each === "email" ? sql`mail_decky_uuid` : sql`src_decky_uuid`
      const whose = decky === undefined ? [] : [sql`${of} = ${decky}`]
      return each === "email"
        ? { table: "orchestrator_emails", where: [...whose, outcome, ...late] }
        : {
            table: "orchestrator_events",
            where: [...whose, sql`kind = ${each}`, outcome, ...late],
          }
    }),
  )
}

/** The first condition is what the index is asked for. */
const behind = (sql: Sql, after: Place | undefined): ReadonlyArray<Fragment> =>
  after === undefined
    ? []
    : [sql`ts <= ${after.ts}`, sql`(ts < ${after.ts} OR uuid < ${after.uuid})`]

const decodePlaces = Column.decoder(
  "orchestrator_events",
  Schema.Struct({ uuid: Schema.String, origin: Schema.Literal("events", "emails") }),
)

/** Which rows are on a page; one more than its limit where there is a next page. */
export const places = (sql: Sql, filter: Filter, { limit, offset, after }: Window) => {
  // tables of two makers may compare texts in two ways, and then cannot be put together
  const uuid = sql.onDialectOrElse({
    mysql: () => sql`CONVERT(uuid USING utf8mb4) COLLATE utf8mb4_bin AS uuid`,
    orElse: () => sql`uuid`,
  })
  const parts = arms(sql, filter).map(({ table, where }, index) => {
    const all = [...where, ...behind(sql, after)]
    const origin = table === "orchestrator_events" ? sql`'events'` : sql`'emails'`
    return sql`SELECT ts, ${uuid}, ${origin} AS origin FROM (
        SELECT ts, uuid FROM ${sql(table)} ${all.length === 0 ? sql`` : sql`WHERE ${sql.and(all)}`}
        ORDER BY ts DESC, uuid DESC LIMIT ${amount(sql, offset + limit + 1)}
      ) ${sql(`part${index}`)}`
  })
  const all = parts.reduce((some, part) => sql`${some} UNION ALL ${part}`)
  return sql`SELECT ts, uuid, origin FROM (${all}) list ORDER BY ts DESC, uuid DESC
    LIMIT ${amount(sql, limit + 1)} OFFSET ${amount(sql, offset)}`
}

const decodeEvents = Column.decoder(
  "orchestrator_events",
  Schema.Struct({
    uuid: Schema.String,
    ts: Schema.String,
    kind: Schema.String,
    action: Schema.String,
    src_decky_uuid: Schema.NullOr(Schema.String),
    dst_decky_uuid: Schema.NullOr(Schema.String),
    success: Column.flag,
    payload: Schema.Unknown,
  }),
)

const decodeMails = Column.decoder(
  "orchestrator_emails",
  Schema.Struct({
    uuid: Schema.String,
    ts: Schema.String,
    mail_decky_uuid: Schema.String,
    thread_id: Schema.String,
    message_id: Schema.String,
    in_reply_to: Schema.NullOr(Schema.String),
    sender_email: Schema.String,
    recipient_email: Schema.String,
    subject: Schema.String,
    language: Schema.NullOr(Schema.String),
    success: Column.flag,
  }),
)

const epoch: Instant = { ms: 0, ns: 0 }

const record = (value: unknown): Readonly<Record<string, unknown>> => {
  const parsed = Column.json(value)
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
    ? { ...parsed }
    : {}
}

const happening = (row: Effect.Effect.Success<ReturnType<typeof decodeEvents>>[number]): Row => ({
  uuid: row.uuid,
  ts: row.ts,
  at: Timestamp.parse(row.ts) ?? epoch,
  decky: row.src_decky_uuid ?? "",
  success: row.success,
  kind: row.kind === "traffic" ? "traffic" : "file",
  action: row.action,
  target: row.dst_decky_uuid ?? undefined,
  payload: record(row.payload),
})

const mail = (row: Effect.Effect.Success<ReturnType<typeof decodeMails>>[number]): Mail => ({
  uuid: row.uuid,
  ts: row.ts,
  at: Timestamp.parse(row.ts) ?? epoch,
  decky: row.mail_decky_uuid,
  success: row.success,
  kind: "email",
  threadId: row.thread_id,
  messageId: row.message_id,
  inReplyTo: row.in_reply_to ?? undefined,
  from: row.sender_email,
  to: row.recipient_email,
  subject: row.subject,
  language: row.language ?? "",
})

const selectEvents = (sql: Sql, where: Fragment) =>
  sql`SELECT uuid, ts, kind, action, src_decky_uuid, dst_decky_uuid, success, payload
    FROM orchestrator_events WHERE ${where}`

const selectMails = (sql: Sql, where: Fragment) =>
  sql`SELECT uuid, ts, mail_decky_uuid, thread_id, message_id, in_reply_to, sender_email,
      recipient_email, subject, language, success
    FROM orchestrator_emails WHERE ${where}`

export interface Listed {
  readonly rows: ReadonlyArray<Row>
  readonly hasMore: boolean
}

export const list = (
  filter: Filter,
  window: Window,
): Effect.Effect<Listed, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const found = yield* Effect.flatMap(read(places(sql, filter, window)), decodePlaces)
    const page = found.slice(0, window.limit)
    const of = (origin: "events" | "emails") =>
      page.flatMap((row) => (row.origin === origin ? [row.uuid] : []))
    const [events, emails] = [of("events"), of("emails")]
    const rows = new Map<string, Row>()
    if (events.length > 0)
      for (const row of yield* Effect.flatMap(
        read(selectEvents(sql, sql.in("uuid", events))),
        decodeEvents,
      ))
        rows.set(`events ${row.uuid}`, happening(row))
    if (emails.length > 0)
      for (const row of yield* Effect.flatMap(
        read(selectMails(sql, sql.in("uuid", emails))),
        decodeMails,
      ))
        rows.set(`emails ${row.uuid}`, mail(row))
    return {
      // one that was pruned between the two looks is left out
      rows: page.flatMap(({ origin, uuid }) => rows.get(`${origin} ${uuid}`) ?? []),
      hasMore: found.length > window.limit,
    }
  })

const decodeCount = Column.decoder("decky_tallies", Schema.Struct({ n: Column.whole }))

/** From the counters; `since` does not count. */
export const total = ({
  kind,
  decky,
  success,
}: Filter): Effect.Effect<number, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const columns = (kind === undefined ? kinds : [kind]).flatMap((each) => [
      ...(success === false ? [] : [`${each}_done`]),
      ...(success === true ? [] : [`${each}_failed`]),
    ])
    const sum = columns.map((name) => sql`${sql(name)}`).reduce((a, b) => sql`${a} + ${b}`)
    const [row] = yield* Effect.flatMap(
      read(sql`SELECT COALESCE(SUM(${sum}), 0) AS n FROM decky_tallies
        ${decky === undefined ? sql`` : sql`WHERE decky_uuid = ${decky}`}`),
      decodeCount,
    )
    return Math.max(0, row?.n ?? 0)
  })

/** Counted along the index, from a moment on. */
export const counts = (
  since: string,
  success: boolean | undefined,
): Effect.Effect<Readonly<Record<Kind, number>>, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const out = { traffic: 0, file: 0, email: 0 }
    for (const kind of kinds)
      for (const { table, where } of arms(sql, { kind, success, since })) {
        const [row] = yield* Effect.flatMap(
          read(sql`SELECT COUNT(*) AS n FROM ${sql(table)} WHERE ${sql.and(where)}`),
          decodeCount,
        )
        out[kind] += row?.n ?? 0
      }
    return out
  })

/** What was done on a decky by kind, oldest first; at most what is kept of one. */
export const happenings = (
  decky: string,
  kind: "traffic" | "file",
): Effect.Effect<ReadonlyArray<Happening>, StoreUnavailable, Store> =>
  Effect.flatMap(Store, ({ sql, read }) =>
    read(
      sql`${selectEvents(sql, sql`src_decky_uuid = ${decky} AND kind = ${kind}`)} ORDER BY ts, uuid`,
    ).pipe(
      Effect.flatMap(decodeEvents),
      Effect.map((rows) => rows.map(happening) as ReadonlyArray<Happening>),
    ),
  )

const decodeThreads = Column.decoder(
  "orchestrator_emails",
  Schema.Struct({ thread_id: Schema.String }),
)

export interface Threads {
  readonly total: number
  /** Newest first; each oldest first. */
  readonly threads: ReadonlyArray<ReadonlyArray<Mail>>
}

export const threads = (
  decky: string,
  { limit, offset }: Pick<Window, "limit" | "offset">,
): Effect.Effect<Threads, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const [counted] = yield* Effect.flatMap(
      read(sql`SELECT COUNT(DISTINCT thread_id) AS n FROM orchestrator_emails
        WHERE mail_decky_uuid = ${decky}`),
      decodeCount,
    )
    const found = yield* Effect.flatMap(
      read(sql`SELECT thread_id FROM orchestrator_emails WHERE mail_decky_uuid = ${decky}
        GROUP BY thread_id ORDER BY MAX(ts) DESC, thread_id
        LIMIT ${amount(sql, limit)} OFFSET ${amount(sql, offset)}`),
      decodeThreads,
    )
    const ids = found.map(({ thread_id: id }) => id)
    const mails =
      ids.length === 0
        ? []
        : yield* Effect.flatMap(
            read(
              sql`${selectMails(
                sql,
                sql`mail_decky_uuid = ${decky} AND ${sql.in("thread_id", ids)}`,
              )} ORDER BY ts, uuid`,
            ),
            decodeMails,
          )
    const byThread = new Map<string, Array<Mail>>(ids.map((id) => [id, []]))
    for (const row of mails) byThread.get(row.thread_id)?.push(mail(row))
    return { total: counted?.n ?? 0, threads: [...byThread.values()] }
  })
