/** Drafts: a page that somebody means to send round one day. */
import type { RegisterRule } from "../lexicon/Lexicon.ts"
import { Rng } from "../rng/Rng.ts"
import type { BodyGenerator } from "./BodyGenerator.ts"
import * as Edit from "./Edit.ts"
import * as Pen from "./Pen.ts"
import * as Phrases from "./Phrases.ts"
import * as Sheet from "./Sheet.ts"
import type { Subject } from "./Subject.ts"
import * as Typing from "./Typing.ts"

type Part = readonly [rule: RegisterRule, weight: number]

/** What a paragraph's sentences do, by its place: background first, doubts last. */
const parts = (share: number): ReadonlyArray<Part> =>
  share < 34
    ? [
        ["reason", 6],
        ["fact", 3],
      ]
    : share < 70
      ? [
          ["proposal", 8],
          ["reason", 1],
        ]
      : [
          ["risk", 6],
          ["question", 3],
        ]

const band = (share: number): string =>
  share < 34 ? "draftWhy" : share < 70 ? "draftPlan" : "draftRisk"

/** A heading that promises what comes under it, where the language has such. */
const headingText = (pen: Pen.Pen, share: number): string => {
  const { common } = pen.subject.author.lexicon
  const name = band(share)
  const manner = Sheet.titleManner(pen.subject)
  const productions = common[name]
  return productions === undefined
    ? pen.say("draftHeading", manner, "own")
    : pen.phrase(productions, manner, "own")
}

const sentence = (pen: Pen.Pen, share: number, about?: Pen.About): string => {
  const [rule] = pen.rng.weighted(parts(share), ([, weight]) => weight)
  return pen.say(rule, "prose", about)
}

const paragraph = (pen: Pen.Pen, share: number, about?: Pen.About): string => {
  const { terse } = pen.subject.author.habits
  const count = terse ? pen.rng.between(1, 3) : pen.rng.between(2, 4)
  return Array.from({ length: count }, (_, at) =>
    sentence(pen, share, at === 0 ? about : undefined),
  )
    .filter((text) => text !== "")
    .join(" ")
}

const wrapped = (subject: Subject, text: string): ReadonlyArray<string> =>
  text === "" ? [] : [...Typing.wrap(text, subject.author.habits.wrapColumns), ""]

/** Title, and under it the state of the draft where its author notes that. */
const header = (pen: Pen.Pen): ReadonlyArray<string> => {
  const { rng, subject } = pen
  const { lexicon, habits } = subject.author
  const lines = Sheet.title(subject, Sheet.titleText(pen))
  if (!habits.datesNotes && !rng.chance(1, 4)) return lines
  const words = Phrases.forLanguage(lexicon.language).draft
  const { name } = subject.author.resident.persona
  const state = pen.phrase(
    words.flatMap((word) => [`${word}, {today}`, `${word} {today}`, `${word}, {author}, {today}`]),
    "heading",
    "own",
    { author: name },
  )
  return [...lines, state, ""]
}

const create = (pen: Pen.Pen): ReadonlyArray<string> => {
  const { rng, subject } = pen
  const { habits } = subject.author
  const out = [...header(pen), ...wrapped(subject, pen.say("draftLead", "prose", "own"))]
  const count = habits.terse ? rng.between(2, 5) : rng.pick([2, 3, 3, 4, 5, 6, 8])
  const headed = count > 2 && rng.chance(habits.title === "none" ? 1 : 3, 5)
  let last = ""
  for (let index = 0; index < count; index++) {
    const share = Math.floor(((index + 1) * 100) / (count + 1))
    // Two headings for one thing would say the same twice
    if (headed && band(share) !== last) {
      last = band(share)
      const marked = Sheet.heading(subject, headingText(pen, share))
      out.push(...marked, ...(marked[0]?.startsWith("#") === true ? [""] : []))
    }
    out.push(...wrapped(subject, paragraph(pen, share, index === 0 ? "own" : undefined)))
  }
  if (rng.chance(3, 5)) out.push(...wrapped(subject, pen.say("draftClose", "prose", "own")))
  return out
}

const craft: Edit.Craft = {
  prose: true,
  ticks: false,
  item: ({ pen, rng }) => {
    const count = rng.pick([1, 1, 2])
    const share = rng.below(100)
    return Array.from({ length: count }, () => sentence(pen, share))
      .join(" ")
      .trim()
  },
  sentence: (pen) => sentence(pen, pen.rng.below(100)),
  heading: (pen) =>
    Sheet.heading(pen.subject, pen.say("draftHeading", Sheet.titleManner(pen.subject))),
  topLine: (pen) => {
    const { lexicon, register } = pen.subject.author
    const { status } = Phrases.forLanguage(lexicon.language)
    const plain = status.filter((each) => register !== "office" || !each.includes("{ticket}"))
    return pen.phrase(plain, "comment")
  },
}

export const generator: BodyGenerator = {
  create: (subject) =>
    Rng.draw((rng) => Sheet.finish(rng, subject, create(Pen.make(rng, subject)))),
  nextIteration: (subject, previous) => Rng.draw((rng) => Edit.next(rng, subject, craft, previous)),
}
