/**
 * The proleptic Gregorian calendar over day numbers (days since 1970-01-01), after Howard Hinnant's
 * "chrono-compatible low-level date algorithms".
 */

export interface CivilDate {
  readonly year: number
  /** 1 to 12 */
  readonly month: number
  /** 1 to 31 */
  readonly dayOfMonth: number
}

export const toDay = ({ year, month, dayOfMonth }: CivilDate): number => {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export const fromDay = (day: number): CivilDate => {
  const z = day + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth }
}

/** Monday is 0. */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7

/** 0 on the first of January. */
export const dayOfYear = (day: number): number =>
  day - toDay({ year: fromDay(day).year, month: 1, dayOfMonth: 1 })

/** ISO 8601 week number, 1 to 53. */
export const isoWeek = (day: number): number => {
  const thursday = day - weekday(day) + 3
  return 1 + Math.floor(dayOfYear(thursday) / 7)
}

/** `2026-01-05` */
export const toIsoDate = (day: number): string => {
  const { year, month, dayOfMonth } = fromDay(day)
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(dayOfMonth).padStart(2, "0")}`
}
