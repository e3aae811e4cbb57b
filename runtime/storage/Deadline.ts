/** Bounds how long a server that does not answer holds anybody. */
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Runtime from "effect/Runtime"

/** Interrupts, and waits for the end only so long. */
const leave = <A, E>(fiber: Fiber.RuntimeFiber<A, E>, millis: number): Effect.Effect<void> =>
  Effect.async<void>((resume) => {
    const timer = setTimeout(() => resume(Effect.void), millis)
    fiber.addObserver(() => {
      clearTimeout(timer)
      resume(Effect.void)
    })
    fiber.unsafeInterruptAsFork(fiber.id())
  })

/**
 * Fails once the time is over, without waiting for what was begun to be undone: that goes on
 * behind, and ends when the server answers or the connection breaks. A race of Effect's own would
 * do, but merges the fibers' state at its end, which costs more than a statement does.
 */
export const within = <A, E, R, F>(
  effect: Effect.Effect<A, E, R>,
  millis: number,
  onTimeout: () => F,
): Effect.Effect<A, E | F, R> =>
  Effect.flatMap(Effect.runtime<R>(), (runtime) =>
    Effect.async<A, E | F>((resume) => {
      const fiber = Runtime.runFork(runtime, effect)
      const timer = setTimeout(() => {
        resume(Effect.fail(onTimeout()))
        fiber.unsafeInterruptAsFork(fiber.id())
      }, millis)
      fiber.addObserver((exit) => {
        clearTimeout(timer)
        resume(exit)
      })
      return Effect.suspend(() => {
        clearTimeout(timer)
        return leave(fiber, millis)
      })
    }),
  )
