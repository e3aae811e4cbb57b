/** Answers that were given before, by the digest of what was asked: a replay asks nobody again. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"

export interface KeptAnswer {
  /** `Request.digest` of model and request. */
  readonly digest: string
  readonly model: string
  readonly text: string
  readonly promptTokens: number
  readonly tokens: number
  readonly isCutOff: boolean
  /** How long the model took. */
  readonly durationMillis: number
}

export class Answers extends Context.Tag("decnet/llm/Answers")<
  Answers,
  {
    readonly get: (digest: string) => Effect.Effect<Option.Option<KeptAnswer>, StoreUnavailable>
    /** Those that were used least lately go where there are too many. */
    readonly put: (answer: KeptAnswer) => Effect.Effect<void, StoreUnavailable>
  }
>() {
  static readonly layerMemory: Layer.Layer<Answers> = Layer.sync(Answers, () => {
    const kept = new Map<string, KeptAnswer>()
    return {
      get: (digest) => Effect.sync(() => Option.fromNullable(kept.get(digest))),
      put: (answer) => Effect.sync(() => void kept.set(answer.digest, answer)),
    }
  })
}
