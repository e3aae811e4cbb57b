/** What belongs to a mail's frame and not to its text; who is greeted, and who signs. */
import { givenName } from "../../persona/Persona.ts"
import * as Reference from "../../reading/Reference.ts"
import * as Words from "../../reading/Words.ts"
import type { MailTask } from "../Task.ts"
import * as Frame from "./Frame.ts"
import * as Rejection from "./Rejection.ts"
import { givenNames } from "./words.ts"

const fields =
  /^[*_ ]{0,3}(?:subject|betreff|asunto|assunto|to|an|para|from|von|de|cc|bcc|date|datum|fecha|data)[*_]{0,2}:[*_]{0,2}(?:[ \t]|$)/i
const subjectLine = /^[*_ ]{0,3}(?:subject|betreff|asunto|assunto)[*_]{0,2}:/im

const isBlank = (line: string): boolean => line.trim() === ""

/** Header fields above the text, with the empty line after them. */
const withoutFields = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  let at = 0
  while (at < lines.length && (isBlank(lines[at]!) || fields.test(lines[at]!))) at += 1
  return lines.slice(at)
}

const attribution =
  /(?:^on .{4,120} wrote:|^am .{4,120} schrieb .{2,80}:|^el .{4,120} escribió:|^em .{4,120} escreveu:|^.{2,80} (?:wrote|schrieb|escribió|escreveu):)\s*$/i
const original =
  /^[-_ ]{0,8}(?:original message|ursprüngliche nachricht|mensaje original|mensagem original|forwarded message)[-_ ]{0,8}$/i

/** Quoted text at the end, with the line that leads to it. */
const withoutQuote = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  const marked = lines.findIndex(
    (line) => original.test(line.trim()) || attribution.test(line.trim()),
  )
  if (marked > 0) return lines.slice(0, marked)
  let end = lines.length
  while (end > 0 && (isBlank(lines[end - 1]!) || lines[end - 1]!.startsWith(">"))) end -= 1
  return lines.slice(end, lines.length).some((line) => line.startsWith(">"))
    ? lines.slice(0, end)
    : lines
}

const spoken = (line: string): string =>
  line
    .toLowerCase()
    .replace(/[\s,.;!*_-]+/g, " ")
    .trim()

/** The block that the mail program adds, and what looks like it: role, organisation, telephone. */
const withoutSignature = (
  lines: ReadonlyArray<string>,
  { author, lore }: MailTask,
): ReadonlyArray<string> => {
  const { name, email, role, signature } = author.resident.persona
  const delimiter = lines.findIndex((line) => /^--\s?$/.test(line))
  const open = delimiter > 0 ? lines.slice(0, delimiter) : lines
  const own = new Set((signature ?? "").split("\n").map(spoken))
  const isOfBlock = (line: string): boolean => {
    const text = spoken(line)
    return (
      isBlank(line) ||
      own.has(text) ||
      text === spoken(role) ||
      (text.split(" ").length <= 4 && text.includes(spoken(lore.organisation))) ||
      lore.teams.includes(text) ||
      line.toLowerCase().includes(email) ||
      /^(?:tel|phone|ext|mobile|durchwahl|fon|telefon[eo]?)\b/i.test(text) ||
      (/\||,/.test(line) && text.includes(spoken(role)))
    )
  }
  let end = open.length
  while (end > 1 && isOfBlock(open[end - 1]!)) {
    // the name itself stays where nothing follows it that belongs to a block
    if (spoken(open[end - 1]!) === spoken(name)) break
    end -= 1
  }
  const kept = open.slice(0, end)
  const isCut = open.slice(end).some((line) => !isBlank(line)) || delimiter > 0
  // under a signature with the full name people sign with the given one
  const last = kept.at(-1)
  const isWhole = last !== undefined && kept.length > 1 && spoken(last) === spoken(name)
  if (isWhole && (isCut || signature !== undefined))
    kept[kept.length - 1] = givenName(author.resident.persona)
  else if (isCut && last !== undefined && /^\p{L}[\p{L} ]{2,30},$/u.test(last.trim()))
    kept.push(givenName(author.resident.persona))
  return kept
}

export const off = (text: string, task: MailTask): string =>
  withoutSignature(
    withoutQuote(Frame.withoutSubject(withoutFields(text.split("\n")), task.subject)),
    task,
  )
    .filter((line) => !/^--\s?$/.test(line))
    .join("\n")

/** Words of greetings and of those they greet, beside names. */
const courtesies = new Set(
  Words.split(`
    hi hello hey dear all team everyone everybody both folks colleagues there good morning
    afternoon evening thanks thank you ok okay sure yes no sorry greetings again and to the
    guys people gang crew
    hallo guten tag morgen abend moin liebe lieber liebes servus sehr geehrte geehrter herr frau
    herren damen zusammen ihr beiden beide zwei alle und kollegen kolleginnen team danke ja nein
    hola buenos buenas dias días buen dia día tardes noches estimado estimada estimados estimadas
    querido querida queridos queridas equipo compañeros compañeras todos todas a los dos las y e
    gracias señor señora qué tal
    olá oi bom boa noite tarde prezado prezada prezados prezadas caro cara caros cara pessoal
    gente equipe equipa os dois duas obrigado obrigada senhor senhora colegas tudo bem
    mr ms mrs dr sir madam
  `),
)

const tokens = (text: string): ReadonlyArray<string> =>
  text.toLowerCase().match(/\p{L}[\p{L}'-]*/gu) ?? []

const partsOf = (people: ReadonlyArray<{ readonly name: string }>): ReadonlySet<string> =>
  new Set(people.flatMap(({ name }) => [...Reference.nameParts(name), ...tokens(name)]))

const greets = Words.split(`
  hi hello hey dear hallo liebe lieber moin servus hola estimado estimada querido querida olá oi
  prezado prezada caro cara good guten bom boa buenos buenas sehr
`)

/** Who is greeted must be who the mail goes to. */
const greeting = (first: string, task: MailTask): Rejection.Rejection | undefined => {
  const head = /^(.{1,60}?)(?:[,:!]\s*$|[,:!]\s|$)/u.exec(first.trim())?.[1] ?? ""
  const said = tokens(head)
  if (said.length === 0 || said.length > 7) return undefined
  const isGreeting = greets.includes(said[0]!)
  const isAddress = /^[^,:]{1,40}[,:]\s*$/.test(first.trim())
  if (!isGreeting && !isAddress) return undefined
  const addressed = partsOf(task.to.map(({ persona }) => persona))
  const known = partsOf([...task.lore.people, task.author.resident.persona])
  // after "Hola," or "Hi" the name may stand behind a comma
  const names = isGreeting ? tokens(first.slice(0, 60).split(/[.!?:]/)[0]!) : said
  for (const name of names.slice(0, 8)) {
    if (addressed.has(name) || courtesies.has(name)) continue
    if (known.has(name)) return Rejection.because("letter", "greets somebody else", first)
    const isCapital = first.includes(name[0]!.toUpperCase() + name.slice(1))
    if (givenNames.has(name) && isCapital)
      return Rejection.because("stranger", "greets somebody nobody knows", first)
  }
  if (isGreeting && said.length === 2 && isAddress && /^\P{L}*\p{L}+ \p{Lu}/u.test(head)) {
    const name = said[1]!
    if (!addressed.has(name) && !courtesies.has(name))
      return Rejection.because("stranger", "greets somebody nobody knows", first)
  }
  return undefined
}

const nameAlone = /^\p{Lu}[\p{L}'-]{0,20}(?: \p{Lu}[\p{L}'.-]{0,20}){0,2}$/u

/** Whoever signs is the author. */
const signing = (lines: ReadonlyArray<string>, task: MailTask): Rejection.Rejection | undefined => {
  const full = lines.filter((line) => !isBlank(line))
  const last = full.at(-1)?.trim() ?? ""
  const inline = /^(?:[\p{L} ]{3,28}), (\p{Lu}[\p{L}'-]+)$/u.exec(last)?.[1]
  const name = inline ?? last
  if (full.length < 2 || !nameAlone.test(name)) return undefined
  const { persona, login } = task.author.resident
  const own = new Set([...partsOf([persona]), login, ...tokens(persona.email.split("@")[0]!)])
  const said = tokens(name)
  if (said.every((part) => own.has(part) || part.length === 1)) return undefined
  const known = partsOf(task.lore.people)
  const before = full.at(-2)?.trim() ?? ""
  const isAfterClose =
    inline !== undefined || (full.length > 2 && /^[\p{L}ß ]{3,30},$/u.test(before))
  const isSomebody = said.some((part) => known.has(part) || givenNames.has(part))
  return isSomebody || (isAfterClose && !said.every((part) => courtesies.has(part)))
    ? Rejection.because("letter", "signed by somebody else", last)
    : undefined
}

export const fault = (text: string, task: MailTask): Rejection.Rejection | undefined => {
  const lines = text.split("\n")
  const first = lines.find((line) => !isBlank(line)) ?? ""
  const quoted = lines.find((line) => line.startsWith(">") || attribution.test(line))
  return Rejection.first(
    () =>
      subjectLine.test(text) ? Rejection.because("letter", "a subject line within") : undefined,
    () => (quoted === undefined ? undefined : Rejection.because("letter", "quotes within", quoted)),
    () => greeting(first, task),
    () => signing(lines, task),
    () => Frame.fault(text, task),
  )
}
