import { describe, expect, it } from "vitest"
import type { Create, Edit } from "../../src/scheduler/Action.ts"
import * as Prose from "../../src/reading/Prose.ts"
import * as ContentClass from "../../src/taxonomy/ContentClass.ts"
import * as LineDiff from "../bodies/LineDiff.ts"
import { grouped, made, monday, options, outcomesOf } from "../worlds.ts"

const week = 7 * 86_400_000
const weeks = 6

interface Life {
  readonly decky: string
  readonly path: string
  readonly fileClass: ContentClass.ContentClass
  readonly birth: number
  readonly edits: Array<number>
  readonly bodies: Array<string>
  removed: number
}

/** Six weeks of twelve deckies; every user file's life. */
const outcomes = outcomesOf(
  options({ days: weeks * 7, deckies: made("growth", 12), seed: "growth" }),
)
const lives: Array<Life> = []
const alive = new Map<string, Life>()
const replaced: Array<string> = []
for (const { decky, at, action } of outcomes) {
  if (action._tag === "Mail" || action._tag === "Connect") continue
  const key = `${decky}${action.path}`
  if (action._tag === "Create" && alive.has(key)) replaced.push(action.path)
  if (!ContentClass.isUser(action.class)) continue
  if (action._tag === "Create") {
    const { path, body } = action as Create
    const life = {
      decky,
      path,
      fileClass: action.class,
      birth: at.ms,
      edits: [],
      bodies: [body!],
      removed: Infinity,
    }
    lives.push(life)
    alive.set(key, life)
  } else if (action._tag === "Edit") {
    const life = alive.get(key)!
    life.edits.push(at.ms)
    life.bodies.push((action as Edit).body)
  } else if (action._tag === "Remove") {
    alive.get(key)!.removed = at.ms
    alive.delete(key)
  }
}

const linesOf = (body: string): ReadonlyArray<string> => body.replace(/\n$/, "").split("\n")

const share = (part: number, whole: number): number => part / whole

describe("six weeks of twelve deckies", () => {
  it("never create a file over another", () => expect(replaced).toEqual([]))

  it("keep finding new names: at least 60 paths from 100 creates", () => {
    const byDecky = grouped(lives, ({ decky }) => decky)
    const full = [...byDecky.values()].filter((each) => each.length >= 100)
    expect(full.length).toBeGreaterThan(2)
    for (const each of full)
      expect(new Set(each.slice(0, 100).map(({ path }) => path)).size).toBeGreaterThanOrEqual(60)
  })

  it("give no two deckies the same text", () => {
    const owner = new Map<string, string>()
    for (const { decky, bodies } of lives)
      for (const body of bodies) {
        if (body.length <= 40) continue
        expect(owner.get(body) ?? decky).toBe(decky)
        owner.set(body, decky)
      }
  })

  it("repeat at most 2 % of their sentences", () => {
    const seen = new Map<string, number>()
    let all = 0
    for (const { fileClass, bodies } of lives) {
      const sentences = Prose.sentences(Prose.lines(fileClass, bodies.at(-1)!))
      for (const sentence of sentences) {
        all++
        seen.set(sentence, (seen.get(sentence) ?? 0) + 1)
      }
    }
    const repeats = [...seen.values()].reduce((sum, count) => sum + (count > 1 ? count : 0), 0)
    console.log({ bodies: lives.length, sentences: all, repeated: share(repeats, all) })
    expect(share(repeats, all)).toBeLessThanOrEqual(0.02)
  })

  it("edit as people edit: kinds within 0.15 of the reference, 20 to 50 % of edits shrink", () => {
    const counts = { append: 0, prepend: 0, insert: 0, inPlace: 0, remove: 0, none: 0 }
    let shrunk = 0
    let all = 0
    for (const { bodies } of lives)
      for (const [index, body] of bodies.slice(1).entries()) {
        const before = bodies[index]!
        counts[LineDiff.compare(linesOf(before), linesOf(body)).kind]++
        if (body.length < before.length) shrunk++
        all++
      }
    console.log({ all, shrunk: share(shrunk, all), ...counts })
    expect(all).toBeGreaterThan(1000)
    // medians of the reference's ranges: append, prepend, insert, in place, remove
    const reference = {
      append: 0.07,
      prepend: 0.03,
      insert: 0.22,
      inPlace: 0.45,
      remove: 0.23,
      none: 0,
    }
    const distance =
      Object.entries(reference).reduce(
        (sum, [kind, expected]) =>
          sum + Math.abs(share(counts[kind as LineDiff.Kind], all) - expected),
        0,
      ) / 2
    expect(distance).toBeLessThanOrEqual(0.15)
    expect(share(shrunk, all)).toBeGreaterThanOrEqual(0.2)
    expect(share(shrunk, all)).toBeLessThanOrEqual(0.5)
  })

  it("come back to what is warm, and leave alone what is not", () => {
    const figures = { edited: 0, again: 0, quiet: 0, woken: 0 }
    for (let index = 0; index + 1 < weeks; index++) {
      const from = monday + index * week
      const to = from + week
      for (const { birth, edits, removed } of lives) {
        if (birth >= to || removed < to) continue
        const now = edits.some((at) => at >= from && at < to)
        const next = edits.some((at) => at >= to && at < to + week)
        if (now) {
          figures.edited++
          if (next) figures.again++
        } else if (birth < from) {
          figures.quiet++
          if (next) figures.woken++
        }
      }
    }
    console.log(figures, share(figures.again, figures.edited), share(figures.woken, figures.quiet))
    expect(share(figures.again, figures.edited)).toBeGreaterThanOrEqual(0.25)
    expect(share(figures.again, figures.edited)).toBeLessThanOrEqual(0.5)
    expect(share(figures.woken, figures.quiet)).toBeLessThan(0.02)
  })

  it("clear away 10 to 30 % of new files within a week", () => {
    const old = lives.filter(({ birth }) => birth < monday + (weeks - 1) * week)
    const gone = old.filter(({ birth, removed }) => removed - birth <= week).length
    console.log({ gone: share(gone, old.length) })
    expect(share(gone, old.length)).toBeGreaterThanOrEqual(0.1)
    expect(share(gone, old.length)).toBeLessThanOrEqual(0.3)
  })
})
