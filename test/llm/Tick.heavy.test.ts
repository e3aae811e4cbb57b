import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type * as Gate from "../../runtime/llm/Gate.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import * as Transcript from "../../simulate/Transcript.ts"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import * as Tick from "../../src/engine/Tick.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import * as Memory from "../../src/ports/Memory.ts"
import { Rng } from "../../src/rng/Rng.ts"
import type { Wording } from "../../src/llm/Wording.ts"
import { made, options } from "../worlds.ts"
import { cases, timeoutMillis } from "./Cases.ts"
import * as Samples from "./Samples.ts"
import * as StandIn from "./StandIn.ts"

interface Day {
  readonly lines: ReadonlyArray<string>
  readonly wordings: ReadonlyArray<Wording>
  readonly took: number
}

/** One day of one decky in a single tick. */
const day = async (gate: Gate.Gate | undefined): Promise<Day> => {
  const run = Simulation.begin(options({ days: 1, deckies: made("1", 1) }))
  const [uuid] = [...run.world.casts.keys()]
  const layers = Layer.mergeAll(
    MemoryHost.layer(run.hosts, () => undefined),
    Memory.layer,
    EventBus.layerNoop,
    Entropy.layerCounted,
    gate === undefined ? LanguageModel.layerOff : Layer.succeed(LanguageModel, gate.model),
    Layer.succeed(Rng, run.world.root),
    Samples.log,
  )
  const begun = performance.now()
  const { outcomes } = await Effect.runPromise(
    Effect.provide(Tick.upTo(run.world, uuid!, run.end), layers),
  )
  return {
    lines: outcomes.map((outcome) =>
      JSON.stringify({ ...Transcript.outcomeLine(outcome, true), model: undefined }),
    ),
    wordings: outcomes.flatMap(({ action }) =>
      (action._tag === "Create" || action._tag === "Edit" || action._tag === "Mail") &&
      action.worded !== undefined
        ? [action.worded.wording]
        : [],
    ),
    took: performance.now() - begun,
  }
}

/** An answer that says something sensible may be used. */
const isSensible = ({ expected }: (typeof cases)[number]): boolean =>
  expected["_tag"] === "Answered" &&
  !/```|sorry|Le serveur|and then we/.test(String(expected["text"]))

let server: StandIn.StandIn
beforeAll(async () => {
  server = await StandIn.start()
  for (const { model, script } of cases) server.scripts.set(model, script)
})
afterAll(() => server.stop())

describe("a tick", () => {
  const hostile = cases.filter((each) => !isSensible(each))

  it("meets the cases that it has to meet", () => {
    expect(hostile.length).toBeGreaterThan(30)
  })

  it.each(hostile)(
    "with a model that does '$model' ends in time, on templates",
    async ({ model }) => {
      const plain = await day(undefined)
      const gate = await Effect.runPromise(
        Samples.gate({ settings: Samples.settings({ baseUrl: server.url, model, timeoutMillis }) }),
      )
      const told = await day(gate)
      expect(told.took - plain.took).toBeLessThan(timeoutMillis + 1000)
      expect(told.wordings.length).toBeGreaterThan(2)
      const accepted = told.wordings.filter(({ outcome }) => outcome === "accepted")
      if (model !== "fences") {
        expect(accepted).toEqual([])
        expect(told.lines).toEqual(plain.lines)
      }
      expect(told.lines.join()).not.toMatch(/```|sorry|serveur|<html|nginx<|runner process/)
    },
  )
})
