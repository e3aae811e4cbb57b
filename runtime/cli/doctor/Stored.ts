/** Checks of the database: reachable, migrated, writable, and in agreement about the time. */
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import * as Instant from "../../../src/time/Instant.ts"
import { classify } from "../../storage/Classify.ts"
import { describe, type Database } from "../../storage/DatabaseUrl.ts"
import * as Migrations from "../../storage/Migrations.ts"
import * as Opened from "../Opened.ts"
import type { Finding } from "./Finding.ts"
import { fail, ok, unreachable, warn } from "./Finding.ts"

/** The zone rules and holiday tables hold for these years. */
const firstMillis = 1_577_836_800_000
const lastMillis = 2_145_916_800_000

/** How far two clocks may differ. */
const skewMillis = 5000

interface Clocks {
  /** Of the newest cursor; undefined where nothing was done yet. */
  readonly cursor: number | undefined
  /** Of the database's server. */
  readonly server: number | undefined
}

const clocks = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const [newest] = yield* sql<{ readonly ms: number | string | null }>`
    SELECT MAX(cursor_ms) AS ms FROM ${sql("cursors")}`
  const server = yield* sql.onDialectOrElse({
    mysql: () =>
      Effect.map(
        sql<{ readonly ms: number | string }>`SELECT UNIX_TIMESTAMP(NOW(3)) * 1000 AS ms`,
        ([row]) => Number(row?.ms),
      ),
    // the same computer, hence the same clock
    orElse: () => Effect.succeed(undefined),
  })
  const cursor = newest?.ms ?? undefined
  return { cursor: cursor === undefined ? undefined : Number(cursor), server }
})

const date = (ms: number): string => Instant.toIso(ms).slice(0, 19).replace("T", " ")

/** The system's clock against the tables' years, what is stored, and the database's. */
export const clock = (now: number, { cursor, server }: Clocks): ReadonlyArray<Finding> => {
  const mend = "set the clock, and keep it by NTP"
  if (now < firstMillis || now >= lastMillis)
    return [fail(`clock: it says ${date(now)}, and the tables hold 2020 to 2037`, mend)]
  if (cursor !== undefined && cursor > now + skewMillis)
    return [
      fail(
        `clock: it says ${date(now)}, and histories go up to ${date(cursor)}`,
        `${mend}; until then nothing happens`,
      ),
    ]
  if (server !== undefined && Math.abs(server - now) > skewMillis)
    return [
      warn(
        `clock: the database's differs by ${Math.round(Math.abs(server - now) / 1000)} s`,
        "keep both by NTP",
      ),
    ]
  return [ok(`clock: ${date(now)} UTC`)]
}

/** Whether rows can be written, and leaves none. */
const writable = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql
    .withTransaction(
      Effect.zipRight(
        sql`DELETE FROM ${sql("workers")} WHERE host_uuid = ${""}`,
        Effect.fail("undone" as const),
      ),
    )
    .pipe(
      Effect.catchIf(
        (error) => error === "undone",
        () => Effect.void,
      ),
    )
})

const sentence = (error: StoreUnavailable): Finding => {
  const [what, ...mend] = error.detail.split("; ")
  const text = `database: ${what}`
  const how = mend.join("; ") || "mend DECNET_DB_URL, or the server"
  return unreachable(text, how)
}

const known = (database: Database, now: number) =>
  Effect.gen(function* () {
    const { pending } = yield* Migrations.status(database)
    const here = [ok(`database: ${describe(database)}`)]
    if (pending.length > 0)
      return [
        ...here,
        fail(`migrations: ${pending.length} pending`, "run `decnet db migrate`"),
        ...clock(now, { cursor: undefined, server: undefined }),
      ]
    yield* Effect.mapError(writable, (error) => classify(database, error))
    const times = yield* Effect.mapError(clocks, (error) => classify(database, error))
    return [...here, ok("migrations: all applied"), ...clock(now, times)]
  })

export const check = (database: Database, now: number): Effect.Effect<ReadonlyArray<Finding>> =>
  Opened.isMissing(database)
    ? Effect.succeed([
        fail(`database: there is none at ${describe(database)} yet`, "run `decnet init`"),
        ...clock(now, { cursor: undefined, server: undefined }),
      ])
    : Opened.withSql(database, known(database, now)).pipe(
        Effect.catchTag("StoreUnavailable", (error) => Effect.succeed([sentence(error)])),
      )
