import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { made, options, transcriptOf } from "../worlds.ts"

const deckies = made("1", 3)
const text = transcriptOf(options({ days: 4, deckies }))
const lines = text.trimEnd().split("\n")
const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>)

describe("the transcript", () => {
  it("is the same again, and another one for another seed", () => {
    expect(transcriptOf(options({ days: 4, deckies }))).toBe(text)
    expect(transcriptOf(options({ days: 4, deckies, seed: "2" }))).not.toBe(text)
  })

  it("does not depend on the order of the fleet", () => {
    expect(transcriptOf(options({ days: 4, deckies: deckies.toReversed() }))).toBe(text)
  })

  it("begins with the run and ends with the digest of all before", () => {
    expect(parsed[0]).toMatchObject({ type: "run", seed: "1", days: 4 })
    const before = lines
      .slice(0, -1)
      .map((line) => `${line}\n`)
      .join("")
    expect(parsed.at(-1)).toEqual({
      type: "end",
      events: lines.length - 2,
      sha256: createHash("sha256").update(before).digest("hex"),
    })
  })

  it("has its keys sorted and its lines in order of time and decky", () => {
    for (const line of parsed) expect(Object.keys(line)).toEqual(Object.keys(line).toSorted())
    const moments = parsed.slice(1, -1).map(({ at }) => String(at))
    expect(moments).toEqual(moments.toSorted())
  })
})
