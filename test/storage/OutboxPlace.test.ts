import { describe, expect, it } from "vitest"
import * as OutboxPlace from "../../runtime/storage/OutboxPlace.ts"

describe("OutboxPlace", () => {
  it("hands out each number once, and waits for one that is missing", () => {
    const first = OutboxPlace.advance(OutboxPlace.at(10), [11, 13, 14], 0, false)
    expect([...first.fresh]).toEqual([11, 13, 14])
    expect(first.place.floor).toBe(11)
    const second = OutboxPlace.advance(first.place, [12, 13, 14], 5000, false)
    expect([...second.fresh]).toEqual([12])
    expect(second.place).toEqual(OutboxPlace.at(14))
  })

  it("gives a missing number up after a while, as transactions end", () => {
    const first = OutboxPlace.advance(OutboxPlace.at(0), [2], 0, false)
    expect(first.place.floor).toBe(0)
    const later = OutboxPlace.advance(first.place, [2], 9_999, false)
    expect(later.place.floor).toBe(0)
    const last = OutboxPlace.advance(later.place, [2], 10_000, false)
    expect([...last.fresh]).toEqual([])
    expect(last.place).toEqual(OutboxPlace.at(2))
  })

  it("waits for nothing where numbers come in order", () => {
    const { place } = OutboxPlace.advance(OutboxPlace.at(0), [2, 9], 0, true)
    expect(place).toEqual(OutboxPlace.at(9))
  })

  it("keeps its memory bounded when numbers jump", () => {
    const { place } = OutboxPlace.advance(OutboxPlace.at(0), [1, 5_000_000], 0, false)
    expect(place.missing.size).toBeLessThan(2_001)
  })
})
