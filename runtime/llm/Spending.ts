/** What a UTC day's calls have come to; it outlives a restart, so that a budget is one. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"

export interface Spent {
  readonly calls: number
  /** Of prompts and answers together. */
  readonly tokens: number
}

export class Spending extends Context.Tag("decnet/llm/Spending")<
  Spending,
  {
    /** `day`: `2026-01-05`. Nothing where nothing was spent. */
    readonly spent: (day: string) => Effect.Effect<Spent, StoreUnavailable>
    readonly add: (day: string, spent: Spent) => Effect.Effect<void, StoreUnavailable>
  }
>() {
  static readonly layerMemory: Layer.Layer<Spending> = Layer.sync(Spending, () => {
    const days = new Map<string, Spent>()
    const of = (day: string): Spent => days.get(day) ?? { calls: 0, tokens: 0 }
    return {
      spent: (day) => Effect.sync(() => of(day)),
      add: (day, { calls, tokens }) =>
        Effect.sync(
          () =>
            void days.set(day, { calls: of(day).calls + calls, tokens: of(day).tokens + tokens }),
        ),
    }
  })
}
