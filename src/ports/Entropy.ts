/** Secrets: never from the seed. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fromSeed } from "../rng/Rng.ts"

export class Entropy extends Context.Tag("decnet/ports/Entropy")<
  Entropy,
  {
    /** That many bytes that nobody can predict; the name says what they are for. */
    readonly bytes: (count: number, name: string) => Effect.Effect<Uint8Array>
  }
>() {
  /** Counts each name's calls: distinct and repeatable, for previews and tests only. */
  static readonly layerCounted: Layer.Layer<Entropy> = Layer.sync(Entropy, () => {
    const calls = new Map<string, number>()
    return {
      bytes: (count, name) =>
        Effect.sync(() => {
          const call = (calls.get(name) ?? 0) + 1
          calls.set(name, call)
          return fromSeed("counted").within(name, call).bytes(count)
        }),
    }
  })
}
