/**
 * A process that wants to drive a host: `tenant.mjs DATABASE_URL HOST NAME FILE`. While it holds
 * the lease it acts (a line in the file) and records (a row), as often as it can, and prints what
 * it is.
 */
import { appendFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import { topicOf } from "../../src/events/Event.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { Tenure } from "../../src/ports/Tenure.ts"
import { Transactions } from "../../src/ports/Transactions.ts"
import * as Tenancy from "../../runtime/orchestrator/Tenancy.ts"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"
import type { Held } from "../../runtime/storage/Leases.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import * as TenureSql from "../../runtime/storage/TenureSql.ts"

const [url = "", host = "", name = "", file = ""] = process.argv.slice(2)

const say = (what: string): void => void process.stdout.write(`${Date.now()} ${name} ${what}\n`)

const act = (turn: number) =>
  Effect.gen(function* () {
    yield* (yield* Tenure).check
    appendFileSync(file, `${Date.now()} ${name} ${turn}\n`)
    const { atomically } = yield* Transactions
    const bus = yield* EventBus
    const ts = Date.now() / 1000
    yield* atomically(
      bus.publish({
        v: 1,
        id: `${host}/${name}/${turn}`,
        topic: topicOf("file", host),
        type: "file",
        ts,
        payload: {
          kind: "file",
          protocol: "ssh",
          action: "file:create",
          src_decky_uuid: host,
          dst_decky_uuid: null,
          success: true,
          payload: { name, turn },
          ts,
        },
      }),
    )
    yield* Effect.sleep("5 millis")
  })

const program = Effect.gen(function* () {
  const held = yield* Ref.make(Option.none<Held>())
  const layers = Layer.mergeAll(
    Storage.layer(Either.getOrThrow(DatabaseUrl.parse(url)), { hostUuid: host, held }),
    TenureSql.layer(host, held),
    Logger.remove(Logger.defaultLogger),
  )
  let turn = 0
  const work = Tenancy.hold(
    {
      host,
      holder: name,
      ttlMillis: Tenancy.ttlMillisDefault,
      held,
      onWaiting: (heldBy) => Effect.sync(() => say(`waits for ${heldBy}`)),
    },
    Effect.zipRight(
      Effect.sync(() => say("holds")),
      Effect.forever(Effect.suspend(() => act(turn++))),
    ),
  ).pipe(
    Effect.tapError((error) => Effect.sync(() => say(`lost: ${error.reason}`))),
    // a server ends the connection of who was frozen in the middle of a transaction
    Effect.retry(Schedule.spaced("100 millis")),
  )
  yield* Effect.provide(work, layers)
})

const fiber = Effect.runFork(program)
process.once("SIGTERM", () => fiber.unsafeInterruptAsFork(fiber.id()))
fiber.addObserver((exit) => {
  if (exit._tag === "Failure" && !String(exit.cause).includes("nterrupt")) say(String(exit.cause))
})
