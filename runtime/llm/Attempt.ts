/** One call of the backend: whatever it does, it ends in time and with an outcome. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Silence } from "../../src/llm/Wording.ts"
import { BackendFailure, type Generated } from "./Backend.ts"
import type { Call } from "./Call.ts"
import * as Chance from "./Chance.ts"

export type Outcome =
  | { readonly is: "generated"; readonly generated: Generated }
  | { readonly is: "silent"; readonly reason: Silence; readonly detail: string }

const ranOut = (call: Call, left: number): Outcome => {
  if (!Chance.wasGiven(call, left))
    return { is: "silent", reason: "late", detail: `the turn was over ${left} ms into the call` }
  const { timeoutMillis } = call.site.settings
  // what stands before a first call takes a moment, so nine tenths of the time are all of it
  const given = left * 10 < timeoutMillis * 9 ? left : timeoutMillis
  return { is: "silent", reason: "timeout", detail: `no answer in ${given} ms` }
}

/** Asks for no longer than `left`. */
export const make = (call: Call, left: number): Effect.Effect<Outcome> =>
  Effect.suspend(() => call.site.backend.generate(call.request)).pipe(
    Effect.filterOrFail(
      ({ text }) => text.trim() !== "",
      () => new BackendFailure({ detail: "an empty answer" }),
    ),
    Effect.disconnect,
    Effect.timeoutOption(left),
    Effect.exit,
    Effect.map((exit): Outcome => {
      if (Exit.isFailure(exit)) {
        const failure = Option.getOrUndefined(Cause.failureOption(exit.cause))
        return { is: "silent", reason: "failed", detail: failure?.detail ?? "the client broke" }
      }
      return Option.isSome(exit.value)
        ? { is: "generated", generated: exit.value.value }
        : ranOut(call, left)
    }),
  )
