/**
 * Makes rows, counts, events and alerts of what the listeners saw. Everything of one stretch of the
 * journal is one transaction, its end included: wherever the process is killed, the next one goes
 * on behind what was written, and neither loses nor doubles anything.
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Metric from "effect/Metric"
import * as Reassembly from "../../../src/canary/fingerprint/Reassembly.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTriggers, type Position } from "../../../src/ports/CanaryTriggers.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import { Transactions } from "../../../src/ports/Transactions.ts"
import { Caller } from "../../cli/Caller.ts"
import * as KeyFile from "../../config/KeyFile.ts"
import type { Settings } from "../../config/Settings.ts"
import type { AlertDeliveries } from "../../storage/AlertDeliveries.ts"
import type { AlertRoutes } from "../../storage/AlertRoutes.ts"
import * as Dispatcher from "../alerts/Dispatcher.ts"
import * as Sink from "../alerts/Sink.ts"
import * as Identity from "../journal/Identity.ts"
import * as Collected from "./Collected.ts"
import * as Judged from "./Judged.ts"
import * as Notices from "./Notices.ts"
import * as ProbeSlug from "./ProbeSlug.ts"
import type { SeenJournal } from "./SeenJournal.ts"

/** Records of one transaction. */
export const stretchMax = 500

const storeWaitMin = Duration.seconds(1)
const storeWaitMax = Duration.seconds(30)
const tellUnknownEvery = 60_000
const expireEvery = 60_000
const pruneEvery = 600_000

const known = Metric.counter("canary_hits", {
  description: "Uses of bait that were recorded",
  incremental: true,
})
const strange = Metric.counter("canary_hits_unknown", {
  description: "Requests and lookups whose slug is no token's",
  incremental: true,
})

export type Repositories =
  | CanaryTokens
  | CanaryTriggers
  | AlertRoutes
  | AlertDeliveries
  | EventBus
  | Transactions

/** What lasts from stretch to stretch, and may be lost with the process. */
export interface Memory {
  assemblies: Reassembly.State
  expiredAt: number
  /** Tokens with rows since they were last pruned. */
  readonly grown: Set<string>
  prunedAt: number
  /** Since the last line about them. */
  unknown: number
  toldAt: number
}

export const memory = (): Memory => ({
  assemblies: Reassembly.empty,
  expiredAt: 0,
  grown: new Set(),
  prunedAt: 0,
  unknown: 0,
  toldAt: 0,
})

const isSame = (a: Position, b: Position): boolean =>
  a.segment === b.segment && a.offset === b.offset

/** One stretch; answers with how many records it had. */
export const take = (
  journal: SeenJournal,
  name: string,
  probeSlug: string | undefined,
  state: Memory,
): Effect.Effect<number, StoreUnavailable, Repositories> =>
  Effect.gen(function* () {
    const { atomically } = yield* Transactions
    const tokens = yield* CanaryTokens
    const triggers = yield* CanaryTriggers
    const { publish } = yield* EventBus
    const done = yield* atomically(
      Effect.gen(function* () {
        // read inside: another process that is at the same journal waits, and then goes on behind
        const cursor = yield* triggers.cursor(name)
        const { records, next } = yield* journal.read(cursor.position, stretchMax)
        if (records.length === 0) {
          if (!isSame(next, cursor.position))
            yield* triggers.move(name, { ...cursor, position: next })
          return { next, count: 0, unknown: 0, uses: 0, tokens: [], assemblies: state.assemblies }
        }
        const slugs = [...new Set(records.map(({ slug }) => slug))]
        const rows = new Map((yield* tokens.bySlugs(slugs)).map((row) => [row.slug, row] as const))
        const judged = Judged.of(name, records, rows, cursor, probeSlug)
        const collected = yield* Collected.of(state.assemblies, judged.uses)
        yield* triggers.record({ ...judged.stretch, fingerprints: collected.rows })
        for (const use of judged.uses) if (use.isNew) yield* publish(Judged.eventOf(use))
        yield* Notices.write(judged.uses)
        const { incidents, probedAt, unknown, uses } = judged
        yield* triggers.move(name, { position: next, incidents, probedAt })
        return {
          next,
          count: records.length,
          unknown,
          uses: uses.length,
          tokens: judged.stretch.tallies.map(({ token }) => token),
          assemblies: collected.state,
        }
      }),
    )
    state.assemblies = done.assemblies
    for (const token of done.tokens) state.grown.add(token)
    state.unknown += done.unknown
    yield* Metric.incrementBy(known, done.uses)
    yield* Metric.incrementBy(strange, done.unknown)
    yield* journal.release(done.next)
    return done.count
  })

/** Now and then: slugs that are nobody's have no rows, and that they come is said. */
const tidy = (state: Memory) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    if (now - state.expiredAt >= expireEvery) {
      state.expiredAt = now
      state.assemblies = Reassembly.expire(state.assemblies, now)
    }
    if (now - state.prunedAt >= pruneEvery) {
      const { prune } = yield* CanaryTriggers
      for (const token of state.grown) yield* prune(token)
      state.grown.clear()
      state.prunedAt = now
    }
    if (state.unknown === 0 || now - state.toldAt < tellUnknownEvery) return
    yield* Effect.logInfo(
      `${state.unknown} hits carried the slug of no token here: bait of another installation, or guesses`,
    )
    state.toldAt = now
    state.unknown = 0
  })

const read = (journal: SeenJournal, name: string, probeSlug: string | undefined) =>
  Effect.suspend(() => {
    const state = memory()
    let wait = storeWaitMin
    const once = Effect.zipLeft(take(journal, name, probeSlug, state), tidy(state))
    return Effect.forever(
      Effect.matchEffect(once, {
        onSuccess: (count) => {
          wait = storeWaitMin
          return count === 0 ? journal.awaitMore : Effect.void
        },
        // what was seen stays in the journal meanwhile
        onFailure: ({ detail }) =>
          Effect.logWarning(`hits wait in the journal: ${detail}`).pipe(
            Effect.zipRight(Effect.sleep(wait)),
            Effect.zipRight(
              Effect.sync(() => (wait = Duration.min(Duration.times(wait, 2), storeWaitMax))),
            ),
          ),
      }),
    )
  })

/** Reads the journal and sends alerts; never ends. */
export const consume = (
  journal: SeenJournal,
  settings: Settings,
): Effect.Effect<never, never, Repositories> =>
  Effect.gen(function* () {
    const { roots } = yield* Caller
    const key = KeyFile.secretKey(settings, roots)
    const name = Identity.cursorOf(journal.id)
    if (Either.isLeft(key)) {
      yield* Effect.logWarning(`alerts are not sent: ${key.left}`)
      return yield* read(journal, name, undefined)
    }
    const secretKey = key.right.value
    const alerts = Effect.provide(Dispatcher.run(secretKey), Sink.layer)
    return yield* Effect.raceFirst(read(journal, name, ProbeSlug.of(secretKey)), alerts)
  })
