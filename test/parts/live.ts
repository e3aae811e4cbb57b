/**
 * The real worker by a clock that runs fast, while waiting takes as long as ever:
 * `live.mjs BEGIN_MS REAL_BEGIN_MS SPEED [once | backfill DECKY DAYS]`. Everything else comes from
 * the environment, as for the command, and TEST_LEASE_MILLIS how soon one that was killed is
 * replaced. Processes that are given the same numbers live in the same time.
 */
import { homedir } from "node:os"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Logs from "../../runtime/orchestrator/Logs.ts"
import * as Orchestrate from "../../runtime/orchestrator/Orchestrate.ts"
import * as Places from "../../runtime/config/Places.ts"
import * as Settings from "../../runtime/config/Settings.ts"
import * as Tenancy from "../../runtime/orchestrator/Tenancy.ts"

const [begin = 0, realBegin = 0, speed = 1] = process.argv.slice(2, 5).map(Number)
const [mode, ...rest] = process.argv.slice(5)

const real = Clock.make()
const now = (): number => Math.floor(begin + (Date.now() - realBegin) * speed)

const fast: Clock.Clock = {
  [Clock.ClockTypeId]: Clock.ClockTypeId,
  sleep: (duration) => real.sleep(duration),
  currentTimeMillis: Effect.sync(now),
  currentTimeNanos: Effect.sync(() => BigInt(now()) * 1_000_000n),
  unsafeCurrentTimeMillis: now,
  unsafeCurrentTimeNanos: () => BigInt(now()) * 1_000_000n,
}

const settings = Either.getOrThrowWith(
  Settings.read(process.env),
  (line) => new Error(String(line)),
)
const given = {
  settings,
  roots: Places.systemRoots(homedir()),
  database: Either.getOrThrow(Either.fromNullable(settings.dbUrl, () => "no database")),
  leaseMillis: Number(process.env["TEST_LEASE_MILLIS"] ?? Tenancy.ttlMillisDefault),
}

const work: Effect.Effect<void, { readonly message: string }> =
  mode === "backfill"
    ? Effect.asVoid(Orchestrate.backfill(given, rest[0]!, Number(rest[1])))
    : Orchestrate.run(given, {
        intervalSeconds: 60 / speed,
        cadence: "human",
        once: mode === "once",
        llm: undefined,
      })

const program = Effect.withClock(work, fast).pipe(
  Effect.provide(Logs.layer(settings.logFormat, settings.systemLogs)),
)

const fiber = Effect.runFork(program)
process.once("SIGTERM", () => fiber.unsafeInterruptAsFork(fiber.id()))
fiber.addObserver((exit) => {
  if (exit._tag === "Success" || Exit.isInterrupted(exit)) return
  process.stderr.write(`${String(exit.cause)}\n`)
  process.exitCode = 1
})
