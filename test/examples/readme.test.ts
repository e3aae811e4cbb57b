// The examples of README.md and docs/testing.md. They stand here to the letter, only that the
// package's entries are imported by their paths; the last test compares the texts.
import { readFileSync } from "node:fs"
import * as fc from "effect/FastCheck"
import { describe, expect, it } from "vitest"
import { MadeFleet, PersonaImport, PlannerConfig } from "../../src/index.ts"
import { Faults, historyPromise } from "../../simulate/index.ts"
import { Arbitraries, assertNoTells } from "../../simulate/testing/index.ts"

const people = PersonaImport.parse(
  [
    { name: "Ana Ruiz", email: "ana.ruiz@corp.net", role: "Systems Administrator" },
    { name: "Jan Novák", email: "jan.novak@corp.net", role: "Software Developer" },
    { name: "Mia Weber", email: "mia.weber@corp.net", role: "Finance Manager", language: "de" },
  ],
  "en",
)

const world = {
  days: 5,
  seed: "1",
  start: Date.parse("2026-01-05T00:00:00Z"),
  deckies: [MadeFleet.defaultDecky],
  poolOf: () => ({ id: "fleet", personas: people?.accepted ?? [] }),
  config: PlannerConfig.defaults,
  cadence: { kind: "human" as const },
  faults: Faults.none,
  version: "0.1.0",
}

const history = await historyPromise(world)
assertNoTells(history) // throws TellsFound, with one finding a line

const property = fc.asyncProperty(
  Arbitraries.pool(5, 9),
  Arbitraries.fleet(1, 3),
  async (pool, deckies) => {
    assertNoTells(await historyPromise({ ...world, days: 3, deckies, poolOf: () => pool }))
  },
)

it("shows no tells, whoever lives on whatever deckies", () =>
  fc.assert(property, { seed: 1, numRuns: 5 }))

describe("the README's example", () => {
  it("makes a history in which people write files and mail", () => {
    expect(people?.rejected).toEqual([])
    const classes = history.deckies.flatMap(({ files }) => files.map((file) => file.class))
    expect(classes).toEqual(expect.arrayContaining(["note", "log_daemon", "shell_history"]))
    expect(history.deckies.flatMap(({ mails }) => mails)).not.toEqual([])
  })

  it("is the same code here and in the documents", () => {
    const here = readFileSync(new URL(import.meta.url), "utf8")
    const examples = ["README.md", "docs/testing.md"].flatMap((name) => {
      const text = readFileSync(new URL(`../../${name}`, import.meta.url), "utf8")
      return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) =>
        code!.replace(/^import .*\n/gm, "").trim(),
      )
    })
    expect(examples).toHaveLength(2)
    for (const example of examples) expect(here).toContain(example)
  })
})
