/** What stands around a mail's words and should not: its subject, a second voice, a card below. */
import * as Reference from "../../reading/Reference.ts"
import * as Words from "../../reading/Words.ts"
import type { MailTask } from "../Task.ts"
import * as Rejection from "./Rejection.ts"

const given = (name: string): string => name.split(" ")[0]!.toLowerCase()

const closings = new RegExp(
  `^${Words.anyOf(`
    (?:best|kind|warm)(?:\\s(?:regards|wishes))? regards cheers thanks thank\\syou sincerely
    (?:viele|liebe|beste|schöne|freundliche)\\sgrüße mit\\sfreundlichen\\sgrüßen gruß grüße danke
    (?:un\\s)?saludos? (?:saludos\\s)?cordiales gracias un\\sabrazo
    abraços? (?:um\\s)?abraço atenciosamente obrigad[oa] cumprimentos
  `)}[,.!]?$`,
  "iu",
)
const postscript = /^p\.? ?s\b/i

/** The subject where it stands over the text once more. */
export const withoutSubject = (
  lines: ReadonlyArray<string>,
  subject: string,
): ReadonlyArray<string> => {
  const first = lines.findIndex((line) => line.trim() !== "")
  if (first < 0 || lines.length < first + 3 || lines[first + 1]!.trim() !== "") return lines
  const isSubject =
    Reference.bareSubject(lines[first]!.trim()) === Reference.bareSubject(subject.trim())
  return isSubject ? lines.slice(first + 2) : lines
}

/** Whoever speaks is the author, once. */
const voices = (lines: ReadonlyArray<string>, task: MailTask): Rejection.Rejection | undefined => {
  const own = given(task.author.resident.persona.name)
  const people = new Set(
    [...task.lore.people, ...task.to.map(({ persona }) => persona)].map(({ name }) => given(name)),
  )
  const spoken = lines.flatMap((line) => {
    const name = /^\W*(\p{Lu}[\p{L}'-]+): \S/u.exec(line)?.[1]?.toLowerCase()
    return name !== undefined && (name === own || people.has(name)) ? [{ line, name }] : []
  })
  const self = spoken.find(({ name }) => name === own)
  return self !== undefined || spoken.length > 1
    ? Rejection.because("letter", "a dialogue", (self ?? spoken[0]!).line)
    : undefined
}

/** Below the name stands nothing, and below a closing line the name alone. */
const below = (lines: ReadonlyArray<string>, task: MailTask): Rejection.Rejection | undefined => {
  const full = lines.map((line) => line.trim()).filter((line) => line !== "")
  const { name } = task.author.resident.persona
  const own = new Set([given(name), name.toLowerCase()])
  const ends = full.findIndex(
    (line, index) => index > 0 && own.has(line.toLowerCase().replace(/[.,!]$/, "")),
  )
  const closes = full.findIndex((line, index) => index > 0 && closings.test(line))
  const rest = ends >= 0 ? full.slice(ends + 1) : closes >= 0 ? full.slice(closes + 2) : []
  const stray = rest.find((line) => !postscript.test(line))
  if (stray !== undefined && !rest.some((line) => postscript.test(line)))
    return Rejection.because("letter", "text below the name", stray)
  const card = full.slice(-2).find((line) => line.includes("|"))
  return card === undefined ? undefined : Rejection.because("letter", "a card", card)
}

/** Colleagues here call each other by first name. */
const titles =
  /^(?:dear|hi|hello|sehr geehrte[rs]?|estimad[oa]|prezad[oa]) (?:mrs?|ms|miss|herrn?|frau|sra?|señora?|senhora?)\b\.?/i

/** With two readers a greeting of one leaves the other out. */
const half = (first: string, task: MailTask): Rejection.Rejection | undefined => {
  if (task.to.length !== 2 || task.parent !== undefined) return undefined
  const head = first.toLowerCase().slice(0, 60)
  if (!/^\W*\p{L}+[^.?]{1,50}[,:!]\s*$/u.test(head)) return undefined
  const named = task.to.filter(({ persona }) => head.includes(given(persona.name))).length
  return named === 1 ? Rejection.because("letter", "greets one of two", first) : undefined
}

/** One who says `du` does not say `Sie`; within a sentence the capital tells them apart. */
const mixes = (text: string): boolean =>
  /(?<!\p{L})(?:du|dir|dich|kannst|hast|dein\p{L}*)(?!\p{L})/u.test(text) &&
  /(?<=[\p{Ll},] )(?:Sie|Ihnen|Ihre?[nmrs]?)(?!\p{L})/u.test(text)

export const fault = (text: string, task: MailTask): Rejection.Rejection | undefined => {
  const lines = text.split("\n")
  const first = lines.find((line) => line.trim() !== "") ?? ""
  const copied = lines.find((line) => /(?:^|[.!?] )(?:cc|bcc|re|aw|wg|fwd): /i.test(line))
  return Rejection.first(
    () => (copied === undefined ? undefined : Rejection.because("letter", "a field", copied)),
    () => (titles.test(first) ? Rejection.because("letter", "a title", first) : undefined),
    () => voices(lines, task),
    () => below(lines, task),
    () => half(first, task),
    () =>
      task.language === "de" && mixes(text)
        ? Rejection.because("letter", "du and Sie", text)
        : undefined,
  )
}
