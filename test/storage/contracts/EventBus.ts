/** The contract of EventBus. */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { describe, expect, it } from "vitest"
import { EventBus } from "../../../src/ports/EventBus.ts"
import { using, type Ports, type Subject } from "./Contract.ts"
import { emailEvent, fileEvent, newDecky } from "./Samples.ts"

export const contract = (subject: Subject<Ports>): void => {
  describe(`EventBus on ${subject.name}`, () => {
    it("brings what is published to who reads, in order and as it was", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const events = [
          fileEvent(decky, "1"),
          emailEvent(decky, "2"),
          ...Array.from({ length: 30 }, (_, index) => fileEvent(decky, `more ${index}`)),
        ]
        const read = await run(
          Effect.gen(function* () {
            const bus = yield* EventBus
            yield* bus.publish(fileEvent(decky, "before"))
            const reader = yield* Effect.fork(
              Stream.runCollect(
                bus.events.pipe(
                  Stream.filter(({ topic }) => topic.endsWith(decky)),
                  Stream.take(events.length),
                ),
              ),
            )
            yield* Effect.sleep("300 millis")
            for (const event of events) yield* bus.publish(event)
            return yield* Fiber.join(reader)
          }),
        )
        expect(Chunk.toReadonlyArray(read)).toEqual(events)
      }))
  })
}
