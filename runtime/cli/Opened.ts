/** The database as commands open it, with its drivers loaded only then. */
import type * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as DatabaseChoice from "../config/DatabaseChoice.ts"
import * as Places from "../config/Places.ts"
import type { Settings } from "../config/Settings.ts"
import type { Database } from "../storage/DatabaseUrl.ts"
import type { Repositories } from "../storage/Storage.ts"
import { Caller } from "./Caller.ts"
import { DependencyFailure, UsageFailure } from "./Failure.ts"

export const choice = (settings: Settings): Effect.Effect<Database, UsageFailure> =>
  Effect.gen(function* () {
    const { roots } = yield* Caller
    const chosen = DatabaseChoice.of(settings, roots)
    return Either.isRight(chosen) ? chosen.right : yield* new UsageFailure({ message: chosen.left })
  })

/** A database file that nobody has made yet; opening it would make one. */
export const isMissing = (database: Database): boolean =>
  database.kind === "sqlite" && database.path !== ":memory:" && !Places.exists(database.path)

/** What looks at a database or works with one does not make it. */
export const existing = (
  settings: Settings,
): Effect.Effect<Database, UsageFailure | DependencyFailure> =>
  Effect.filterOrFail(
    choice(settings),
    (database) => !isMissing(database),
    (database) =>
      new DependencyFailure({
        message: `there is no database at ${database.kind === "sqlite" ? database.path : ""} yet; run \`decnet init\``,
      }),
  )

/** Runs with a client of that database, closed afterwards. */
export const withSql = <A, E>(
  database: Database,
  use: Effect.Effect<A, E, SqlClient.SqlClient>,
): Effect.Effect<A, E | StoreUnavailable> =>
  Effect.gen(function* () {
    const Sql = yield* Effect.promise(() => import("../storage/Sql.ts"))
    return yield* Effect.provide(use, Sql.layer(database))
  })

/** Runs with everything that is kept in the settings' database, closed afterwards. */
export const withStorage = <A, E>(
  settings: Settings,
  use: Effect.Effect<A, E, Repositories>,
): Effect.Effect<A, E | StoreUnavailable | UsageFailure | DependencyFailure> =>
  Effect.gen(function* () {
    const database = yield* existing(settings)
    const Storage = yield* Effect.promise(() => import("../storage/Storage.ts"))
    return yield* Effect.provide(use, Storage.layer(database, { hostUuid: settings.hostUuid }))
  })
