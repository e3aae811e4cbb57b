/** Whether this process may still act for its host, where several could. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { StoreUnavailable } from "./StoreUnavailable.ts"

export class Tenure extends Context.Tag("decnet/ports/Tenure")<
  Tenure,
  {
    /** Fails as `superseded` where another process has taken over. Asked before every act. */
    readonly check: Effect.Effect<void, StoreUnavailable>
  }
>() {
  /** The only process there is. */
  static readonly layerSole: Layer.Layer<Tenure> = Layer.succeed(Tenure, { check: Effect.void })
}
