import { describe, expect, it } from "@effect/vitest"
import * as CacheTmp from "../../src/bodies/CacheTmp.ts"
import { en } from "../../src/lexicon/en/index.ts"
import * as Rng from "../../src/rng/Rng.ts"
import * as Subjects from "./Subjects.ts"

const made = Array.from({ length: 1500 }, (_, index) => {
  const owner = (["author", "author", "root", "www-data"] as const)[index % 4]!
  const name = CacheTmp.name(Rng.fromSeed(`tmp${index}`), owner)
  const subject = { ...Subjects.subject("tmp", index, en), path: `/tmp/${name}` }
  return { name, owner, subject, body: Subjects.draw(`body${index}`, CacheTmp.create(subject)) }
})

describe("leftovers in /tmp", () => {
  it("have names of the programs that their owners run", () => {
    for (const { name, owner } of made) {
      expect(name).toMatch(/^[\w.-]+$/)
      expect(CacheTmp.ownerOf(`/tmp/${name}`)).toBe(owner)
    }
    expect(new Set(made.map(({ name }) => name)).size).toBeGreaterThan(1480)
  })

  it("are sometimes empty and else never twice the same", () => {
    const empty = made.filter(({ body }) => body === "").length / made.length
    expect(empty).toBeGreaterThan(0.1)
    expect(empty).toBeLessThan(0.6)
    const long = made.map(({ body }) => body).filter((body) => body.length > 40)
    expect(new Set(long).size).toBe(long.length)
  })

  it("are small, and JSON where they say so", () => {
    for (const { body, name } of made) {
      expect(body.length).toBeLessThan(4096)
      if (name.endsWith(".json") && body !== "") expect(() => JSON.parse(body)).not.toThrow()
    }
  })
})
