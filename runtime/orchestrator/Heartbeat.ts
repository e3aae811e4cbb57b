/** What the orchestrator says of itself every half minute, to the database and on the bus. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Schedule from "effect/Schedule"
import { healthTopic } from "../../src/events/Event.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { Workers } from "../storage/Workers.ts"
import * as Meters from "./Meters.ts"
import * as Words from "./Words.ts"
import type { Standing } from "./Worker.ts"

const every = Duration.seconds(30)

/** Reasons are shown of so many deckies; the log has all of them. */
const shownMax = 200

const extraOf = (standing: Standing, holder: string, startedAt: number) => ({
  holder,
  started_at: startedAt / 1000,
  ticks: standing.ticks,
  deckies: standing.roster?.world.casts.size ?? 0,
  ailing: Object.fromEntries(
    [...standing.ailing]
      .slice(0, shownMax)
      .map(([uuid, { since, why }]) => [uuid, { since: since / 1000, why }]),
  ),
  quiet: Object.fromEntries(
    [...standing.quiet]
      .filter(([, reasons]) => reasons !== "{}")
      .slice(0, shownMax)
      .map(([uuid, reasons]) => [uuid, JSON.parse(reasons) as unknown]),
  ),
  database: standing.store?.why ?? "ok",
})

const beat = (
  standing: Standing,
  words: Words.Words,
  host: string,
  holder: string,
  startedAt: number,
) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const extra = {
      ...extraOf(standing, holder, startedAt),
      realism: Words.told(yield* words.status),
    }
    yield* Metric.set(Meters.ticks, standing.ticks)
    yield* Metric.set(Meters.deckies, extra.deckies)
    yield* Metric.set(Meters.ailing, standing.ailing.size)
    yield* (yield* Workers).beat(host, "orchestrator", extra, now)
    yield* (yield* EventBus).publish({
      v: 1,
      id: `health/orchestrator/${host}/${now}`,
      topic: healthTopic("orchestrator"),
      type: "health",
      ts: now / 1000,
      payload: { worker: "orchestrator", host_uuid: host, ...extra },
    })
  }).pipe(
    // what keeps it from being told is told by the worker itself
    Effect.catchTag("StoreUnavailable", () => Effect.void),
  )

/** Never ends. */
export const run = (standing: Standing, words: Words.Words, host: string, holder: string) =>
  Effect.flatMap(Clock.currentTimeMillis, (startedAt) =>
    Effect.repeat(beat(standing, words, host, holder, startedAt), Schedule.spaced(every)),
  )
