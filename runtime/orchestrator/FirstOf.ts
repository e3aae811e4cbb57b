/**
 * Two effects, of which the first to end tells how it went. A race leaves both running while
 * whoever asked is interrupted and puts away what they use; here both have ended before that.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

// a child would be interrupted together with its parent, the watch before what it watches
const begin = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.forkDaemon(Effect.interruptible(effect))

/** `self` ends before `other` is interrupted: what watches over it does so to the last. */
export const firstOf = <A, E, R, B, F, S>(
  self: Effect.Effect<A, E, R>,
  other: Effect.Effect<B, F, S>,
): Effect.Effect<A | B, E | F, R | S> =>
  Effect.acquireUseRelease(
    Effect.all([begin(self), begin(other)]),
    ([one, two]) => Effect.raceFirst(Fiber.join(one), Fiber.join(two)),
    ([one, two]) => Effect.zipRight(Fiber.interrupt(one), Fiber.interrupt(two)),
  )
