/** What a prompt says and an answer must not: its rules, its fields, its person described. */
import type { Persona } from "../../persona/Persona.ts"
import * as Prompt from "../Prompt.ts"
import type { Task } from "../Task.ts"
import * as Rejection from "./Rejection.ts"

const runLength = 6
const lineWordsMin = 4

const wordsOf = (text: string): ReadonlyArray<string> =>
  text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

const runsOf = (words: ReadonlyArray<string>, length: number): ReadonlyArray<string> =>
  words
    .slice(0, Math.max(0, words.length - length + 1))
    .map((_, at) => words.slice(at, at + length).join(" "))

/** What is said to the model, without the material. */
const rulesOf = (task: Task): string => {
  const { system, prompt } = Prompt.request(task)
  const end = prompt.lastIndexOf("</")
  return `${system}\n${prompt.slice(prompt.indexOf("\n", end))}`
}

interface Said {
  readonly runs: ReadonlySet<string>
  /** Short rules as a whole. */
  readonly rules: ReadonlyArray<string>
}

const saidOf = (task: Task): Said => {
  const sentences = rulesOf(task).split(/\n|(?<=[.:]) /)
  return {
    runs: new Set(sentences.flatMap((line) => runsOf(wordsOf(line), runLength))),
    rules: sentences.flatMap((line) => {
      const words = wordsOf(line)
      return words.length >= lineWordsMin && words.length < runLength
        ? [` ${words.join(" ")} `]
        : []
    }),
  }
}

/** Labels that nobody but a prompt sets before words. */
const labels =
  /^\W*(?:habit|tone|runs on|answers to|writer-[0-9a-f]{4,}|facts-[0-9a-f]{4,}):? |(?<=[.:!?] |^)(?:Tone|habit): /mu
const fields =
  /^(?:name|role|file|project|ticket|host|colleague|supplier|customer|meeting|subject|to): \S/
const personal = /^(?:name|role): \S/im

const described = (text: string, persona: Persona): string | undefined => {
  const own = [persona.tone === "custom" ? persona.toneCustom : undefined, ...persona.mannerisms]
  const phrases = own.flatMap((words) => (words === undefined ? [] : [wordsOf(words)]))
  const said = ` ${wordsOf(text).join(" ")} `
  for (const words of phrases) {
    // "Good morning" may be a habit to have; a description is longer
    const least = Math.min(Math.max(3, words.length), 4)
    const run = runsOf(words, least).find((each) => said.includes(` ${each} `))
    if (run !== undefined) return run
  }
  const whole = phrases.map((words) => ` ${words.join(" ")} `)
  for (const line of text.split("\n")) {
    const words = wordsOf(line)
    const isCopied = words.length > 2 && whole.some((each) => each.includes(` ${words.join(" ")} `))
    if (isCopied) return line
  }
  const role = persona.role.toLowerCase()
  const at = text.toLowerCase().indexOf(role)
  return at > 0 && /\bas an? [^,.\n]{0,40}$/i.test(text.slice(0, at)) ? `as a ${role}` : undefined
}

export const fault = (
  text: string,
  previous: string,
  task: Task,
): Rejection.Rejection | undefined => {
  const before = new Set(previous.split("\n").map((line) => line.trim()))
  const lines = text.split("\n").filter((line) => !before.has(line.trim()))
  const fresh = lines.join("\n")
  const { runs, rules } = saidOf(task)
  const known = new Set(task._tag === "Mail" ? runsOf(wordsOf(task.subject), runLength) : [])
  for (const line of lines) {
    const run = runsOf(wordsOf(line), runLength).find((each) => runs.has(each) && !known.has(each))
    if (run !== undefined) return Rejection.because("wrapped", "words of the prompt", run)
  }
  const all = ` ${wordsOf(fresh).join(" ")} `
  const rule = rules.find((each) => all.includes(each))
  if (rule !== undefined) return Rejection.because("wrapped", "a rule of the prompt", rule)
  const fielded = lines.filter((line) => fields.test(line)).length
  const label =
    labels.exec(fresh)?.[0] ?? (fielded > 0 && personal.test(fresh) ? "name" : undefined)
  if (label !== undefined || fielded > 1)
    return Rejection.because("wrapped", "a field of the prompt", label ?? fresh)
  const words = described(fresh, task.author.resident.persona)
  return words === undefined
    ? undefined
    : Rejection.because("wrapped", "the description of the author", words)
}
