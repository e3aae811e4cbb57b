/**
 * The one door to the database: statements and transactions, with what can go wrong there told as
 * `StoreUnavailable`.
 */
import * as SqlClient from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { classify } from "./Classify.ts"
import type { Database } from "./DatabaseUrl.ts"
import * as Deadline from "./Deadline.ts"
import * as Tallies from "./Tallies.ts"

/** A server that is frozen holds nobody longer than this. */
const answerWithinMillis = 20_000

/** Attempts after the first. SQLite itself has waited already when it says that it is locked. */
const retriesMax = { sqlite: 1, mysql: 4 } as const

/**
 * Sent as one message. Rows are locked for seconds only, and READ COMMITTED leaves gaps unlocked,
 * where inserts would otherwise wait for each other. MariaDB ends the transaction of a process that
 * was frozen in the middle of it, so that its locks keep nobody from taking over.
 */
const beginMysql =
  "SET SESSION innodb_lock_wait_timeout = 5 /*M!100300 , idle_transaction_timeout = 4 */; SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION"

export type Guard = (sql: SqlClient.SqlClient) => Effect.Effect<void, SqlError | StoreUnavailable>

export class Store extends Context.Tag("decnet/storage/Store")<
  Store,
  {
    readonly sql: SqlClient.SqlClient
    readonly database: Database
    /** Statements that change nothing. */
    readonly read: <A, E, R>(
      statements: Effect.Effect<A, E, R>,
    ) => Effect.Effect<A, Exclude<E, SqlError> | StoreUnavailable, R>
    /** One statement that writes. */
    readonly write: <A, E, R>(
      statement: Effect.Effect<A, E, R>,
    ) => Effect.Effect<A, Exclude<E, SqlError> | StoreUnavailable, R>
    /** Several statements as one transaction, or as part of that around them. */
    readonly together: <A, E, R>(
      statements: Effect.Effect<A, E, R>,
    ) => Effect.Effect<A, Exclude<E, SqlError> | StoreUnavailable, R>
    /** As `together`; inside another one, what fails is undone alone. */
    readonly atomically: <A, E, R>(
      writes: Effect.Effect<A, E, R>,
    ) => Effect.Effect<A, Exclude<E, SqlError> | StoreUnavailable, R>
  }
>() {
  /** `guard` runs first in each outermost transaction: where it fails, nothing is written. */
  static layer(database: Database, guard?: Guard): Layer.Layer<Store, never, SqlClient.SqlClient> {
    return Layer.effect(
      Store,
      Effect.map(SqlClient.SqlClient, (sql) => make(sql, database, guard)),
    )
  }
}

const inTransaction = Effect.map(
  Effect.serviceOption(SqlClient.TransactionConnection),
  Option.isSome,
)

/** Whatever a driver does at the end, the outcome is an error at most. */
const settled = (effect: Effect.Effect<unknown, SqlError>): Effect.Effect<unknown, SqlError> =>
  Effect.catchAllDefect(effect, (cause) => Effect.fail(new SqlError({ cause })))

const make = (
  sql: SqlClient.SqlClient,
  database: Database,
  guard: Guard | undefined,
): Store["Type"] => {
  const mapped = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.mapError(
      effect,
      (error) =>
        (error instanceof SqlError ? classify(database, error) : error) as
          | Exclude<E, SqlError>
          | StoreUnavailable,
    )
  const isMysql = database.kind === "mysql"
  const answered = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | SqlError, R> =>
    isMysql
      ? Deadline.within(
          effect,
          answerWithinMillis,
          () => new SqlError({ cause: { code: "ETIMEDOUT" } }),
        )
      : effect
  const send = (connection: Connection, text: string) =>
    settled(
      isMysql
        ? connection.executeUnprepared(text, [], undefined)
        : connection.execute(text, [], undefined),
    )

  const reserved = <A, E, R>(
    use: (connection: Connection) => Effect.Effect<A, E, R>,
  ): Effect.Effect<A, E | SqlError, R> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(Scope.make(), (scope) =>
        restore(Scope.extend(sql.reserve, scope)).pipe(
          Effect.flatMap((connection) => restore(use(connection))),
          Effect.onExit(() => Scope.close(scope, Exit.void)),
        ),
      ),
    )

  const guarded = <A, E, R>(writes: Effect.Effect<A, E, R>) =>
    guard === undefined ? writes : Effect.zipRight(guard(sql), writes)

  const transaction = <A, E, R>(writes: Effect.Effect<A, E, R>) =>
    reserved((connection) =>
      Effect.uninterruptibleMask((restore) =>
        restore(send(connection, isMysql ? beginMysql : "BEGIN IMMEDIATE")).pipe(
          Effect.zipRight(
            restore(guarded(Tallies.movingOnce(sql, writes))).pipe(
              Effect.provideService(SqlClient.TransactionConnection, [connection, 0]),
            ),
          ),
          Effect.zipLeft(Effect.suspend(() => send(connection, "COMMIT"))),
          Effect.onError(() => Effect.ignore(send(connection, "ROLLBACK"))),
        ),
      ),
    )

  const outermost = <A, E, R>(writes: Effect.Effect<A, E, R>) =>
    Effect.retry(mapped(answered(transaction(writes))), {
      times: retriesMax[database.kind],
      schedule: Schedule.jittered(Schedule.exponential(Duration.millis(20), 2)),
      while: (error) => error instanceof StoreUnavailable && error.reason === "busy",
    })

  const together: Store["Type"]["together"] = (statements) =>
    Effect.flatMap(inTransaction, (inside) => (inside ? mapped(statements) : outermost(statements)))

  return {
    sql,
    database,
    together,
    // all of SQLite's fibers share a connection: while one holds it, nobody's transaction is on it
    read: (statements) =>
      Effect.flatMap(inTransaction, (inside) =>
        mapped(
          inside
            ? statements
            : isMysql
              ? answered(statements)
              : reserved((connection) =>
                  Effect.provideService(statements, SqlClient.TransactionConnection, [
                    connection,
                    0,
                  ]),
                ),
        ),
      ),
    write: (statement) =>
      isMysql && guard === undefined
        ? Effect.flatMap(inTransaction, (inside) =>
            mapped(inside ? statement : answered(statement)),
          )
        : together(statement),
    atomically: (writes) =>
      Effect.flatMap(inTransaction, (inside) =>
        inside ? mapped(Tallies.undoing(sql.withTransaction(writes))) : outermost(writes),
      ),
  }
}
