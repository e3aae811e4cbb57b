/** Secrets: never from the seed. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export class Entropy extends Context.Tag("decnet/ports/Entropy")<
  Entropy,
  {
    /** That many bytes that nobody can predict. */
    readonly bytes: (count: number) => Effect.Effect<Uint8Array>
  }
>() {
  /** Counts upwards: distinct and repeatable, for previews and tests only. */
  static readonly layerCounted: Layer.Layer<Entropy> = Layer.sync(Entropy, () => {
    let calls = 0
    return {
      bytes: (count) =>
        Effect.sync(() => {
          calls++
          return Uint8Array.from({ length: count }, (_, at) => (calls >>> (8 * (at % 4))) & 255)
        }),
    }
  })
}
