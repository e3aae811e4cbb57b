/** When people are at work, in their own time zone: what T03, T04 and M04 judge by. */
import * as Holiday from "../diurnal/Holiday.ts"
import * as ActiveHours from "../persona/ActiveHours.ts"
import type { Resident } from "../persona/Resident.ts"
import * as Civil from "../time/Civil.ts"
import * as Zone from "../time/Zone.ts"

export interface Moment {
  /** Inside the active hours. */
  readonly inside: boolean
  /** Within two hours of them, which `after_hours_share` allows. */
  readonly near: boolean
  /** The local day to which the moment counts. */
  readonly day: number
  readonly clock: string
}

const nearMinutes = 120

/** Minutes after the window's end; negative before its start; 0 inside. */
const distance = (hours: ActiveHours.ActiveHours, minute: number): number => {
  if (ActiveHours.contains(hours, minute)) return 0
  const after = (minute - hours.endMinute + 1440) % 1440
  const before = (hours.startMinute - minute + 1440) % 1440
  return after < before ? after + 1 : -before
}

export const of = (resident: Resident, ms: number): Moment => {
  const hours = resident.persona.activeHours
  const local = Zone.toLocal(resident.timezone, ms)
  const away = distance(hours, local.minuteOfDay)
  let day = ActiveHours.shiftDay(hours, local.day, local.minuteOfDay)
  // Overtime past midnight belongs to the shift it follows, as an early start does to the next one.
  if (away > 0 && away <= nearMinutes) {
    const shiftEnd = hours.endMinute + away - 1
    const crossed = !ActiveHours.wraps(hours) && shiftEnd >= 1440
    if (crossed || ActiveHours.wraps(hours)) day = local.day - 1
  } else if (away < 0 && -away <= nearMinutes && local.minuteOfDay > hours.startMinute) {
    day = local.day + 1
  }
  return {
    inside: away === 0,
    near: Math.abs(away) <= nearMinutes,
    day,
    clock: `${Civil.toIsoDate(local.day)} ${Zone.formatClock(local)} ${resident.timezone}`,
  }
}

export const isLeave = (resident: Resident, day: number): boolean =>
  resident.persona.leave.some(({ fromDay, toDay }) => fromDay <= day && day <= toDay)

export const isDayOff = (resident: Resident, day: number): boolean =>
  Civil.weekday(day) >= 5 ||
  (resident.persona.holidays !== undefined && Holiday.isHoliday(resident.persona.holidays, day))
