import { readFileSync } from "node:fs"
import { parser } from "@lezer/python"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { francAll } from "franc-min"
import { parse } from "unbash"
import { describe, expect, it } from "vitest"
import * as Recorded from "../../src/llm/Recorded.ts"
import * as Revision from "../../src/llm/Revision.ts"
import * as Wording from "../../src/llm/Wording.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import * as Completion from "../../src/prompts/Completion.ts"
import * as Prompt from "../../src/prompts/Prompt.ts"
import type { Task } from "../../src/prompts/Task.ts"
import * as ProductName from "../../src/reading/ProductName.ts"
import * as Prose from "../../src/reading/Prose.ts"
import * as Model from "../../simulate/stand-ins/Model.ts"
import { all, file, mail, personas, root } from "../prompts/FixtureTasks.ts"

type Text = Recorded.Recording & { readonly text: string }

const recorded = (name: string): ReadonlyArray<Recorded.Recording> =>
  Either.getOrThrowWith(
    Recorded.parse(
      JSON.parse(
        readFileSync(new URL(`../../fixtures/completions/${name}.json`, import.meta.url), "utf8"),
      ),
    ),
    (mistake) => new Error(`${name}.json: ${mistake}`),
  )

const languages = ["en", "de", "es", "pt"] as const
const good = languages.map((language) => ({ language, recordings: recorded(language) }))
const bad = recorded("bad")
const everything = [...good.flatMap(({ recordings }) => recordings), ...bad]

const isText = (recording: Recorded.Recording): recording is Text => "text" in recording
const texts = good.flatMap(({ recordings }) => recordings.filter(isText))
const wordsOf = (recording: Recorded.Recording): string =>
  "text" in recording ? recording.text : "line" in recording ? recording.line : recording.detail

const names = {
  ticket: "OPS-1482",
  project: "ledger-refresh",
  host: "web-01",
  person: "Ana",
  vendor: "Halden Office",
  customer: "Hollis",
  meeting: "ops review",
  date: "12.01.2026",
  me: "Katrin",
}
const filled = (text: string): string => Recorded.fill(text, names) ?? ""

describe("the good completions", () => {
  it.each(good)("of $language are enough of each kind", ({ language, recordings }) => {
    const count = (isOne: (recording: Recorded.Recording) => boolean) =>
      recordings.filter(isOne).length
    const fresh = (form: string) => count((each) => isText(each) && each.form === form)
    expect(recordings.filter((each) => each.language !== language)).toEqual([])
    expect(fresh("note")).toBeGreaterThanOrEqual(24)
    expect(fresh("todo")).toBeGreaterThanOrEqual(16)
    expect(fresh("draft")).toBeGreaterThanOrEqual(10)
    expect(count(({ extension }) => extension === "sh")).toBeGreaterThanOrEqual(10)
    expect(count(({ extension }) => extension === "py")).toBeGreaterThanOrEqual(6)
    const mails = recordings.filter(({ form }) => form === "mail")
    expect(mails.filter(({ follows }) => follows === false).length).toBeGreaterThanOrEqual(30)
    expect(mails.filter(({ follows }) => follows === true).length).toBeGreaterThanOrEqual(40)
    expect(count((each) => "edit" in each)).toBeGreaterThanOrEqual(30)
  })

  it("say what they answer, and that nothing is wrong with them", () => {
    const loose = good
      .flatMap(({ recordings }) => recordings)
      .filter(
        (each) =>
          each.form === undefined ||
          each.follows === undefined ||
          each.fault !== undefined ||
          each.isMessy !== undefined ||
          "silence" in each,
      )
    expect(loose).toEqual([])
  })

  it("name somebody or something in each sentence of six words and more", () => {
    const nameless = texts.flatMap(({ form, text }) =>
      [...Prose.sentences(Prose.lines(form === "mail" ? "email" : form!, text))].filter(
        (sentence) => !/\{\w+\}/.test(sentence),
      ),
    )
    expect(nameless).toEqual([])
  })

  it("are each written once", () => {
    const flat = texts.map(({ text }) => text.toLowerCase().replace(/\s+/g, " "))
    expect(flat.filter((text, index) => flat.indexOf(text) !== index)).toEqual([])
  })

  it("are in their own language where that can be told", () => {
    const codes = { en: "eng", de: "deu", es: "spa", pt: "por" }
    const strange = texts
      .filter(({ form }) => form !== "script")
      .flatMap(({ language, text }) => {
        const prose = text.replace(/\{\w+\}/g, " ")
        if ((prose.match(/\p{L}/gu)?.length ?? 0) < 40) return []
        const own = codes[language as keyof typeof codes]
        const guesses = francAll(prose, { only: Object.values(codes) })
        const score = guesses.find(([code]) => code === own)?.[1] ?? 0
        // a few words of Spanish and of Portuguese look alike by their letters
        const isNear = prose.length < 160 && score >= 0.85
        return guesses[0]![0] === own || isNear ? [] : [`${guesses[0]![0]} ${score}: ${text}`]
      })
    expect(strange).toEqual([])
  })

  it("are scripts that parse", () => {
    const broken = texts.flatMap(({ extension, text }) => {
      const script = filled(text)
      if (extension === "sh") return parse(script).errors?.map(({ message }) => message) ?? []
      if (extension !== "py") return []
      const faults: Array<string> = []
      parser.parse(script).iterate({
        enter: ({ from, type }) => {
          if (type.isError) faults.push(`${text.split("\n")[1]}: ${from}`)
        },
      })
      return faults
    })
    expect(broken).toEqual([])
  })
})

describe("all completions", () => {
  it("leave open only names that a request has", () => {
    const known = new Set<string>(Recorded.slots)
    const unknown = everything
      .filter(({ form }) => form !== "script")
      .flatMap((each) => [...wordsOf(each).matchAll(/\{([^}]*)\}/g)].map(([, name]) => name!))
      .filter((name) => !known.has(name))
    expect(unknown).toEqual([])
    expect(texts.filter(({ text }) => filled(text) === "")).toEqual([])
  })

  it("never name the product", () => {
    expect(everything.filter((each) => ProductName.pattern.test(wordsOf(each)))).toEqual([])
  })

  it("have dashes and curly quotes among the bad ones alone", () => {
    expect(texts.filter(({ text }) => /[\u2010-\u2015\u2018-\u201f\u2026]/.test(text))).toEqual([])
  })

  it("show each fault three times and each silence once", () => {
    const few = Wording.faults.filter(
      (fault) => bad.filter((each) => each.fault === fault).length < 3,
    )
    expect(few).toEqual([])
    const silences = bad.flatMap((each) => ("silence" in each ? [each.silence] : []))
    expect([...silences].sort()).toEqual([...Wording.silences].sort())
  })
})

/** The first task of that language that a recording answers. */
const taskOf = (recording: Recorded.Recording): Task | undefined => {
  const persona = personas.find(
    (each) =>
      each.language === (recording.language ?? "en") &&
      !each.usesLlmsHeavily &&
      /admin|engineer/i.test(each.role),
  )!
  const form = recording.form ?? "note"
  for (let index = 0; index < 400; index++) {
    const task: Task =
      form === "mail"
        ? mail(persona, index, recording.follows === true ? "Can you look at it?" : undefined)
        : file(persona, form, index, recording.follows === true)
    const { extension } = Prompt.request(task).gist
    if ((recording.extension ?? extension) === extension) return task
  }
  return undefined
}

/** What the judge of completions finds; undefined where the recording has no place in its task. */
const verdictOf = (recording: Recorded.Recording): string | undefined => {
  const task = taskOf(recording)
  if (task === undefined || "silence" in recording) return undefined
  const { gist } = Prompt.request(task)
  const words = Recorded.fill(wordsOf(recording), gist.slots)
  if (words === undefined) return undefined
  const text =
    "edit" in recording
      ? Revision.revise(root.within("revision"), recording.edit, gist, words)
      : words.repeat(recording.repeat ?? 1)
  if (text === undefined) return undefined
  const isCutOff = "text" in recording && recording.isCutOff === true
  const verdict = Completion.judge(task, text, isCutOff)
  return Either.isRight(verdict) ? "accepted" : verdict.left.fault
}

describe("a completion", () => {
  it("that is good is accepted, but for one in a hundred at most", () => {
    const judged = good.flatMap(({ recordings }) =>
      recordings.flatMap((each) => {
        const verdict = verdictOf(each)
        return verdict === undefined ? [] : [{ verdict, words: wordsOf(each) }]
      }),
    )
    const refused = judged.filter(({ verdict }) => verdict !== "accepted")
    expect(judged.length).toBeGreaterThan(600)
    expect(refused.length, JSON.stringify(refused, null, 1)).toBeLessThanOrEqual(
      judged.length / 100,
    )
  })

  it("that is bad is refused for what is wrong with it, or cleaned", () => {
    const surprises = bad.flatMap((each) => {
      const verdict = verdictOf(each)
      // the first of them is accepted, and stands in the way of the second
      const due = each.fault === undefined || each.fault === "repeated" ? "accepted" : each.fault
      return "silence" in each || verdict === due ? [] : [`${verdict}: ${JSON.stringify(each)}`]
    })
    expect(surprises).toEqual([])
  })
})

describe("the recorded model", () => {
  const answers = Effect.gen(function* () {
    const turn = (yield* (yield* LanguageModel).turn)!
    return yield* Effect.forEach(all, (task) => turn.complete(Prompt.request(task)))
  }).pipe(Effect.provide(Model.layer(everything)))

  it("answers equal requests alike, without a wait and without a memory", () => {
    const first = Effect.runSync(answers)
    expect(Effect.runSync(answers)).toEqual(first)
    expect(new Set(first.map(({ digest }) => digest)).size).toBe(all.length)
    for (const { backend, durationMillis, model } of first)
      expect([backend, model, durationMillis]).toEqual(["fake", "recorded", 0])
  })

  it("has something to say to almost everything it is asked", () => {
    const first = Effect.runSync(answers)
    const empty = first.filter((each) => each._tag === "Answered" && each.text.trim() === "")
    expect(empty.length).toBeLessThanOrEqual(first.length / 20)
  })
})
