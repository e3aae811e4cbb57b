import { beforeAll, describe, expect, it } from "vitest"
import * as Agenda from "../../src/agenda/Agenda.ts"
import { hourWeights } from "../../src/diurnal/HourProfile.ts"
import * as Persona from "../../src/persona/Persona.ts"
import { defaults } from "../../src/planner/PlannerConfig.ts"
import { fromSeed } from "../../src/rng/Rng.ts"
import * as Zone from "../../src/time/Zone.ts"
import { monday } from "../worlds.ts"

const days = 60
const firstDay = monday / 86_400_000
const timezone = "Europe/Berlin"

/** Sixty days of thirty people who work from nine to six, as moments in epoch milliseconds. */
const people = Array.from({ length: 30 }, (_, index) => {
  const root = fromSeed("rhythm")
  const persona = Persona.fromEntry(
    { name: `Person ${index}`, email: `p${index}@corp.net`, role: "Clerk" },
    "en",
  )
  const rhythm = Agenda.rhythm(root, persona, defaults)
  const resident = { persona, login: "p", uid: 1000, timezone }
  return Array.from({ length: days }, (_, day) =>
    Agenda.ofDay(root, "d", resident, rhythm, firstDay + day, defaults),
  ).flat()
})

const quantile = (values: ReadonlyArray<number>, share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!

/** Jensen and Shannon's divergence of two distributions, in bits. */
const divergence = (p: ReadonlyArray<number>, q: ReadonlyArray<number>): number => {
  const term = (a: number, b: number) => (a === 0 ? 0 : a * Math.log2(a / b))
  return p.reduce((sum, value, index) => {
    const middle = (value + q[index]!) / 2
    return sum + (term(value, middle) + term(q[index]!, middle)) / 2
  }, 0)
}

const shares = (counts: ReadonlyArray<number>): ReadonlyArray<number> => {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => count / total)
}

describe("sixty days of thirty people from nine to six", () => {
  const moments = people.flat().map(({ at }) => at.ms)
  const locals = moments.map((ms) => Zone.toLocal(timezone, ms))
  const byHour = Array.from({ length: 24 }, () => 0)
  let gaps: ReadonlyArray<number> = []

  beforeAll(() => {
    for (const { minuteOfDay } of locals) byHour[Math.floor(minuteOfDay / 60)]!++
    gaps = people.flatMap((each) =>
      each.slice(1).map(({ at }, index) => at.ms - each[index]!.at.ms),
    )
    console.log({
      moments: moments.length,
      weekend: moments.filter((_, i) => (locals[i]!.day + 3) % 7 > 4).length / moments.length,
      dip: byHour[12]! / ((byHour[11]! + byHour[13]!) / 2),
    })
  })

  it("works about eight times a person and working day", () => {
    const mean = moments.length / 30 / 43
    expect(mean).toBeGreaterThan(5.5)
    expect(mean).toBeLessThan(10)
  })

  it("keeps 1 to 9 % for the weekend", () => {
    const weekend = locals.filter(({ day }) => (day + 3) % 7 > 4).length / locals.length
    expect(weekend).toBeGreaterThanOrEqual(0.01)
    expect(weekend).toBeLessThanOrEqual(0.09)
  })

  it("dips at noon", () => {
    const dip = byHour[12]! / ((byHour[11]! + byHour[13]!) / 2)
    expect(dip).toBeGreaterThanOrEqual(0.72)
    expect(dip).toBeLessThanOrEqual(0.98)
  })

  it("follows the table inside the window within 0.02 bit", () => {
    const table = hourWeights.map((weight, hour) => (hour >= 9 && hour < 18 ? weight : 0))
    const distance = divergence(shares(byHour), shares(table))
    console.log({ distance })
    expect(distance).toBeLessThan(0.02)
  })

  it("comes in bursts, and people differ in that", () => {
    const bursts = people
      .filter((each) => each.length >= 41)
      .map((each) => {
        const own = each.slice(1).map(({ at }, index) => at.ms - each[index]!.at.ms)
        const mean = own.reduce((sum, gap) => sum + gap, 0) / own.length
        const sigma = Math.sqrt(own.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / own.length)
        return (sigma - mean) / (sigma + mean)
      })
    console.log({
      p10: quantile(bursts, 0.1),
      p50: quantile(bursts, 0.5),
      p90: quantile(bursts, 0.9),
    })
    expect(quantile(bursts, 0.5)).toBeGreaterThanOrEqual(0.25)
    expect(quantile(bursts, 0.5)).toBeLessThanOrEqual(0.75)
    expect(quantile(bursts, 0.9) - quantile(bursts, 0.1)).toBeGreaterThanOrEqual(0.1)
  })

  it("shows no grid of minutes", () => {
    const whole = gaps.filter((gap) => Math.floor(gap / 1000) % 60 === 0).length / gaps.length
    expect(whole).toBeLessThanOrEqual(0.08)
  })
})
