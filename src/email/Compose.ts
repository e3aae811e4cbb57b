/**
 * The words of a mail: what its author types, from greeting to name. Quotation and signature are
 * the mail program's, and `Eml.ts` adds them.
 */
import type * as Effect from "effect/Effect"
import type { Register } from "../lexicon/Lexicon.ts"
import { Rng } from "../rng/Rng.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Table from "../rng/Table.ts"
import * as Voice from "../voice/Voice.ts"
import * as Greeting from "./Greeting.ts"
import type { Message } from "./Message.ts"
import * as Sentence from "./Sentence.ts"
import * as Subject from "./Subject.ts"
import * as Typing from "./Typing.ts"

export type FirstInput = Sentence.Input

export interface ReplyInput extends FirstInput {
  readonly parent: Message
  /** Of whoever began the thread, so that answers stay with its kind of work; else the author's. */
  readonly register?: Register | undefined
}

/**
 * Words of a whole first mail, drawn so that the median is the 43 of Kooti et al., WWW'15. Long
 * ones are rarer than there: few of ours would stay to the point for so long.
 */
const firstWords = Table.lognormal(49, 800, 190)

/** Words of a reply: the commonest length is five. */
const replyWords = Table.lognormal(25, 1050, 130)

type Paragraphs = ReadonlyArray<ReadonlyArray<string>>

const typed = (
  desk: Sentence.Desk,
  paragraphs: Paragraphs,
  greeting: string | undefined,
): ReadonlyArray<string> => {
  const { author, lore } = desk.input
  let before = greeting ?? ""
  const filled = paragraphs
    .map((sentences) => sentences.filter((sentence) => sentence !== ""))
    .filter((sentences) => sentences.length > 0)
  const rng = desk.rng.within("typing")
  return filled.map((sentences, paragraph) =>
    sentences
      .map((sentence, index) => {
        const closing = paragraph === filled.length - 1 && index === sentences.length - 1
        const out = Typing.sentence(rng, author, lore, { text: sentence, before, closing })
        before = sentence
        return out
      })
      .join(" "),
  )
}

const assemble = (
  greeting: string | undefined,
  body: ReadonlyArray<string>,
  signoff: string | undefined,
): string => [greeting, ...body, signoff].filter((part) => part !== undefined).join("\n\n")

/** What a mail is for, and with it the order of its sentences. */
const plans = [
  { weight: 40, first: ["update", "fact", "ask"], further: ["fact", "ask", "question"] },
  { weight: 38, first: ["update", "fact"], further: ["update", "fact", "risk"] },
  { weight: 22, first: ["question", "ask"], further: ["fact", "update", "ask"] },
] as const

/** Another thing that comes to the author's mind. */
const otherMatter = ({ rng, input, lore }: Sentence.Desk): Voice.Matter =>
  Sentence.withPerson(
    rng,
    Voice.drawMatter(rng, lore, input.author.resident.persona.email, input.local.day),
    lore.people,
  )

/** A mail that wants something of its reader; whoever only reports needs no answer. */
const asks = (text: string): boolean =>
  /[?¿]|\b(?:pls|please|let me know|i need|could you|can you|bitte|brauche|sag bescheid)\b|por favor|porfa|pfv|necesito|preciso/i.test(
    text,
  )

/** Sentences until the wanted number of words is met, in paragraphs of one to four. */
const core = (
  desk: Sentence.Desk,
  words: number,
  first: ReadonlyArray<string>,
  further: ReadonlyArray<string>,
): Paragraphs => {
  const { rng } = desk
  const paragraphs: Array<Array<string>> = []
  let matter = desk.matter
  let left = words
  let room = 0
  let before = ""
  let asked = 0
  for (let count = 0; count < 12 && (count === 0 || left >= 8); count++) {
    if (room === 0) {
      if (paragraphs.length > 0) matter = rng.chance(1, 4) ? otherMatter(desk) : desk.matter
      paragraphs.push([])
      room = rng.weighted([1, 2, 3, 4], (size) => (size === 1 ? 25 : size === 4 ? 10 : 33))
    }
    // one answer is enough: the next would answer what nobody asked
    const begun = count < 3 && first[0] !== "answer" ? [...first, ...further] : further
    const rules = count === 0 ? first : begun
    // whoever asks for ten things at once gets none
    const calm = rules.filter((rule) => rule !== "ask" && rule !== "question")
    const open = asked < 2 || calm.length === 0 ? rules : calm
    before = Sentence.fresh(desk, matter, rng.pick(open), before)
    if (asks(before)) asked++
    paragraphs.at(-1)!.push(before)
    left -= Sentence.wordsOf(before)
    room--
  }
  return paragraphs
}

const share = (tone: Greeting.Register, shares: Readonly<Record<Greeting.Register, number>>) =>
  shares[tone]

/** An optional rule of the language, else the one that every language has. */
const ruleOr = (author: Voice.Author, rule: string, general: string): string =>
  author.lexicon.common[rule] === undefined ? general : rule

const thanks = /gracias|thank|thx|danke|obrigad|valeu|grat[oa]\b|agrade/i

/** A last sentence; left out where it would thank right before a sign-off that thanks. */
const closing = (desk: Sentence.Desk, rule: string, signoff: string | undefined): string => {
  const text = Sentence.fresh(desk, desk.matter, rule)
  return thanks.test(text) && thanks.test(signoff ?? "") ? "" : text
}

const composeFirst = (rng: Stream, input: FirstInput): { subject: string; text: string } => {
  const desk = Sentence.deskOf(rng.within("body"), input)
  const { author, local, to } = input
  const tone = Greeting.registerOf(author.resident.persona)
  const frame = rng.within("frame")
  const drawn = frame.table(firstWords)
  const words = author.habits.terse ? Math.ceil(drawn * 0.7) : drawn
  const greets = frame.chance(
    share(tone, { Formal: 100, Direct: 78, Casual: 92, Technical: 85 }),
    100,
  )
  const signs = frame.chance(
    share(tone, { Formal: 98, Direct: 70, Casual: 80, Technical: 78 }),
    100,
  )
  const greeting = greets ? Greeting.greeting(rng.within("greeting"), author, to, local) : undefined
  const signoff = signs ? Greeting.signoff(rng.within("signoff"), author, local) : undefined
  const around = Sentence.wordsOf(greeting ?? "") + Sentence.wordsOf(signoff ?? "")
  const opens = words >= 30 && frame.chance(tone === "Formal" ? 80 : 55, 100)
  const closes = words >= 24 && frame.chance(tone === "Direct" ? 40 : 65, 100)
  const plan = frame.weighted(plans, ({ weight }) => weight)
  const left = words - around - (opens ? 11 : 0) - (closes ? 6 : 0)
  const [lead = [], ...rest] = core(desk, left, plan.first, plan.further)
  const wants = asks([...lead, ...rest.flat()].join(" "))
  // nobody begins "I need your help" and then only reports
  const openRule = wants ? "mailOpen" : ruleOr(author, "mailOpenInfo", "mailOpen")
  const open = opens ? Sentence.fresh(desk, desk.matter, openRule) : ""
  const closeRule = wants ? "mailClose" : ruleOr(author, "mailCloseInfo", "mailClose")
  const close = closes ? closing(desk, closeRule, signoff) : ""
  const alone = frame.chance(1, 3)
  const head = open === "" ? [lead] : alone ? [[open], lead] : [[open, ...lead]]
  const body = [...head, ...rest]
  const paragraphs =
    close === ""
      ? body
      : frame.chance(3, 5)
        ? [...body, [close]]
        : [...body.slice(0, -1), [...body.at(-1)!, close]]
  const held = new Set(Sentence.anchors(desk.matter))
  const about = new Set(Sentence.notable([open, ...lead, ...rest.flat()].join(" ")))
  const subject = Subject.first(
    rng.within("subject"),
    () => Sentence.scopeOf(desk, desk.matter),
    (text) => {
      const words = Sentence.notable(text)
      const own = words.filter((word) => about.has(word)).length
      return own > 1 ? 2 : own > 0 ? 1 : words.some((word) => held.has(word)) ? 0 : -1
    },
  )
  return { subject, text: assemble(greeting, typed(desk, paragraphs, greeting), signoff) }
}

const composeReply = (rng: Stream, input: ReplyInput): { text: string } => {
  const { author, local, parent, to } = input
  const register = input.register ?? author.register
  const desk = Sentence.deskOf(rng.within("body"), { ...input, author: { ...author, register } })
  // an answer does not say over what it answers
  for (const word of Sentence.notable(parent.text)) if (!desk.names.has(word)) desk.said.add(word)
  const tone = Greeting.registerOf(author.resident.persona)
  const frame = rng.within("frame")
  const drawn = frame.table(replyWords)
  const words = author.habits.terse ? Math.ceil(drawn * 0.75) : drawn
  const short = words <= 13
  const often = share(tone, { Formal: 70, Direct: 20, Casual: 38, Technical: 30 })
  // people stop greeting each other once they write to and fro
  const greets = frame.chance(parent.index > 0 ? Math.floor(often / 2) : often, short ? 300 : 100)
  const signs = frame.chance(often + 12, short ? 300 : 100)
  const greeting = greets ? Greeting.greeting(rng.within("greeting"), author, to, local) : undefined
  const signoff = signs ? Greeting.signoff(rng.within("signoff"), author, local) : undefined
  const asked = asks(parent.text)
  // who does other work than the writer says little on the matter itself
  const [partner] = to
  const stranger =
    partner !== undefined && Voice.registerOf(partner.persona.role) !== author.register
  // after a mere "thanks" people say something of their own, or nothing
  const bare = !asked && Sentence.wordsOf(parent.text) < 12
  if (!bare && (short || (stranger && frame.chance(3, 4)))) {
    const rule = asked ? "replyShort" : ruleOr(author, "replyNoted", "replyShort")
    const paragraphs = [[Sentence.fresh(desk, desk.matter, rule)]]
    return { text: assemble(greeting, typed(desk, paragraphs, greeting), signoff) }
  }
  const openRule = asked ? "replyOpen" : ruleOr(author, "replyOpenInfo", "replyOpen")
  const opens = !bare && frame.chance(asked ? 45 : 80, 100)
  const open = opens ? Sentence.fresh(desk, desk.matter, openRule) : ""
  const around =
    Sentence.wordsOf(greeting ?? "") + Sentence.wordsOf(signoff ?? "") + Sentence.wordsOf(open)
  const closes = words >= 26 && frame.chance(45, 100)
  const close = closes ? closing(desk, "replyClose", signoff) : ""
  const [lead = [], ...rest] = core(
    desk,
    words - around - Sentence.wordsOf(close),
    asked ? ["answer"] : ["question", "update"],
    ["fact", "update", "update", "question"],
  )
  const body = [open === "" ? lead : [open, ...lead], ...rest]
  const paragraphs = close === "" ? body : [...body.slice(0, -1), [...body.at(-1)!, close]]
  return { text: assemble(greeting, typed(desk, paragraphs, greeting), signoff) }
}

/** A mail that begins a thread. */
export const first = (
  input: FirstInput,
): Effect.Effect<{ readonly subject: string; readonly text: string }, never, Rng> =>
  Rng.draw((rng) => composeFirst(rng, input))

/** An answer; the caller passes the thread's own matter, so that it stays to the point. */
export const reply = (input: ReplyInput): Effect.Effect<{ readonly text: string }, never, Rng> =>
  Rng.draw((rng) => composeReply(rng, input))
