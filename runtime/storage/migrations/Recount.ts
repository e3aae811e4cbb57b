/** Counts once what was there before there were counters. */
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { automationLogins } from "../../../src/lore/words.ts"
import * as ContentClass from "../../../src/taxonomy/ContentClass.ts"
import * as Column from "../Column.ts"
import * as Tallies from "../Tallies.ts"
import * as Timestamp from "../Timestamp.ts"

const clear = (sql: SqlClient.SqlClient) =>
  Effect.forEach(
    ["decky_tallies", "decky_files", "decky_hours"],
    (table) => sql`DELETE FROM ${sql(table)}`,
    { discard: true },
  )

const files = (sql: SqlClient.SqlClient) => sql`INSERT INTO decky_files
    (decky_uuid, persona, content_class, files)
  SELECT decky_uuid, COALESCE(persona, ''), content_class, COUNT(*) FROM synthetic_files
  GROUP BY decky_uuid, COALESCE(persona, ''), content_class`

const touched = (sql: SqlClient.SqlClient) => sql`SELECT decky_uuid,
    0 AS files, COUNT(*) AS touched FROM file_details WHERE touched = 1 GROUP BY decky_uuid`

/** A row a decky, with all that is counted of it. */
const tallies = (sql: SqlClient.SqlClient) => {
  const counts = (kind: string) =>
    sql.csv(
      (["done", "failed"] as const).map(
        (outcome) =>
          sql`SUM(CASE WHEN kind = ${kind} AND success = ${outcome === "done" ? 1 : 0}
          THEN 1 ELSE 0 END)`,
      ),
    )
  return sql`INSERT INTO decky_tallies (decky_uuid, files, touched, traffic_done, traffic_failed,
      file_done, file_failed, email_done, email_failed, last_ms, last_action, last_what)
    SELECT decky_uuid, SUM(files), SUM(touched), SUM(traffic_done), SUM(traffic_failed),
      SUM(file_done), SUM(file_failed), SUM(email_done), SUM(email_failed), 0, '', ''
    FROM (
      SELECT decky_uuid, SUM(files) AS files, 0 AS touched, 0 AS traffic_done,
        0 AS traffic_failed, 0 AS file_done, 0 AS file_failed, 0 AS email_done, 0 AS email_failed
      FROM decky_files GROUP BY decky_uuid
      UNION ALL
      SELECT decky_uuid, files, touched, 0, 0, 0, 0, 0, 0 FROM (${touched(sql)}) marked
      UNION ALL
      SELECT COALESCE(src_decky_uuid, ''), 0, 0, ${counts("traffic")}, ${counts("file")}, 0, 0
      FROM orchestrator_events GROUP BY COALESCE(src_decky_uuid, '')
      UNION ALL
      SELECT mail_decky_uuid, 0, 0, 0, 0, 0, 0, SUM(CASE WHEN success = 1 THEN 1 ELSE 0 END),
        SUM(CASE WHEN success = 1 THEN 0 ELSE 1 END)
      FROM orchestrator_emails GROUP BY mail_decky_uuid
    ) counted GROUP BY decky_uuid`
}

const hours = (sql: SqlClient.SqlClient) => {
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
  return Effect.zipRight(
    sql`${into} SELECT decky, hour, kind, COUNT(*) FROM (
        SELECT COALESCE(src_decky_uuid, '') AS decky, ${hourOf} AS hour, ${kind} AS kind
        FROM orchestrator_events WHERE ts >= '1970-01-02'
      ) told GROUP BY decky, hour, kind`,
    sql`${into} SELECT mail_decky_uuid, hour, 'email', COUNT(*) FROM (
        SELECT mail_decky_uuid, ${hourOf} AS hour FROM orchestrator_emails
        WHERE ts >= '1970-01-02'
      ) told GROUP BY mail_decky_uuid, hour`,
  )
}

interface Newest {
  readonly ts: string
  readonly kind: string
  readonly action: string
  readonly payload: unknown
}

/** What happened last, decky by decky: each is one look at an index. */
const lasts = (sql: SqlClient.SqlClient) =>
  Effect.gen(function* () {
    const deckies = yield* sql<{ readonly decky: string }>`SELECT decky_uuid AS decky
      FROM decky_tallies`
    for (const { decky } of deckies) {
      const event = yield* sql<Newest>`SELECT ts, kind, action, payload FROM orchestrator_events
        WHERE src_decky_uuid = ${decky} ORDER BY ts DESC LIMIT 1`
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

export const run: Effect.Effect<void, SqlError, SqlClient.SqlClient> = Effect.flatMap(
  SqlClient.SqlClient,
  (sql) =>
    Effect.gen(function* () {
      yield* clear(sql)
      yield* files(sql)
      yield* tallies(sql)
      yield* hours(sql)
      yield* lasts(sql)
    }),
)
