/**
 * What makes rows and alerts of the journal, in a process of its own: a listener that waited for a
 * database would take longer over slugs that are known, which callers could measure.
 */
import { getPriority, setPriority } from "node:os"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { healthTopic } from "../../src/events/Event.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type { Settings } from "../config/Settings.ts"
import type { Database } from "../storage/DatabaseUrl.ts"
import * as Storage from "../storage/Storage.ts"
import { Workers } from "../storage/Workers.ts"
import { consume } from "./hits/Consumer.ts"
import * as Reader from "./journal/Reader.ts"
import type { Standing } from "./Recording.ts"

/** At least; only root may go back from what it was started with. */
const niceness = 10
const beatEvery = Duration.seconds(30)
const storeEvery = Duration.seconds(10)

/** What the listeners said of themselves last. */
const heard = Effect.sync(() => {
  const standing: { last: Standing | undefined } = { last: undefined }
  process.on("message", (message) => {
    standing.last = message as Standing
  })
  return standing
})

/** The listeners are gone, and with them whoever stops this process. */
const orphaned = Effect.async<void>((resume) => {
  process.once("disconnect", () => resume(Effect.void))
  if (!process.connected) resume(Effect.void)
})

/** The channel to the listeners would keep a process alive that has nothing left to do. */
const letGo = Effect.sync(() => {
  process.removeAllListeners("message")
  if (process.connected) process.disconnect()
})

const beat = (host: string, standing: { readonly last: Standing | undefined }) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const extra = standing.last ?? {}
    yield* (yield* Workers).beat(host, "canary", extra, now)
    yield* (yield* EventBus).publish({
      v: 1,
      id: `health/canary/${host}/${now}`,
      topic: healthTopic("canary"),
      type: "health",
      ts: now / 1000,
      payload: { worker: "canary", host_uuid: host, ...extra },
    })
    // what keeps it from being told is told by the consumer
  }).pipe(Effect.catchTag("StoreUnavailable", () => Effect.void))

const isPassing = ({ reason }: StoreUnavailable): boolean =>
  reason === "busy" || reason === "unreachable"

/** Tells the listeners why nothing can be recorded, and waits to be stopped by them. */
const give = (up: StoreUnavailable): Effect.Effect<never> =>
  Effect.zipRight(
    Effect.sync(() => void process.send?.({ failed: up.message })),
    Effect.never,
  )

/** Whatever this process has to do, answers come first. */
const stepBack = Effect.sync(() => {
  try {
    setPriority(Math.max(getPriority(), niceness))
  } catch {
    // where it is forbidden, hits are recorded all the same
  }
})

/** Until the listeners go away. What they saw while the database was away waits in the journal. */
export const run = (settings: Settings, database: Database, folder: string): Effect.Effect<void> =>
  Effect.gen(function* () {
    yield* stepBack
    const standing = yield* heard
    const beating = Effect.repeat(beat(settings.hostUuid, standing), Schedule.spaced(beatEvery))
    const journal = yield* Effect.sync(() => Reader.make(folder))
    const work = Effect.raceFirst(
      consume(journal, settings),
      Effect.zipRight(beating, Effect.never),
    )
    const recorded = Effect.provide(
      work,
      Storage.layer(database, { hostUuid: settings.hostUuid }),
    ).pipe(
      Effect.tapErrorTag("StoreUnavailable", ({ message }) => Effect.logWarning(message)),
      Effect.retry({ while: isPassing, schedule: Schedule.spaced(storeEvery) }),
      Effect.catchAll(give),
    )
    yield* Effect.raceFirst(recorded, orphaned)
  }).pipe(Effect.ensuring(letGo))
