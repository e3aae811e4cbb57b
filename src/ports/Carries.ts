/** How far each decky's history has come, and what is under way there. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { Carry } from "../scheduler/Carry.ts"
import type { StoreUnavailable } from "./StoreUnavailable.ts"

export class Carries extends Context.Tag("decnet/ports/Carries")<
  Carries,
  {
    /** None for a decky that has no history yet. */
    readonly get: (decky: string) => Effect.Effect<Option.Option<Carry>, StoreUnavailable>
    readonly put: (decky: string, carry: Carry) => Effect.Effect<void, StoreUnavailable>
  }
>() {
  static readonly layerMemory: Layer.Layer<Carries> = Layer.sync(Carries, () => {
    const carries = new Map<string, Carry>()
    return {
      get: (decky) => Effect.sync(() => Option.fromNullable(carries.get(decky))),
      put: (decky, carry) => Effect.sync(() => void carries.set(decky, carry)),
    }
  })
}
