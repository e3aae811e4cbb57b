/** A model that may write a text in place of a template; it never decides anything. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Request } from "../llm/Request.ts"
import type { Silence } from "../llm/Wording.ts"

/** What is known of a call, however it ended. */
interface Call {
  /** `ollama`, `fake`. */
  readonly backend: string
  /** As the backend names it: `llama3.1`. */
  readonly model: string
  /** `Request.digest` of model and request: equal calls have equal digests. */
  readonly digest: string
  readonly durationMillis: number
}

export interface Answered extends Call {
  readonly _tag: "Answered"
  /** As it came; nothing is cleaned yet. */
  readonly text: string
  readonly promptTokens: number
  readonly tokens: number
  /** Whether an equal call was answered before, and the model was not asked again. */
  readonly isCached: boolean
  /** Whether the model stopped at the limit of tokens, in the middle of something. */
  readonly isCutOff: boolean
}

export interface Unanswered extends Call {
  readonly _tag: "Unanswered"
  readonly reason: Silence
  /** For the operator, on one line: `connection refused`. */
  readonly detail: string
}

export type Answer = Answered | Unanswered

/** One decky's stretch of work: all its calls together take no longer than one may. */
export interface Turn {
  /** Never fails and never waits beyond the turn's allowance. */
  readonly complete: (request: Request) => Effect.Effect<Answer>
}

export class LanguageModel extends Context.Tag("decnet/ports/LanguageModel")<
  LanguageModel,
  {
    /** Undefined where no model is switched on: nothing is asked then, and nothing is counted. */
    readonly turn: Effect.Effect<Turn | undefined>
  }
>() {
  static readonly layerOff: Layer.Layer<LanguageModel> = Layer.succeed(LanguageModel, {
    turn: Effect.succeed(undefined),
  })
}
