/** How much of a working day's activity falls on a given day, for one person. */
import type { Persona } from "../persona/Persona.ts"
import * as Civil from "../time/Civil.ts"
import * as Holiday from "./Holiday.ts"

/** Shares of the week's activity, Monday first, in tenths of a percent (mail of two organisations). */
const weekdayShares = [210, 200, 200, 185, 170] as const
/** How the weekend's share is divided. */
const weekendShares = [12, 17] as const
/** A public holiday keeps about a tenth of a working day (Enron 2001: 0.02 to 0.27). */
const holidayFactor = 100

/**
 * A week's activity, in thousandths of a mean working day: five working days, and the weekend that
 * they leave 3 % for. Who works more on weekends works less in the week.
 */
const weekThousandths = Math.floor(5000 / 0.97)

export const isLeave = (persona: Persona, day: number): boolean =>
  persona.leave.some(({ fromDay, toDay }) => day >= fromDay && day <= toDay)

export const isHoliday = (persona: Persona, day: number): boolean =>
  persona.holidays !== undefined && Holiday.isHoliday(persona.holidays, day)

/** A weekday that is neither holiday nor leave. */
export const isWorkingDay = (persona: Persona, day: number): boolean =>
  Civil.weekday(day) < 5 && !isHoliday(persona, day) && !isLeave(persona, day)

/**
 * Activity of a day, in thousandths of a mean working day. `weekendShare` is the planner's default,
 * used where the persona has none of his own.
 */
export const dayFactor = (persona: Persona, day: number, weekendShare: number): number => {
  if (isLeave(persona, day)) return 0
  const weekday = Civil.weekday(day)
  const share = persona.weekendShare ?? weekendShare
  const part = weekday < 5 ? weekdayShares[weekday]! / 965 : weekendShares[weekday - 5]! / 29
  const worked = Math.floor(weekThousandths * (weekday < 5 ? 1 - share : share) * part)
  return isHoliday(persona, day) && weekday < 5
    ? Math.floor((worked * holidayFactor) / 1000)
    : worked
}
