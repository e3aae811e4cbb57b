import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Recorded from "../../src/llm/Recorded.ts"
import * as Request from "../../src/llm/Request.ts"

const names = { ticket: "OPS-1482", project: "ledger-refresh", person: "Ana", me: "Bo" }

const request = (
  gist: Partial<Request.Gist> = {},
  prompt = "write a note about the ledger",
): Request.Request => ({
  system: "be short",
  prompt,
  sampling: { seed: 1, temperature: 0.7, maxTokens: 200 },
  gist: {
    form: "note",
    follows: false,
    language: "en",
    extension: "txt",
    slots: names,
    previous: "",
    ...gist,
  },
})

/** What is said to as many requests that differ in their prompts. */
const said = (
  recordings: ReadonlyArray<Recorded.Recording>,
  gist: Partial<Request.Gist>,
  count: number,
): ReadonlyArray<Recorded.Recorded> =>
  Array.from({ length: count }, (_, index) => {
    const asked = request(gist, `prompt ${index}`)
    return Recorded.answer(recordings, asked, Request.digest("recorded", asked))
  })

const textsOf = (answers: ReadonlyArray<Recorded.Recorded>): ReadonlySet<string> =>
  new Set(answers.map((each) => (each._tag === "Said" ? each.text : each.reason)))

const note = (text: string, more: object = {}): Recorded.Recording => ({
  form: "note",
  language: "en",
  follows: false,
  text,
  ...more,
})

const edit = (
  operation: "append" | "insert" | "tick" | "drop" | "keep",
  line: string,
  form: Request.Gist["form"] = "todo",
): Recorded.Recording => ({ form, language: "en", follows: true, edit: operation, line })

describe("a recording", () => {
  it("gets the names that the request may use", () => {
    const answers = said([note("{ticket}: ask {person}, ${ticket} stays\n")], {}, 4)
    expect([...textsOf(answers)]).toEqual(["OPS-1482: ask Ana, ${ticket} stays\n"])
  })

  it("is passed over where the request lacks one of its names", () => {
    const answers = said([note("{vendor} called"), note("{project} waits")], {}, 20)
    expect([...textsOf(answers)]).toEqual(["ledger-refresh waits"])
  })

  it("answers its own form, language, extension and place in a thread", () => {
    const recordings: ReadonlyArray<Recorded.Recording> = [
      { form: "mail", language: "en", follows: true, text: "reply" },
      { form: "mail", language: "en", follows: false, text: "mail" },
      { form: "mail", language: "de", follows: false, text: "Mail" },
      { form: "script", language: "en", extension: "sh", follows: false, text: "shell" },
      { form: "script", language: "en", extension: "py", follows: false, text: "python" },
    ]
    const one = (gist: Partial<Request.Gist>) => [...textsOf(said(recordings, gist, 12))]
    expect(one({ form: "mail", extension: "eml", follows: true })).toEqual(["reply"])
    expect(one({ form: "mail", extension: "eml", language: "de" })).toEqual(["Mail"])
    expect(one({ form: "script", extension: "sh" })).toEqual(["shell"])
    expect(one({ form: "script", extension: "py" })).toEqual(["python"])
  })

  it("is English where nothing is recorded in a language, and empty where nothing is at all", () => {
    expect([...textsOf(said([note("{project} waits")], { language: "fr" }, 9))]).toEqual([
      "ledger-refresh waits",
    ])
    expect([...textsOf(said([note("{project} waits")], { form: "draft" }, 9))]).toEqual([""])
  })

  it("is bad once in eight, whatever is wrong with it", () => {
    const recordings = [
      note("good"),
      note("bad", { fault: "tell" }),
      note("```\nmessy\n```", { isMessy: true }),
      { silence: "timeout", detail: "no answer" } as const,
    ]
    const answers = said(recordings, {}, 2400)
    const bad = answers.filter((each) => each._tag === "Unsaid" || each.text !== "good")
    expect(bad.length).toBeGreaterThan(230)
    expect(bad.length).toBeLessThan(370)
    expect([...textsOf(answers)].sort()).toEqual(["```\nmessy\n```", "bad", "good", "timeout"])
  })

  it("is bad in one way as often as in another", () => {
    const empty = Array.from({ length: 30 }, () => note("", { fault: "empty" }))
    const answers = said([note("good"), ...empty, note("bad", { fault: "tell" })], {}, 1600)
    const count = (text: string) =>
      answers.filter((each) => each._tag === "Said" && each.text === text).length
    expect(count("bad")).toBeGreaterThan(70)
    expect(count("")).toBeGreaterThan(70)
  })

  it("counts a token for four characters, and tells what was cut off", () => {
    const [answer] = said([note("12345", { repeat: 4, isCutOff: true })], {}, 1)
    expect(answer).toEqual({
      _tag: "Said",
      text: "12345123451234512345",
      promptTokens: 2 + 2,
      tokens: 5,
      isCutOff: true,
    })
  })

  it("depends on nothing but digest and request", () => {
    const recordings = Array.from({ length: 40 }, (_, index) => note(`note ${index}`))
    expect(said(recordings, {}, 60)).toEqual(said(recordings, {}, 60))
    expect(textsOf(said(recordings, {}, 200)).size).toBeGreaterThan(35)
    // written down once: other processes and machines answer the same
    const first = [...textsOf(said(recordings, {}, 8))]
    expect(first.join(", ")).toBe(
      "note 2, note 35, note 30, note 34, note 17, note 27, note 33, note 16",
    )
  })
})

describe("the next version of a file", () => {
  const revised = (
    recording: Recorded.Recording,
    previous: string,
    form: Request.Gist["form"] = "todo",
  ) => [...textsOf(said([recording], { form, follows: true, previous }, 40))].sort()

  it("has a line more, in the manner of its neighbours", () => {
    expect(revised(edit("append", "Ask {person}"), "to do\n- [x] labels\n")).toEqual([
      "to do\n- [x] labels\n- [ ] ask Ana\n",
    ])
    expect(revised(edit("append", "ask {person}"), "1. Labels\n2. Paper\n")).toEqual([
      "1. Labels\n2. Paper\n3. Ask Ana\n",
    ])
    expect(revised(edit("append", "web-01, first of all"), "- Labels\n")).toEqual([
      "- Labels\n- web-01, first of all\n",
    ])
    expect(revised(edit("append", "Not yet.", "draft"), "One.\n\nTwo.\n", "draft")).toEqual([
      "One.\n\nTwo.\n\nNot yet.\n",
    ])
    expect(revised(edit("insert", "ask {person}"), "# List\n\n* labels\n* paper\n")).toEqual([
      "# List\n\n* labels\n* ask Ana\n* paper\n",
      "# List\n\n* labels\n* paper\n* ask Ana\n",
    ])
  })

  it("has an item ticked, or done in words", () => {
    expect(revised(edit("tick", " (done)"), "[ ] one\n[x] two\n")).toEqual(["[x] one\n[x] two\n"])
    expect(revised(edit("tick", " (done)"), "- one\n")).toEqual(["- one (done)\n"])
  })

  it("has an item less, where some are left", () => {
    expect(revised(edit("drop", ""), "- a\n- b\n- c\n- d\n- e\n")).toHaveLength(5)
    expect(revised(edit("drop", ""), "- a\n- b\n")).toEqual([""])
  })

  it("of a script has a comment more, below its first line or at its end", () => {
    const script = "#!/bin/sh\nls\n"
    expect(revised(edit("insert", "# {ticket}", "script"), script, "script")).toEqual([
      "#!/bin/sh\n# OPS-1482\nls\n",
    ])
    expect(revised(edit("append", "# {ticket}", "script"), script, "script")).toEqual([
      "#!/bin/sh\nls\n# OPS-1482\n",
    ])
    expect(revised(edit("append", "# x", "script"), "#!/bin/sh\nls \\\n", "script")).toEqual([""])
  })

  it("may be the one before, as models answer too", () => {
    expect(revised(edit("keep", ""), "- a\n")).toEqual(["- a\n"])
  })
})

describe("a list of recordings", () => {
  it("is read, or turned down with the place of its first mistake", () => {
    const good = [{ form: "note", language: "en", follows: false, text: "x" }]
    expect(Either.getOrThrow(Recorded.parse(good))).toEqual(good)
    const mistake = (json: unknown) => Either.getOrThrow(Either.flip(Recorded.parse(json)))
    expect(mistake({})).toMatch(/Expected/)
    expect(mistake([...good, { text: "x", fault: "ugly" }])).toMatch(/^recording 1/)
    expect(mistake([{ ...good[0], lang: "en" }])).toMatch(/^recording 0/)
  })
})
