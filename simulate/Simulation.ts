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
import * as Faults from "./Faults.ts"
import * as Troubled from "./Troubled.ts"
import * as MemoryHost from "../src/engine/MemoryHost.ts"

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
  readonly hosts: ReadonlyMap<string, MemoryHost.MemoryDecky>
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
      new MemoryHost.MemoryDecky(
        decky.uuid,
        host.accounts,
        options.start,
        // where hosts are tampered with, what is there is compared byte by byte
        options.keepsContent || !Faults.isQuiet(options.faults),
        MemoryHost.logGroupOf(decky),
      ),
    ]),
  )
  return { options, world, end: options.start + options.days * Instant.dayMillis, hosts }
}

export const byMoment = (a: Outcome, b: Outcome): number =>
  a.at.ms - b.at.ms ||
  (a.decky < b.decky ? -1 : a.decky > b.decky ? 1 : 0) ||
  (a.momentId < b.momentId ? -1 : a.momentId > b.momentId ? 1 : 0)

/** How many decky-days are in memory at a time as outcomes not yet handed out. */
const deckyDaysMax = 24

const stepMillis = (options: Options): number =>
  Math.max(
    Instant.hourMillis,
    Math.floor(
      (Instant.dayMillis * Math.min(1, deckyDaysMax / Math.max(1, options.deckies.length))) /
        Instant.hourMillis,
    ) * Instant.hourMillis,
  )

/** Runs to the end; `take` gets each stretch's batch in order of time. */
export const run = <E, R>(
  simulation: Run,
  take: (batch: Batch) => Effect.Effect<void, E, R>,
): Effect.Effect<Troubled.Aftermath | undefined, E, R> =>
  Faults.isQuiet(simulation.options.faults)
    ? Effect.as(runQuietly(simulation, take), undefined)
    : Troubled.run(simulation, take)

const runQuietly = <E, R>(
  { options, world, hosts, end }: Run,
  take: (batch: Batch) => Effect.Effect<void, E, R>,
): Effect.Effect<void, E, R> => {
  const layers = Layer.mergeAll(
    MemoryHost.layer(hosts, () => undefined),
    Memory.layer,
    EventBus.layerNoop,
    Layer.succeed(Rng, world.root),
  )
  const step = stepMillis(options)
  const loop = Effect.gen(function* () {
    for (let now = options.start; now < end;) {
      now = Math.min(end, now + step)
      const outcomes: Array<Outcome> = []
      for (const uuid of world.casts.keys()) {
        // stores in memory do not fail
        const ticked = yield* Effect.orDie(Tick.upTo(world, uuid, now))
        outcomes.push(...ticked.outcomes)
      }
      yield* take({ outcomes: outcomes.sort(byMoment), faults: [], until: now })
    }
  })
  return Effect.provide(loop, layers)
}
