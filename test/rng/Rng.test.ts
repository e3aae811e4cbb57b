import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { append } from "../../src/rng/Key.ts"
import { fromSeed } from "../../src/rng/Rng.ts"
import * as Table from "../../src/rng/Table.ts"
import { propertySeed } from "../worlds.ts"

describe("Rng", () => {
  it("gives the values that it has always given", () => {
    // frozen: a change here is a change of every history ever made
    const rng = fromSeed("1").within("decky", "a", "day", 3)
    expect([rng.below(1000), rng.between(-5, 5), rng.chance(1, 2), rng.hex(8)])
      .toMatchInlineSnapshot(`
      [
        59,
        0,
        true,
        "ca4d0b2a",
      ]
    `)
    expect(fromSeed("1").within("x").shuffle([1, 2, 3, 4, 5])).toMatchInlineSnapshot(`
      [
        5,
        2,
        1,
        4,
        3,
      ]
    `)
  })

  it("does not care what was drawn before a child is named", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(20), (seed, label, draws) => {
        const parent = fromSeed(seed)
        const fresh = parent.within(label).bits()
        for (let draw = 0; draw < draws; draw++) parent.bits()
        return parent.within(label).bits() === fresh
      }),
      { seed: propertySeed },
    )
  })

  it("gives two different lists of labels two different paths", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        const same = a.length === b.length && a.every((label, index) => label === b[index])
        return same === (append("", a) === append("", b))
      }),
      { seed: propertySeed },
    )
  })

  it("names a child the same in one step or in two", () => {
    expect(fromSeed("s").within("a", "b").bits()).toBe(fromSeed("s").within("a").within("b").bits())
  })

  it("draws weights in their proportion", () => {
    const rng = fromSeed("weights")
    const counts = [0, 0, 0]
    for (let draw = 0; draw < 30_000; draw++) counts[rng.weightedIndex([1, 0, 2])]!++
    expect(counts[1]).toBe(0)
    expect(Math.abs(counts[0]! - 10_000)).toBeLessThan(400)
  })
})

describe("Table", () => {
  it("makes lognormals within one percent of the formula", () => {
    const table = Table.lognormal(396_000, 1834)
    // quantiles of exp(N(ln 396, 1.834)) at 1/4, 1/2, 3/4
    expect(table[16]).toBe(396_000)
    expect(table[8]! / (396_000 * Math.exp(-0.674 * 1.834))).toBeCloseTo(1, 2)
    expect(table[24]! / (396_000 * Math.exp(0.674 * 1.834))).toBeCloseTo(1, 2)
  })
})
