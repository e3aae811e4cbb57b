import { describe, expect, it } from "vitest"
import * as Lore from "../../src/lore/Lore.ts"
import { fromSeed } from "../../src/rng/Rng.ts"
import { pool } from "../worlds.ts"

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Person ${index}`,
    email: `p${index}@corp.net`,
  }))

describe("Lore", () => {
  it("gives each of five hundred people a desk and an address of their own", () => {
    const lore = Lore.make(fromSeed("1"), "fleet", people(500))
    expect(new Set(lore.hosts.map(({ ip }) => ip)).size).toBe(lore.hosts.length)
    expect(new Set(lore.hosts.map(({ name }) => name)).size).toBe(lore.hosts.length)
    expect(lore.hosts.filter(({ kind }) => kind === "workstation")).toHaveLength(500)
    for (const { ip } of lore.hosts)
      expect(ip).toMatch(/^(10|192\.168)(\.(\d\d?|1\d\d|2[0-4]\d|25[0-5]))+$/)
    expect(Lore.addressFor(fromSeed("1"), lore, "d")).toMatch(/^(10|192\.168)\./)
  })

  it("does not depend on the order of the people", () => {
    expect(Lore.make(fromSeed("1"), "fleet", pool.personas.toReversed())).toEqual(
      Lore.make(fromSeed("1"), "fleet", pool.personas),
    )
  })

  it("knows the tickets of a day, and no later ones", () => {
    const lore = Lore.make(fromSeed("1"), "fleet", people(3))
    const newest = Lore.newestTicket(lore, 20_000)
    const ticket = (number: number) => `${lore.tickets.prefix}-${number}`
    expect(Lore.isTicket(lore, ticket(newest), 20_000)).toBe(true)
    expect(Lore.isTicket(lore, ticket(newest + 1), 20_000)).toBe(false)
    expect(Lore.isTicket(lore, ticket(newest + 1), 20_001)).toBe(true)
    expect(Lore.isTicket(lore, "NOPE-1", 20_000)).toBe(false)
  })
})
