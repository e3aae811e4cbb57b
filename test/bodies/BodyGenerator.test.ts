import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "fast-check"
import { generators } from "../../src/bodies/Bodies.ts"
import * as Edit from "../../src/bodies/Edit.ts"
import * as Page from "../../src/bodies/Page.ts"
import { de } from "../../src/lexicon/de/index.ts"
import { en } from "../../src/lexicon/en/index.ts"
import { es } from "../../src/lexicon/es/index.ts"
import { pt } from "../../src/lexicon/pt/index.ts"
import * as Lore from "../../src/lore/Lore.ts"
import * as Rng from "../../src/rng/Rng.ts"
import * as ContentClass from "../../src/taxonomy/ContentClass.ts"
import * as Prose from "../../src/reading/Prose.ts"
import * as Voice from "../../src/voice/Voice.ts"
import * as Subjects from "./Subjects.ts"

const lexicons = [en, es, de, pt]

const subjectFor = (fileClass: ContentClass.UserClass, index: number) =>
  Subjects.subject(
    "bodies",
    index,
    lexicons[index % lexicons.length]!,
    fileClass === "script" ? (index % 3 === 0 ? ".py" : ".sh") : undefined,
  )

/** What a visitor may have left: text in lines, anything at all, or far too much. */
const anyText = FastCheck.oneof(
  FastCheck.string({ maxLength: 400 }),
  FastCheck.string({ unit: "binary", maxLength: 200 }),
  FastCheck.array(FastCheck.string({ maxLength: 60 }), { maxLength: 30 }).map((lines) =>
    lines.join("\n"),
  ),
  FastCheck.array(
    FastCheck.constantFrom("- a", "", "# b", "  c", "x", "- [ ] d", "====", "\t", "E:"),
    {
      maxLength: 20,
    },
  ).map((lines) => lines.join("\r\n")),
  FastCheck.constantFrom(
    "",
    "\n",
    "\r\n",
    "\0",
    "\uFEFF",
    "#!/bin/bash",
    "#!/bin/sh\n\\",
    "a".repeat(20_000),
  ),
  FastCheck.integer({ min: 300, max: 3000 }).map((count) => "line of some text\n".repeat(count)),
)

describe.each(ContentClass.user)("%s", (fileClass) => {
  const generator = generators[fileClass]

  it("is edited into something else, within bounds, whatever stood there", () => {
    FastCheck.assert(
      FastCheck.property(anyText, FastCheck.nat(200), (previous, index) => {
        const subject = subjectFor(fileClass, index)
        const next = Subjects.draw(`t${index}`, generator.nextIteration(subject, previous))
        expect(next).not.toBe(previous)
        expect(Page.bytes(next)).toBeLessThanOrEqual(Edit.bytesMax)
      }),
      { numRuns: 150 },
    )
  })

  it.effect("is the same for the same stream", () =>
    Effect.gen(function* () {
      const subject = subjectFor(fileClass, 5)
      const write = Rng.Rng.within("body")(generator.create(subject))
      const one = yield* write
      expect(yield* write).toBe(one)
      const edit = Rng.Rng.within("edit")(generator.nextIteration(subject, one))
      expect(yield* edit).toBe(yield* edit)
    }).pipe(Effect.provide(Rng.Rng.layer("same"))),
  )

  it("says nothing twice in one file and hardly anything twice in two", () => {
    const files = new Map<string, number>()
    let total = 0
    for (let index = 0; index < 600; index++) {
      const body = Subjects.draw(`u${index}`, generator.create(subjectFor(fileClass, index)))
      expect(body.trim()).not.toBe("")
      for (const stray of ["\u0001", "\u0002", "\u0003", "\u2014", "undefined"])
        expect(body).not.toContain(stray)
      const sentences = Prose.sentences(Prose.lines(fileClass, body))
      total += sentences.size
      for (const sentence of sentences) files.set(sentence, (files.get(sentence) ?? 0) + 1)
    }
    const repeated = [...files.values()].filter((count) => count > 1)
    expect(repeated.reduce((sum, count) => sum + count, 0) / total).toBeLessThan(0.02)
  })

  it("is written by somebody without colleagues too", () => {
    for (let index = 0; index < 40; index++) {
      const subject = subjectFor(fileClass, index)
      const { email } = subject.author.resident.persona
      const lore = Lore.make(Rng.fromSeed("solo"), "solo", [subject.author.resident.persona])
      const matter = Voice.drawMatter(Rng.fromSeed("m"), lore, email, subject.local.day)
      const alone = { ...subject, lore, matter }
      const body = Subjects.draw(`a${index}`, generator.create(alone))
      expect(body.trim()).not.toBe("")
      expect(Subjects.draw(`b${index}`, generator.nextIteration(alone, body))).not.toBe(body)
    }
  })

  it("never has the same content in two files", () => {
    const bodies = Array.from({ length: 400 }, (_, index) =>
      Subjects.draw(`n${index}`, generator.create(subjectFor(fileClass, index))),
    ).filter((body) => body.length > 40)
    expect(new Set(bodies).size).toBe(bodies.length)
  })
})

describe("hand-written files", () => {
  const bodies = Array.from({ length: 450 }, (_, index) => {
    const fileClass = (["note", "note", "todo", "todo", "draft"] as const)[index % 5]!
    return Subjects.draw(`s${index}`, generators[fileClass].create(subjectFor(fileClass, index)))
  })
  const quantile = (values: ReadonlyArray<number>, percent: number) =>
    values.toSorted((a, b) => a - b)[Math.floor((values.length * percent) / 100)]!
  const lines = bodies.map((body) => body.split("\n").filter((line) => line.trim() !== ""))

  it("are as long as real ones", () => {
    const sizes = bodies.map(Page.bytes)
    expect(quantile(sizes, 50)).toBeGreaterThan(550)
    expect(quantile(sizes, 50)).toBeLessThan(1250)
    expect(quantile(sizes, 10)).toBeLessThan(420)
    expect(quantile(sizes, 90)).toBeGreaterThan(2000)
    expect(quantile(sizes, 90)).toBeLessThan(4800)
  })

  it("have lines as long as real ones, and few of them twice", () => {
    const lengths = lines.flat().map((line) => line.length)
    expect(quantile(lengths, 50)).toBeGreaterThan(36)
    expect(quantile(lengths, 50)).toBeLessThan(60)
    expect(quantile(lengths, 95)).toBeLessThan(110)
    const unique = lines.map((each) => (new Set(each).size * 100) / each.length)
    expect(quantile(unique, 10)).toBeGreaterThanOrEqual(94)
  })

  it("end with a line end by habit", () => {
    const ended = bodies.filter((body) => body.endsWith("\n")).length / bodies.length
    expect(ended).toBeGreaterThan(0.6)
    expect(ended).toBeLessThan(0.98)
  })
})
