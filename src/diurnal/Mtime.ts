/** Times for history made after the fact: an age that is mostly hours and sometimes days. */
import * as ActiveHours from "../persona/ActiveHours.ts"
import type { Persona } from "../persona/Persona.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import * as Calendar from "./Calendar.ts"

export interface Bounds {
  readonly backdateMinHours: number
  readonly backdateMaxDays: number
}

export const defaultBounds: Bounds = { backdateMinHours: 0.5, backdateMaxDays: 14 }

/**
 * Inverse CDF of an exponential with median 8 h, in minutes, at 0/16 ... 16/16; the last cell ends
 * at fourteen days: -8 h / ln 2 * ln(1 - p).
 */
const ageMinutes = [
  0, 45, 92, 144, 199, 260, 325, 398, 480, 573, 679, 805, 960, 1159, 1440, 1920, 20_160,
] as const

/** Whether somebody is at work at that moment: inside the window, on a day that is worked. */
export const inWorkHours = (persona: Persona, timezone: string, ms: number): boolean => {
  const local = Zone.toLocal(timezone, ms)
  return (
    ActiveHours.contains(persona.activeHours, local.minuteOfDay) &&
    Calendar.isWorkingDay(
      persona,
      ActiveHours.shiftDay(persona.activeHours, local.day, local.minuteOfDay),
    )
  )
}

const tries = 400

/**
 * A time before `now`, inside the persona's window on a working day. Ages are drawn until one
 * fits, so that no time is clamped to a visible value; undefined where the bounds hold no working
 * time at all.
 */
export const sample = (
  rng: Stream,
  persona: Persona,
  timezone: string,
  now: number,
  bounds: Bounds = defaultBounds,
): Instant.Instant | undefined => {
  const youngest = bounds.backdateMinHours * Instant.hourMillis
  const oldest = bounds.backdateMaxDays * Instant.dayMillis
  for (let attempt = 0; attempt < tries; attempt++) {
    // after many misses the window lies further back: look evenly
    const age =
      attempt < tries / 2
        ? rng.table(ageMinutes) * Instant.minuteMillis + rng.below(Instant.minuteMillis)
        : rng.between(youngest, oldest)
    if (age < youngest || age > oldest) continue
    if (inWorkHours(persona, timezone, now - age))
      return Instant.make(now - age, rng.between(1, 999_999))
  }
  return undefined
}

/**
 * The first moment at or after `ms` at which the persona is at work: `ms` itself, else the start of
 * the next shift that is worked. Undefined where there is none within 60 days.
 */
export const nextShiftStart = (
  persona: Persona,
  timezone: string,
  ms: number,
): number | undefined => {
  const { day } = Zone.toLocal(timezone, ms)
  for (let ahead = -1; ahead < 60; ahead++) {
    if (!Calendar.isWorkingDay(persona, day + ahead)) continue
    const start = Zone.fromLocal(
      timezone,
      day + ahead,
      persona.activeHours.startMinute * Instant.minuteMillis,
    )
    if (start >= ms) return start
  }
  return undefined
}
