import { describe, expect, it } from "vitest"
import * as Format from "../../runtime/dashboard/Format.ts"
import * as Route from "../../runtime/dashboard/Route.ts"
import * as Shares from "../../runtime/dashboard/Shares.ts"
import type { Config } from "../../runtime/dashboard/Wire.ts"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import * as Taxonomy from "../../src/taxonomy/ContentClass.ts"

const defaults = PlannerConfig.toWire(PlannerConfig.defaults) as unknown as Config

describe("addresses", () => {
  it("come back as they went in", () => {
    const hash = Route.to(["deckies", "local:a/b ü"], { path: "/home/x y/ä?&#", empty: "" })
    expect(Route.parse(hash)).toEqual({
      parts: ["deckies", "local:a/b ü"],
      query: { path: "/home/x y/ä?&#" },
    })
  })

  it("that are broken are still read", () => {
    expect(Route.parse("#/deckies/%zz")).toEqual({ parts: ["deckies", "%zz"], query: {} })
    expect(Route.parse("")).toEqual({ parts: [], query: {} })
  })
})

describe("shares of new files", () => {
  it("sum to one and follow the planner's order of throws", () => {
    const shares = Shares.ofNew(defaults)
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10)
    expect(shares.find((each) => each.class === "note")?.share).toBeCloseTo(0.97 * 0.7 * 0.4, 10)
  })

  it("are of the families that the library names", () => {
    for (const name of Taxonomy.all) expect(Format.familyOf(name)).toBe(Taxonomy.familyOf(name))
  })

  it("leave nothing to make where all is left alone or edited", () => {
    expect(
      Shares.ofMoments({ ...defaults, leave_alone_probability: 0.6, edit_probability: 0.7 }),
    ).toEqual({ alone: 0.6, edit: 0.4, made: 0 })
  })
})

describe("numbers and times", () => {
  it("are short and in UTC", () => {
    const now = Date.parse("2026-11-21T12:00:00Z")
    expect(Format.ago("2026-11-21T11:58:30Z", now)).toBe("1 min ago")
    expect(Format.ago(now / 1000 - 3, now)).toBe("just now")
    expect(Format.ago("2026-11-18T12:00:00Z", now)).toBe("3 d ago")
    expect(Format.ago("2026-10-01T12:00:00Z", now)).toBe("2026-10-01")
    expect(Format.time("2026-11-21T11:58:30.123Z")).toBe("2026-11-21 11:58")
    expect(Format.bytes(999)).toBe("999 B")
    expect(Format.bytes(48_211)).toBe("48 kB")
    expect(Format.mode("0640")).toBe("rw-r-----")
    expect(Format.mode(0o755)).toBe("rwxr-xr-x")
    expect(Format.counted(1, "decky", "deckies")).toBe("1 decky")
    expect(Format.percent(0.0002)).toBe("under 0.1 %")
  })
})
