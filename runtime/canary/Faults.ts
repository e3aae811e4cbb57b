/** What goes wrong with a socket that listens, such as too many open files: said, not fatal. */
import * as Effect from "effect/Effect"
import * as Runtime from "effect/Runtime"

const sayEveryMillis = 60_000

/** Says at most one a minute. */
export const teller = (what: string): Effect.Effect<(error: Error) => void> =>
  Effect.map(Effect.runtime<never>(), (runtime) => {
    let saidAt = Number.NEGATIVE_INFINITY
    return ({ message }) => {
      const now = performance.now()
      if (now - saidAt < sayEveryMillis) return
      saidAt = now
      Runtime.runFork(runtime)(Effect.logWarning(`${what}: ${message}`))
    }
  })
