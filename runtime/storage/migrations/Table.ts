/** Tables as plain values, from which each database's statements are made. */
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"

export type Kind =
  | { readonly is: "varchar"; readonly max: number }
  | { readonly is: "text" | "timestamp" | "int" | "bigint" | "double" | "flag" | "serial" }

export interface Column {
  readonly name: string
  readonly kind: Kind
  readonly nullable: boolean
}

export interface Index {
  readonly name: string
  readonly columns: ReadonlyArray<string>
  readonly unique: boolean
}

export interface Table {
  readonly name: string
  readonly columns: ReadonlyArray<Column>
  /** Empty where a column is `serial`. */
  readonly key: ReadonlyArray<string>
  readonly indexes: ReadonlyArray<Index>
}

const required =
  (kind: Kind) =>
  (name: string): Column => ({ name, kind, nullable: false })

export const varchar = (name: string, max: number): Column => required({ is: "varchar", max })(name)
export const text = required({ is: "text" })
export const timestamp = required({ is: "timestamp" })
export const int = required({ is: "int" })
export const bigint = required({ is: "bigint" })
export const double = required({ is: "double" })
export const flag = required({ is: "flag" })
export const serial = required({ is: "serial" })
export const nullable = (column: Column): Column => ({ ...column, nullable: true })

export const unique = (name: string, ...columns: ReadonlyArray<string>): Index => ({
  name,
  columns,
  unique: true,
})
export const index = (name: string, ...columns: ReadonlyArray<string>): Index => ({
  name,
  columns,
  unique: false,
})

/** What differs between the databases. */
export interface Dialect {
  readonly typeOf: (kind: Kind) => string
  /** After the columns of a table. */
  readonly tableOptions: string
}

const sqlite: Dialect = {
  typeOf: (kind) =>
    kind.is === "varchar"
      ? `VARCHAR(${kind.max})`
      : {
          text: "TEXT",
          timestamp: "DATETIME",
          int: "INTEGER",
          bigint: "BIGINT",
          double: "DOUBLE",
          flag: "BOOLEAN",
          serial: "INTEGER PRIMARY KEY AUTOINCREMENT",
        }[kind.is],
  tableOptions: "",
}

/**
 * `collation` compares byte for byte, trailing blanks included, as SQLite does: others take `Key`
 * and `key`, or two different emoji, for the same path.
 */
const mysql = (collation: string): Dialect => ({
  typeOf: (kind) =>
    kind.is === "varchar"
      ? `VARCHAR(${kind.max}) CHARACTER SET utf8mb4 COLLATE ${collation}`
      : {
          text: `LONGTEXT CHARACTER SET utf8mb4 COLLATE ${collation}`,
          timestamp: "DATETIME(6)",
          int: "INT",
          bigint: "BIGINT",
          double: "DOUBLE",
          flag: "TINYINT(1)",
          serial: "BIGINT AUTO_INCREMENT PRIMARY KEY",
        }[kind.is],
  tableOptions: ` ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation}`,
})

export const dialect: Effect.Effect<Dialect, SqlError, SqlClient.SqlClient> = Effect.flatMap(
  SqlClient.SqlClient,
  (sql) =>
    sql.onDialectOrElse({
      mysql: () =>
        Effect.map(sql<{ readonly version: string }>`SELECT VERSION() AS version`, ([row]) =>
          // each has one such collation, and neither knows the other's
          mysql(/mariadb/i.test(row?.version ?? "") ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin"),
        ),
      orElse: () => Effect.succeed(sqlite),
    }),
)

const typed = (sql: SqlClient.SqlClient, made: Dialect, column: Column, nullable: boolean) =>
  sql`${sql(column.name)} ${sql.literal(made.typeOf(column.kind))}${sql.literal(
    nullable || column.kind.is === "serial" ? "" : " NOT NULL",
  )}`

const names = (sql: SqlClient.SqlClient, columns: ReadonlyArray<string>) =>
  sql.csv(columns.map((name) => sql`${sql(name)}`))

export const create = (table: Table): Effect.Effect<unknown, SqlError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const made = yield* dialect
    const parts = [
      ...table.columns.map((column) => typed(sql, made, column, column.nullable)),
      ...(table.key.length === 0 ? [] : [sql`PRIMARY KEY (${names(sql, table.key)})`]),
    ]
    return yield* sql`CREATE TABLE IF NOT EXISTS ${sql(table.name)} (${sql.csv(parts)})${sql.literal(made.tableOptions)}`
  })

/** Rows that are there already have nothing in it, whatever the column says elsewhere. */
export const addColumn = (
  table: Table,
  column: Column,
): Effect.Effect<unknown, SqlError, SqlClient.SqlClient> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const made = yield* dialect
    return yield* sql`ALTER TABLE ${sql(table.name)} ADD COLUMN ${typed(sql, made, column, true)}`
  })

export const createIndex = (
  table: Pick<Table, "name">,
  { name, columns, unique: isUnique }: Index,
): Effect.Effect<unknown, SqlError, SqlClient.SqlClient> =>
  Effect.flatMap(
    SqlClient.SqlClient,
    (sql) =>
      sql`CREATE ${sql.literal(isUnique ? "UNIQUE " : "")}INDEX ${sql(name)} ON ${sql(table.name)} (${names(sql, columns)})`,
  )
