/** What was answered and spent before, from stores that may be slow or away. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import type { Answered } from "../../src/ports/LanguageModel.ts"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { Answers } from "./Answers.ts"
import type { Generated } from "./Backend.ts"
import * as Budget from "./Budget.ts"
import * as Call from "./Call.ts"
import type { Spending, Spent } from "./Spending.ts"

/** A text waits no longer for a store, and in no case beyond its turn. */
const storeMillisMax = 1000

const leftOf = ({ endsAt }: Call.Call): Effect.Effect<number> =>
  Effect.map(Call.monotonic, (now) => Math.max(0, endsAt - now))

const bounded = <A>(
  effect: Effect.Effect<A, StoreUnavailable>,
  millis = storeMillisMax,
): Effect.Effect<A, StoreUnavailable> =>
  effect.pipe(
    Effect.catchAllDefect(() =>
      Effect.fail(new StoreUnavailable({ reason: "broken", detail: "the store broke" })),
    ),
    Effect.disconnect,
    Effect.timeoutFail({
      duration: millis,
      onTimeout: () => new StoreUnavailable({ reason: "busy", detail: "the store takes too long" }),
    }),
  )

const boundedBy = <A>(
  call: Call.Call,
  effect: Effect.Effect<A, StoreUnavailable>,
): Effect.Effect<A, StoreUnavailable> =>
  Effect.flatMap(leftOf(call), (left) => bounded(effect, Math.min(left, storeMillisMax)))

export interface Kept {
  /** Undefined also where it cannot be read: the model is asked once more, which does no harm. */
  readonly recall: (call: Call.Call) => Effect.Effect<Answered | undefined>
  /** The day that the call is on; undefined where nothing is left of it. */
  readonly take: (call: Call.Call) => Effect.Effect<string | undefined, StoreUnavailable>
  /** What takes longer than the turn goes on by itself. */
  readonly keep: (
    call: Call.Call,
    day: string,
    generated: Generated,
    durationMillis: number,
  ) => Effect.Effect<void>
  /** As last known, where the store is away. */
  readonly today: Effect.Effect<Spent>
}

export const make: Effect.Effect<Kept, never, Answers | Spending> = Effect.gen(function* () {
  const answers = yield* Answers
  const budget = yield* Budget.make
  let known: Spent = { calls: 0, tokens: 0 }
  return {
    recall: (call) =>
      !Call.isKept(call)
        ? Effect.succeed(undefined)
        : boundedBy(call, answers.get(call.digest)).pipe(
            Effect.map(
              Option.match({
                onNone: () => undefined,
                onSome: (found) => Call.again(Call.answered(call, found, 0)),
              }),
            ),
            Effect.catchTag("StoreUnavailable", () => Effect.succeed(undefined)),
          ),
    take: (call) => boundedBy(call, budget.take(call.site.settings)),
    keep: (call, day, generated, durationMillis) => {
      const { digest, site } = call
      const answer = { ...generated, digest, model: site.backend.model, durationMillis }
      const { promptTokens, tokens } = generated
      const writes = Effect.forEach(
        [
          Call.isKept(call) ? answers.put(answer) : Effect.void,
          budget.spend(day, promptTokens + tokens),
        ],
        (write) =>
          Effect.catchTag(bounded(write), "StoreUnavailable", ({ detail }) =>
            Effect.logWarning(`what the model answered was not kept (${detail})`),
          ),
        { concurrency: 2, discard: true },
      )
      return Effect.gen(function* () {
        const fiber = yield* Effect.forkDaemon(writes)
        yield* Effect.timeoutOption(Fiber.join(fiber), yield* leftOf(call))
      })
    },
    today: bounded(budget.today).pipe(
      Effect.tap((spent) => Effect.sync(() => void (known = spent))),
      Effect.catchTag("StoreUnavailable", () => Effect.sync(() => known)),
    ),
  }
})
