/** What the API says of itself every half minute, to the database and on the bus. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { healthTopic } from "../../src/events/Event.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { Workers } from "../storage/Workers.ts"

const every = Duration.seconds(30)

/** `extra` is asked anew each time. */
export const run = (host: string, extra: () => Readonly<Record<string, unknown>>) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const said = extra()
    yield* (yield* Workers).beat(host, "api", said, now)
    yield* (yield* EventBus).publish({
      v: 1,
      id: `health/api/${host}/${now}`,
      topic: healthTopic("api"),
      type: "health",
      ts: now / 1000,
      payload: { worker: "api", host_uuid: host, ...said },
    })
  }).pipe(
    Effect.catchTag("StoreUnavailable", (error) => Effect.logWarning(error.message)),
    Effect.repeat(Schedule.spaced(every)),
  )
