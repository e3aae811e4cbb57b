/** What most tests simulate: the fixtures' people on made or given deckies. */
import { readFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import type { Outcome } from "../src/engine/Record.ts"
import type { Decky } from "../src/fleet/Decky.ts"
import * as MadeFleet from "../src/fleet/MadeFleet.ts"
import * as PersonaImport from "../src/persona/PersonaImport.ts"
import type { Pool } from "../src/persona/Pool.ts"
import * as PlannerConfig from "../src/planner/PlannerConfig.ts"
import { fromSeed } from "../src/rng/Rng.ts"
import * as Faults from "../simulate/Faults.ts"
import * as Simulation from "../simulate/Simulation.ts"
import * as Transcript from "../simulate/Transcript.ts"

/** Monday, the fifth of January 2026. */
export const monday = 1_767_571_200_000

/** Property tests take their seed from here; it is printed before the run. */
export const propertySeed = Number(process.env["DECNET_TEST_SEED"] ?? 1)

export const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8"))

export const pool: Pool = {
  id: "fleet",
  personas: PersonaImport.parse(fixture("personas.json"), "en")!.accepted,
}

export const options = (changes: Partial<Simulation.Options> = {}): Simulation.Options => ({
  days: 14,
  seed: "1",
  start: monday,
  deckies: [MadeFleet.defaultDecky],
  poolOf: () => pool,
  config: PlannerConfig.defaults,
  cadence: { kind: "human" },
  faults: Faults.none,
  keepsContent: false,
  version: "test",
  ...changes,
})

export const made = (seed: string, count: number): ReadonlyArray<Decky> =>
  MadeFleet.make(fromSeed(seed), count)

export const outcomesOf = (given: Simulation.Options): ReadonlyArray<Outcome> => {
  const outcomes: Array<Outcome> = []
  Effect.runSync(
    Simulation.run(Simulation.begin(given), (batch) =>
      Effect.sync(() => void outcomes.push(...batch.outcomes)),
    ),
  )
  return outcomes
}

/** The transcript's lines without the first and the last. */
export const linesOf = (given: Simulation.Options): ReadonlyArray<string> =>
  outcomesOf(given).map((outcome) => JSON.stringify(Transcript.outcomeLine(outcome, true)))

/** The whole transcript, without bodies. */
export const transcriptOf = (given: Simulation.Options): string => {
  const run = Simulation.begin(given)
  const writer = new Transcript.Writer()
  const lines = [writer.line(Transcript.runLine(run))]
  Effect.runSync(
    Simulation.run(run, ({ outcomes }) =>
      Effect.sync(() => {
        for (const outcome of outcomes)
          lines.push(writer.line(Transcript.outcomeLine(outcome, false)))
      }),
    ),
  )
  return [...lines, writer.end()].join("")
}

/** Map.groupBy, which Node 20 lacks. */
export const grouped = <A>(
  items: ReadonlyArray<A>,
  keyOf: (item: A) => string,
): ReadonlyMap<string, ReadonlyArray<A>> => {
  const groups = new Map<string, Array<A>>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
