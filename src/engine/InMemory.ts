/**
 * Runs a world over hosts in memory, from moment to moment, and hands out what happens in order.
 * Memory grows with what is alive, not with what has happened.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Entropy } from "../ports/Entropy.ts"
import { EventBus } from "../ports/EventBus.ts"
import { LanguageModel } from "../ports/LanguageModel.ts"
import * as Memory from "../ports/Memory.ts"
import { Rng } from "../rng/Rng.ts"
import * as Instant from "../time/Instant.ts"
import * as MemoryHost from "./MemoryHost.ts"
import type { Outcome } from "./Record.ts"
import * as Tick from "./Tick.ts"
import type { World } from "./World.ts"

export interface Stretch {
  /** Sorted by moment, decky and moment id. */
  readonly outcomes: ReadonlyArray<Outcome>
  /** Epoch milliseconds up to which the history has come. */
  readonly until: number
}

export interface Given {
  readonly world: World
  readonly hosts: ReadonlyMap<string, MemoryHost.MemoryDecky>
  /** Epoch milliseconds. */
  readonly start: number
  readonly end: number
  /** What answers for a language model; none where it is left out. */
  readonly model?: Layer.Layer<LanguageModel>
}

export const byMoment = (a: Outcome, b: Outcome): number =>
  a.at.ms - b.at.ms ||
  (a.decky < b.decky ? -1 : a.decky > b.decky ? 1 : 0) ||
  (a.momentId < b.momentId ? -1 : a.momentId > b.momentId ? 1 : 0)

/** The hosts of a world before its history begins, at `start` (epoch milliseconds). */
export const hostsOf = (
  world: World,
  start: number,
  keepsContent: boolean,
): ReadonlyMap<string, MemoryHost.MemoryDecky> =>
  new Map(
    [...world.casts.values()].map(({ decky, host }) => [
      decky.uuid,
      MemoryHost.hostOf(host, start, keepsContent),
    ]),
  )

/** How many decky-days are in memory at a time as outcomes not yet handed out. */
const deckyDaysMax = 24

const stepMillis = (deckies: number): number =>
  Math.max(
    Instant.hourMillis,
    Math.floor(
      (Instant.dayMillis * Math.min(1, deckyDaysMax / Math.max(1, deckies))) / Instant.hourMillis,
    ) * Instant.hourMillis,
  )

/** `take` gets each stretch in order of time. */
export const run = <E, R>(
  { world, hosts, start, end, model }: Given,
  take: (stretch: Stretch) => Effect.Effect<void, E, R>,
): Effect.Effect<void, E, R> => {
  const layers = Layer.mergeAll(
    MemoryHost.layer(hosts, () => undefined),
    Memory.layer,
    EventBus.layerNoop,
    Entropy.layerCounted,
    model ?? LanguageModel.layerOff,
    Layer.succeed(Rng, world.root),
  )
  const step = stepMillis(world.casts.size)
  const loop = Effect.gen(function* () {
    for (let now = start; now < end;) {
      now = Math.min(end, now + step)
      const outcomes: Array<Outcome> = []
      for (const uuid of world.casts.keys()) {
        // stores in memory do not fail
        const ticked = yield* Effect.orDie(Tick.upTo(world, uuid, now))
        outcomes.push(...ticked.outcomes)
      }
      yield* take({ outcomes: outcomes.sort(byMoment), until: now })
    }
  })
  return Effect.provide(loop, layers)
}
