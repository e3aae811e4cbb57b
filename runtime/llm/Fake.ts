/** Answers every request with one text: to see the whole way of a text without a model. */
import * as Effect from "effect/Effect"
import { type Backend, BackendFailure } from "./Backend.ts"

export const make = (output: string | undefined): Backend => ({
  name: "fake",
  model: "fake",
  generate: () =>
    output === undefined
      ? Effect.fail(new BackendFailure({ detail: "DECNET_REALISM_FAKE_OUTPUT is not set" }))
      : Effect.succeed({ text: output, promptTokens: 0, tokens: 0, isCutOff: false }),
})
