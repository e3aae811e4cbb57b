import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import { afterAll, describe, expect, it } from "vitest"
import * as PoolFile from "../../runtime/personas/PoolFile.ts"
import * as Pools from "../../runtime/personas/Pools.ts"
import type { Decky } from "../../src/fleet/Decky.ts"
import * as MadeFleet from "../../src/fleet/MadeFleet.ts"
import * as ActiveHours from "../../src/persona/ActiveHours.ts"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"

const folder = mkdtempSync(join(tmpdir(), "pools-"))
afterAll(() => rmSync(folder, { recursive: true }))

const person = (name: string, more: object = {}) => ({
  name,
  email: `${name}@corp.net`,
  role: "Clerk",
  ...more,
})

const write = (name: string, ...names: ReadonlyArray<string>): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(names.map((each) => person(each))))
  return path
}

/** Pools over topologies that a test may change. */
const world = async (topologies: Record<string, unknown>) => {
  const state = { away: false, topologies }
  const hostWide = await Effect.runPromise(PoolFile.make(write("host.json", "hanna", "hugo")))
  const { poolOf } = await Effect.runPromise(
    Pools.make({
      hostWide,
      topology: (id) =>
        state.away
          ? Effect.fail(new StoreUnavailable({ reason: "unreachable", detail: "away" }))
          : Effect.succeed(
              Option.map(Option.fromNullable(state.topologies[id]), (emailPersonas) => ({
                emailPersonas,
                languageDefault: "de",
              })),
            ),
    }),
  )
  const of = (changes: Partial<Decky>) =>
    Effect.runPromise(
      poolOf({ ...MadeFleet.defaultDecky, topologyId: undefined, ...changes }).pipe(
        Logger.withMinimumLogLevel(LogLevel.None),
      ),
    )
  return { state, of }
}

const names = (pool: { readonly personas: ReadonlyArray<{ readonly name: string }> }) =>
  pool.personas.map(({ name }) => name)

describe("the pool of a decky", () => {
  it("is its own file's, else its topology's, else the host's", async () => {
    const { of } = await world({ site: [person("tom")] })
    const own = write("own.json", "olga")
    expect(await of({ personasFile: own, topologyId: "site" })).toMatchObject({
      id: `file:${own}`,
      personas: [{ name: "olga" }],
    })
    expect(await of({ topologyId: "site" })).toMatchObject({ id: "site" })
    expect(names(await of({ topologyId: "site" }))).toEqual(["tom"])
    expect(names(await of({}))).toEqual(["hanna", "hugo"])
  })

  it.each([
    ["no list", null],
    ["an empty one", []],
    ["something else", { a: 1 }],
  ])("is the host's where its topology has %s", async (_, stored) => {
    const { of } = await world({ site: stored })
    expect((await of({ topologyId: "site" })).id).toBe("fleet")
  })

  it("is empty where its own file is missing: nobody else moves in", async () => {
    const { of } = await world({})
    expect(names(await of({ personasFile: join(folder, "none.json") }))).toEqual([])
  })

  it("takes a topology's language, and hours that were mistyped there for always", async () => {
    const { of } = await world({ site: [person("tom", { active_hours: "9-5" })] })
    const [tom] = (await of({ topologyId: "site" })).personas
    expect([tom!.language, ActiveHours.isAlways(tom!.activeHours)]).toEqual(["de", true])
  })

  it("is the same object until its people change, and outlives an absent database", async () => {
    const { of, state } = await world({ site: [person("tom")] })
    const first = await of({ topologyId: "site" })
    expect(await of({ topologyId: "site" })).toBe(first)
    state.away = true
    expect(await of({ topologyId: "site" })).toBe(first)
    state.away = false
    state.topologies = { site: [person("tina")] }
    expect(names(await of({ topologyId: "site" }))).toEqual(["tina"])
  })
})
