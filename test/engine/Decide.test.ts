import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import type { Outcome } from "../../src/engine/Record.ts"
import * as Tick from "../../src/engine/Tick.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import * as Memory from "../../src/ports/Memory.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { Rng } from "../../src/rng/Rng.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import * as Transcript from "../../simulate/Transcript.ts"
import { made, monday, options } from "../worlds.ts"

const day = 86_400_000

/** The lines of some days, the engine being woken at these moments and no others. */
const lines = (
  wakings: ReadonlyArray<number>,
  reachable: (now: number) => boolean = () => true,
): ReadonlyArray<string> => {
  const run = Simulation.begin(options({ days: 3, deckies: made("1", 2) }))
  let now = monday
  const layers = Layer.mergeAll(
    MemoryHost.layer(run.hosts, () => (reachable(now) ? undefined : "down")),
    Memory.layer,
    LanguageModel.layerOff,
    EventBus.layerNoop,
    Layer.succeed(Rng, run.world.root),
    Entropy.layerCounted,
  )
  const outcomes: Array<Outcome> = []
  Effect.runSync(
    Effect.provide(
      Effect.gen(function* () {
        for (const waking of wakings) {
          now = waking
          for (const uuid of run.world.casts.keys())
            outcomes.push(...(yield* Tick.upTo(run.world, uuid, waking)).outcomes)
        }
      }),
      layers,
    ),
  )
  return outcomes.map((outcome) => JSON.stringify(Transcript.outcomeLine(outcome, true))).sort()
}

describe("Decide", () => {
  const whole = lines([monday + 3 * day])

  it("has something to decide", () => expect(whole.length).toBeGreaterThan(200))

  it("comes to the same whether three days are one step or many", () => {
    const every = (millis: number) =>
      Array.from({ length: Math.ceil((3 * day) / millis) }, (_, index) =>
        Math.min(monday + (index + 1) * millis, monday + 3 * day),
      )
    expect(lines(every(day))).toEqual(whole)
    expect(lines(every(7 * 60_000 + 13))).toEqual(whole)
  })

  it("comes to the same when hosts do not answer for hours", () => {
    const wakings = Array.from({ length: 144 }, (_, index) => monday + (index + 1) * 1_800_000)
    const down = (now: number) => Math.floor((now - monday) / 1_800_000) % 9 < 5
    expect(
      lines([...wakings, monday + 3 * day], (now) => now >= monday + 3 * day || !down(now)),
    ).toEqual(whole)
  })
})
