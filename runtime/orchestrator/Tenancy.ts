/**
 * One orchestrator a host: whoever holds the host's lease acts, others wait. A process that was
 * frozen finds its time run out before it acts again, and every write checks the fencing number.
 */
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { Leases, superseded, type Held } from "../storage/Leases.ts"
import { firstOf } from "./FirstOf.ts"

/** A holder that is killed is replaced within this and a second. */
export const ttlMillisDefault = 12_000
const askMillisMax = 1000

export interface Tenant {
  readonly host: string
  /** Unique to this process. */
  readonly holder: string
  /** How long the lease lasts that is renewed no more. */
  readonly ttlMillis: number
  /** What is held at present: read by the guards of every act and of every write. */
  readonly held: Ref.Ref<Option.Option<Held>>
  /** Told once of whom is waited for; fails where nobody is to be waited for. */
  readonly onWaiting: (heldBy: string) => Effect.Effect<void, StoreUnavailable>
}

/** The time is taken before the question, so that a lease never seems to last longer than it does. */
const until = ({ ttlMillis }: Tenant) =>
  Effect.map(Clock.currentTimeMillis, (now) => now + ttlMillis)

const acquire = (tenant: Tenant) =>
  Effect.gen(function* () {
    const { host, holder, ttlMillis, held, onWaiting } = tenant
    const leases = yield* Leases
    let told = ""
    for (;;) {
      const untilMillis = yield* until(tenant)
      const answer = yield* leases.acquire(host, holder, ttlMillis)
      if (answer._tag === "Granted") {
        yield* Ref.set(held, Option.some({ fence: answer.fence, untilMillis }))
        return answer.fence
      }
      if (told !== answer.heldBy) yield* onWaiting((told = answer.heldBy))
      yield* Effect.sleep(Duration.millis(Math.min(askMillisMax, ttlMillis / 4)))
    }
  })

/** Never ends but by losing the lease. */
const renewing = (tenant: Tenant, fence: number) => {
  const { host, holder, ttlMillis, held } = tenant
  const renewEvery = Duration.millis(ttlMillis / 4)
  return Effect.gen(function* () {
    const leases = yield* Leases
    const untilMillis = yield* until(tenant)
    const ours = yield* leases.renew(host, holder, fence, ttlMillis)
    if (!ours) return yield* superseded(host)
    yield* Ref.set(held, Option.some({ fence, untilMillis }))
  }).pipe(
    // while the database does not answer the lease runs on, and then out
    Effect.catchIf(
      ({ reason }) => reason !== "superseded",
      (error) =>
        Effect.gen(function* () {
          const own = yield* Ref.get(held)
          const now = yield* Clock.currentTimeMillis
          if (Option.isNone(own) || own.value.untilMillis <= now) yield* error
        }),
    ),
    Effect.repeat(Schedule.spaced(renewEvery)),
    Effect.delay(renewEvery),
  )
}

/**
 * Waits for the lease, and uses it until `use` ends or the lease is lost. A lease runs by the real
 * clock, whichever clock `use` goes by.
 */
export const hold = <A, E, R>(
  tenant: Tenant,
  use: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | StoreUnavailable, R | Leases> =>
  Effect.clockWith((clock) =>
    Effect.withClock(holdReally(tenant, Effect.withClock(use, clock)), Clock.make()),
  )

const holdReally = <A, E, R>(
  tenant: Tenant,
  use: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | StoreUnavailable, R | Leases> =>
  Effect.gen(function* () {
    const leases = yield* Leases
    const fence = yield* acquire(tenant)
    const gone = yield* Deferred.make<never, StoreUnavailable>()
    const watch = Effect.catchAll(renewing(tenant, fence), (error) => Deferred.fail(gone, error))
    return yield* firstOf(use, Effect.zipRight(watch, Deferred.await(gone))).pipe(
      Effect.ensuring(
        Effect.zipRight(
          Ref.set(tenant.held, Option.none()),
          Effect.ignore(leases.release(tenant.host, tenant.holder, fence)),
        ),
      ),
    )
  })
