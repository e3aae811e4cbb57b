import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as Faults from "../../simulate/Faults.ts"
import * as Recovery from "../../simulate/Recovery.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import type { Aftermath } from "../../simulate/Troubled.ts"
import { made, options } from "../worlds.ts"

const days = 7

interface Ended {
  readonly run: Simulation.Run
  readonly aftermath: Aftermath
}

/** `prepare` may spoil the hosts before anything happens on them. */
const troubled = (
  seed: string,
  faults: Faults.Profile,
  prepare: (run: Simulation.Run) => void = () => {},
): Ended => {
  const run = Simulation.begin(options({ seed, days, faults }))
  prepare(run)
  return { run, aftermath: Effect.runSync(Simulation.run(run, () => Effect.void))! }
}

const replay = (seed: string): string =>
  `decnet simulate --days ${days} --seed ${seed} --faults heavy`

/** Run with DECNET_FAULT_SEEDS=1000 for the whole of it. */
const seeds = Number(process.env["DECNET_FAULT_SEEDS"] ?? 40)

const withoutVisits: Faults.Profile = { ...Faults.heavy, visitsPerDay: 0 }

const filesOf = (run: Simulation.Run): ReadonlyArray<string> =>
  [...run.hosts].flatMap(([uuid, host]) =>
    host
      .tree()
      .filter(({ kind }) => kind === "file")
      .map(({ path, mtime, mode, owner, read }) =>
        JSON.stringify([uuid, path, mtime, mode, owner, Buffer.from(read()).toString("base64")]),
      ),
  )

describe("hosts and stores that fail, kills, clock jumps and visitors", () => {
  it(`lose and double nothing in ${days} days of ${seeds} seeds`, () => {
    const total: Record<string, number> = {}
    for (let seed = 1; seed <= seeds; seed++) {
      const { run, aftermath } = troubled(String(seed), Faults.heavy)
      expect(Recovery.problems(run, aftermath), replay(String(seed))).toEqual([])
      for (const [kind, count] of Object.entries(aftermath.faults))
        total[kind] = (total[kind] ?? 0) + count
      for (const { result } of aftermath.outcomes) total[result] = (total[result] ?? 0) + 1
    }
    console.log(total)
    for (const kind of ["kill", "call", "store", "outage", "disk", "clock", "visit"])
      expect(total[kind], kind).toBeGreaterThan(0)
    expect(total["interrupted"]).toBeGreaterThan(0)
    expect(total["touched"]).toBeGreaterThan(0)
  })

  it("leave the same files, byte by byte and to the nanosecond, as if nothing had happened", () => {
    for (const seed of ["1", "2", "3", "4"]) {
      const deckies = made(seed, 2)
      const peace = Simulation.begin(options({ seed, days, deckies, keepsContent: true }))
      Effect.runSync(Simulation.run(peace, () => Effect.void))
      const war = Simulation.begin(options({ seed, days, deckies, faults: withoutVisits }))
      Effect.runSync(Simulation.run(war, () => Effect.void))
      expect(filesOf(war)).toEqual(filesOf(peace))
    }
  })
})

describe("the proof notices", () => {
  const someSeed = (prepare: (run: Simulation.Run) => void): ReadonlyArray<string> => {
    for (let seed = 1; seed <= 20; seed++) {
      const { run, aftermath } = troubled(String(seed), withoutVisits, prepare)
      const problems = Recovery.problems(run, aftermath)
      if (problems.length > 0) return problems
    }
    return []
  }

  it("appends that are doubled where an answer was lost", () => {
    const problems = someSeed(({ hosts }) => {
      for (const { host } of hosts.values()) {
        const { append } = host
        Object.assign(host, {
          append: (...[decky, action]: Parameters<typeof append>) => append(decky, action, "first"),
        })
      }
    })
    expect(problems.join("\n")).toMatch(/is not what its records come to/)
  })

  it("files that are not there although they are on record", () => {
    const problems = someSeed(({ hosts }) => {
      for (const { host } of hosts.values()) Object.assign(host, { plant: () => Effect.void })
    })
    expect(problems.join("\n")).toMatch(/has a row and is not there/)
  })

  it("mails that were delivered to nobody", () => {
    const problems = someSeed(({ hosts }) => {
      for (const { mail } of hosts.values()) Object.assign(mail, { deliver: () => Effect.void })
    })
    expect(problems.join("\n")).toMatch(/is recorded and not there as it was/)
  })
})
