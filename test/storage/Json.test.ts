import * as fc from "effect/FastCheck"
import { describe, expect, it } from "vitest"
import * as Json from "../../runtime/storage/Json.ts"
import { propertySeed } from "../worlds.ts"
import { action, anyCarry } from "./contracts/Samples.ts"

const again = (value: unknown): unknown => Json.decode(Json.encode(value))

describe("Json", () => {
  it("gives back any action and carry as they were", () => {
    fc.assert(
      fc.property(fc.array(action), anyCarry, (actions, carry) => {
        expect(again(actions)).toEqual(actions)
        expect(again(carry)).toEqual(carry)
        expect(Json.encodeOnce(carry)).toBe(Json.encode(carry))
      }),
      { numRuns: 200, seed: propertySeed },
    )
  })

  it("gives bytes back as bytes, also those of a buffer's middle", () => {
    const middle = Buffer.from("0123456789").subarray(2, 5)
    const back = again({ content: middle, empty: new Uint8Array(), list: [Uint8Array.of(0, 255)] })
    expect(back).toEqual({
      content: Uint8Array.of(50, 51, 52),
      empty: new Uint8Array(),
      list: [Uint8Array.of(0, 255)],
    })
    expect((back as { readonly content: unknown }).content).not.toBeInstanceOf(Buffer)
  })

  it("takes nothing of a value's own for bytes", () => {
    const sly = {
      $bytes: "AA==",
      nested: { $bytes: 1, $: 2 },
      $$bytes: ["$bytes"],
      text: '{"$bytes":"AA=="}',
    }
    expect(again(sly)).toEqual(sly)
  })

  it("leaves out what is undefined", () => {
    expect(Object.keys(again({ a: undefined, b: 1, c: Uint8Array.of(1) }) as object)).toEqual([
      "b",
      "c",
    ])
  })
})
