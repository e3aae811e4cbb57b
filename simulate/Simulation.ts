/**
 * Runs the engine over a made-up world, from moment to moment, and hands out what happens in order.
 * Memory grows with what is alive, not with what has happened.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Outcome } from "../src/engine/Record.ts"
import * as Tick from "../src/engine/Tick.ts"
import { World } from "../src/engine/World.ts"
import { Entropy } from "../src/ports/Entropy.ts"
import { EventBus } from "../src/ports/EventBus.ts"
import * as Memory from "../src/ports/Memory.ts"
import { fromSeed, Rng } from "../src/rng/Rng.ts"
import * as Instant from "../src/time/Instant.ts"
import * as Maildir from "../src/email/Maildir.ts"
import * as Faults from "./Faults.ts"
import { byMoment, type Batch, type Options, type Run } from "./Run.ts"
import * as Troubled from "./Troubled.ts"
import * as Callback from "./stand-ins/Callback.ts"
import * as MemoryHost from "../src/engine/MemoryHost.ts"

export type { Batch, Options, Run }

export const begin = (options: Options): Run => {
  const world = new World({
    root: fromSeed(options.seed),
    config: options.config,
    cadence: options.cadence,
    start: options.start,
    deckies: options.deckies,
    poolOf: options.poolOf,
    mailRoot: Maildir.patternDefault,
    callback: options.callback ?? Callback.standIn,
  })
  const hosts = new Map(
    [...world.casts.values()].map(({ decky, host }) => [
      decky.uuid,
      MemoryHost.hostOf(
        host,
        options.start,
        // where hosts are tampered with, what is there is compared byte by byte
        options.keepsContent || !Faults.isQuiet(options.faults),
      ),
    ]),
  )
  return { options, world, end: options.start + options.days * Instant.dayMillis, hosts }
}

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
    Entropy.layerCounted,
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
