/** `decnet db` and `decnet db-reset`: the database's tables. */
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import type { Settings } from "../config/Settings.ts"
import { describe, type Database } from "../storage/DatabaseUrl.ts"
import { Caller } from "./Caller.ts"
import { UsageFailure, WorkFailure } from "./Failure.ts"
import * as Input from "./Input.ts"
import * as Opened from "./Opened.ts"

const Migrations = Effect.promise(() => import("../storage/Migrations.ts"))

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`

/** Runs what is pending; answers with what it did in words. */
export const migrated = (database: Database) =>
  Effect.gen(function* () {
    const { migrate } = yield* Migrations
    const ran = yield* Opened.withSql(database, migrate(database))
    return ran.length === 0
      ? `${describe(database)} is up to date`
      : `${describe(database)}: ${count(ran.length, "migration")} run`
  })

const migrate = Effect.gen(function* () {
  const { write } = yield* Caller
  const settings = yield* Input.settings
  const said = yield* migrated(yield* Opened.choice(settings))
  yield* write(`${said}\n`)
})

const status = Effect.gen(function* () {
  const { write } = yield* Caller
  const settings = yield* Input.settings
  const database = yield* Opened.existing(settings)
  const { status } = yield* Migrations
  const { applied, pending } = yield* Opened.withSql(database, status(database))
  yield* write(
    `${describe(database)}: ${count(applied.length, "migration")} applied, ${pending.length} pending\n`,
  )
  for (const { id, name } of pending) yield* write(`pending  ${id}  ${name}\n`)
  if (pending.length > 0)
    return yield* new WorkFailure({ message: "the database is behind; run `decnet db migrate`" })
})

const recount = Effect.gen(function* () {
  const { write } = yield* Caller
  const database = yield* Opened.existing(yield* Input.settings)
  const Drift = yield* Effect.promise(() => import("../storage/Drift.ts"))
  const { Store } = yield* Effect.promise(() => import("../storage/Store.ts"))
  const healed = yield* Opened.withSql(database, Effect.provide(Drift.heal, Store.layer(database)))
  yield* write(
    healed.length === 0
      ? `${describe(database)}: all counts agree with the rows\n`
      : `${describe(database)}: ${healed.length} ${healed.length === 1 ? "decky" : "deckies"} counted anew\n`,
  )
})

/** Which of our tables are there; what would go. */
const standing = (database: Database) =>
  Effect.gen(function* () {
    const { tableNames } = yield* Migrations
    const Found = yield* Effect.promise(() => import("../storage/migrations/Found.ts"))
    const columns = Effect.forEach(tableNames, (name) =>
      Effect.map(Found.columns(name), (found) => (found.length === 0 ? [] : [name])),
    )
    const { classify } = yield* Effect.promise(() => import("../storage/Classify.ts"))
    return (yield* Opened.withSql(
      database,
      Effect.mapError(columns, (error) => classify(database, error)),
    )).flat()
  })

const guard = "--i-know-what-im-doing"

const refuse = (settings: Settings) =>
  Effect.gen(function* () {
    const database = yield* Opened.existing(settings)
    const tables = yield* standing(database)
    return yield* new UsageFailure({
      message:
        tables.length === 0
          ? `${describe(database)} has none of the tables; there is nothing to drop`
          : `this would drop ${count(tables.length, "table")} of ${describe(database)} with all that is in them (${tables.join(", ")}); to do so, type ${guard}`,
    })
  })

const reset = Effect.gen(function* () {
  const { write } = yield* Caller
  const settings = yield* Input.settings
  const database = yield* Opened.existing(settings)
  const { reset } = yield* Migrations
  const dropped = yield* Opened.withSql(database, reset(database))
  yield* write(`${describe(database)}: ${count(dropped.length, "table")} dropped\n`)
})

/** `decnet db migrate|status|recount` */
export const command = Command.make("db").pipe(
  Command.withDescription("The database's tables"),
  Command.withSubcommands([
    Command.make("migrate", {}, () => migrate).pipe(
      Command.withDescription("Make or complete the tables"),
    ),
    Command.make("status", {}, () => status).pipe(
      Command.withDescription("What is applied and what is pending; status 1 where something is"),
    ),
    Command.make("recount", {}, () => recount).pipe(
      Command.withDescription("Mend counts that another program's writes put out of step"),
    ),
  ]),
)

/** `decnet db-reset` */
export const resetCommand = Command.make(
  "db-reset",
  {
    certain: Options.boolean("i-know-what-im-doing").pipe(
      Options.withDescription("Do it; without this, what would be dropped is said"),
    ),
  },
  ({ certain }) => (certain ? reset : Effect.flatMap(Input.settings, refuse)),
).pipe(Command.withDescription("Drop all tables, with all that is in them"))
