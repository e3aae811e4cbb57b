/** Public holidays by country, 2020 to 2037, from tables pinned in this package. */
import * as Civil from "../time/Civil.ts"
import { firstYear, packed } from "./holidayDates.ts"

let lines: Map<string, string> | undefined
const known = new Map<string, ReadonlySet<number>>()

const lineOf = (country: string): string | undefined => {
  lines ??= new Map(packed.split("\n").map((line) => line.split("|") as [string, string]))
  return lines.get(country)
}

export const isCountry = (country: string): boolean => lineOf(country) !== undefined

const daysOf = (country: string): ReadonlySet<number> => {
  const cached = known.get(country)
  if (cached !== undefined) return cached
  const days = new Set<number>()
  const years = lineOf(country)?.split(",") ?? []
  for (const [index, text] of years.entries()) {
    const first = Civil.toDay({ year: firstYear + index, month: 1, dayOfMonth: 1 })
    for (let at = 0; at < text.length; at += 2)
      days.add(first + Number.parseInt(text.slice(at, at + 2), 36))
  }
  known.set(country, days)
  return days
}

/** Whether a day (days since 1970-01-01) is a public holiday in that country (ISO 3166-1 alpha-2). */
export const isHoliday = (country: string, day: number): boolean => daysOf(country).has(day)
