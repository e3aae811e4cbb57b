/**
 * Takes alerts to where they go, at least once each: claimed from the database, tried, and tried
 * again later where that may help. A route that fails again and again is left alone for a while.
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Alert from "../../../src/canary/alerts/Alert.ts"
import * as Circuit from "../../../src/canary/alerts/Circuit.ts"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import * as Retry from "../../../src/canary/alerts/Retry.ts"
import { AlertSink, type Route } from "../../../src/ports/AlertSink.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import { Transactions } from "../../../src/ports/Transactions.ts"
import { AlertDeliveries, type Claimed, type OpenWindow } from "../../storage/AlertDeliveries.ts"
import { AlertRoutes } from "../../storage/AlertRoutes.ts"
import * as Uuid from "../../storage/Uuid.ts"
import * as Routes from "./Routes.ts"

const lookEvery = Duration.seconds(1)
const storeWaitMax = Duration.seconds(30)

/** How long a claim lasts; longer than any attempt takes. */
const claimMillis = 60_000

/** Deliveries of a route in one look. */
const claimedMax = 10

const windowsMax = 100

/** Deliveries are kept for so long. */
const keptMillis = 30 * 24 * 3_600_000
const pruneEveryMillis = 3_600_000

export const deliveryId = (route: string, event: string): string =>
  Uuid.ofText(`delivery/${route}/${event}`)

/** What lasts from look to look. */
export interface Standing {
  readonly circuits: Map<string, Circuit.Circuit>
  /** Routes that are being served. */
  readonly busy: Set<string>
  /** Told once: routes whose targets cannot be opened. */
  readonly unreadable: Set<string>
  prunedAt: number
}

export const standing = (): Standing => ({
  circuits: new Map(),
  busy: new Set(),
  unreadable: new Set(),
  prunedAt: 0,
})

const openRoutes = (secretKey: string, state: Standing) =>
  Effect.gen(function* () {
    const out = new Map<string, Route>()
    for (const row of yield* (yield* AlertRoutes).list) {
      const opened = Routes.open(secretKey, row)
      if (Either.isRight(opened)) {
        state.unreadable.delete(row.id)
        if (row.enabled) out.set(row.id, opened.right)
      } else if (!state.unreadable.has(row.id)) {
        state.unreadable.add(row.id)
        yield* Effect.logWarning(opened.left)
      }
    }
    return out
  })

/** A window that is over becomes a digest, or is forgotten where nothing came. */
const closeWindow = (
  window: OpenWindow,
  now: number,
  filters: ReadonlyMap<string, Policy.Filter>,
) =>
  Effect.gen(function* () {
    const { route, token, until } = window
    const deliveries = yield* AlertDeliveries
    const filter = filters.get(route)
    const closed = filter === undefined ? undefined : Policy.close(window, now, filter)
    const row = closed === undefined ? undefined : yield* (yield* CanaryTokens).get(token)
    if (closed === undefined || row === undefined)
      return yield* deliveries.removeWindow(route, token)
    const event = Uuid.ofText(`digest/${token}/${until}`)
    yield* deliveries.enqueue({
      id: deliveryId(route, event),
      route,
      event,
      alert: Alert.digest(row, closed.digest),
      createdAt: now,
    })
    yield* deliveries.putWindow({ route, token, ...closed.next })
  })

export const closeWindows = Effect.gen(function* () {
  const now = yield* Clock.currentTimeMillis
  const { atomically } = yield* Transactions
  const deliveries = yield* AlertDeliveries
  // looked at before a transaction is begun, which most looks need none of
  if ((yield* deliveries.over(now, 1)).length === 0) return
  const rows = yield* (yield* AlertRoutes).list
  const filters = new Map(
    rows.filter(({ enabled }) => enabled).map((row) => [row.id, row.filter] as const),
  )
  yield* atomically(
    Effect.flatMap(deliveries.over(now, windowsMax), (windows) =>
      Effect.forEach(windows, (window) => closeWindow(window, now, filters), { discard: true }),
    ),
  )
})

const attempt = (state: Standing, route: Route, claimed: Claimed) =>
  Effect.gen(function* () {
    const deliveries = yield* AlertDeliveries
    const { deliver } = yield* AlertSink
    const begunAt = yield* Clock.currentTimeMillis
    const sent = yield* Effect.either(deliver(route, { id: claimed.id, alert: claimed.alert }))
    const now = yield* Clock.currentTimeMillis
    const circuit = state.circuits.get(route.id) ?? Circuit.closed
    if (Either.isRight(sent)) {
      state.circuits.set(route.id, Circuit.closed)
      return yield* deliveries.settle(claimed.id, claimed.attempt, { is: "delivered", at: now })
    }
    const { retry, reason } = sent.left
    const next = Circuit.failed(circuit, begunAt, now, Circuit.standard)
    state.circuits.set(route.id, next)
    const at = now + Retry.waitMillis(claimed.id, claimed.attempt)
    const isOver = !retry || at - claimed.createdAt > Retry.givenUpAfterMillis
    if (isOver || claimed.attempt === 1)
      yield* Effect.logWarning(
        `alert route ${route.name}: ${reason}; ${isOver ? "given up" : "tried again"}`,
      )
    yield* deliveries.settle(
      claimed.id,
      claimed.attempt,
      isOver ? { is: "failed", reason } : { is: "again", at, reason },
    )
  })

/** One after the other, so that a receiver gets them in order as far as it answers. */
const serve = (state: Standing, route: Route) =>
  Effect.gen(function* () {
    const deliveries = yield* AlertDeliveries
    const now = yield* Clock.currentTimeMillis
    const circuit = state.circuits.get(route.id) ?? Circuit.closed
    const admitted = Circuit.admits(circuit, now, Circuit.standard)
    if (admitted === "none") return
    if (admitted === "one") state.circuits.set(route.id, Circuit.tried(now))
    for (let left = admitted === "one" ? 1 : claimedMax; left > 0; left--) {
      const begun = yield* Clock.currentTimeMillis
      // each claimed right before its attempt: what waits in this process is anybody's
      const [claimed] = yield* deliveries.claim(route.id, begun, begun + claimMillis, 1)
      if (claimed === undefined) return
      yield* attempt(state, route, claimed)
      if ((state.circuits.get(route.id) ?? Circuit.closed).is !== "closed") return
    }
  })

const prune = (state: Standing, now: number) => {
  if (now - state.prunedAt < pruneEveryMillis) return Effect.void
  state.prunedAt = now
  return Effect.flatMap(AlertDeliveries, (deliveries) => deliveries.prune(now - keptMillis))
}

type Needs = AlertDeliveries | AlertRoutes | AlertSink | CanaryTokens | Transactions
type Work = Effect.Effect<void, StoreUnavailable, Needs>

/** What each route has to do now that is not at it already. */
const due = (
  secretKey: string,
  state: Standing,
): Effect.Effect<ReadonlyArray<Work>, StoreUnavailable, Needs> =>
  Effect.gen(function* () {
    yield* closeWindows
    const now = yield* Clock.currentTimeMillis
    yield* prune(state, now)
    const waiting = [...(yield* (yield* AlertDeliveries).due(now)).keys()]
    if (waiting.every((id) => state.busy.has(id))) return []
    const routes = yield* openRoutes(secretKey, state)
    return waiting
      .filter((id) => !state.busy.has(id))
      .flatMap((id) => routes.get(id) ?? [])
      .map((route) =>
        Effect.suspend(() => {
          state.busy.add(route.id)
          return serve(state, route)
        }).pipe(Effect.ensuring(Effect.sync(() => state.busy.delete(route.id)))),
      )
  })

/** Everything that is due now; answers once all of it was tried. */
export const look = (secretKey: string, state: Standing): Work =>
  Effect.flatMap(due(secretKey, state), (works) =>
    Effect.all(works, { concurrency: "unbounded", discard: true }),
  )

const waits = ({ detail }: StoreUnavailable): Effect.Effect<void> =>
  Effect.logWarning(`alerts wait: ${detail}`)

/**
 * Never ends. Each route works by itself, so that a receiver that hangs keeps no other waiting; a
 * database that does not answer is waited for.
 */
export const run = (secretKey: string): Effect.Effect<never, never, Needs> =>
  Effect.scopedWith((scope) =>
    Effect.suspend(() => {
      const state = standing()
      let wait = lookEvery
      const once = Effect.matchEffect(due(secretKey, state), {
        onSuccess: (works) => {
          wait = lookEvery
          return Effect.forEach(
            works,
            (work) => Effect.forkIn(Effect.catchTag(work, "StoreUnavailable", waits), scope),
            { discard: true },
          )
        },
        onFailure: (error) =>
          Effect.zipRight(
            waits(error),
            Effect.sync(() => {
              wait = Duration.min(Duration.times(wait, 2), storeWaitMax)
            }),
          ),
      })
      return Effect.forever(
        Effect.zipRight(
          once,
          Effect.suspend(() => Effect.sleep(wait)),
        ),
      )
    }),
  )
