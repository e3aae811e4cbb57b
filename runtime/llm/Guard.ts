/** The breaker in force: hands out tickets, hears how calls ended, and tells the log of turns. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Breaker from "../../src/llm/Breaker.ts"
import { monotonic } from "./Call.ts"

export interface Failure {
  /** Epoch milliseconds. */
  readonly at: number
  readonly detail: string
}

export interface Guard {
  readonly state: () => Breaker.Breaker["is"]
  /** Of the model that is asked now. */
  readonly lastFailure: () => Failure | undefined
  /** For another model. */
  readonly reset: () => void
  /** A ticket that nobody reported on when `use` ends, however it ends, is handed back. */
  readonly withTicket: <A>(
    use: (ticket: Breaker.Ticket) => Effect.Effect<A>,
    whenOpen: Effect.Effect<A>,
  ) => Effect.Effect<A>
  readonly succeeded: (ticket: Breaker.Ticket) => Effect.Effect<void>
  readonly failed: (ticket: Breaker.Ticket, detail: string) => Effect.Effect<void>
}

export const make = (limits: Breaker.Limits): Guard => {
  let breaker = Breaker.closed
  /** Tickets before it are of another model. */
  let firstEra = breaker.era
  let lastFailure: Failure | undefined
  return {
    state: () => breaker.is,
    lastFailure: () => lastFailure,
    reset: () => {
      breaker = Breaker.reset(breaker)
      firstEra = breaker.era
      lastFailure = undefined
    },
    withTicket: (use, whenOpen) =>
      Effect.flatMap(monotonic, (now) =>
        // taken where no interruption can come between taking it and handing it back
        Effect.uninterruptibleMask((restore) => {
          const begun = Breaker.begin(breaker, now, limits)
          if (begun === undefined) return restore(whenOpen)
          breaker = begun.breaker
          return restore(use(begun.ticket)).pipe(
            Effect.ensuring(
              Effect.sync(() => void (breaker = Breaker.abandoned(breaker, begun.ticket))),
            ),
          )
        }),
      ),
    succeeded: (ticket) =>
      Effect.suspend(() => {
        const before = breaker.is
        breaker = Breaker.succeeded(breaker, ticket)
        return before === "half-open" && breaker.is === "closed"
          ? Effect.logInfo("model: it answers again")
          : Effect.void
      }),
    failed: (ticket, detail) =>
      Effect.gen(function* () {
        const at = yield* Clock.currentTimeMillis
        const now = yield* monotonic
        if (ticket >= firstEra) lastFailure = { at, detail }
        const before = breaker.is
        breaker = Breaker.failed(breaker, ticket, now, limits)
        // said once, not after every probe
        if (before === "closed" && breaker.is === "open")
          yield* Effect.logWarning(
            `model: ${detail}; texts come from templates, it is tried again every ${limits.pauseMillis / 1000} s`,
          )
      }),
  }
}
