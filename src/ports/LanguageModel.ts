/** A model that may write a text in place of a template; it never decides anything. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"

export class LanguageModel extends Context.Tag("decnet/ports/LanguageModel")<
  LanguageModel,
  {
    /** None where there is no model, or it gave nothing fit to use: the template stays. */
    readonly complete: (prompt: string) => Effect.Effect<Option.Option<string>>
  }
>() {
  static readonly layerOff: Layer.Layer<LanguageModel> = Layer.succeed(LanguageModel, {
    complete: () => Effect.succeedNone,
  })
}
