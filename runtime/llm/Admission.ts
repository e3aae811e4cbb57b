/** Lets so many calls in at a time, first come first served; the number may change under way. */
import * as Effect from "effect/Effect"

/** One who came; it is handed back by `leave`, however far it got. */
interface Visitor {
  is: "waiting" | "inside" | "gone"
  wake: () => void
}

export interface Admission {
  /** How many wait. */
  readonly waiting: () => number
  /** After the number has changed. */
  readonly look: () => void
  /**
   * `full` where too many wait, `late` where `millis` have passed and none left. Who is let in
   * hears whether that took a wait.
   */
  readonly within: <A>(
    millis: number,
    whenIn: (hasWaited: boolean) => Effect.Effect<A>,
    whenNot: (reason: "full" | "late") => Effect.Effect<A>,
  ) => Effect.Effect<A>
}

export const make = (insideMax: () => number, waitingMax: number): Admission => {
  let inside = 0
  const queue: Array<Visitor> = []

  const look = (): void => {
    while (queue.length > 0 && inside < insideMax()) {
      const next = queue.shift()!
      inside += 1
      next.is = "inside"
      next.wake()
    }
  }

  const enter = (): Visitor | undefined => {
    const visitor: Visitor = { is: "waiting", wake: () => undefined }
    queue.push(visitor)
    look()
    if (visitor.is === "inside" || queue.length <= waitingMax) return visitor
    queue.pop()
    return undefined
  }

  const leave = (visitor: Visitor): void => {
    if (visitor.is === "inside") inside -= 1
    if (visitor.is === "waiting") queue.splice(queue.indexOf(visitor), 1)
    visitor.is = "gone"
    look()
  }

  const waitFor = (visitor: Visitor): Effect.Effect<void> =>
    Effect.async<void>((resume) => {
      if (visitor.is === "inside") resume(Effect.void)
      else visitor.wake = () => resume(Effect.void)
    })

  return {
    waiting: () => queue.length,
    look,
    within: (millis, whenIn, whenNot) =>
      // a place is taken where no interruption can come between taking it and handing it back
      Effect.uninterruptibleMask((restore) => {
        const visitor = enter()
        if (visitor === undefined) return restore(whenNot("full"))
        const hasWaited = visitor.is !== "inside"
        const admitted = !hasWaited
          ? Effect.succeed(true)
          : Effect.timeoutTo(waitFor(visitor), {
              duration: millis,
              onSuccess: () => true,
              onTimeout: () => false,
            })
        return restore(
          Effect.flatMap(admitted, (isIn) => (isIn ? whenIn(hasWaited) : whenNot("late"))),
        ).pipe(Effect.ensuring(Effect.sync(() => leave(visitor))))
      }),
  }
}
