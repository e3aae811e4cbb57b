/** Stands in for a model: answers from recordings, at once, and equal requests alike. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Recorded from "../../src/llm/Recorded.ts"
import * as Request from "../../src/llm/Request.ts"
import { LanguageModel, type Answer, type Turn } from "../../src/ports/LanguageModel.ts"

const backend = "fake"
const model = "recorded"

const answer = (
  recordings: ReadonlyArray<Recorded.Recording>,
  request: Request.Request,
): Answer => {
  const digest = Request.digest(model, request)
  const call = { backend, model, digest, durationMillis: 0 }
  const recorded = Recorded.answer(recordings, request, digest)
  if (recorded._tag === "Unsaid")
    return { ...call, _tag: "Unanswered", reason: recorded.reason, detail: recorded.detail }
  const { text, promptTokens, tokens, isCutOff } = recorded
  return { ...call, _tag: "Answered", text, promptTokens, tokens, isCached: false, isCutOff }
}

/** No state: a request is answered the same on every turn and in every process. */
export const layer = (
  recordings: ReadonlyArray<Recorded.Recording>,
): Layer.Layer<LanguageModel> => {
  const turn: Turn = { complete: (request) => Effect.sync(() => answer(recordings, request)) }
  return Layer.succeed(LanguageModel, { turn: Effect.succeed(turn) })
}
