/** The pools that deckies draw their people from. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Decky } from "../fleet/Decky.ts"
import type { Pool } from "../persona/Pool.ts"

export class PersonaPools extends Context.Tag("decnet/ports/PersonaPools")<
  PersonaPools,
  {
    /** The pool of a decky; an empty one keeps it quiet. */
    readonly poolOf: (decky: Decky) => Effect.Effect<Pool>
  }
>() {
  /** One pool for all. */
  static layerMemory(pool: Pool): Layer.Layer<PersonaPools> {
    return Layer.succeed(PersonaPools, { poolOf: () => Effect.succeed(pool) })
  }
}
