import { describe, expect, it } from "vitest"
import * as Incident from "../../../src/canary/hits/Incident.ts"
import type { Seen } from "../../../src/canary/Hit.ts"
import { lookup, monday, seen, slug } from "./Samples.ts"

const place = (hits: ReadonlyArray<Seen>) => {
  const desk = new Incident.Desk(Incident.empty)
  return hits.map((hit) => desk.place(hit, hit.id))
}

const dns = (at: number, type = "A", ip = "185.12.64.1") =>
  seen({ at: monday + at, ip, http: undefined, dns: lookup(type) })

describe("incidents", () => {
  it("join the halves and the repetitions of one lookup", () => {
    const placed = place([
      dns(0, "A"),
      dns(20, "AAAA", "185.12.64.9"),
      dns(5000, "A"),
      dns(14_000, "A"),
      dns(30_000, "A"),
    ])
    expect(new Set(placed.slice(0, 4).map(({ incident }) => incident)).size).toBe(1)
    expect(placed[4]!.incident).not.toBe(placed[0]!.incident)
    expect(placed[1]!.before.asked).toEqual([`A ${lookup().name}`])
    expect(placed[4]!.before.asked).toEqual([])
  })

  it("take all addresses of a public resolver for one source", () => {
    const [a, b] = place([dns(0, "A", "172.253.5.3"), dns(9, "AAAA", "74.125.18.4")])
    expect(a!.incident).toBe(b!.incident)
  })

  it("keep sources and tokens apart", () => {
    const placed = place([
      seen({ ip: "185.220.101.7" }),
      seen({ ip: "185.220.101.8" }),
      seen({ ip: "185.220.101.7", slug: slug(2) }),
      dns(0),
    ])
    expect(new Set(placed.map(({ incident }) => incident)).size).toBe(4)
  })

  it("count a flood on the last row of its minute, and lose none of it", () => {
    const hits = Array.from({ length: 500 }, (_, at) => seen({ at: monday + at * 10 }))
    const placed = place([...hits, seen({ at: monday + 60_000 })])
    expect(placed.filter(({ isNew }) => isNew).length).toBe(Incident.rowsPerMinuteMax + 1)
    expect(new Set(placed.slice(60, 500).map(({ row }) => row))).toEqual(new Set([hits[59]!.id]))
    expect(placed[500]!.isNew).toBe(true)
  })

  it("come to the same however the journal is cut", () => {
    const hits = Array.from({ length: 400 }, (_, at) =>
      at % 3 === 0
        ? dns(at * 700, at % 2 === 0 ? "A" : "AAAA", `185.12.${at % 5}.1`)
        : seen({ at: monday + at * 700, slug: slug(at % 4), ip: `185.220.101.${at % 7}` }),
    )
    const whole = place(hits)
    for (const size of [1, 7, 64]) {
      let state = Incident.empty
      const cut = []
      for (let at = 0; at < hits.length; at += size) {
        const some = hits.slice(at, at + size)
        const desk = new Incident.Desk(JSON.parse(JSON.stringify(state)) as Incident.State)
        cut.push(...some.map((hit) => desk.place(hit, hit.id)))
        state = desk.state(some.at(-1)!.at)
      }
      expect(cut).toEqual(whole)
    }
  })

  it("remember a bounded number of callers", () => {
    const desk = new Incident.Desk(Incident.empty)
    for (let at = 0; at < 5000; at++)
      desk.place(seen({ ip: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`, slug: slug(at) }), "x")
    const state = desk.state(monday)
    expect([state.traces.length, state.minutes.length <= 500]).toEqual([500, true])
  })
})
