import { describe, expect, it } from "vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import type { Outcome } from "../../src/engine/Record.ts"
import * as FleetFile from "../../src/fleet/FleetFile.ts"
import type { Decky } from "../../src/fleet/Decky.ts"
import { Tenure } from "../../src/ports/Tenure.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { fromSeed, Rng } from "../../src/rng/Rng.ts"
import { byMoment } from "../../src/engine/InMemory.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import * as Transcript from "../../simulate/Transcript.ts"
import * as Maildir from "../../src/email/Maildir.ts"
import * as FleetExport from "../../runtime/fleet/FleetExport.ts"
import * as Enrolment from "../../runtime/orchestrator/Enrolment.ts"
import * as Worker from "../../runtime/orchestrator/Worker.ts"
import { Fleet } from "../../runtime/storage/Fleet.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import { VirtualClock, waited } from "../parts/VirtualClock.ts"
import { monday, options } from "../worlds.ts"
import { contact, pools, sqlite } from "./world.ts"

const days = 3
const seed = "what the operator wrote down"
const end = monday + days * 86_400_000

const lines = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<string> =>
  [...outcomes]
    .sort(byMoment)
    .map((outcome) => JSON.stringify(Transcript.outcomeLine(outcome, true)))

interface Lived {
  readonly outcomes: ReadonlyArray<Outcome>
  readonly deckies: ReadonlyArray<Decky>
}

/** The worker's own loop over three days, on a database file and hosts in memory. */
const lived = async (): Promise<Lived> => {
  const clock = new VirtualClock(monday)
  const hosts = new Map<string, MemoryHost.MemoryDecky>()
  const outcomes: Array<Outcome> = []
  const deckies: Array<Decky> = []
  let standing: Worker.Standing | undefined
  const layers = Layer.mergeAll(
    Storage.layer(sqlite(), { hostUuid: "local" }),
    MemoryHost.layer(hosts, () => undefined),
    Layer.succeed(Rng, fromSeed(seed)),
    Entropy.layerCounted,
    LanguageModel.layerOff,
    Tenure.layerSole,
    Logger.remove(Logger.defaultLogger),
  )
  const program = Effect.gen(function* () {
    const fleet = yield* Fleet
    for (const [name, role, services] of [
      ["gate", "bastion", ["ssh"]],
      ["files", "server", ["ssh", "imap"]],
    ] as const)
      yield* fleet.put("local", { name, ip: undefined, services, config: { role } })
    const roster = yield* Enrolment.make({
      hostUuid: "local",
      root: fromSeed(seed),
      cadence: { kind: "human" },
      mailRoot: Maildir.patternDefault,
      pools,
      contact: contact(monday),
    })
    const worker = yield* Worker.make(
      { intervalMillis: 60_000, once: false, concurrency: 4, catchUpMillis: 86_400_000 },
      {
        roster: Effect.tap(roster, ({ world }) =>
          Effect.sync(() => {
            for (const { decky, host } of world.casts.values())
              if (!hosts.has(decky.uuid)) {
                deckies.push(decky)
                hosts.set(decky.uuid, MemoryHost.hostOf(host, monday, true))
              }
          }),
        ),
        prune: Effect.void,
        onOutcomes: (done) => Effect.sync(() => void outcomes.push(...done)),
      },
    )
    standing = worker.standing
    yield* worker.run(Effect.never)
  })
  const fiber = Effect.runFork(Effect.withClock(Effect.provide(program, layers), clock))
  const known = await waited(() => standing)
  await clock.passTo(end, () => known.busy > 0)
  const exit = await Effect.runPromise(Fiber.interrupt(fiber))
  expect(Exit.isInterrupted(exit), String(exit)).toBe(true)
  return { outcomes: outcomes.filter(({ at }) => at.ms <= end), deckies }
}

/** What an operator previews: the exported fleet, by the same seed and from the same start. */
const previewed = (exported: string): ReadonlyArray<Outcome> => {
  const outcomes: Array<Outcome> = []
  Effect.runSync(
    Simulation.run(
      Simulation.begin(
        options({
          days,
          seed,
          deckies: Either.getOrThrow(FleetFile.parse(JSON.parse(exported) as unknown)),
        }),
      ),
      (batch) => Effect.sync(() => void outcomes.push(...batch.outcomes)),
    ),
  )
  return outcomes
}

describe("a preview", () => {
  it("is what production does, action by action and byte by byte", async () => {
    const { outcomes, deckies } = await lived()
    expect(outcomes.length).toBeGreaterThan(200)
    expect(new Set(outcomes.map(({ action }) => action._tag)).size).toBeGreaterThan(4)
    expect(lines(previewed(FleetExport.text(deckies)))).toEqual(lines(outcomes))
  }, 120_000)
})
