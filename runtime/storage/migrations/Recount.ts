/** Counts anew what is counted: of all deckies, or of one. */
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type * as Statement from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import { automationLogins } from "../../../src/lore/words.ts"
import * as ContentClass from "../../../src/taxonomy/ContentClass.ts"
import * as Column from "../Column.ts"
import * as Tallies from "../Tallies.ts"
import * as Timestamp from "../Timestamp.ts"

type Sql = SqlClient.SqlClient

/** One decky; all of them where it is undefined. Rows of none are those of the decky "". */
type Whose = string | undefined

const isOf = (sql: Sql, column: string, whose: Whose): Statement.Fragment => {
  if (whose === undefined) return sql`1 = 1`
  const is = sql`${sql(column)} = ${whose}`
  return whose === "" ? sql`(${is} OR ${sql(column)} IS NULL)` : is
}

/** Hours stay: they are kept for longer than the events that they count. */
const clear = (sql: Sql, whose: Whose) =>
  Effect.forEach(
    ["decky_tallies", "decky_files"],
    (table) => sql`DELETE FROM ${sql(table)} WHERE ${isOf(sql, "decky_uuid", whose)}`,
    { discard: true },
  )

/** A row a decky, person and class. */
export const filesOf = (sql: Sql, whose?: string): Statement.Fragment =>
  sql`SELECT decky_uuid, COALESCE(persona, '') AS persona, content_class, COUNT(*) AS files
    FROM synthetic_files WHERE ${isOf(sql, "decky_uuid", whose)}
    GROUP BY decky_uuid, COALESCE(persona, ''), content_class`

/** A row a decky, with all that is counted of it, in the order of `Tallies.counters`. */
export const talliesOf = (sql: Sql, whose?: string): Statement.Fragment => {
  const counts = (kind: string) =>
    sql.csv(
      (["done", "failed"] as const).map(
        (outcome) =>
          sql`SUM(CASE WHEN kind = ${kind} AND success = ${outcome === "done" ? 1 : 0}
          THEN 1 ELSE 0 END)`,
      ),
    )
  return sql`SELECT decky_uuid, SUM(files) AS files, SUM(touched) AS touched,
      SUM(traffic_done) AS traffic_done, SUM(traffic_failed) AS traffic_failed,
      SUM(file_done) AS file_done, SUM(file_failed) AS file_failed,
      SUM(email_done) AS email_done, SUM(email_failed) AS email_failed
    FROM (
      SELECT decky_uuid, COUNT(*) AS files, 0 AS touched, 0 AS traffic_done,
        0 AS traffic_failed, 0 AS file_done, 0 AS file_failed, 0 AS email_done, 0 AS email_failed
      FROM synthetic_files WHERE ${isOf(sql, "decky_uuid", whose)} GROUP BY decky_uuid
      UNION ALL
      SELECT decky_uuid, 0, COUNT(*), 0, 0, 0, 0, 0, 0 FROM file_details
      WHERE touched = 1 AND ${isOf(sql, "decky_uuid", whose)} GROUP BY decky_uuid
      UNION ALL
      SELECT COALESCE(src_decky_uuid, ''), 0, 0, ${counts("traffic")}, ${counts("file")}, 0, 0
      FROM orchestrator_events WHERE ${isOf(sql, "src_decky_uuid", whose)}
      GROUP BY COALESCE(src_decky_uuid, '')
      UNION ALL
      SELECT mail_decky_uuid, 0, 0, 0, 0, 0, 0, SUM(CASE WHEN success = 1 THEN 1 ELSE 0 END),
        SUM(CASE WHEN success = 1 THEN 0 ELSE 1 END)
      FROM orchestrator_emails WHERE ${isOf(sql, "mail_decky_uuid", whose)}
      GROUP BY mail_decky_uuid
    ) counted GROUP BY decky_uuid`
}

const hours = (sql: Sql, whose: Whose) => {
  const hourOf = sql.onDialectOrElse({
    mysql: () => sql`FLOOR(TIMESTAMPDIFF(SECOND, '1970-01-01', ts) / 3600)`,
    orElse: () => sql`CAST(strftime('%s', ts) AS INTEGER) / 3600`,
  })
  /** A field of the payload, where that is JSON. */
  const told = (name: string) =>
    sql.onDialectOrElse({
      mysql: () => sql`CASE WHEN JSON_VALID(payload)
        THEN JSON_UNQUOTE(JSON_EXTRACT(payload, ${`$.${name}`})) END`,
      orElse: () => sql`CASE WHEN json_valid(payload)
        THEN json_extract(payload, ${`$.${name}`}) END`,
    })
  const kind = sql`CASE WHEN action = 'moment:skipped'
      OR (kind = 'file' AND ${told("content_class")} IN ${sql.in(ContentClass.system)})
      OR (kind = 'traffic' AND ${told("user")} IN ${sql.in(automationLogins)})
    THEN 'machine' ELSE kind END`
  const into = sql`INSERT INTO decky_hours (decky_uuid, hour, kind, events)`
  const most = sql.onDialectOrElse({
    mysql: () => sql`ON DUPLICATE KEY UPDATE
      events = GREATEST(decky_hours.events, VALUES(events))`,
    orElse: () => sql`ON CONFLICT (decky_uuid, hour, kind) DO UPDATE
      SET events = MAX(decky_hours.events, excluded.events)`,
  })
  // other programs may have written what is no moment; SQLite takes any text for one
  return Effect.zipRight(
    sql`${into} SELECT decky, hour, kind, COUNT(*) FROM (
        SELECT COALESCE(src_decky_uuid, '') AS decky, ${hourOf} AS hour, ${kind} AS kind
        FROM orchestrator_events
        WHERE ts >= '1970-01-02' AND ${isOf(sql, "src_decky_uuid", whose)}
      ) told WHERE hour IS NOT NULL GROUP BY decky, hour, kind ${most}`,
    sql`${into} SELECT mail_decky_uuid, hour, 'email', COUNT(*) FROM (
        SELECT mail_decky_uuid, ${hourOf} AS hour FROM orchestrator_emails
        WHERE ts >= '1970-01-02' AND ${isOf(sql, "mail_decky_uuid", whose)}
      ) told WHERE hour IS NOT NULL GROUP BY mail_decky_uuid, hour ${most}`,
  )
}

interface Newest {
  readonly ts: string
  readonly kind: string
  readonly action: string
  readonly payload: unknown
}

/** What happened last, decky by decky: each is one look at an index. */
const lasts = (sql: Sql, whose: Whose) =>
  Effect.gen(function* () {
    const deckies = yield* sql<{ readonly decky: string }>`SELECT decky_uuid AS decky
      FROM decky_tallies WHERE ${isOf(sql, "decky_uuid", whose)}`
    for (const { decky } of deckies) {
      const event = yield* sql<Newest>`SELECT ts, kind, action, payload FROM orchestrator_events
        WHERE ${isOf(sql, "src_decky_uuid", decky)} ORDER BY ts DESC LIMIT 1`
      const mail = yield* sql<Omit<Newest, "payload"> & { readonly subject: string }>`
        SELECT ts, 'email' AS kind, 'email:sent' AS action, subject FROM orchestrator_emails
        WHERE mail_decky_uuid = ${decky} ORDER BY ts DESC LIMIT 1`
      for (const each of [...event, ...mail.map((row) => ({ ...row, payload: row }))]) {
        const at = Timestamp.parse(String(each.ts))?.ms ?? 0
        const told = Column.json(each.payload)
        const what = Tallies.whatOf(
          each.kind,
          typeof told === "object" && told !== null ? { ...told } : {},
        )
        yield* Tallies.add(sql, decky, {}, { at, action: each.action.slice(0, 64), what })
      }
    }
  })

const count = (sql: Sql, whose: Whose): Effect.Effect<void, SqlError> =>
  Effect.gen(function* () {
    yield* clear(sql, whose)
    yield* sql`INSERT INTO decky_files (decky_uuid, persona, content_class, files)
      ${filesOf(sql, whose)}`
    yield* sql`INSERT INTO decky_tallies (decky_uuid, ${sql.csv(Tallies.counters.map((name) => sql`${sql(name)}`))},
        last_ms, last_action, last_what)
      SELECT counts.*, 0, '', '' FROM (${talliesOf(sql, whose)}) counts`
    yield* hours(sql, whose)
    yield* lasts(sql, whose)
  })

/** Of one decky; in a transaction, so that nobody sees it half done. */
export const decky = (sql: Sql, uuid: string): Effect.Effect<void, SqlError> => count(sql, uuid)

/** Of all of them: once, for what was there before there were counters. */
export const run: Effect.Effect<void, SqlError, SqlClient.SqlClient> = Effect.flatMap(
  SqlClient.SqlClient,
  (sql) => count(sql, undefined),
)
