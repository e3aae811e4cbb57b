import { describe, expect, it } from "vitest"
import { nonceOf } from "../../../src/canary/fingerprint/Nonce.ts"
import * as Reassembly from "../../../src/canary/fingerprint/Reassembly.ts"
import * as Callback from "../../../src/canary/Callback.ts"
import { Pen } from "../../../src/canary/fingerprint/Pen.ts"
import { fromSeed } from "../../../src/rng/Rng.ts"
import { wireOf } from "../../../src/canary/fingerprint/Wire.ts"
import * as Contexts from "./Contexts.ts"
import * as Page from "./Page.ts"

const count = 60

const collected = (format: Page.Format, seed: number) => {
  const requests = Page.requestsOf(Page.scriptOf(Page.artifact(format, seed)))
  const token = Contexts.token(seed)
  const expected = { nonce: nonceOf(token), wire: wireOf(token) }
  let state = Reassembly.empty
  const results: Array<Reassembly.Result> = []
  for (const request of requests) {
    const added = Reassembly.add(state, expected, request, 1000)
    state = added.state
    if (added.result !== undefined) results.push(added.result)
  }
  return { requests, results, state }
}

describe.each(["html", "svg"] as const)("the script of a page as %s", (format) => {
  it("tells every token's listener the same of the same browser, however it is worded", () => {
    const digests = new Set<string>()
    for (let seed = 0; seed < count; seed++) {
      const { requests, results, state } = collected(format, seed)
      const { slug } = Contexts.token(seed)
      expect(requests.length).toBeGreaterThan(0)
      expect(requests.every(({ target }) => Callback.slugsOfTarget(target).includes(slug))).toBe(
        true,
      )
      expect(results, `token ${seed}`).toHaveLength(1)
      expect(results[0]).toMatchObject({
        _tag: "Collected",
        fingerprint: {
          userAgent: "Mozilla/5.0 (Ünïcode 漢字)",
          languages: ["de-DE", "en"],
          cores: 8,
          memory: undefined,
          automated: false,
          plugins: 5,
          screen: { width: 1920, availableHeight: 1040, pixelRatio: 1.25 },
          webgl: { vendor: "parameter 37445", renderer: "parameter 37446" },
          fonts: [],
        },
      })
      expect(state.bytes).toBe(0)
      if (results[0]?._tag === "Collected") digests.add(results[0].fingerprint.digest)
    }
    expect(digests.size).toBe(1)
  })
})

it("sends in every way that there is", () => {
  const ways = new Set<string>()
  for (let seed = 0; seed < count; seed++) {
    const { transport, form, codec } = wireOf(Contexts.token(seed))
    ways.add(`${transport} ${form} ${codec}`)
  }
  expect(ways.size).toBe(10)
})

it("sends under names that do not follow from what is sent", () => {
  const { slug } = Contexts.token(1)
  const told = Array.from({ length: count }, (_, seed) =>
    JSON.stringify(wireOf({ slug, secret: Contexts.token(seed).secret })),
  )
  expect(new Set(told).size).toBe(count)
})

it("gives people extensions and rooms that do not follow from who they are", () => {
  const about = Contexts.context(1, "html")
  const told = Array.from({ length: count }, (_, seed) => {
    const pen = new Pen({ ...about, salt: String(seed) }, fromSeed("same"))
    const person = pen.people[1]!
    expect(pen.extension(person)).toBe(pen.extension({ ...person }))
    return { extension: pen.extension(person), room: pen.room(person) }
  })
  expect(new Set(told.map(({ extension }) => extension)).size).toBeGreaterThan(count / 2)
  expect(new Set(told.map(({ room }) => room)).size).toBeGreaterThan(count / 2)
})
