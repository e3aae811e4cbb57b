/**
 * Runs the engine over a made-up world, from moment to moment, and hands out what happens in order.
 * Memory grows with what is alive, not with what has happened.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Outcome } from "../src/engine/Record.ts"
import * as Tick from "../src/engine/Tick.ts"
import { World, type Options as WorldOptions } from "../src/engine/World.ts"
import type { Decky } from "../src/fleet/Decky.ts"
import type { Pool } from "../src/persona/Pool.ts"
import type { PlannerConfig } from "../src/planner/PlannerConfig.ts"
import { EventBus } from "../src/ports/EventBus.ts"
import * as Memory from "../src/ports/Memory.ts"
import { fromSeed, Rng } from "../src/rng/Rng.ts"
import * as Instant from "../src/time/Instant.ts"
import * as Maildir from "../src/email/Maildir.ts"
import * as Release from "../src/host/Release.ts"
import * as Faults from "./Faults.ts"
import * as SimulatedHost from "./stand-ins/SimulatedHost.ts"

export interface Options {
  /** 1 to 3,650. */
  readonly days: number
  readonly seed: string
  /** Epoch milliseconds. */
  readonly start: number
  readonly deckies: ReadonlyArray<Decky>
  readonly poolOf: (decky: Decky) => Pool
  readonly config: PlannerConfig
  readonly cadence: WorldOptions["cadence"]
  readonly faults: Faults.Profile
  /** Keep the bytes of files, for whoever reads the trees at the end. */
  readonly keepsContent: boolean
  /** This package's version, for the transcript. */
  readonly version: string
}

export interface Run {
  readonly options: Options
  readonly world: World
  /** Epoch milliseconds. */
  readonly end: number
  readonly hosts: ReadonlyMap<string, SimulatedHost.SimulatedDecky>
}

/** What happened in one stretch of time, sorted by moment, decky and moment id. */
export interface Batch {
  readonly outcomes: ReadonlyArray<Outcome>
  readonly faults: ReadonlyArray<Faults.Fault>
  /** Epoch milliseconds up to which the history has come. */
  readonly until: number
}

export const begin = (options: Options): Run => {
  const world = new World({
    root: fromSeed(options.seed),
    config: options.config,
    cadence: options.cadence,
    start: options.start,
    deckies: options.deckies,
    poolOf: options.poolOf,
    mailRoot: Maildir.patternDefault,
  })
  const hosts = new Map(
    [...world.casts.values()].map(({ decky, host }) => [
      decky.uuid,
      new SimulatedHost.SimulatedDecky(
        decky.uuid,
        host.accounts,
        options.start,
        options.keepsContent,
        Release.of(decky.release).owner === "syslog" ? "syslog" : "root",
      ),
    ]),
  )
  return { options, world, end: options.start + options.days * Instant.dayMillis, hosts }
}

const byMoment = (a: Outcome, b: Outcome): number =>
  a.at.ms - b.at.ms ||
  (a.decky < b.decky ? -1 : a.decky > b.decky ? 1 : 0) ||
  (a.momentId < b.momentId ? -1 : a.momentId > b.momentId ? 1 : 0)

/** How many decky-days are in memory at a time as outcomes not yet handed out. */
const deckyDaysMax = 24

/** Stretches are this long with faults, so that an outage shows where it happens. */
const faultStepMillis = 15 * Instant.minuteMillis

const stepMillis = (options: Options): number =>
  Faults.isQuiet(options.faults)
    ? Math.max(
        Instant.hourMillis,
        Math.floor(
          (Instant.dayMillis * Math.min(1, deckyDaysMax / Math.max(1, options.deckies.length))) /
            Instant.hourMillis,
        ) * Instant.hourMillis,
      )
    : faultStepMillis

/** Faults that begin after `from` up to `to`; visitors do what they came for. */
const faultsOf = (run: Run, from: number, to: number): ReadonlyArray<Faults.Fault> => {
  const { options, world, hosts } = run
  const found: Array<Faults.Fault> = []
  // a stretch may begin on one day and end on the next
  const days = new Set([from, to].map((ms) => Math.floor(ms / Instant.dayMillis)))
  const over = <A>(of: (day: number) => ReadonlyArray<A>): ReadonlyArray<A> => [...days].flatMap(of)
  for (const uuid of world.casts.keys()) {
    for (const { from: at, to: until } of over((day) =>
      Faults.outages(world.root, options.faults, uuid, day),
    ))
      if (at > from && at <= to)
        found.push({
          at,
          decky: uuid,
          kind: "outage",
          detail: `down for ${Math.round((until - at) / Instant.minuteMillis)} minutes`,
        })
    for (const visit of over((day) => Faults.visits(world.root, options.faults, uuid, day))) {
      if (visit.at <= from || visit.at > to) continue
      const host = hosts.get(uuid)!
      const homes = host.paths().filter((path) => path.startsWith("/home/"))
      const path = homes[visit.choice % (homes.length || 1)]
      if (path === undefined) continue
      host.tamper(path, Instant.make(visit.at, 1 + (visit.choice % 999_999)), visit.removes)
      found.push({
        at: visit.at,
        decky: uuid,
        kind: "visit",
        detail: `${visit.removes ? "removed" : "changed"} ${path}`,
      })
    }
  }
  return found.sort((a, b) => a.at - b.at || (a.decky < b.decky ? -1 : 1))
}

const isUp = (run: Run, decky: string, now: number): boolean => {
  const day = Math.floor(now / Instant.dayMillis)
  return ![day - 1, day].some((each) =>
    Faults.outages(run.world.root, run.options.faults, decky, each).some(
      ({ from, to }) => now > from && now <= to,
    ),
  )
}

/** Runs to the end; `take` gets each stretch's batch in order of time. */
export const run = <E, R>(
  simulation: Run,
  take: (batch: Batch) => Effect.Effect<void, E, R>,
): Effect.Effect<void, E, R> => {
  const { options, world, hosts, end } = simulation
  const quiet = Faults.isQuiet(options.faults)
  let now = options.start
  const layers = Layer.mergeAll(
    SimulatedHost.layer(hosts, (decky) => quiet || isUp(simulation, decky, now)),
    Memory.layer,
    EventBus.layerNoop,
    Layer.succeed(Rng, world.root),
  )
  const step = stepMillis(options)
  const uuids = [...world.casts.keys()]
  const loop = Effect.gen(function* () {
    while (now < end) {
      const from = now
      now = Math.min(end, now + step)
      const faults = quiet ? [] : faultsOf(simulation, from, now)
      const outcomes: Array<Outcome> = []
      for (const uuid of uuids) {
        // stores in memory do not fail
        const ticked = yield* Effect.orDie(Tick.upTo(world, uuid, now))
        outcomes.push(...ticked.outcomes)
      }
      yield* take({ outcomes: outcomes.sort(byMoment), faults, until: now })
    }
  })
  return Effect.provide(loop, layers)
}
