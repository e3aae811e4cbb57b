import { readdirSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Faults from "../../simulate/Faults.ts"
import * as Simulate from "../../simulate/index.ts"
import * as Recovery from "../../simulate/Recovery.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import * as Model from "../../simulate/stand-ins/Model.ts"
import * as Figures from "../../src/figures/Figures.ts"
import * as Recorded from "../../src/llm/Recorded.ts"
import * as Check from "../../src/tells/Check.ts"
import { fixture, options, propertySeed } from "../worlds.ts"

const recordings = readdirSync(new URL("../../fixtures/completions/", import.meta.url)).flatMap(
  (name) => Either.getOrThrow(Recorded.parse(fixture(`completions/${name}`))),
)

const seeds = [1, 2, 3, 4].map((index) => `words-${propertySeed}-${index}`)

describe("completions of mixed quality", () => {
  const asked = new Map<string, number>()

  it.each(seeds)("of which none that is used gives a decoy away (%s)", (seed) => {
    const history = Effect.runSync(
      Simulate.history(options({ seed, days: 21, model: Model.layer(recordings) })),
    )
    for (const { outcome, count } of Figures.wordings(history.deckies))
      asked.set(outcome, (asked.get(outcome) ?? 0) + count)
    expect(Check.check(history)).toEqual([])
  })

  it("of which none is lost or doubled, whatever fails", () => {
    const run = Simulation.begin(
      options({
        seed: `faulty-words-${propertySeed}`,
        days: 7,
        faults: Faults.heavy,
        keepsContent: true,
        model: Model.layer(recordings),
      }),
    )
    const aftermath = Effect.runSync(Simulation.run(run, () => Effect.void))!
    expect(aftermath.faults["kill"]).toBeGreaterThan(20)
    expect(Recovery.problems(run, aftermath)).toEqual([])
  })

  it("are many, and bad in many ways", () => {
    const all = [...asked.values()].reduce((sum, count) => sum + count, 0)
    expect(all).toBeGreaterThan(500)
    expect(asked.get("accepted")! / all).toBeGreaterThan(0.6)
    expect(asked.get("accepted")! / all).toBeLessThan(0.95)
    expect(asked.size).toBeGreaterThan(12)
  })
})
