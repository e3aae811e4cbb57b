/**
 * The database client. Drivers are loaded when one is opened, so that commands without a database
 * neither need nor wait for them.
 */
import { closeSync, mkdirSync, openSync } from "node:fs"
import { dirname } from "node:path"
import * as Reactivity from "@effect/experimental/Reactivity"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { classify } from "./Classify.ts"
import type { Database, Mysql, Sqlite } from "./DatabaseUrl.ts"

/** How long a writer waits for another process's lock. */
const busyMillis = 5000

const connectionsMax = 10

/** The file, readable by its owner only where it is made here; an operator's own modes stay. */
const prepareFile = (path: string): void => {
  if (path === ":memory:") return
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    closeSync(openSync(path, "ax", 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  }
}

type Opened = Effect.Effect<SqlClient.SqlClient, unknown, Scope.Scope | Reactivity.Reactivity>

const openSqlite = ({ path }: Sqlite): Opened =>
  Effect.gen(function* () {
    const SqliteClient = yield* Effect.tryPromise({
      try: () => import("@effect/sql-sqlite-node/SqliteClient"),
      catch: (error) => error,
    })
    yield* Effect.try({ try: () => prepareFile(path), catch: (error) => error })
    const sql = yield* SqliteClient.make({ filename: path })
    yield* sql`PRAGMA busy_timeout = ${sql.literal(String(busyMillis))}`
    // with a write-ahead log a power cut may lose the last commits, and never breaks the file
    yield* sql`PRAGMA synchronous = NORMAL`
    yield* sql`PRAGMA foreign_keys = ON`
    return sql
  })

const openMysql = (database: Mysql): Opened =>
  Effect.gen(function* () {
    const MysqlClient = yield* Effect.tryPromise({
      try: () => import("@effect/sql-mysql2/MysqlClient"),
      catch: (error) => error,
    })
    return yield* MysqlClient.make({
      host: database.host,
      port: database.port,
      username: database.user,
      password: database.password,
      database: database.database,
      maxConnections: connectionsMax,
      connectionTTL: Duration.minutes(10),
      poolConfig: {
        charset: "utf8mb4",
        timezone: "Z",
        // as text, microseconds survive and both databases' times look alike
        dateStrings: true,
        maxIdle: connectionsMax,
        connectTimeout: 4000,
      },
    })
  })

/** A client that is connected; what keeps it from being so is told in one line. */
export const layer = (database: Database): Layer.Layer<SqlClient.SqlClient, StoreUnavailable> =>
  Layer.scoped(
    SqlClient.SqlClient,
    (database.kind === "sqlite" ? openSqlite(database) : openMysql(database)).pipe(
      // the SQLite client throws where a file cannot be opened
      Effect.catchAllDefect((defect) => Effect.fail(defect)),
      Effect.mapError((error) => classify(database, error)),
    ),
  ).pipe(Layer.provide(Reactivity.layer))
