/** Where events go once what they tell has been recorded. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import type { Event } from "../events/Event.ts"
import type { StoreUnavailable } from "./StoreUnavailable.ts"

/** How many events a slow reader may lag before the oldest are dropped for it. */
const lagMax = 4096

export class EventBus extends Context.Tag("decnet/ports/EventBus")<
  EventBus,
  {
    readonly publish: (event: Event) => Effect.Effect<void, StoreUnavailable>
    /** Events published from the subscription on, in order. */
    readonly events: Stream.Stream<Event>
  }
>() {
  /** Within one process; readers that lag lose the oldest. */
  static readonly layerMemory: Layer.Layer<EventBus> = Layer.effect(
    EventBus,
    Effect.map(PubSub.sliding<Event>(lagMax), (hub) => ({
      publish: (event) => Effect.asVoid(PubSub.publish(hub, event)),
      events: Stream.fromPubSub(hub),
    })),
  )

  /** Nobody listens: simulations without readers save the work. */
  static readonly layerNoop: Layer.Layer<EventBus> = Layer.succeed(EventBus, {
    publish: () => Effect.void,
    events: Stream.empty,
  })
}
