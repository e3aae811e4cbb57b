/** When in a working day things happen: the blend of two organisations' mail and commits. */
import * as ActiveHours from "../persona/ActiveHours.ts"
import type { Persona } from "../persona/Persona.ts"
import type { Stream } from "../rng/Rng.ts"

/** Weight of each hour as a session's start, tenths of a percent of an office working day. */
export const hourWeights: ReadonlyArray<number> = [
  3, 3, 2, 2, 2, 2, 7, 24, 50, 81, 101, 100, 74, 94, 95, 93, 90, 58, 33, 19, 15, 14, 12, 10,
]

/** Where the table's office day begins; a shift that begins far from it shifts the table. */
const officeStartMinute = 9 * 60
const shiftsTable = (hours: ActiveHours.ActiveHours): boolean =>
  !ActiveHours.isAlways(hours) && (hours.startMinute < 5 * 60 || hours.startMinute > 12 * 60)

/** Slots are this long; fine enough for a person's day, coarse enough to be cheap. */
export const slotMinutes = 5

/**
 * Relative weights of the 5-minute slots of a shift, from its start on. Each person sharpens and
 * jitters the table hour by hour. `root` is the root stream.
 */
export const slots = (root: Stream, persona: Persona): ReadonlyArray<number> => {
  const { activeHours } = persona
  const rng = root.within("hour-profile", persona.email)
  const jitter = hourWeights.map(() => rng.between(70, 130))
  const shift = shiftsTable(activeHours) ? activeHours.startMinute - officeStartMinute : 0
  const count = Math.floor(ActiveHours.minutes(activeHours) / slotMinutes)
  const out: Array<number> = []
  for (let slot = 0; slot < count; slot++) {
    const minute = activeHours.startMinute + slot * slotMinutes - shift
    const hour = Math.floor((((minute % 1440) + 1440) % 1440) / 60)
    out.push(hourWeights[hour]! * jitter[hour]!)
  }
  // a window shorter than a slot still is a window
  return out.length === 0 ? [1] : out
}
