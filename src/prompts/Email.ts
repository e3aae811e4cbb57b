/** The prompt for the words of a mail: a first one, or an answer. */
import * as Greeting from "../email/Greeting.ts"
import type { Request } from "../llm/Request.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Table from "../rng/Table.ts"
import * as Data from "./Data.ts"
import * as Facts from "./Facts.ts"
import * as LanguageName from "./LanguageName.ts"
import * as Style from "./Style.ts"
import type { MailTask } from "./Task.ts"

const subjectBytesMax = 200
const parentBytesMax = 1500
/** Mails to more people are greeted as to a group. */
const namesMax = 6

/** The lengths of mails as in `Compose.ts`, within what a model can be told. */
const firstWords = Table.lognormal(40, 700, 120)
const replyWords = Table.lognormal(25, 900, 100)
const firstWordsMin = 15
const replyWordsMin = 6

const wordsOf = (rng: Stream, task: MailTask, wordsMax: number): number => {
  const drawn = rng.table(task.parent === undefined ? firstWords : replyWords)
  const least = task.parent === undefined ? firstWordsMin : replyWordsMin
  const count = Math.max(least, task.author.habits.terse ? Math.ceil(drawn * 0.7) : drawn)
  const kept = Math.min(count, wordsMax)
  return kept < 20 ? kept : Math.round(kept / 5) * 5
}

interface Aim {
  readonly text: string
  /** Nobody takes a page to ask one question. */
  readonly wordsMax: number
}

const question: Aim = { text: "You ask one question.", wordsMax: 40 }

const aims: ReadonlyArray<Aim> = [
  { text: "You report how something stands.", wordsMax: 120 },
  { text: "You ask for one thing, and say why or by when.", wordsMax: 60 },
  { text: "You pass on something that the reader should know.", wordsMax: 80 },
  question,
]

const answers: ReadonlyArray<Aim> = [
  { text: "You have little time.", wordsMax: 20 },
  { text: "You say what you know and what you do not know yet.", wordsMax: 100 },
  { text: "You add one detail from your side.", wordsMax: 80 },
  { text: "You ask back one thing that is not clear.", wordsMax: 40 },
  { text: "You say what you will do next.", wordsMax: 60 },
]

const aimOf = (rng: Stream, { parent, subject }: MailTask): Aim =>
  parent !== undefined ? rng.pick(answers) : /[?¿]/.test(subject) ? question : rng.pick(aims)

const namesOf = (to: ReadonlyArray<Resident>): string => {
  const shown = to.slice(0, namesMax).map(({ persona }) => Data.line(persona.name, 60))
  const more = to.length - shown.length
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`
}

const greetingRule = (task: MailTask): string =>
  task.to.length > 2 && task.parent === undefined
    ? "Greet all of them in one word or two."
    : task.to.length === 2 && task.parent === undefined
      ? "Greet both, by first name."
      : task.parent === undefined
        ? "Greet the reader by first name."
        : 'Greet by first name the person after "answers to", nobody else.'

/** Not everybody greets and signs each time: shares in a hundred, by tone, as in `Compose.ts`. */
const greets = { Formal: 100, Direct: 78, Casual: 92, Technical: 85 }
const signs = { Formal: 98, Direct: 70, Casual: 80, Technical: 78 }

const frame = (rng: Stream, task: MailTask): ReadonlyArray<string> => {
  const register = Greeting.registerOf(task.author.resident.persona)
  const reply = task.parent !== undefined
  // a quarter of answers that a first mail would greet in go straight to the matter
  const greeting = rng.chance(greets[register], reply ? 133 : 100)
  const signature = rng.chance(signs[register], 100)
  return [
    greeting ? greetingRule(task) : "No greeting.",
    signature
      ? "End with a short sign-off line and, below it, your first name alone."
      : "No sign-off and no name at the end.",
    "Write no signature (title, company, phone); the mail program adds it.",
  ]
}

const contentRules = ({ parent, to }: MailTask, aim: Aim): ReadonlyArray<string> => {
  if (parent === undefined)
    return [
      `Write a mail to the ${to.length === 1 ? "person" : "people"} in the line "to". It is about its subject.`,
      aim.text,
    ]
  return [
    "Answer the mail between the received tags. Answer what it asks; where it asks nothing, react.",
    aim.text,
    "Do not quote it and do not say again what it says.",
  ]
}

/** Lists where the writer is known for them. */
const isLister = (habits: ReadonlyArray<string>): boolean =>
  habits.some((words) => /bullet|list|stichpunkt|viñeta|tópico/i.test(words))

export const request = (task: MailTask): Request => {
  const { author, language, local, parent, stream, subject, to } = task
  const { persona } = author.resident
  const habits = Style.mannerisms(stream, persona, 1, 2)
  const draws = stream.within("facts")
  const facts = Facts.draw(draws, task, draws.between(2, 3))
  const aim = aimOf(stream.within("aim"), task)
  const words = wordsOf(stream.within("length"), task, aim.wordsMax)
  const blocks: ReadonlyArray<Data.Block> = [
    Style.writer(persona, habits),
    {
      name: "facts",
      text: Data.fields([
        ["to", namesOf(to), 6 * 60 + 40],
        ["answers to", parent?.from.persona.name, Facts.nameBytesMax],
        ["subject", subject, subjectBytesMax],
        ...facts,
      ]),
    },
    ...(parent === undefined
      ? []
      : [{ name: "received", text: Data.text(parent.text, parentBytesMax) }]),
  ]
  return {
    system: Style.system,
    prompt: [
      ...Data.fence(blocks),
      "",
      `You are the writer. It is ${Facts.moment(local)}.`,
      ...contentRules(task, aim),
      `About ${words} words, greeting and sign-off not counted.`,
      ...frame(stream.within("frame"), task),
      isLister(habits) ? "Plain text, no Markdown." : "Plain text, no Markdown, no lists.",
      "The subject is set: write no subject line.",
      Style.toneRule(persona),
      ...Style.corresponding(author, language),
      "You need not use all facts.",
      Facts.dateRule(task),
      `Write in ${LanguageName.withVariety(language)}.`,
      ...Style.dashes(persona),
      "Answer with the text of the mail only.",
    ].join("\n"),
    sampling: {
      seed: stream.within("seed").between(0, 0x7fff_ffff),
      temperature: 0.8,
      // a word takes two to three tokens in most languages; what is cut off is of no use
      maxTokens: 120 + words * 4,
    },
    gist: {
      form: "mail",
      follows: parent !== undefined,
      language,
      extension: "eml",
      slots: Facts.slots(task),
      previous: parent?.text ?? "",
    },
  }
}
