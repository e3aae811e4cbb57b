/** Equal requests at the same time are asked once; the others wait for that answer. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberId from "effect/FiberId"
import type { Answer } from "../../src/ports/LanguageModel.ts"
import * as Call from "./Call.ts"

/** Undefined tells those who wait to ask for themselves. */
type Awaited = Deferred.Deferred<Answer | undefined>

export interface UnderWay {
  readonly once: (
    call: Call.Call,
    ask: (call: Call.Call) => Effect.Effect<Answer>,
  ) => Effect.Effect<Answer>
  /** What is under way is for those who wait for it already. */
  readonly forget: () => void
}

/** One's turn being over, or one's end, says nothing of another's turn. */
const handedOn = (exit: Exit.Exit<Answer>): Answer | undefined => {
  if (Exit.isFailure(exit)) return undefined
  const answer = exit.value
  if (answer._tag === "Answered") return Call.again(answer)
  return answer.reason === "late" ? undefined : answer
}

export const make = (): UnderWay => {
  const calls = new Map<string, Awaited>()

  const join = (call: Call.Call, other: Awaited): Effect.Effect<Answer | undefined> =>
    Effect.flatMap(Call.monotonic, (now) =>
      Effect.timeoutTo(Deferred.await(other), {
        duration: Math.max(0, call.endsAt - now),
        onSuccess: (answer) => Effect.succeed(answer),
        onTimeout: () => Call.silence(call, "late", "the turn was over while others asked this"),
      }).pipe(Effect.flatten),
    )

  const once: UnderWay["once"] = (call, ask) =>
    // written down where no interruption can come between that and its removal
    Effect.uninterruptibleMask((restore) => {
      const other = calls.get(call.digest)
      if (other !== undefined)
        return restore(
          Effect.flatMap(join(call, other), (answer) =>
            answer === undefined ? once(Call.delayed(call), ask) : Effect.succeed(answer),
          ),
        )
      const own: Awaited = Deferred.unsafeMake(FiberId.none)
      calls.set(call.digest, own)
      return restore(ask(call)).pipe(
        Effect.onExit((exit) =>
          Effect.sync(() => {
            if (calls.get(call.digest) === own) calls.delete(call.digest)
            Deferred.unsafeDone(own, Effect.succeed(handedOn(exit)))
          }),
        ),
      )
    })

  return { once, forget: () => calls.clear() }
}
