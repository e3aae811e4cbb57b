/** Several writes as one: all of them are kept, or none. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { StoreUnavailable } from "./StoreUnavailable.ts"

export class Transactions extends Context.Tag("decnet/ports/Transactions")<
  Transactions,
  {
    /** Transactions inside one another end together with the outermost. */
    readonly atomically: <A, E, R>(
      writes: Effect.Effect<A, E, R>,
    ) => Effect.Effect<A, E | StoreUnavailable, R>
  }
>() {
  /** For stores in memory, whose writes cannot fail half-way. */
  static readonly layerMemory: Layer.Layer<Transactions> = Layer.succeed(Transactions, {
    atomically: (writes) => writes,
  })
}
