/** The contract of EventBus. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { describe, expect, it } from "vitest"
import type { Event } from "../../../src/events/Event.ts"
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
        const read: Array<Event> = []
        await run(
          Effect.gen(function* () {
            const bus = yield* EventBus
            yield* bus.publish(fileEvent(decky, "before"))
            yield* Effect.fork(
              Stream.runForEach(
                Stream.filter(bus.events, ({ topic }) => topic.endsWith(decky)),
                (event) => Effect.sync(() => void read.push(event)),
              ),
            )
            // whether somebody listens yet is seen by what he hears
            for (let time = 0; read.length === 0; time++) {
              yield* bus.publish(fileEvent(decky, `call ${time}`))
              yield* Effect.sleep("20 millis")
            }
            for (const event of events) yield* bus.publish(event)
            while (read.at(-1)?.id !== events.at(-1)!.id) yield* Effect.sleep("20 millis")
          }),
        )
        expect(read.some(({ id }) => id.endsWith("before"))).toBe(false)
        expect(read.filter(({ id }) => !id.includes("/call "))).toEqual(events)
      }))
  })
}
