/**
 * The loop: wakes every interval and brings each decky up to the present that has something due.
 * Deckies do not wait for each other: each has a fiber of its own while it is busy, those that
 * answer share one lane, and those that did not answer last time another.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberMap from "effect/FiberMap"
import * as Quiet from "../../src/engine/Quiet.ts"
import type { Outcome } from "../../src/engine/Record.ts"
import * as Tick from "../../src/engine/Tick.ts"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { firstOf } from "./FirstOf.ts"
import * as Meters from "./Meters.ts"
import type { Roster } from "./Roster.ts"

export interface Options {
  readonly intervalMillis: number
  /** One tick, then an end. */
  readonly once: boolean
  /** How many deckies are worked on at a time. */
  readonly concurrency: number
  /** Older moments are skipped. */
  readonly catchUpMillis: number
}

export interface Around<R> {
  /** Read at the start and every few ticks; where it fails, the last one stays. */
  readonly roster: Effect.Effect<Roster, StoreUnavailable, R>
  readonly prune: Effect.Effect<void, StoreUnavailable, R>
  readonly onOutcomes: (outcomes: ReadonlyArray<Outcome>) => Effect.Effect<void>
}

interface Ailment {
  readonly since: number
  readonly why: string
  readonly tries: number
}

interface StoreTrouble {
  readonly why: string
  readonly tries: number
  readonly until: number
  /** Whether it is seen in reading the fleet; else work on a decky shows when it is over. */
  readonly inReading: boolean
}

/** What the worker knows at present; heartbeats and metrics show it. */
export interface Standing {
  ticks: number
  /** How many deckies are being brought up to the present. */
  busy: number
  roster: Roster | undefined
  /** By uuid: deckies that did not answer. */
  readonly ailing: Map<string, Ailment>
  /** By uuid: what is quiet there, and why, as JSON. */
  readonly quiet: Map<string, string>
  /** Set while the database cannot be used. */
  store: StoreTrouble | undefined
}

/** Ticks between two readings of the fleet, the personas and the settings. */
const refreshEvery = 5
const pruneEvery = 100

/** A decky in which nothing is due is looked at again after this. */
const horizonMillis = 6 * 3_600_000

/** What does not answer is tried again after 1, 2, 4 … intervals, at most so long apart. */
const patienceMillis = 10 * 60_000

/** What is under way when the worker is told to stop may take so long. */
const drain = Duration.seconds(10)

const ailingConcurrency = 2

const backOff = (intervalMillis: number, tries: number): number =>
  Math.min(patienceMillis, intervalMillis * 2 ** Math.min(tries, 20))

export const make = <R>(options: Options, around: Around<R>) =>
  Effect.gen(function* () {
    const fast = yield* Effect.makeSemaphore(options.concurrency)
    const slow = yield* Effect.makeSemaphore(ailingConcurrency)
    // of each run anew: whoever lost the lease may come to hold it again
    let superseded = yield* Deferred.make<never, StoreUnavailable>()
    const nextAt = new Map<string, number>()
    const standing: Standing = {
      ticks: 0,
      busy: 0,
      roster: undefined,
      ailing: new Map(),
      quiet: new Map(),
      store: undefined,
    }

    const onStoreTrouble = (inReading: boolean) => (error: StoreUnavailable) =>
      Effect.gen(function* () {
        if (error.reason === "superseded") return yield* Deferred.fail(superseded, error)
        const now = yield* Clock.currentTimeMillis
        // many deckies meet the same trouble: it counts once until it is tried again
        if (standing.store !== undefined && now < standing.store.until) return false
        const tries = (standing.store?.tries ?? -1) + 1
        if (standing.store === undefined)
          yield* Effect.logWarning(`the database cannot be used: ${error.message}`)
        const until = now + backOff(1000, tries)
        standing.store = { why: error.message, tries, until, inReading }
        return false
      })

    const storeIsWell = Effect.suspend(() => {
      if (standing.store === undefined) return Effect.void
      standing.store = undefined
      return Effect.logInfo("the database can be used again")
    })

    const ails = (uuid: string, why: string, now: number) =>
      Effect.suspend(() => {
        const before = standing.ailing.get(uuid)
        const tries = (before?.tries ?? -1) + 1
        standing.ailing.set(uuid, { since: before?.since ?? now, why, tries })
        nextAt.set(uuid, now + backOff(options.intervalMillis, tries))
        return before?.why === why
          ? Effect.void
          : Effect.logWarning(why).pipe(Effect.annotateLogs("decky", uuid))
      })

    const isWell = (uuid: string) =>
      Effect.suspend(() =>
        standing.ailing.delete(uuid)
          ? Effect.logInfo("answers again").pipe(Effect.annotateLogs("decky", uuid))
          : Effect.void,
      )

    /** Brings one decky up to the moment of the tick; never fails, since no other depends on it. */
    const bring = (roster: Roster, uuid: string, now: number) =>
      Tick.upTo(roster.world, uuid, now, {
        catchUpMillis: options.catchUpMillis,
        horizonMillis,
      }).pipe(
        Effect.flatMap(({ outcomes, stalled, nextAt: next }) =>
          Effect.gen(function* () {
            yield* storeIsWell
            Meters.count(outcomes, now)
            yield* around.onOutcomes(outcomes)
            if (stalled !== undefined) return yield* ails(uuid, stalled.message, now)
            nextAt.set(uuid, next)
            yield* isWell(uuid)
          }),
        ),
        Effect.catchTag("StoreUnavailable", onStoreTrouble(false)),
        Effect.catchAllDefect((defect) =>
          Effect.zipRight(
            Effect.logError("a defect; the decky waits", Cause.die(defect)),
            ails(uuid, `a defect: ${String(defect).split("\n")[0]}`, now),
          ),
        ),
        Effect.withSpan("decky", { attributes: { decky: uuid } }),
        (standing.ailing.has(uuid) ? slow : fast).withPermits(1),
      )

    /** Tells of what has become quiet, or lively again, once a change. */
    const tellQuiet = ({ world, waiting }: Roster, now: number) =>
      Effect.forEach(
        new Set([...world.casts.keys(), ...waiting.keys()]),
        (uuid) => {
          const why = waiting.get(uuid)
          const reasons =
            why === undefined ? Quiet.reasons(world.casts.get(uuid)!, now) : { decky: why }
          const text = JSON.stringify(reasons)
          if (standing.quiet.get(uuid) === text) return Effect.void
          standing.quiet.set(uuid, text)
          const told = Object.entries(reasons).map(([branch, reason]) => `${branch}: ${reason}`)
          return Effect.logInfo(
            told.length === 0 ? "nothing is quiet" : `quiet: ${told.join("; ")}`,
          ).pipe(Effect.annotateLogs("decky", uuid))
        },
        { discard: true },
      )

    const refresh = (now: number) =>
      around.roster.pipe(
        Effect.flatMap((roster) => {
          // another world may have other moments
          if (roster.world !== standing.roster?.world) nextAt.clear()
          standing.roster = roster
          for (const known of [standing.ailing, standing.quiet])
            for (const uuid of known.keys())
              if (!roster.world.casts.has(uuid) && !roster.waiting.has(uuid)) known.delete(uuid)
          return tellQuiet(roster, now)
        }),
        Effect.zipRight(
          Effect.suspend(() => (standing.store?.inReading === true ? storeIsWell : Effect.void)),
        ),
        Effect.catchTag("StoreUnavailable", onStoreTrouble(true)),
      )

    const tick = (busy: FiberMap.FiberMap<string, void, never>) =>
      Effect.gen(function* () {
        // the one place where a tick reads the clock
        const now = yield* Clock.currentTimeMillis
        const waitsForStore = standing.store !== undefined && now < standing.store.until
        if (
          !waitsForStore &&
          (standing.ticks % refreshEvery === 0 || standing.roster === undefined)
        )
          yield* refresh(now)
        const { roster } = standing
        const due =
          roster === undefined || (standing.store !== undefined && now < standing.store.until)
            ? []
            : [...roster.world.casts.keys()].filter(
                (uuid) => !roster.waiting.has(uuid) && (nextAt.get(uuid) ?? 0) <= now,
              )
        for (const uuid of due) {
          if (yield* FiberMap.has(busy, uuid)) continue
          standing.busy++
          yield* FiberMap.run(
            busy,
            uuid,
            Effect.ensuring(
              bring(roster!, uuid, now),
              Effect.sync(() => standing.busy--),
            ),
          )
        }
        standing.ticks++
        if (standing.ticks % pruneEvery === 0)
          yield* around.prune.pipe(Effect.catchTag("StoreUnavailable", onStoreTrouble(true)))
      })

    /** Ends when it is told to, with what was under way done or given up after ten seconds. */
    const run = <S>(
      stop: Effect.Effect<unknown, never, S>,
    ): Effect.Effect<void, StoreUnavailable, R | S | Tick.Requirements> =>
      Effect.scoped(
        Effect.gen(function* () {
          superseded = yield* Deferred.make<never, StoreUnavailable>()
          const busy = yield* FiberMap.make<string, void, never>()
          const loop = options.once
            ? Effect.zipRight(tick(busy), FiberMap.awaitEmpty(busy))
            : Effect.forever(
                Effect.zipRight(tick(busy), Effect.sleep(Duration.millis(options.intervalMillis))),
              )
          yield* firstOf(firstOf(loop, Deferred.await(superseded)), stop).pipe(
            Effect.ensuring(
              // a fiber of its own: this one may be interrupted, and waits for nothing then
              Effect.flatMap(
                Effect.forkDaemon(
                  Effect.interruptible(Effect.timeoutOption(FiberMap.awaitEmpty(busy), drain)),
                ),
                Fiber.await,
              ),
            ),
          )
        }),
      )

    return { run, standing }
  })
