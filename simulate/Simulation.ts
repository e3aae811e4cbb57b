/**
 * Runs the engine over a made-up world, from moment to moment, and hands out what happens in order.
 * Memory grows with what is alive, not with what has happened.
 */
import * as Effect from "effect/Effect"
import * as InMemory from "../src/engine/InMemory.ts"
import { World } from "../src/engine/World.ts"
import { fromSeed } from "../src/rng/Rng.ts"
import * as Instant from "../src/time/Instant.ts"
import * as Maildir from "../src/email/Maildir.ts"
import * as Faults from "./Faults.ts"
import type { Batch, Options, Run } from "./Run.ts"
import * as Troubled from "./Troubled.ts"
import * as Callback from "./stand-ins/Callback.ts"

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
  const hosts = InMemory.hostsOf(
    world,
    options.start,
    // where hosts are tampered with, what is there is compared byte by byte
    options.keepsContent || !Faults.isQuiet(options.faults),
  )
  return { options, world, end: options.start + options.days * Instant.dayMillis, hosts }
}

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
): Effect.Effect<void, E, R> =>
  InMemory.run(
    {
      world,
      hosts,
      start: options.start,
      end,
      ...(options.model === undefined ? {} : { model: options.model }),
    },
    ({ outcomes, until }) => take({ outcomes, faults: [], until }),
  )
