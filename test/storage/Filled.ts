/**
 * A database as it is after months: tables of the Python DECNET with a million events, filled
 * before our steps run, so that these have something to count.
 */
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Shared from "../../runtime/storage/migrations/Shared.ts"
import * as Table from "../../runtime/storage/migrations/Table.ts"

export const amounts = { deckies: 1000, events: 1_000_000, mails: 100_000, files: 100_000 }

export type Amounts = typeof amounts

export const deckyName = (index: number): string => `decky-${index}`

/** Numbers from 1 as the table `n`, column `i`. */
const numbers = (sql: SqlClient.SqlClient, most: number) =>
  sql.onDialectOrElse({
    mysql: () => sql`(SELECT seq AS i FROM ${sql(`seq_1_to_${most}`)}) n`,
    orElse: () => sql`(WITH RECURSIVE n(i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${most}) SELECT i FROM n) n`,
  })

interface Words {
  readonly uuid: ReturnType<SqlClient.SqlClient["literal"]>
  readonly ts: ReturnType<SqlClient.SqlClient["literal"]>
  readonly decky: ReturnType<SqlClient.SqlClient["literal"]>
  readonly path: ReturnType<SqlClient.SqlClient["literal"]>
}

/** Thirty days from the fifth of January 2026 on, in no order. */
const words = (sql: SqlClient.SqlClient, { deckies }: Amounts): Words =>
  sql.onDialectOrElse({
    mysql: () => ({
      uuid: sql.literal("MD5(i)"),
      ts: sql.literal(
        "'2026-01-05' + INTERVAL (i * 7919 % 2592000) SECOND + INTERVAL (i % 1000000) MICROSECOND",
      ),
      decky: sql.literal(`CONCAT('decky-', i % ${deckies})`),
      path: sql.literal("CONCAT('/home/anna/notes/', i, '.md')"),
    }),
    orElse: () => ({
      uuid: sql.literal("printf('%08x%024x', i * 2654435761 % 4294967296, i)"),
      ts: sql.literal(
        "strftime('%Y-%m-%d %H:%M:%S', 1767571200 + i * 7919 % 2592000, 'unixepoch') || printf('.%06d', i % 1000000)",
      ),
      decky: sql.literal(`'decky-' || (i % ${deckies})`),
      path: sql.literal("'/home/anna/notes/' || i || '.md'"),
    }),
  })

const person = (sql: SqlClient.SqlClient) =>
  sql.onDialectOrElse({
    mysql: () => sql.literal("CONCAT('Person ', i % 12)"),
    orElse: () => sql.literal("'Person ' || (i % 12)"),
  })

export const fill = (all: Amounts) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    for (const table of Shared.tables) yield* Table.create(table)
    const { uuid, ts, decky, path } = words(sql, all)
    yield* sql`INSERT INTO orchestrator_events (uuid, ts, kind, protocol, action, src_decky_uuid,
        dst_decky_uuid, success, payload)
      SELECT ${uuid}, ${ts}, CASE WHEN i % 5 = 0 THEN 'traffic' ELSE 'file' END, 'ssh',
        CASE WHEN i % 5 = 0 THEN 'traffic:ssh' ELSE 'file:edit' END, ${decky}, NULL,
        CASE WHEN i % 49 = 0 THEN 0 ELSE 1 END,
        CASE WHEN i % 5 = 0
          THEN '{"host":"srv-04","user":"anna","command":"uptime","result":"done"}'
          ELSE '{"path":"/home/anna/notes/x.md","content_class":"note","result":"done"}' END
      FROM ${numbers(sql, all.events)}`
    yield* sql`INSERT INTO orchestrator_emails (uuid, ts, mail_decky_uuid, thread_id, message_id,
        in_reply_to, sender_email, recipient_email, subject, language, eml_path, success, payload)
      SELECT ${uuid}, ${ts}, ${decky}, CAST(i % 20011 AS CHAR(20)), CAST(i AS CHAR(20)), NULL,
        'a@holmgate.net', 'b@holmgate.net', 'Backups', 'en', '',
        CASE WHEN i % 49 = 0 THEN 0 ELSE 1 END, '{}'
      FROM ${numbers(sql, all.mails)}`
    yield* sql`INSERT INTO synthetic_files (uuid, decky_uuid, path, persona, content_class,
        created_at, last_modified, edit_count, content_hash, last_body)
      SELECT ${uuid}, ${decky}, ${path}, ${person(sql)},
        CASE i % 7 WHEN 0 THEN 'note' WHEN 1 THEN 'todo' WHEN 2 THEN 'draft' WHEN 3 THEN 'script'
          WHEN 4 THEN 'log_cron' WHEN 5 THEN 'log_daemon' ELSE 'cache_tmp' END,
        ${ts}, ${ts}, 0, ${"0".repeat(64)}, 'text'
      FROM ${numbers(sql, all.files)}`
  })
