/** Whether this process may act for its host, by the lease that it believes to hold. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { Tenure } from "../../src/ports/Tenure.ts"
import { superseded, type Held } from "./Leases.ts"

/** A lease runs by the real clock, whichever clock the work goes by. */
const realTime = Effect.withClock(Clock.currentTimeMillis, Clock.make())

/**
 * Asked before every act, hence without the database: a lease that was not renewed in time is over,
 * whether or not somebody has taken it. What is written is checked by fence besides.
 */
export const layer = (host: string, held: Ref.Ref<Option.Option<Held>>): Layer.Layer<Tenure> =>
  Layer.succeed(Tenure, {
    check: Effect.flatMap(Ref.get(held), (own) =>
      Option.isNone(own)
        ? Effect.fail(superseded(host))
        : Effect.flatMap(realTime, (now) =>
            now < own.value.untilMillis ? Effect.void : Effect.fail(superseded(host)),
          ),
    ),
  })
