/**
 * How many callers the model may hold up at a time, in whatever way: while it answers them, in the
 * queue, or while it answers somebody else the same. Further ones are not held up.
 */
import * as Effect from "effect/Effect"

export interface Places {
  readonly within: <A>(use: Effect.Effect<A>, whenFull: Effect.Effect<A>) => Effect.Effect<A>
}

/** Half of the lanes, so that the rest goes on without the model; of a single lane, that one. */
export const ofLanes = (lanes: number): number => Math.max(1, Math.floor(lanes / 2))

export const make = (placesMax: number): Places => {
  let taken = 0
  return {
    within: (use, whenFull) =>
      // a place is taken where no interruption can come between taking it and handing it back
      Effect.uninterruptibleMask((restore) => {
        if (taken >= placesMax) return restore(whenFull)
        taken += 1
        return restore(use).pipe(Effect.ensuring(Effect.sync(() => void (taken -= 1))))
      }),
  }
}
