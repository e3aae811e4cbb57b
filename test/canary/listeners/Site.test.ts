import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import * as Site from "../../../runtime/canary/http/Site.ts"

const ids = Array.from({ length: 200 }, (_, at) =>
  createHash("md5").update(`journal ${at}`).digest("hex"),
)
const sites = ids.map(Site.make)

const endings = ["svg", "css", "js", "txt", "xml", "json", "html"]

describe("what an installation serves", () => {
  it("is the same each time it starts", () => {
    for (const [at, site] of sites.entries()) {
      const again = Site.make(ids[at]!)
      expect(again.page.body.equals(site.page.body)).toBe(true)
      expect(again.modifiedOf(again.page)).toBe(site.modifiedOf(site.page))
    }
  })

  it("is dated otherwise on each, within a working day, its files seconds apart", () => {
    const dates = sites.map((site) => site.modifiedOf(site.page))
    expect(new Set(dates).size).toBeGreaterThan(195)
    for (const [at, seconds] of dates.entries()) {
      const date = new Date(seconds * 1000)
      expect([1, 2, 3, 4, 5]).toContain(date.getUTCDay())
      expect(date.getUTCHours()).toBeGreaterThanOrEqual(8)
      expect(date.getUTCHours()).toBeLessThanOrEqual(17)
      for (const resource of sites[at]!.byEnding.values())
        expect(Math.abs(sites[at]!.modifiedOf(resource) - seconds)).toBeLessThan(3)
    }
  })

  it("has no page, drawing or answer that most of them share", () => {
    for (const ending of endings) {
      const counts = new Map<string, number>()
      for (const { byEnding } of sites) {
        const text = byEnding.get(ending)!.body.toString()
        counts.set(text, (counts.get(text) ?? 0) + 1)
      }
      expect(Math.max(...counts.values()), ending).toBeLessThan(ending === "xml" ? 130 : 100)
    }
  })

  it("is well-formed JSON where it says so", () => {
    for (const { json } of sites) expect(JSON.parse(json.body.toString())).toBeTypeOf("object")
  })
})
