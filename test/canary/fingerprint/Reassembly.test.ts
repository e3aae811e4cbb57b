import { describe, expect, it } from "vitest"
import type { HttpSeen } from "../../../src/canary/Hit.ts"
import { nonceOf } from "../../../src/canary/fingerprint/Nonce.ts"
import * as Reassembly from "../../../src/canary/fingerprint/Reassembly.ts"
import * as Wire from "../../../src/canary/fingerprint/Wire.ts"
import * as Contexts from "./Contexts.ts"

const seeds = Array.from({ length: 60 }, (_, seed) => seed)
const seedOf = (fits: (wire: Wire.Wire) => boolean): number =>
  seeds.find((seed) => fits(Wire.wireOf(Contexts.token(seed))))!

const token = Contexts.token(
  seedOf(({ transport, codec }) => transport === "image" && codec === "plain"),
)
const plain = nonceOf(token)
const wire = Wire.wireOf(token)
const expected: Reassembly.Expected = { nonce: plain, wire }

const told: Readonly<Record<Wire.Field, unknown>> = {
  userAgent: "Mozilla/5.0",
  languages: ["en-GB"],
  platform: "Linux x86_64",
  cores: 4,
  memory: null,
  touchPoints: 0,
  automated: false,
  plugins: 5,
  screen: [1280, 720, 1280, 700, 24, 1],
  zone: "Europe/London",
  offset: -60,
  canvas: "1a2b-3c4d",
  webgl: null,
  audio: "ffffffff-0",
  fonts: "1".repeat(Wire.fonts.length),
}

const valuesOf = (changes: Partial<Record<Wire.Field, unknown>> = {}): string =>
  JSON.stringify(wire.fieldOrder.map((field) => ({ ...told, ...changes })[field]))

interface Sent {
  readonly nonce?: string
  readonly run?: string
  readonly index?: number | string
  readonly total?: number | string
  readonly data?: string
}

const get = (sent: Sent): HttpSeen => {
  const values = { nonce: plain, run: "k3x9a1", index: 0, total: 1, data: valuesOf(), ...sent }
  const query = wire.partOrder
    .map((part) => `${wire.names[part]}=${encodeURIComponent(String(values[part]))}`)
    .join("&")
  return { method: "GET", target: `/img/slug.gif?${query}`, headers: [], body: "" }
}

const feed = (requests: ReadonlyArray<HttpSeen>, from = Reassembly.empty, at = 0) => {
  let state = from
  const results: Array<string> = []
  for (const request of requests) {
    const added = Reassembly.add(state, expected, request, at)
    state = added.state
    if (added.result !== undefined)
      results.push(added.result._tag === "Collected" ? "collected" : added.result.reason)
  }
  return { state, results }
}

const halves = (changes: Sent = {}): ReadonlyArray<HttpSeen> => {
  const data = valuesOf()
  return [
    get({ index: 0, total: 2, data: data.slice(0, 90), ...changes }),
    get({ index: 1, total: 2, data: data.slice(90), ...changes }),
  ]
}

describe("chunks of a fingerprint", () => {
  it("make one in any order, and once", () => {
    const [first, second] = halves()
    expect(feed([second!, first!]).results).toEqual(["collected"])
    expect(feed([first!, first!, second!]).results).toEqual(["collected"])
    expect(feed([first!, second!]).state.bytes).toBe(0)
  })

  it("are told apart by visit", () => {
    const [first] = halves()
    const [, other] = halves({ run: "another1" })
    const { results, state } = feed([first!, other!])
    expect(results).toEqual([])
    expect(state.tokens.get(plain)?.open.size).toBe(2)
  })

  it("give what the browser said, with the offset as offsets are written", () => {
    const { result } = Reassembly.add(Reassembly.empty, expected, get({}), 0)
    expect(result).toMatchObject({
      _tag: "Collected",
      fingerprint: { offsetMinutes: 60, memory: undefined, fonts: [...Wire.fonts].sort() },
    })
  })

  it("are no chunks where nothing of a collector is in them", () => {
    for (const target of ["/img/slug.gif", "/img/slug.gif?", "/img/slug.gif?utm=1", "/?=&=%zz"])
      expect(
        Reassembly.add(Reassembly.empty, expected, { ...get({}), target }, 0).result,
      ).toBeUndefined()
  })

  const table: ReadonlyArray<readonly [string, Sent | ReadonlyArray<Sent>, string]> = [
    ["a nonce of another token", { nonce: nonceOf(Contexts.token("other")) }, "nonce"],
    ["a run of other letters", { run: "../../etc" }, "form"],
    ["an index that is none", { index: "1e1" }, "form"],
    ["an index behind the last", { index: 2, total: 2 }, "form"],
    ["no chunks at all", { total: 0 }, "form"],
    ["more chunks than allowed", { index: 0, total: 33 }, "size"],
    ["a chunk that is too long", { data: "x".repeat(5000) }, "size"],
    ["bytes that are no text", { data: "\u0007" }, "form"],
    ["what is no JSON", { data: "[1,2" }, "encoding"],
    ["another number of values", { data: "[1,2]" }, "shape"],
    ["a value of another type", { data: valuesOf({ cores: "four" }) }, "shape"],
    ["a number out of range", { data: valuesOf({ cores: 1e9 }) }, "shape"],
    ["a hash that is none", { data: valuesOf({ canvas: "<script>" }) }, "shape"],
    ["a font list of another length", { data: valuesOf({ fonts: "101" }) }, "shape"],
    [
      "totals that differ",
      [
        { index: 0, total: 2 },
        { index: 1, total: 3 },
      ],
      "total",
    ],
    [
      "a chunk that comes twice and differs",
      [
        { index: 0, total: 2, data: "a" },
        { index: 0, total: 2, data: "b" },
      ],
      "conflict",
    ],
  ]
  it.each(table)("are rejected for %s", (_, sent, reason) => {
    const requests = (Array.isArray(sent) ? sent : [sent]).map((each: Sent) => get(each))
    expect(feed(requests).results).toEqual([reason])
  })

  it("are held to a number of visits, and those to an age", () => {
    const begun = feed(
      Array.from({ length: Reassembly.openMax + 1 }, (_, at) =>
        get({ run: `visit${at}`, index: 0, total: 2, data: "[" }),
      ),
    )
    expect(begun.results).toEqual(["crowded"])
    const later = Reassembly.ageMillisMax + 1
    expect(feed([get({ run: "fresh", total: 2 })], begun.state, later).results).toEqual([])
    const expired = Reassembly.expire(begun.state, later)
    expect(expired.bytes).toBe(0)
    expect(Reassembly.expire(expired, later * 2).tokens.size).toBe(0)
  })

  it("are held to a size", () => {
    const requests = Array.from({ length: 20 }, (_, index) =>
      get({ index, total: 32, data: "x".repeat(4000) }),
    )
    expect(feed(requests).results).toContain("size")
  })

  it("are held to a rate", () => {
    const requests = Array.from({ length: Reassembly.chunksPerWindowMax + 1 }, () =>
      get({ total: 2 }),
    )
    expect(feed(requests).results).toEqual(["rate"])
  })

  it("of one visitor are waited for when another's are complete", () => {
    const [first, second] = halves({ run: "aaaa11" })
    const { state, results } = feed([first!, ...halves({ run: "bbbb22" }), second!])
    expect(results).toEqual(["collected", "collected"])
    expect(state.tokens.get(plain)).toEqual({ tally: { since: 0, chunks: 4 }, open: new Map() })
    expect(state.bytes).toBe(0)
  })
})

describe("a body", () => {
  const seed = seedOf(({ transport, form }) => transport !== "image" && form === "json")
  const posting = Contexts.token(seed)
  const nonce = nonceOf(posting)
  const own = Wire.wireOf(posting)
  const { names } = own
  const post = (text: string): HttpSeen => ({
    method: "POST",
    target: "/api/slug",
    headers: [],
    body: Buffer.from(text).toString("base64"),
  })
  const tell = (text: string) =>
    Reassembly.add(Reassembly.empty, { nonce, wire: own }, post(text), 0).result

  it("that is no chunk is nothing to speak of", () => {
    for (const text of ["", "null", "[]", '"text"', "{", '{"__proto__":{"a":1}}', "[".repeat(9000)])
      expect(tell(text)).toBeUndefined()
  })

  it("that is one in part is rejected", () => {
    expect(tell(JSON.stringify({ [names.nonce]: nonce, [names.run]: "abcdef" }))).toEqual({
      _tag: "Rejected",
      reason: "form",
    })
  })
})
