/** What a database has at present, as it says itself. */
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"

/** Names of a table's columns; empty where there is no such table. */
export const columns = (
  table: string,
): Effect.Effect<ReadonlyArray<string>, SqlError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const rows = yield* sql.onDialectOrElse({
      mysql: () => sql<{ readonly name: string }>`SELECT COLUMN_NAME AS name
        FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ${table}`,
      orElse: () => sql<{ readonly name: string }>`SELECT name FROM pragma_table_info(${table})`,
    })
    return rows.map(({ name }) => name)
  })

/** Each index as the list of its columns; the unique ones only where `unique`. */
export const indexes = (
  table: string,
  unique: boolean,
): Effect.Effect<ReadonlyArray<ReadonlyArray<string>>, SqlError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    interface Row {
      readonly name: string
      readonly column: string
      readonly is_unique: number
    }
    const rows = yield* sql.onDialectOrElse({
      mysql: () => sql<Row>`SELECT INDEX_NAME AS name, COLUMN_NAME AS ${sql("column")},
          1 - NON_UNIQUE AS is_unique
        FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name = ${table}
        ORDER BY INDEX_NAME, SEQ_IN_INDEX`,
      orElse: () => sql<Row>`SELECT l.name AS name, i.name AS ${sql("column")},
          l."unique" AS is_unique
        FROM pragma_index_list(${table}) AS l, pragma_index_info(l.name) AS i
        ORDER BY l.name, i.seqno`,
    })
    const found = new Map<string, Array<string>>()
    for (const row of rows)
      if (!unique || Number(row.is_unique) === 1)
        found.set(row.name, [...(found.get(row.name) ?? []), row.column])
    return [...found.values()]
  })
