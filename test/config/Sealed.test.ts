import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Sealed from "../../runtime/config/Sealed.ts"

const key = "5a".repeat(32)

/** As version 1 of the form has it; it must stay readable. */
const earlier = "v1.-JiuKCLjXvUIN5j4.6RP9S9zj6masUQ5Hz_-c1x-5OO6inzfpk0I7aHQa_R16"

describe("what is sealed", () => {
  it("opens as it was, also when it was sealed long ago", () => {
    const sealed = Sealed.seal(key, "model-keys", "row", "é secret")
    expect(sealed).not.toContain("secret")
    expect(Sealed.open(key, "model-keys", "row", sealed)).toEqual(Either.right("é secret"))
    expect(Sealed.open(key, "alert-targets", "route-1", earlier)).toEqual(
      Either.right('{"kind":"syslog"}'),
    )
  })

  it("is never the same twice", () => {
    const two = [1, 2].map(() => Sealed.seal(key, "model-keys", "row", "same"))
    expect(two[0]).not.toBe(two[1])
  })

  it("opens for no other key, purpose or row, and not when it was changed", () => {
    const sealed = Sealed.seal(key, "model-keys", "row", "secret")
    const changed = `${sealed.slice(0, -1)}${sealed.endsWith("A") ? "Q" : "A"}`
    const refused = [
      Sealed.open("5b".repeat(32), "model-keys", "row", sealed),
      Sealed.open(key, "alert-targets", "row", sealed),
      Sealed.open(key, "model-keys", "other", sealed),
      Sealed.open(key, "model-keys", "row", `${changed.slice(0, 24)}x${changed.slice(25)}`),
      Sealed.open(key, "model-keys", "row", "secret"),
      Sealed.open(key, "model-keys", "row", ""),
    ]
    for (const each of refused) expect(Either.isLeft(each)).toBe(true)
    expect(JSON.stringify(refused)).not.toContain('secret"')
  })
})
