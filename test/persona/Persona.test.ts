import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as ActiveHours from "../../src/persona/ActiveHours.ts"
import { loginFor, loginsFor } from "../../src/persona/Login.ts"
import * as PersonaChoice from "../../src/persona/PersonaChoice.ts"
import * as PersonaImport from "../../src/persona/PersonaImport.ts"
import { fromSeed } from "../../src/rng/Rng.ts"
import * as Arbitraries from "../../simulate/testing/Arbitraries.ts"
import { fixture, made, pool, propertySeed } from "../worlds.ts"

describe("loginFor", () => {
  it.each([
    ["John Smith", "johnsmith"],
    ["Renée", "renee"],
    ["O'Brien", "obrien"],
    ["Jean-Luc Picard", "jeanlucpicard"],
    ["Łukasz Żak", "lukaszzak"],
    ["Юрий", "yuriy"],
    ["42", "user"],
    ["", "user"],
    ["3rd Shift", "rdshift"],
  ])("makes %j into %j", (name, login) => expect(loginFor(name)).toBe(login))

  it("is total, and useradd takes what it gives", () => {
    fc.assert(
      fc.property(fc.fullUnicodeString({ maxLength: 200 }), (name) => {
        expect(loginFor(name)).toMatch(/^[a-z][a-z0-9]{0,31}$/)
      }),
      { seed: propertySeed },
    )
  })

  it("gives two people of one name two accounts", () => {
    expect(loginsFor(["Ana Ruiz", "Aná Ruiz", "Ana Ruiz", "x".repeat(40), "x".repeat(41)])).toEqual(
      ["anaruiz", "anaruiz2", "anaruiz3", "x".repeat(32), `${"x".repeat(31)}2`],
    )
  })
})

describe("ActiveHours", () => {
  const hours = (text: string) => ActiveHours.parse(text)!

  it("includes its start and excludes its end", () => {
    expect(ActiveHours.contains(hours("09:00-18:00"), 540)).toBe(true)
    expect(ActiveHours.contains(hours("09:00-18:00"), 1080)).toBe(false)
  })

  it("wraps midnight, and counts the small hours to the day before", () => {
    const night = hours("22:00-06:00")
    expect([1320, 0, 359, 360, 720].map((minute) => ActiveHours.contains(night, minute))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(ActiveHours.shiftDay(night, 10, 30)).toBe(9)
    expect(ActiveHours.shiftDay(night, 10, 1380)).toBe(10)
  })

  it("is always where both ends are equal, or where an old database has a typo", () => {
    expect(ActiveHours.isAlways(hours("08:00-08:00"))).toBe(true)
    expect(ActiveHours.isAlways(ActiveHours.parseLenient("9 to 5"))).toBe(true)
  })

  it("has as many minutes as it contains", () => {
    const clock = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(clock, clock, (startMinute, endMinute) => {
        const window = { startMinute, endMinute }
        let inside = 0
        for (let minute = 0; minute < 1440; minute++)
          if (ActiveHours.contains(window, minute)) inside++
        expect(inside).toBe(ActiveHours.minutes(window))
        expect(ActiveHours.parse(ActiveHours.format(window))).toEqual(window)
      }),
      { seed: propertySeed },
    )
  })
})

describe("PersonaImport", () => {
  it("accepts all of the fixture", () => {
    const parsed = PersonaImport.parse(fixture("personas.json"), "en")!
    expect(parsed.rejected).toEqual([])
    expect(parsed.accepted).toHaveLength(12)
  })

  it("names every mistake with its index and what to write", () => {
    const parsed = PersonaImport.parse(fixture("personas-with-mistakes.json"), "en")!
    expect(parsed.accepted.map(({ email }) => email)).toEqual([
      "lucia.fernandez@tarnfield.net",
      "katrin.boehm@tarnfield.net",
    ])
    expect(parsed.rejected).toMatchInlineSnapshot(`
      [
        {
          "index": 0,
          "reason": "active_hours: write HH:MM-HH:MM such as 09:00-18:00 (found "8:30 to 17:30")",
        },
        {
          "index": 1,
          "reason": "name: write 1 to 128 characters on one line (found "")",
        },
        {
          "index": 2,
          "reason": "email: write an address such as ana.ruiz@corp.net (found "tomasz.krol")",
        },
        {
          "index": 3,
          "reason": "timezone: write an IANA zone such as Europe/Madrid (found "Europe/Londres")",
        },
        {
          "index": 4,
          "reason": "tone_custom: is missing",
        },
        {
          "index": 6,
          "reason": "leave.0: write a from that is not after its to (found {"from":"2026-02-10","to":"2026-02-01"})",
        },
        {
          "index": 7,
          "reason": "email: katrin.boehm@tarnfield.net stands again at 8, and the later one counts",
        },
      ]
    `)
  })

  it("takes what the arbitraries make", () => {
    fc.assert(
      fc.property(fc.array(Arbitraries.entry, { maxLength: 20 }), (entries) => {
        const parsed = PersonaImport.parse(entries, "en")!
        expect(parsed.accepted.length + parsed.rejected.length).toBe(entries.length)
        for (const { reason } of parsed.rejected) expect(reason).toContain("stands again")
      }),
      { seed: propertySeed, numRuns: 50 },
    )
  })

  it("survives whatever JSON it is given", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const parsed = PersonaImport.parse(value, "en")
        if (parsed !== undefined)
          for (const { reason } of parsed.rejected) expect(reason).not.toContain("\n")
      }),
      { seed: propertySeed, numRuns: 300 },
    )
  })

  it("holds five hundred and no more", () => {
    const many = Array.from({ length: 501 }, (_, index) => ({
      name: `N ${index}`,
      email: `n${index}@corp.net`,
      role: "Clerk",
    }))
    const parsed = PersonaImport.parse(many, "en")!
    expect([parsed.accepted.length, parsed.rejected]).toEqual([
      500,
      [{ index: 500, reason: "a pool holds at most 500 personas" }],
    ])
  })
})

describe("PersonaChoice", () => {
  const root = fromSeed("1")

  it("puts three to six people on a decky, and not the same ones on each", () => {
    const choices = made("1", 40).map((decky) =>
      PersonaChoice.choose(root, decky, pool.personas)
        .map(({ persona }) => persona.email)
        .join(),
    )
    expect(new Set(choices).size).toBeGreaterThan(30)
    for (const choice of choices) {
      expect(choice.split(",").length).toBeGreaterThanOrEqual(3)
      expect(choice.split(",").length).toBeLessThanOrEqual(6)
    }
  })

  it("does not depend on the order of the pool", () => {
    const decky = made("1", 1)[0]!
    expect(PersonaChoice.choose(root, decky, pool.personas.toReversed())).toEqual(
      PersonaChoice.choose(root, decky, pool.personas),
    )
  })
})
