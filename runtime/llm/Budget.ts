/** How many calls and tokens a UTC day may still have. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type { ModelSettings } from "./ModelSettings.ts"
import { Spending, type Spent } from "./Spending.ts"

export interface Budget {
  /**
   * Takes one call out of the day, before it is made, so that one that ends with the process
   * counts too; undefined where nothing is left, else the day.
   */
  readonly take: (
    limits: Pick<ModelSettings, "budgetCalls" | "budgetTokens">,
  ) => Effect.Effect<string | undefined, StoreUnavailable>
  /** Tokens are known after a call: calls at the same time may come to a little more together. */
  readonly spend: (day: string, tokens: number) => Effect.Effect<void, StoreUnavailable>
  readonly today: Effect.Effect<Spent, StoreUnavailable>
}

const currentDay = Effect.map(Clock.currentTimeMillis, (now) =>
  new Date(now).toISOString().slice(0, 10),
)

export const make: Effect.Effect<Budget, never, Spending> = Effect.gen(function* () {
  const { spent, add } = yield* Spending
  // looking and taking are one step, or calls at the same time would share the last one
  const lock = yield* Effect.makeSemaphore(1)
  return {
    take: ({ budgetCalls, budgetTokens }) =>
      lock.withPermits(1)(
        Effect.gen(function* () {
          const day = yield* currentDay
          const { calls, tokens } = yield* spent(day)
          if (calls >= budgetCalls || tokens >= budgetTokens) return undefined
          yield* add(day, { calls: 1, tokens: 0 })
          return day
        }),
      ),
    spend: (day, tokens) => (tokens === 0 ? Effect.void : add(day, { calls: 0, tokens })),
    today: Effect.flatMap(currentDay, spent),
  }
})
