/** How dates, numbers and money are written where the owner sits: by language and time zone. */
import * as Lexicons from "../../lexicon/Lexicons.ts"
import * as Grammar from "../../lexicon/Grammar.ts"
import * as Civil from "../../time/Civil.ts"
import type { Owner } from "../Context.ts"

export interface Region {
  /** BCP 47: `de-AT`. */
  readonly tag: string
  readonly language: string
  /** ISO 3166: where the owner sits. */
  readonly place: string
  readonly currency: { readonly sign: string; readonly code: string; readonly before: boolean }
  readonly thousands: string
  readonly decimal: string
  readonly paper: "A4" | "Letter"
  /** Country code of telephone numbers: `+49`. */
  readonly dialling: string
}

const euro = { sign: "€", code: "EUR", before: false }
const dollar = { sign: "$", code: "USD", before: true }

const places: Readonly<Record<string, string>> = {
  "Europe/London": "GB",
  "Europe/Dublin": "IE",
  "Europe/Berlin": "DE",
  "Europe/Vienna": "AT",
  "Europe/Zurich": "CH",
  "Europe/Madrid": "ES",
  "Europe/Lisbon": "PT",
  "Europe/Paris": "FR",
  "Europe/Amsterdam": "NL",
  "Europe/Rome": "IT",
}

/** Where that clock is; by the language where the zone alone does not tell. */
const placeOf = (language: string, timezone: string): string => {
  const american = timezone.startsWith("America/")
  const usual: Readonly<Record<string, string>> = american
    ? { es: "MX", pt: "BR" }
    : { de: "DE", es: "ES", pt: "PT" }
  return places[timezone] ?? usual[language] ?? (american ? "US" : "GB")
}

/** The countries whose way of writing a language a word processor knows. */
const written: Readonly<Record<string, ReadonlyArray<string>>> = {
  en: ["GB", "US", "IE"],
  de: ["DE", "AT", "CH"],
  es: ["ES", "MX"],
  pt: ["PT", "BR"],
}

const dialling: Readonly<Record<string, string>> = {
  AT: "+43",
  CH: "+41",
  DE: "+49",
  MX: "+52",
  ES: "+34",
  BR: "+55",
  PT: "+351",
  US: "+1",
  IE: "+353",
  GB: "+44",
  FR: "+33",
  NL: "+31",
  IT: "+39",
}

const currencies: Readonly<Record<string, Region["currency"]>> = {
  CH: { sign: "CHF", code: "CHF", before: true },
  MX: { sign: "$", code: "MXN", before: true },
  BR: { sign: "R$", code: "BRL", before: true },
  US: dollar,
  GB: { sign: "£", code: "GBP", before: true },
}

export const of = ({
  language: spoken,
  timezone,
}: Pick<Owner, "language" | "timezone">): Region => {
  const language = Lexicons.has(spoken) ? spoken : "en"
  const place = placeOf(language, timezone)
  const known = written[language]!
  const points = language === "en" || place === "MX"
  return {
    tag: `${language}-${known.includes(place) ? place : known[0]!}`,
    language,
    place,
    currency: currencies[place] ?? euro,
    thousands: place === "CH" ? "'" : points ? "," : ".",
    decimal: points || place === "CH" ? "." : ",",
    paper: place === "US" ? "Letter" : "A4",
    dialling: dialling[place] ?? "+44",
  }
}

/** An integer with its groups of three: `14,500`. */
export const integer = (region: Region, value: number): string =>
  String(value).replace(/\B(?=(\d{3})+$)/g, region.thousands)

/** An amount in whole units of the currency: `14.500 €`, `£14,500`. */
export const money = (region: Region, value: number): string => {
  const { sign, before } = region.currency
  const digits = integer(region, value)
  return before ? `${sign}${sign.length > 1 ? " " : ""}${digits}` : `${digits} ${sign}`
}

/** A day inside a sentence, with its year unless that is the reader's own. */
export const day = (region: Region, epochDay: number, withYear: boolean): string => {
  const { months, mail } = Lexicons.of(region.language)
  const { year, month, dayOfMonth } = Civil.fromDay(epochDay)
  const slots = { d: String(dayOfMonth), month: months[month - 1]!, yyyy: String(year) }
  if (region.tag === "en-US")
    return Grammar.fill(withYear ? "{month} {d}, {yyyy}" : "{month} {d}", slots)
  const pattern = withYear ? mail.dateLong : mail.dateLong.replace(/( de)? ?\{yyyy\}$/, "")
  return Grammar.fill(pattern, slots)
}

const two = (value: number): string => String(value).padStart(2, "0")

/** A day in a table: `12.03.2026`, `3/12/2026`. */
export const shortDay = (region: Region, epochDay: number): string => {
  const { year, month, dayOfMonth } = Civil.fromDay(epochDay)
  if (region.tag === "en-US") return `${month}/${dayOfMonth}/${year}`
  return region.language === "de"
    ? `${two(dayOfMonth)}.${two(month)}.${year}`
    : `${two(dayOfMonth)}/${two(month)}/${year}`
}
