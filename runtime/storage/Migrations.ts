/**
 * Brings a database to what this version needs: one set of steps for SQLite and MySQL, each a
 * single statement, noted when it is done. A database that the Python DECNET made keeps what it has
 * and is given what it lacks; nothing is dropped or retyped.
 */
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { classify } from "./Classify.ts"
import type { Database } from "./DatabaseUrl.ts"
import * as Found from "./migrations/Found.ts"
import * as Lists from "./migrations/Lists.ts"
import * as Notes from "./migrations/Notes.ts"
import * as Own from "./migrations/Own.ts"
import * as Recount from "./migrations/Recount.ts"
import * as Shared from "./migrations/Shared.ts"
import * as Table from "./migrations/Table.ts"

/** Where steps that are done are noted. */
const ledger = "decnet_migrations"

/** How long a process waits for another one that is at it. */
const waitSeconds = 60

export interface Step {
  readonly id: number
  readonly name: string
}

interface Migration extends Step {
  readonly table: string
  readonly run: Effect.Effect<unknown, SqlError, SqlClient.SqlClient>
}

const tables: ReadonlyArray<Table.Table> = [...Shared.tables, ...Own.tables, ...Lists.tables]

const isAmong = (index: Table.Index, found: ReadonlyArray<ReadonlyArray<string>>): boolean =>
  found.some(
    (columns) =>
      columns.length === index.columns.length &&
      columns.every((name, at) => name === index.columns[at]),
  )

const ensureColumns = (table: Table.Table) =>
  Effect.flatMap(Found.columns(table.name), (found) =>
    Effect.forEach(
      table.columns.filter(({ name }) => !found.includes(name)),
      (column) => Table.addColumn(table, column),
      { discard: true },
    ),
  )

const ensureIndex = (table: Pick<Table.Table, "name">, index: Table.Index) =>
  Effect.flatMap(Found.indexes(table.name, index.unique), (found) =>
    isAmong(index, found) ? Effect.void : Table.createIndex(table, index),
  )

const stepsOf = (table: Table.Table): ReadonlyArray<Omit<Migration, "id">> => [
  { table: table.name, name: `create_${table.name}`, run: Table.create(table) },
  { table: table.name, name: `complete_${table.name}`, run: ensureColumns(table) },
  ...table.indexes.map((index) => ({
    table: table.name,
    name: index.name,
    run: ensureIndex(table, index),
  })),
]

/** In the order in which they run; later versions add at the end. */
const migrations: ReadonlyArray<Migration> = [
  ...[...Shared.tables, ...Own.tables, ...Lists.tables].flatMap(stepsOf),
  ...Lists.indexes.map(({ table, index }) => ({
    table,
    name: index.name,
    run: ensureIndex({ name: table }, index),
  })),
  { table: "decky_tallies", name: "count_lists", run: Recount.run },
].map((migration, at) => ({ id: at + 1, ...migration }))

export interface Status {
  readonly applied: ReadonlyArray<Step>
  readonly pending: ReadonlyArray<Step>
}

const appliedIds = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  if ((yield* Found.columns(ledger)).length === 0) return new Set<number>()
  const rows = yield* sql<{
    readonly migration_id: number
  }>`SELECT migration_id FROM ${sql(ledger)}`
  return new Set(rows.map(({ migration_id }) => Number(migration_id)))
})

const step = ({ id, name }: Migration): Step => ({ id, name })

const broken = (detail: string) => new StoreUnavailable({ reason: "broken", detail })

const createLedger = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  sql.onDialectOrElse({
    mysql: () => sql`CREATE TABLE IF NOT EXISTS ${sql(ledger)} (
      migration_id INT NOT NULL PRIMARY KEY, name VARCHAR(255) NOT NULL,
      created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB`,
    orElse: () => sql`CREATE TABLE IF NOT EXISTS ${sql(ledger)} (
      migration_id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(255) NOT NULL,
      created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP)`,
  }),
)

/** Tables and columns that the code needs and the database lacks. */
const missing = Effect.map(
  Effect.forEach(tables, (table) =>
    Effect.map(Found.columns(table.name), (found) =>
      found.length === 0
        ? [table.name]
        : table.columns
            .filter(({ name }) => !found.includes(name))
            .map(({ name }) => `${table.name}.${name}`),
    ),
  ),
  (lists) => lists.flat(),
)

/** What is still to be done; a step whose table is gone since counts as never done. */
const outstanding = Effect.gen(function* () {
  const applied = yield* appliedIds
  const lacking = yield* missing
  return {
    applied,
    lacking,
    pending: migrations.filter(({ id, table }) => !applied.has(id) || lacking.includes(table)),
  }
})

const runAll = (database: Database) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    yield* createLedger
    const { applied, pending } = yield* outstanding
    for (const migration of pending) {
      // noted after it is done: a statement that fails has no note that says otherwise
      yield* Effect.mapError(migration.run, (error) => {
        const { reason, detail } = classify(database, error)
        return reason === "broken" ? broken(`migration ${migration.name}: ${detail}`) : error
      })
      if (!applied.has(migration.id))
        yield* sql`INSERT INTO ${sql(ledger)} ${sql.insert({ migration_id: migration.id, name: migration.name })}`
    }
    // the Python DECNET may have made its tables anew since
    for (const table of tables) yield* ensureColumns(table)
    const lacking = yield* missing
    if (lacking.length > 0)
      return yield* broken(
        `the database lacks ${lacking.slice(0, 5).join(", ")} after migrating; restore a copy, or: decnet db-reset`,
      )
    return pending.map(step)
  })

/** One process at a time; others wait until it is done, and then find nothing to do. */
const exclusively = <A, E>(
  database: Database,
  work: Effect.Effect<A, E | SqlError, SqlClient.SqlClient>,
): Effect.Effect<A, E | SqlError | StoreUnavailable, SqlClient.SqlClient> =>
  Effect.flatMap(SqlClient.SqlClient, (sql) =>
    Effect.scoped(
      Effect.gen(function* () {
        const connection = yield* sql.reserve
        const here = <X, F, R>(effect: Effect.Effect<X, F, R>) =>
          Effect.provideService(effect, SqlClient.TransactionConnection, [connection, 0])
        if (database.kind === "sqlite") {
          yield* connection.execute("BEGIN IMMEDIATE", [], undefined)
          return yield* here(work).pipe(
            Effect.zipLeft(Effect.suspend(() => connection.execute("COMMIT", [], undefined))),
            Effect.onError(() => Effect.ignore(connection.execute("ROLLBACK", [], undefined))),
          )
        }
        // MySQL commits with each change of a table, so a lock of the server's holds others off
        const [row] = yield* here(
          sql<{ readonly got: number | null }>`SELECT
            GET_LOCK(CONCAT('migrate:', MD5(DATABASE())), ${waitSeconds}) AS got`,
        )
        if (Number(row?.got ?? 0) !== 1)
          return yield* new StoreUnavailable({
            reason: "busy",
            detail: "another process is migrating the database; wait for it",
          })
        return yield* Effect.ensuring(
          here(work),
          Effect.ignore(here(sql`SELECT RELEASE_LOCK(CONCAT('migrate:', MD5(DATABASE())))`)),
        )
      }),
    ),
  )

const told = (database: Database) => (error: unknown) => classify(database, error)

/** Runs what is pending; answers with what it ran. */
export const migrate = (
  database: Database,
): Effect.Effect<ReadonlyArray<Step>, StoreUnavailable, SqlClient.SqlClient> =>
  // where all is done no lock is taken, and a database that cannot be written can be read
  Effect.flatMap(outstanding, ({ pending, lacking }) =>
    pending.length + lacking.length === 0
      ? Effect.succeed<ReadonlyArray<Step>>([])
      : exclusively(database, runAll(database)),
  ).pipe(
    Effect.catchAllDefect((defect) => Effect.fail(defect)),
    Effect.mapError(told(database)),
    // a SQLite file is busy for a while where another process just gives it its write-ahead log
    Effect.retry({
      times: 3,
      schedule: Schedule.jittered(Schedule.spaced(Duration.millis(100))),
      while: ({ reason }) => database.kind === "sqlite" && reason === "busy",
    }),
  )

export const status = (
  database: Database,
): Effect.Effect<Status, StoreUnavailable, SqlClient.SqlClient> =>
  Effect.mapError(
    Effect.map(outstanding, ({ pending }) => ({
      applied: migrations.filter((each) => !pending.includes(each)).map(step),
      pending: pending.map(step),
    })),
    told(database),
  )

/** What is worth knowing of tables that the Python DECNET made; lines for an operator. */
export const notes = (
  database: Database,
): Effect.Effect<ReadonlyArray<string>, StoreUnavailable, SqlClient.SqlClient> =>
  Effect.mapError(Notes.notes, told(database))

/** What `reset` drops. */
export const tableNames: ReadonlyArray<string> = [...tables.map(({ name }) => name), ledger]

/** Drops our tables and those shared with the Python DECNET, with all that is in them. */
export const reset = (
  database: Database,
): Effect.Effect<ReadonlyArray<string>, StoreUnavailable, SqlClient.SqlClient> =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => {
    const foreignKeys = (on: boolean) =>
      sql.onDialectOrElse({
        mysql: () => sql`SET SESSION foreign_key_checks = ${sql.literal(on ? "1" : "0")}`,
        orElse: () => sql`PRAGMA foreign_keys = ${sql.literal(on ? "ON" : "OFF")}`,
      })
    const drop = Effect.gen(function* () {
      const dropped: Array<string> = []
      for (const name of tableNames) {
        if ((yield* Found.columns(name)).length === 0) continue
        yield* sql`DROP TABLE ${sql(name)}`
        dropped.push(name)
      }
      return dropped
    })
    const bracketed = <A, E, R>(work: Effect.Effect<A, E, R>) =>
      Effect.ensuring(Effect.zipRight(foreignKeys(false), work), Effect.ignore(foreignKeys(true)))
    return Effect.mapError(
      // SQLite heeds the switch outside of transactions only, MySQL on the connection that drops
      database.kind === "sqlite"
        ? bracketed(exclusively(database, drop))
        : exclusively(database, bracketed(drop)),
      told(database),
    )
  })

/** Migrates when it is built. */
export const layer = (
  database: Database,
): Layer.Layer<never, StoreUnavailable, SqlClient.SqlClient> =>
  Layer.effectDiscard(migrate(database))
