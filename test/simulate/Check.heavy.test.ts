import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, it } from "vitest"
import * as Sim from "../../simulate/index.ts"
import * as Arbitraries from "../../simulate/testing/Arbitraries.ts"
import { assertNoTells } from "../../simulate/testing/assertNoTells.ts"
import * as FleetFile from "../../src/fleet/FleetFile.ts"
import * as Either from "effect/Either"
import * as Instant from "../../src/time/Instant.ts"
import { fixture, options, propertySeed } from "../worlds.ts"

const judged = (given: Sim.Simulation.Options): void =>
  assertNoTells(Effect.runSync(Sim.history(given)))

/** Two weeks each with a change of clocks inside: New York's, Berlin's, Sydney's. */
const starts = ["2026-03-02", "2026-03-23", "2026-03-30", "2026-10-19"].map(
  (day) => Instant.parseIso(day)!.ms,
)

describe("the check finds nothing", () => {
  it.each(Array.from({ length: 50 }, (_, index) => String(index + 1)))(
    "on the default fleet with seed %s",
    (seed) => judged(options({ seed })),
  )

  it.each(["fleet-small.json", "fleet-large.json"])("on the fixture %s", (name) =>
    judged(options({ deckies: Either.getOrThrow(FleetFile.parse(fixture(name))) })),
  )

  it("on twenty generated fleets and pools, with clocks that change inside the run", () => {
    fc.assert(
      fc.property(
        Arbitraries.pool(5, 40),
        Arbitraries.fleet(1, 4),
        fc.constantFrom(...starts),
        fc.integer({ min: 1, max: 1_000_000 }),
        (pool, deckies, start, seed) =>
          judged(options({ seed: String(seed), start, deckies, poolOf: () => pool })),
      ),
      { seed: propertySeed, numRuns: 20, endOnFailure: true },
    )
  })
})
