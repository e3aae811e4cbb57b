/** Several writes as one, by the database's own transactions. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Transactions } from "../../src/ports/Transactions.ts"
import { Store } from "./Store.ts"

export const layer: Layer.Layer<Transactions, never, Store> = Layer.effect(
  Transactions,
  Effect.map(Store, ({ atomically }) => ({ atomically })),
)
