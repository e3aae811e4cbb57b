/** What is worth knowing of tables that others made, as lines for an operator. */
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"

interface Row {
  readonly name: string
  readonly collation: string | null
  readonly octets: number | string | null
}

/** Bytes of the longest text that is kept. */
const bodyBytes = 65_536 * 3

/** None on SQLite, which compares byte for byte and holds texts of any length. */
export const notes: Effect.Effect<
  ReadonlyArray<string>,
  SqlError,
  SqlClient.SqlClient
> = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  sql.onDialectOrElse({
    mysql: () =>
      Effect.map(
        sql<Row>`SELECT COLUMN_NAME AS name, COLLATION_NAME AS ${sql("collation")},
              CHARACTER_OCTET_LENGTH AS octets
            FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = 'synthetic_files'
              AND column_name IN ('path', 'last_body')`,
        (rows) =>
          rows.flatMap(({ name, collation, octets }) => {
            if (name === "path" && !/nopad_bin$|0900_bin$/.test(collation ?? ""))
              return [
                `synthetic_files.path compares loosely (${collation}): paths that differ in case or accents only are one row; give the column a binary collation`,
              ]
            if (name === "last_body" && Number(octets) < bodyBytes)
              return [
                `synthetic_files.last_body holds ${octets} bytes: longer files are kept cut and not edited; make the column LONGTEXT`,
              ]
            return []
          }),
      ),
    orElse: () => Effect.succeed<ReadonlyArray<string>>([]),
  }),
)
