/** Secrets from the kernel's generator. */
import { randomBytes } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Entropy } from "../../src/ports/Entropy.ts"

export const layer: Layer.Layer<Entropy> = Layer.succeed(Entropy, {
  bytes: (count) => Effect.sync(() => new Uint8Array(randomBytes(count))),
})
