/** The heartbeats. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Instant from "../../../src/time/Instant.ts"
import { type Worker, Workers } from "../../storage/Workers.ts"
import { Api } from "../Api.ts"
import { orUnavailable } from "../Away.ts"

/** Three heartbeats. */
const aliveWithinMillis = 90_000

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const wireOf = ({ hostUuid, name, beatAtMillis, extra }: Worker, now: number) => {
  // clocks of two hosts may differ by a little
  const age = Math.max(0, now - beatAtMillis)
  return {
    host_uuid: hostUuid,
    worker: name,
    beat_at: Instant.toIso(beatAtMillis),
    age_seconds: age / 1000,
    alive: age <= aliveWithinMillis,
    extra: isObject(extra) ? extra : {},
  }
}

export const layer = HttpApiBuilder.group(Api, "workers", (handlers) =>
  Effect.map(Workers, ({ list }) =>
    handlers.handle("list", () =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        return { data: (yield* orUnavailable(list)).map((worker) => wireOf(worker, now)) }
      }),
    ),
  ),
)
