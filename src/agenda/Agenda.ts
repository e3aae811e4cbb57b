/**
 * The moments of a person's day on a decky: a pure function of names, so that a restart, a preview
 * and a finer tick all meet the same ones. Human activity is a cascade: session starts follow the
 * hour profile, and a session holds one event or several (Malmgren et al., PNAS 2008).
 */
import * as Calendar from "../diurnal/Calendar.ts"
import * as HourProfile from "../diurnal/HourProfile.ts"
import type { Persona } from "../persona/Persona.ts"
import type { Resident } from "../persona/Resident.ts"
import * as ActiveHours from "../persona/ActiveHours.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Table from "../rng/Table.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"

export interface Moment {
  /** Unique on the decky; part of stream names. */
  readonly id: string
  readonly email: string
  readonly at: Instant.Instant
}

/** What of the planner's settings shapes a day. */
export interface Pace {
  readonly momentsPerPersonaDay: number
  readonly afterHoursShare: number
  readonly weekendShare: number
  /** Coefficient of variation of the personal rates. */
  readonly rateCv: number
}

/** What is the same on all days of one person. */
export interface Rhythm {
  /** Relative weights of the slots of a shift. */
  readonly weights: ReadonlyArray<number>
  readonly weightsTotal: number
  /** Sessions expected on a mean working day, millionths. */
  readonly sessions: number
}

/** How often each number of events occurs in a session, per mille: 63 % one, p75 2, p90 4, p99 11. */
const eventsWeights = [630, 140, 80, 52, 30, 18, 13, 10, 8, 6, 5, 3, 2, 2, 1] as const
/** Mean of the above, in hundredths. */
const eventsMeanHundredths = Math.floor(
  (eventsWeights.reduce((sum, weight, index) => sum + weight * (index + 1), 0) * 100) /
    eventsWeights.reduce((sum, weight) => sum + weight, 0),
)

/** Gaps inside a session, ms: median 6.6 min, p25 1.6, p75 19, cut at an hour. */
const gaps = Table.lognormal(396_000, 1834, Instant.hourMillis)

/** Nobody finishes one thing and the next within half a minute (a tenth of the drawn gaps). */
const gapMinMillis = 31_000

/** sigma of a lognormal with that coefficient of variation: sqrt(ln(1 + cv^2)), thousandths, cv 0, 0.1, ... 2.0. */
const sigmaOfCv = [
  0, 100, 198, 294, 385, 472, 555, 632, 703, 770, 833, 891, 945, 995, 1042, 1086, 1127, 1166, 1202,
  1237, 1269,
] as const

/** exp(-sigma^2 / 2) for the same list, thousandths: the median of a lognormal whose mean is 1000. */
const medianOfCv = [
  1000, 995, 981, 958, 928, 894, 857, 819, 781, 743, 707, 673, 640, 610, 581, 555, 530, 507, 486,
  466, 447,
] as const

/** The personal rate of one person, in thousandths of the mean. */
const personalRate = (root: Stream, email: string, cv: number): number => {
  const index = Math.max(0, Math.min(20, Math.round(cv * 10)))
  return root.within("rate", email).table(Table.lognormal(medianOfCv[index]!, sigmaOfCv[index]!))
}

/** `root` is the root stream: a person has one rhythm on every host. */
export const rhythm = (root: Stream, persona: Persona, pace: Pace): Rhythm => {
  const weights = HourProfile.slots(root, persona)
  return {
    weights,
    weightsTotal: weights.reduce((sum, weight) => sum + weight, 0),
    sessions:
      ((pace.momentsPerPersonaDay * 1e8) / eventsMeanHundredths) *
      (personalRate(root, persona.email, pace.rateCv) / 1000),
  }
}

/** Moves a start out of the window, at most two hours, where the planner allows such hours. */
const afterHours = (rng: Stream, hours: ActiveHours.ActiveHours, length: number): number =>
  ActiveHours.isAlways(hours)
    ? rng.below(length)
    : rng.chance(2, 3)
      ? length + rng.below(120 * Instant.minuteMillis)
      : -rng.below(120 * Instant.minuteMillis)

/**
 * The moments of one person's local day (the day on which his shift begins), sorted. `root` is the
 * root stream. Some lie after midnight where the shift does.
 */
export const ofDay = (
  root: Stream,
  deckyUuid: string,
  resident: Resident,
  rhythm: Rhythm,
  day: number,
  pace: Pace,
): ReadonlyArray<Moment> => {
  const { persona, timezone } = resident
  const factor = Calendar.dayFactor(persona, day, pace.weekendShare)
  if (factor === 0) return []
  const rng = root.within("decky", deckyUuid, "persona", persona.email, "day", day)
  const lengthMillis = ActiveHours.minutes(persona.activeHours) * Instant.minuteMillis
  const slotMillis = Math.floor(lengthMillis / rhythm.weights.length)
  const expected = (rhythm.sessions * factor) / 1000
  const starts: Array<number> = []
  for (const [slot, weight] of rhythm.weights.entries()) {
    if (rng.below(1e6) >= Math.floor((expected * weight) / rhythm.weightsTotal)) continue
    starts.push(slot * slotMillis + rng.below(slotMillis))
  }
  const moments: Array<Moment> = []
  for (const [index, start] of starts.entries()) {
    const outside = rng.below(1e6) < pace.afterHoursShare * 1e6
    let offset = outside ? afterHours(rng, persona.activeHours, lengthMillis) : start
    const events = 1 + rng.weightedIndex(eventsWeights)
    for (let event = 0; event < events; event++) {
      if (event > 0) offset += Math.max(gapMinMillis, rng.table(gaps)) + rng.below(4000)
      const ns = rng.between(1, 999_999)
      if (!outside && offset >= lengthMillis) break
      const wall = persona.activeHours.startMinute * Instant.minuteMillis + offset
      const ms = Zone.fromLocal(timezone, day, wall)
      moments.push({
        id: `${persona.email}/${day}/${index}.${event}`,
        email: persona.email,
        at: Instant.make(ms, ns),
      })
    }
  }
  return spaced(moments.sort((a, b) => Instant.compare(a.at, b.at)))
}

/** Sessions may overlap, a person's hands may not: of two moments too close the first remains. */
const spaced = (moments: ReadonlyArray<Moment>): ReadonlyArray<Moment> => {
  let last = Number.NEGATIVE_INFINITY
  return moments.filter(({ at }) => {
    if (at.ms - last < gapMinMillis) return false
    last = at.ms
    return true
  })
}

/**
 * The moments of one person after `from` up to and including `to` (epoch milliseconds). `ofDay`
 * may be given a cached form.
 */
export const between = (
  days: (day: number) => ReadonlyArray<Moment>,
  timezone: string,
  from: number,
  to: number,
): ReadonlyArray<Moment> => {
  const first = Zone.toLocal(timezone, from).day - 2
  const last = Zone.toLocal(timezone, to).day + 1
  const moments: Array<Moment> = []
  for (let day = first; day <= last; day++)
    for (const moment of days(day))
      if (moment.at.ms > from && moment.at.ms <= to) moments.push(moment)
  return moments
}
