import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Diff from "../../runtime/dashboard/Diff.ts"

const side = (lines: ReadonlyArray<Diff.Line>, sign: "+" | "-"): string =>
  lines
    .filter((line) => line.sign === " " || line.sign === sign)
    .map(({ text }) => text)
    .join("\n")

describe("the difference of two texts", () => {
  it("holds both texts, whatever they are", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "", "  d"), { maxLength: 30 })
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = Diff.between(`${before.join("\n")}\n`, `${after.join("\n")}\n`)
        expect(side(lines, "-")).toBe(before.join("\n"))
        expect(side(lines, "+")).toBe(after.join("\n"))
      }),
    )
  })

  it("names only the line that changed", () => {
    const lines = Diff.between("one\ntwo\nthree\n", "one\n2\nthree\n")
    expect(lines.map(({ sign, text }) => `${sign}${text}`)).toEqual([
      " one",
      "-two",
      "+2",
      " three",
    ])
  })

  it("folds what is the same and far from any change", () => {
    const long = Array.from({ length: 40 }, (_, index) => `line ${index}`)
    const shown = Diff.folded(Diff.between(long.join("\n"), [...long, "new"].join("\n")))
    expect(shown[0]).toEqual({ hidden: 37 })
    expect(shown.length).toBe(5)
  })
})
