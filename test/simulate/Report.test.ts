import { describe, expect, it } from "vitest"
import * as Report from "../../simulate/Report.ts"
import * as Html from "../../simulate/report/Html.ts"
import type { Past } from "../../simulate/report/Tree.ts"
import * as LineDiff from "../../simulate/report/LineDiff.ts"
import type { Finding } from "../../src/tells/History.ts"
import * as Sample from "./SampleHistory.ts"

const versions = { tzdata: "2026a" }

const findings: ReadonlyArray<Finding> = [
  { tell: "T01", decky: "decky-01", path: "/home/ana/backup.sh", evidence: Sample.hostile.person },
]

const page = (count: number, names: Sample.Names): string =>
  Report.render(Sample.make(count, names), findings, Sample.run, versions)

const voids = new Set(["meta", "br", "input", "!doctype", "rect/", "path/", "circle/", "line/"])

/** What is wrong with the nesting of a page's tags, which must hold no comment. */
const nestingProblem = (html: string): string | undefined => {
  const open: Array<string> = []
  const body = html.replace(/<(script|style)([^>]*)>[\s\S]*?<\/\1>/g, "<$1$2></$1>")
  const tags = /<(\/?)([a-zA-Z!][a-zA-Z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>|<|>/g
  for (const [whole, slash, name, , selfClosing] of body.matchAll(tags)) {
    if (name === undefined) return `stray ${whole}`
    if (selfClosing === "/" || voids.has(name)) continue
    if (slash === "") open.push(name)
    else if (open.pop() !== name) return `</${name}> closes nothing of its own`
  }
  return open.length === 0 ? undefined : `<${open.at(-1)}> is left open`
}

const scripts = (html: string): ReadonlyArray<string> =>
  [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/gi)].map(([, text]) => text!)

const pastsOf = (html: string): Readonly<Record<string, Past>> =>
  JSON.parse(scripts(html)[0]!) as Record<string, Past>

/** A page is too long to be printed where a text is missed. */
const expectIn = (html: string, text: string): void => expect(html.includes(text), text).toBe(true)

describe("Report", () => {
  it("nests its tags, whatever the names", () => {
    for (const names of [Sample.tame, Sample.hostile])
      for (const count of [1, 3]) expect(nestingProblem(page(count, names))).toBeUndefined()
  })

  it("notices tags that do not nest", () => {
    expect(nestingProblem("<p><b>x</p></b>")).toBeDefined()
    expect(nestingProblem("<p>x")).toBeDefined()
    expect(nestingProblem("<p>a < b</p>")).toBeDefined()
  })

  it("takes no text of a history for markup", () => {
    const html = page(2, Sample.hostile)
    expect(scripts(html)).toHaveLength(2)
    for (const mark of ["<img", "<svg onload", "<script>alert", "<!--"])
      expect(html.includes(mark), mark).toBe(false)
    expectIn(html, "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;")
    // eslint-disable-next-line no-control-regex
    expect(/[\u0000-\u0009\u000b-\u001f\u2028\u202e]/.test(html)).toBe(false)
  })

  it("keeps hostile texts out of its data element", () => {
    const html = page(1, Sample.hostile)
    const [data] = scripts(html)
    expect(data).not.toMatch(/[<>&]/)
    expect(() => JSON.parse(data!) as unknown).not.toThrow()
  })

  it("asks nothing of the network", () => {
    const html = page(2, Sample.tame)
    expectIn(html, "default-src 'none'")
    expect(/https?:\/\//.test(html)).toBe(false)
    expect(/<[^>]* src=|@import|url\(/.test(html)).toBe(false)
  })

  it("has each id once, and no link without its target", () => {
    const html = page(3, Sample.tame)
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, id] of html.matchAll(/ href="#([^"]*)"/g)) expect(ids).toContain(id)
  })

  it("is the same page each time", () => {
    expect(page(3, Sample.tame)).toBe(page(3, Sample.tame))
  })

  it("counts what the history holds", () => {
    const html = page(2, Sample.tame)
    expectIn(html, "<b>6</b> files created<small>2 removed")
    expectIn(html, "<b>12</b> edits")
    expectIn(html, "<b>4</b> messages<small>2 threads, 2 replies")
    expectIn(html, "<b>6</b> sessions<small>2 between deckies, 2 failed")
    expectIn(html, '<li class="bad"><b>1</b> finding<')
  })

  it("holds every version of a file", () => {
    const html = page(1, Sample.tame)
    const [id, past] = Object.entries(pastsOf(html)).find(([, { back }]) => back.length === 3)!
    const opening = '<pre tabindex="0">\n'
    const from = html.indexOf(opening, html.indexOf(` id="${id}"`)) + opening.length
    const shown = html.slice(from, html.indexOf("</pre>", from))
    const [history] = Sample.make(1).deckies
    const bodies = history!.files
      .filter(({ path }) => path.endsWith("standup.md"))
      .map(({ body }) => body!)
    expect(past.versions).toHaveLength(4)
    let text = bodies.at(-1)!
    expect(shown).toBe(Html.text(text))
    for (let at = 2; at >= 0; at--) {
      text = LineDiff.apply(text, past.back[at]!)
      expect(text).toBe(bodies[at])
    }
  })

  it("decodes mail and folds what it quotes", () => {
    const html = page(1, Sample.tame)
    expectIn(html, '<div class="mail">Yes é.</div>')
    expectIn(html, "<summary>Quotes 2 lines</summary>")
  })

  it("shows the end of a log and says what it leaves out", () => {
    const html = page(1, Sample.tame)
    expectIn(html, "The last 40 of 400 lines.")
    expectIn(html, "CRON[399]")
    expect(html.includes("CRON[359]")).toBe(false)
  })

  it("stays small, however large a history", () => {
    const history = Sample.make(40)
    const body = `${"a line of some length and no meaning\n".repeat(600)}`
    const grown = {
      ...history,
      deckies: history.deckies.map((each) => ({
        ...each,
        files: Array.from({ length: 2000 }, (_, index) => ({
          ...each.files[0]!,
          path: `/home/ana/notes/${index}.md`,
          body,
        })),
        mails: Array.from({ length: 2000 }, (_, index) => ({
          ...each.mails[0]!,
          threadId: `t${index}`,
        })),
        traffic: Array.from({ length: 4000 }, () => each.traffic[0]!),
      })),
    }
    const html = Report.render(grown, [], Sample.run, versions)
    expect(html.length).toBeLessThan(8_000_000)
    expectIn(html, "left out")
  })
})

describe("LineDiff", () => {
  it("makes one text from another", () => {
    const texts = ["", "a", "a\nb\nc", "b\nc\nd\n", "x\na\nb\ny\nc", "c\nb\na", "a\n\n\nb\n"]
    for (const before of texts)
      for (const after of texts)
        expect(LineDiff.apply(before, LineDiff.between(before, after))).toBe(after)
  })

  it("keeps what is common and puts in no more than it must", () => {
    expect(LineDiff.between("a\nb\nc\nd", "a\nc\nx\nd")).toEqual([1, -1, 1, ["x"], 1])
  })

  it("replaces middles that are too large to compare", () => {
    const before = Array.from({ length: 2000 }, (_, line) => `a${line}`).join("\n")
    const after = Array.from({ length: 2000 }, (_, line) => `b${line}`).join("\n")
    const steps = LineDiff.between(before, after)
    expect(steps).toHaveLength(2)
    expect(LineDiff.apply(before, steps)).toBe(after)
  })
})
