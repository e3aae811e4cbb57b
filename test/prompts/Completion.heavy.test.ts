import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Completion from "../../src/prompts/Completion.ts"
import { written } from "./Written.ts"

const ours = ["1", "2", "3"].flatMap((seed) => written(seed, 5, 14))

/** Of ours a third of the to-dos, and some notes, are longer or shorter than what a model is asked for. */
const judged = ours.flatMap(({ task, text }) => {
  const verdict = Completion.judge(task, text)
  const isOfLength =
    Either.isRight(verdict) || (verdict.left.fault !== "long" && verdict.left.fault !== "short")
  return isOfLength ? [{ task, text, verdict }] : []
})

describe("what our own templates write in two weeks", () => {
  it("is mostly of a length that a model may write", () => {
    expect(ours.length).toBeGreaterThan(1000)
    expect(judged.length / ours.length).toBeGreaterThan(0.75)
  })

  it("is hardly ever turned down for anything else", () => {
    const refused = judged.flatMap(({ verdict, text }) =>
      Either.isLeft(verdict)
        ? [`${verdict.left.fault}: ${verdict.left.detail}: ${text.slice(0, 200)}`]
        : [],
    )
    expect(refused.length / judged.length, refused.join("\n")).toBeLessThan(0.01)
  })

  it("is accepted as it stands, but for blanks at the ends of lines", () => {
    const changed = judged.flatMap(({ verdict, text }) =>
      Either.isRight(verdict) &&
      verdict.right.trim() !==
        text
          .replace(/[ \t]+$/gm, "")
          .replace(/\n{4,}/g, "\n\n\n")
          .trim()
        ? [`${text}\nbecame\n${verdict.right}`]
        : [],
    )
    expect(changed.length / judged.length, changed.join("\n\n")).toBeLessThan(0.005)
  })
})
