import { describe, expect, it } from "vitest"
import * as Summary from "../../simulate/Summary.ts"
import * as Width from "../../simulate/summary/Width.ts"
import type { Finding } from "../../src/tells/History.ts"
import * as Sample from "./SampleHistory.ts"

const wide = { ...Sample.tame, person: "漢字".repeat(60) }

const look = { columns: 80, colour: false }

const findings: ReadonlyArray<Finding> = [
  { tell: "T07", decky: "decky-01", path: "/home/ana/a.md", evidence: "word ".repeat(120) },
  { tell: "T01", decky: "decky-01", evidence: "the first of its kind" },
  { tell: "T07", decky: "decky-02", evidence: "another one" },
]

const linesOf = (text: string): ReadonlyArray<string> => text.split("\n")

// eslint-disable-next-line no-control-regex
const bare = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, "")

describe("Summary", () => {
  it("has no line over the columns, whatever names and widths", () => {
    for (const columns of [40, 52, 64, 71, 80, 100, 132])
      for (const count of [1, 3, 20])
        for (const names of [Sample.tame, Sample.hostile, wide])
          for (const colour of [false, true]) {
            const text = Summary.render(
              Sample.make(count, names),
              findings,
              { ...Sample.run, seed: "s".repeat(200) },
              { columns, colour },
            )
            for (const line of linesOf(bare(text)))
              expect(Width.of(line), `${columns}: ${line}`).toBeLessThanOrEqual(columns)
          }
  })

  it("ends each line without blanks and ends in a line end", () => {
    const text = Summary.render(Sample.make(3), findings, Sample.run, look)
    expect(text.endsWith("\n")).toBe(true)
    for (const line of linesOf(text)) expect(line).toBe(line.trimEnd())
  })

  it("has control characters of its own only, and those only in colour", () => {
    const history = Sample.make(2, Sample.hostile)
    // eslint-disable-next-line no-control-regex
    const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/
    expect(Summary.render(history, findings, Sample.run, look)).not.toMatch(controls)
    const coloured = Summary.render(history, findings, Sample.run, { ...look, colour: true })
    expect(coloured).toContain("\u001b[")
    expect(bare(coloured)).not.toMatch(controls)
  })

  it("says the same in colour as without", () => {
    const history = Sample.make(3)
    const coloured = Summary.render(history, findings, Sample.run, { ...look, colour: true })
    expect(bare(coloured)).toBe(Summary.render(history, findings, Sample.run, look))
  })

  it("is the same text each time", () => {
    const once = Summary.render(Sample.make(4), findings, Sample.run, look)
    expect(Summary.render(Sample.make(4), findings, Sample.run, look)).toBe(once)
  })

  it("counts what the history holds", () => {
    const text = Summary.render(Sample.make(2), [], Sample.run, look)
    expect(text).toContain("decnet 0.1.0 · seed 1 · 14 days · 2026-01-05 - 2026-01-19 · 2 deckies")
    // two deckies: each with two notes, edited three times and twice, and a script edited once
    expect(text).toMatch(/^ {2}note +4 +10 +2 +· +·$/m)
    expect(text).toMatch(/^ {2}script +2 +2 +· +· +·$/m)
    expect(text).toMatch(/^ {2}in all +6 +12 +2 +· +·$/m)
    expect(text).toMatch(/^ {2}Ana Ruiz +4 +8 +· +2 /m)
    expect(text).toMatch(/^ {2}Ben Okafor +2 +4 +2 +2 /m)
    expect(text).toMatch(/^Mail +2 threads, 4 messages, 2 replies \(longest thread 2\)/m)
    expect(text).toMatch(/^Sessions +4 to 1 host of the lore, 2 between deckies; 2 failed$/m)
    expect(text).toMatch(/^Check +0 findings$/m)
  })

  it("puts moments on their authors' clocks", () => {
    const text = Summary.render(Sample.make(1), [], Sample.run, look)
    // Ana begins at 09:00 in Madrid, Ben at 09:00 in New York
    expect(text).toMatch(/^ {2}Ana Ruiz .* ·{9}[▁-█]{2}·{13}$/m)
    expect(text).toMatch(/^ {2}Ben Okafor .* ·{9}[▁-█]{2}·{13}$/m)
  })

  it("shows the busiest home with folders first", () => {
    const text = Summary.render(Sample.make(1), [], Sample.run, look)
    expect(text).toContain("/home/ana on web-1: 2 files of ana, times of Europe/Madrid")
    const tree = text.slice(text.indexOf("/home/ana on"))
    expect(tree.indexOf("notes/")).toBeLessThan(tree.indexOf("backup.sh"))
    expect(tree).toMatch(/-rw-r--r-- .*Jan {2}8 09:00 │ {2}└─ standup\.md/)
  })

  it("groups findings by tell, each with one example", () => {
    const text = Summary.render(Sample.make(2), findings, Sample.run, look)
    expect(text).toContain("3 findings of 2 tells")
    expect(text).toMatch(/^ {2}T01 +1 {2}the first of its kind$/m)
    expect(text).toMatch(/^ {2}T07 +2 {2}\/home\/ana\/a\.md: word/m)
    expect(text).not.toContain("another one")
  })

  it("says how many deckies a table leaves out", () => {
    const text = Summary.render(Sample.make(20), [], Sample.run, look)
    expect(text).toContain("… and 8 more deckies")
  })

  it("does with a history in which nothing happened", () => {
    const [decky] = Sample.make(1).deckies
    const still = { ...decky!, files: [], mails: [], traffic: [], tree: () => [] }
    const text = Summary.render({ ...Sample.make(1), deckies: [still] }, [], Sample.run, look)
    expect(text).toContain("nobody did anything")
    const empty = Summary.render({ ...Sample.make(1), deckies: [] }, [], Sample.run, look)
    expect(empty).toContain("0 deckies")
  })
})
