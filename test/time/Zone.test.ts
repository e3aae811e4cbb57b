import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Civil from "../../src/time/Civil.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Zone from "../../src/time/Zone.ts"
import { monday, propertySeed } from "../worlds.ts"

const when = fc.integer({ min: Date.UTC(2020, 0, 2), max: Date.UTC(2037, 11, 30) })

describe("Civil", () => {
  it("agrees with the platform's calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
        const date = new Date(day * 86_400_000)
        const civil = Civil.fromDay(day)
        expect(Civil.toDay(civil)).toBe(day)
        expect(civil).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          dayOfMonth: date.getUTCDate(),
        })
        expect(Civil.weekday(day)).toBe((date.getUTCDay() + 6) % 7)
      }),
      { seed: propertySeed },
    )
  })

  it("numbers the weeks of turns of the year as ISO 8601 does", () => {
    const week = (iso: string) => Civil.isoWeek(Math.floor(Instant.parseIso(iso)!.ms / 86_400_000))
    expect([
      week("2026-01-01"),
      week("2026-12-31"),
      week("2027-01-01"),
      week("2021-01-03"),
    ]).toEqual([1, 53, 53, 53])
  })
})

describe("Instant", () => {
  it("writes and reads the same moment to the nanosecond", () => {
    fc.assert(
      fc.property(when, fc.integer({ min: 0, max: 999_999 }), (ms, ns) => {
        expect(Instant.parseIso(Instant.toIsoNanos({ ms, ns }))).toEqual({ ms, ns })
        expect(Instant.toIso(ms)).toBe(new Date(ms).toISOString())
      }),
      { seed: propertySeed },
    )
  })

  it.each(["2026-02-30", "2026-13-01", "yesterday", "2026-01-05T25:00", ""])(
    "takes %j for no date",
    (text) => expect(Instant.parseIso(text)).toBeUndefined(),
  )
})

describe("Zone", () => {
  const zones = ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "UTC"]

  it("agrees with the platform's zones, between 2020 and 2026", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2020, 0, 2), max: Date.UTC(2026, 0, 1) }),
        (zone, ms) => {
          const shown = new Intl.DateTimeFormat("sv-SE", {
            timeZone: zone,
            dateStyle: "short",
            timeStyle: "medium",
          }).format(ms)
          const local = Zone.toLocal(zone, ms)
          expect(`${Civil.toIsoDate(local.day)} ${Zone.formatClock(local)}`).toBe(shown)
        },
      ),
      { seed: propertySeed },
    )
  })

  it("finds the moment of a local time again, whatever the clocks do", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), when, (zone, ms) => {
        const local = Zone.toLocal(zone, ms)
        const found = Zone.fromLocal(
          zone,
          local.day,
          local.minuteOfDay * 60_000 + local.second * 1000 + local.millisecond,
        )
        // of an hour that occurs twice, the first is meant
        expect([0, 3_600_000]).toContain(ms - found)
      }),
      { seed: propertySeed },
    )
  })

  it("knows the day on which London's clocks go forward", () => {
    const before = Instant.parseIso("2026-03-29T00:59:59Z")!.ms
    expect([before, before + 1000].map((ms) => Zone.offsetMinutes("Europe/London", ms))).toEqual([
      0, 60,
    ])
    expect(Zone.offsetMinutes("Europe/London", monday)).toBe(0)
  })
})
