/**
 * How a mail begins and ends: by tone, by the hour, by how many it goes to. A lexicon greets one
 * person; what is said to two or to a group stands here.
 */
import type { Resident } from "../persona/Resident.ts"
import { givenName } from "../persona/Persona.ts"
import type { Persona } from "../persona/Persona.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Civil from "../time/Civil.ts"
import type { LocalTime } from "../time/Zone.ts"
import type { Author } from "../voice/Voice.ts"
import * as Grammar from "../lexicon/Grammar.ts"

export type Register = "Formal" | "Direct" | "Casual" | "Technical"

/** The tone that a persona writes mail in; a custom one by the words that describe it. */
export const registerOf = ({ tone, toneCustom }: Persona): Register => {
  if (tone === "formal") return "Formal"
  if (tone === "direct") return "Direct"
  if (tone === "casual") return "Casual"
  if (tone === "technical") return "Technical"
  const words = toneCustom ?? ""
  if (/casual|friend|warm|relax|informal|locker|herzlich|amable|cercan|leve|amig/i.test(words))
    return "Casual"
  if (/direct|terse|blunt|brief|short|dry|curt|knapp|seco|breve/i.test(words)) return "Direct"
  return /techn|técn|precise|nerd|geek/i.test(words) ? "Technical" : "Formal"
}

interface Plural {
  readonly formal: ReadonlyArray<string>
  readonly familiar: ReadonlyArray<string>
}

interface Phrases {
  /** Two people, in slots {a} and {b}. */
  readonly pair: Plural
  readonly group: Plural
}

const plurals: Readonly<Record<string, Phrases>> = {
  en: {
    pair: {
      formal: ["Dear {a}, dear {b},", "Dear {a} and {b},", "Hello {a} and {b},"],
      familiar: ["{a}, {b},", "Hi {a}, {b},", "Hi {a}, hi {b},", "Hi both,", "Hi {a} and {b},"],
    },
    group: {
      formal: ["Dear all,", "Dear colleagues,", "Hello all,"],
      familiar: ["Hi all,", "All,", "Hi everyone,", "Folks,", "Hi,"],
    },
  },
  es: {
    pair: {
      formal: ["Buenos días, {a} y {b}:", "Buenas tardes, {a} y {b}:", "Hola, {a} y {b}:"],
      familiar: ["Hola {a}, {b}:", "{a}, {b}:", "Hola a los dos:", "Hola, {a} y {b}:", "Buenas:"],
    },
    group: {
      formal: ["Buenos días a todos:", "Buenas tardes a todos:", "Hola a todos:"],
      familiar: ["Hola a todos,", "Buenas,", "Hola:", "Hola, equipo:", "Todos:"],
    },
  },
  de: {
    pair: {
      formal: ["Guten Tag {a}, guten Tag {b},", "Hallo {a}, hallo {b},", "Hallo zusammen,"],
      familiar: ["Hallo {a}, hallo {b},", "{a}, {b},", "Hi {a}, hi {b},", "Hallo ihr zwei,"],
    },
    group: {
      formal: ["Hallo zusammen,", "Liebe Kolleginnen und Kollegen,", "Guten Tag zusammen,"],
      familiar: ["Hallo zusammen,", "Hi zusammen,", "Hallo alle,", "Moin zusammen,", "Hallo,"],
    },
  },
  pt: {
    pair: {
      formal: ["Bom dia, {a} e {b},", "Boa tarde, {a} e {b},", "Prezados,", "Olá, {a} e {b},"],
      familiar: ["Oi {a}, {b},", "{a}, {b},", "Oi {a} e {b},", "Olá {a}, {b},"],
    },
    group: {
      formal: ["Prezados,", "Bom dia a todos,", "Boa tarde a todos,", "Caros,"],
      familiar: ["Oi pessoal,", "Pessoal,", "Olá a todos,", "Oi gente,", "Pessoal, tudo bem?"],
    },
  },
}

/** Words that fit some hours only, as minutes of the day from and to. */
const hours: ReadonlyArray<readonly [RegExp, number, number]> = [
  [/\bmorning|guten morgen|^morgen|^moin/i, 240, 705],
  [/bom dia/i, 240, 720],
  [/buenos días|buen día/i, 240, 840],
  [/guten tag|guter tag/i, 540, 1110],
  [/mahlzeit/i, 690, 810],
  [/afternoon/i, 720, 1050],
  [/boa tarde/i, 720, 1095],
  [/buenas tardes/i, 810, 1200],
  [/schönen tag|have a (?:good|nice|great) day|buen día|feliz día|ótimo dia/i, 240, 840],
  [/evening|guten abend|schönen abend|feierabend|boa noite|buenas noches/i, 1020, 1440],
]

const weekend = /weekend|wochenende|fin de semana|finde|fim de semana/i

/** Whether a phrase can be said at that hour of that day. */
export const fits = (phrase: string, local: LocalTime): boolean =>
  hours.every(
    ([words, from, to]) =>
      !words.test(phrase) || (local.minuteOfDay >= from && local.minuteOfDay < to),
  ) &&
  (!weekend.test(phrase) || Civil.weekday(local.day) === 4)

const unnamed: Readonly<Record<string, string>> = {
  de: "Hallo,",
  en: "Hello,",
  es: "Hola:",
  pt: "Olá,",
}

const fillSlots = (
  rng: Stream,
  rules: ReadonlyArray<string>,
  author: Author,
  slots: Readonly<Record<string, string>>,
  rule: string,
) =>
  Grammar.expand(rng, rule, {
    rule: (name) => (name === rule ? rules : author.lexicon.common[name]),
    slot: (name) => slots[name],
  }) ?? ""

/**
 * Words that greet more than the one a mail goes to, leave a person's gender to the reader, or
 * promise a question that may not come.
 */
const many = new RegExp(
  String.raw`/as?\b|colleagues|kolleg|\ball\b|\balle\b|everyone|zusammen|` +
    "todos|todas|equipo|equipe|pessoal|gente|una cosa|rápid|frage|quick|question",
  "i",
)

const timely = (
  local: LocalTime,
  say: () => string,
  unfit: RegExp = /^$(?!)/,
): string | undefined => {
  for (let attempt = 0; attempt < 12; attempt++) {
    const phrase = say()
    if (fits(phrase, local) && !unfit.test(phrase)) return phrase
  }
  return undefined
}

/** Spanish `y` becomes `e` before an `i`. */
const joined = (template: string, b: string): string =>
  /^h?[ií]/i.test(b) ? template.replace(" y {b}", " e {b}") : template

/** The first line of a mail. */
export const greeting = (
  rng: Stream,
  author: Author,
  to: ReadonlyArray<Resident>,
  local: LocalTime,
): string => {
  const tone = registerOf(author.resident.persona)
  const names = to.map((each) => givenName(each.persona))
  const language = author.lexicon.language
  const fallback = unnamed[language] ?? "Hello,"
  if (names.length === 1) {
    const rule = `greeting${tone}` as const
    const slots = { to: names[0]! }
    return (
      timely(local, () => fillSlots(rng, author.lexicon.common[rule], author, slots, rule), many) ??
      fallback
    )
  }
  const phrases = plurals[language] ?? plurals["en"]!
  const kind = names.length === 2 ? phrases.pair : phrases.group
  const templates = tone === "Formal" ? kind.formal : kind.familiar
  const [a = "", b = ""] = names
  return timely(local, () => Grammar.fill(joined(rng.pick(templates), b), { a, b })) ?? fallback
}

/** The last lines: a sign-off, mostly with the writer's given name below; may be the name alone. */
export const signoff = (rng: Stream, author: Author, local: LocalTime): string => {
  const rule = `signoff${registerOf(author.resident.persona)}` as const
  const name = givenName(author.resident.persona)
  const slots = { from: name }
  const phrase =
    timely(
      local,
      () => fillSlots(rng, author.lexicon.common[rule], author, slots, rule),
      // a long set phrase at the end of every other mail reads like a form
      /^(?:\S+\s+){5,}\S/,
    ) ?? ""
  return phrase === "" ? name : phrase.includes(name) ? phrase : `${phrase}\n${name}`
}
