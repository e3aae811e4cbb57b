import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Arbitraries from "../../simulate/testing/Arbitraries.ts"
import { linesOf, options, propertySeed } from "../worlds.ts"

interface Line {
  readonly type: string
  readonly decky?: string
  readonly src?: string
  readonly dst?: string
  readonly class?: string
}

/** What a neighbour's coming may change: sessions with it, and what they leave on its peers. */
const mayChange = new Set([
  "log_cron",
  "log_daemon",
  "login_record",
  "known_hosts",
  "shell_history",
])

/** A decky's own lines, without sessions to the other one and without its traces. */
const own = (lines: ReadonlyArray<string>, deckies: ReadonlySet<string>, other: string) =>
  lines.filter((text) => {
    const line = JSON.parse(text) as Line
    const decky = line.decky ?? line.src!
    return (
      deckies.has(decky) &&
      line.dst !== other &&
      !(line.class !== undefined && mayChange.has(line.class))
    )
  })

describe("a decky's history", () => {
  it("does not change when another decky comes, goes or moves in the list", () => {
    fc.assert(
      fc.property(
        Arbitraries.pool(5, 9),
        Arbitraries.fleet(2, 4),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 8 }),
        (pool, fleet, chosen, seed) => {
          const gone = fleet[chosen % fleet.length]!
          const rest = fleet.filter((decky) => decky !== gone).toReversed()
          const world = { days: 2, seed, poolOf: () => pool }
          const staying = new Set(rest.map(({ uuid }) => uuid))
          const before = own(linesOf(options({ ...world, deckies: fleet })), staying, gone.uuid)
          const after = own(linesOf(options({ ...world, deckies: rest })), staying, gone.uuid)
          expect(after).toEqual(before)
        },
      ),
      { seed: propertySeed, numRuns: 100 },
    )
  })
})
