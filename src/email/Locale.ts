/**
 * The country that a mail program is set to, guessed from language and time zone, and the words
 * that depend on it: `Content-Language`, the clock, dates, and Outlook's separator.
 */
import type { Lexicon } from "../lexicon/Lexicon.ts"
import type { Resident } from "../persona/Resident.ts"
import * as Grammar from "../lexicon/Grammar.ts"
import * as Civil from "../time/Civil.ts"
import * as Zone from "../time/Zone.ts"

const two = (value: number): string => String(value).padStart(2, "0")

/** `en-US`, `es-ES`. */
export const tag = (language: string, zone: string): string => {
  const american = zone.startsWith("America/") || zone.startsWith("US/")
  switch (language) {
    case "en":
      return american || !/Europe|Africa|Australia|Pacific|London/.test(zone) ? "en-US" : "en-GB"
    case "es":
      return american ? "es-MX" : "es-ES"
    case "pt":
      return /Europe|Atlantic/.test(zone) ? "pt-PT" : "pt-BR"
    case "de":
      return zone === "Europe/Zurich" ? "de-CH" : zone === "Europe/Vienna" ? "de-AT" : "de-DE"
    default:
      return language
  }
}

/** Word and Outlook leave the country out where the language has its home there. */
export const wordTag = (tag: string): string =>
  tag === "de-DE" ? "de" : tag === "es-ES" ? "es" : tag

/** `10:14`, or `10:14 AM` where the program's short date begins with the month. */
export const clock = (lexicon: Lexicon, local: Zone.LocalTime): string => {
  const hour = Math.floor(local.minuteOfDay / 60)
  const minute = two(local.minuteOfDay % 60)
  if (!/^\{mm?\}/.test(lexicon.mail.dateShort)) return `${two(hour)}:${minute}`
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minute} ${hour < 12 ? "AM" : "PM"}`
}

/** A date in one of the lexicon's two forms. */
export const day = (lexicon: Lexicon, form: "dateLong" | "dateShort", at: Zone.LocalTime): string =>
  Grammar.fill(lexicon.mail[form], {
    d: String(at.dayOfMonth),
    dd: two(at.dayOfMonth),
    m: String(at.month),
    mm: two(at.month),
    month: lexicon.months[at.month - 1]!,
    yy: two(at.year % 100),
    yyyy: String(at.year),
  })

export const weekday = (lexicon: Lexicon, at: Zone.LocalTime): string =>
  lexicon.weekdays[Civil.weekday(at.day)]!

const appleForms: Readonly<Record<string, string>> = {
  en: "{d} {mon} {yyyy}",
  es: "{d} {mon} {yyyy}",
  pt: "{d} de {mon}. de {yyyy}",
  de: "{dd}.{mm}.{yyyy}",
}

/** Apple's medium date: `5 ene 2026`. */
export const appleDate = (lexicon: Lexicon, at: Zone.LocalTime): string => {
  const form = appleForms[lexicon.language]
  if (form === undefined) return day(lexicon, "dateLong", at)
  return Grammar.fill(form, {
    d: String(at.dayOfMonth),
    dd: two(at.dayOfMonth),
    mm: two(at.month),
    mon: lexicon.months[at.month - 1]!.slice(0, 3),
    yyyy: String(at.year),
  })
}

/** The parts of mutt's own attribution: `On Mon, Jan 05, 2026 at 10:14:33AM +0000, X wrote:`. */
export const muttDefault = (
  at: Zone.LocalTime,
): { readonly weekday: string; readonly date: string; readonly clock: string } => {
  const hour = Math.floor(at.minuteOfDay / 60)
  const shown = hour % 12 === 0 ? 12 : hour % 12
  const clock = `${two(shown)}:${two(at.minuteOfDay % 60)}:${two(at.second)}`
  const month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[at.month - 1]
  return {
    weekday: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][Civil.weekday(at.day)]!,
    date: `${month} ${two(at.dayOfMonth)}, ${at.year}`,
    clock: `${clock}${hour < 12 ? "AM" : "PM"} ${Zone.formatOffset(at.offsetMinutes)}`,
  }
}

const originals: Readonly<Record<string, string>> = {
  de: "Ursprüngliche Nachricht",
  es: "Mensaje original",
  pt: "Mensagem original",
}

/** Outlook's line above what it quotes in a plain mail. */
export const originalMessage = (lexicon: Lexicon): string =>
  `-----${originals[lexicon.language] ?? "Original Message"}-----`

/** The reader's own clock at a moment. */
export const localOf = (resident: Resident, ms: number): Zone.LocalTime =>
  Zone.toLocal(resident.timezone, ms)
