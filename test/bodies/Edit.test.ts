import { describe, expect, it } from "@effect/vitest"
import { generators } from "../../src/bodies/Bodies.ts"
import * as Page from "../../src/bodies/Page.ts"
import { en } from "../../src/lexicon/en/index.ts"
import * as LineDiff from "./LineDiff.ts"
import * as Subjects from "./Subjects.ts"

/** Shares of 1,987 versions of 43 real files, within the bounds of the design. */
const expected = { append: 6, prepend: 3, insert: 22, inPlace: 46, remove: 23 } as const

const linesOf = (text: string) => {
  const lines = text.split("\n")
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines
}

describe.each(["note", "todo", "draft"] as const)("edits of a %s", (fileClass) => {
  const { create, nextIteration } = generators[fileClass]
  const counts: Record<LineDiff.Kind, number> = {
    append: 0,
    prepend: 0,
    insert: 0,
    inPlace: 0,
    remove: 0,
    none: 0,
  }
  const addedLines: Array<number> = []
  let smaller = 0
  let larger = 0
  const edits = 1000
  const perFile = 10
  for (let index = 0; index < edits / perFile; index++) {
    const subject = Subjects.subject("edits", index, en)
    let text = Subjects.draw(`${index}`, create(subject))
    for (let edit = 0; edit < perFile; edit++) {
      const next = Subjects.draw(`${index}-${edit}`, nextIteration(subject, text))
      const change = LineDiff.compare(linesOf(text), linesOf(next))
      counts[change.kind]++
      if (change.added > 0) addedLines.push(change.added)
      const growth = Page.bytes(next) - Page.bytes(text)
      if (growth < 0) smaller++
      if (growth > 0) larger++
      text = next
    }
  }

  it("are of the kinds that real ones are", () => {
    const kinds = Object.keys(expected) as ReadonlyArray<keyof typeof expected>
    const variation = kinds.reduce(
      (sum, kind) => sum + Math.abs(counts[kind] / edits - expected[kind] / 100) / 2,
      0,
    )
    expect(variation, JSON.stringify(counts)).toBeLessThan(0.1)
    expect(counts.none).toBe(0)
  })

  it("make the file smaller about as often as real ones", () => {
    expect(smaller / edits).toBeGreaterThan(0.25)
    expect(smaller / edits).toBeLessThan(0.45)
    expect(larger / edits).toBeGreaterThan(0.45)
  })

  it("add a line or two", () => {
    const median = addedLines.toSorted((a, b) => a - b)[Math.floor(addedLines.length / 2)]!
    expect(median).toBeGreaterThanOrEqual(1)
    expect(median).toBeLessThanOrEqual(3)
  })
})

describe("edits of a to-do list", () => {
  it("keep line ends and boxes as they are", () => {
    const subject = Subjects.subject("boxes", 3, en)
    let text =
      "# Work\r\n\r\n- [ ] call Northvale\r\n- [x] move the logs\r\n- [ ] ask Ana\r\n- [ ] tidy\r\n"
    for (let edit = 0; edit < 40; edit++) {
      text = Subjects.draw(`crlf-${edit}`, generators.todo.nextIteration(subject, text))
      expect(text.replaceAll("\r\n", "")).not.toContain("\n")
    }
    expect(text).toMatch(/- \[[ x]\] /)
  })

  it("count numbered items anew", () => {
    const begun = "1. call Northvale\n2. move the logs\n3. ask Ana\n4. tidy\n"
    for (let edit = 0; edit < 60; edit++) {
      const subject = Subjects.subject("numbers", edit % 7, en)
      const text = Subjects.draw(`n-${edit}`, generators.todo.nextIteration(subject, begun))
      const numbers = linesOf(text).flatMap((line) => /^(\d+)\. /.exec(line)?.[1] ?? [])
      expect(numbers, text).toEqual(numbers.map((_, index) => String(index + 1)))
      // a day or a title may stand over the list, nothing without a number within it
      const within = linesOf(text).slice(linesOf(text).findIndex((line) => line.startsWith("1. ")))
      expect(
        within.filter((line) => /^[\p{L}]/u.test(line)),
        text,
      ).toEqual([])
    }
  })

  it("do not shrink a short file for ever", () => {
    const subject = Subjects.subject("short", 1, en)
    let text = "one\ntwo\nthree\nfour\nfive\n"
    for (let edit = 0; edit < 80; edit++)
      text = Subjects.draw(`short-${edit}`, generators.todo.nextIteration(subject, text))
    expect(linesOf(text).length).toBeGreaterThan(2)
  })
})
