/**
 * IANA time zones from rules pinned in this package, so that a history does not depend on the
 * runtime's own tables. The rules cover 2020 to 2037; before and after, the nearest offset holds.
 */
import * as Civil from "./Civil.ts"
import { dayMillis, hourMillis, minuteMillis } from "./Instant.ts"
import { packed, version } from "./zoneRules.ts"

/** Release of the time zone database, for the transcript's run line. */
export { version }

interface Rule {
  /** Epoch milliseconds from which the offset of the same index holds; the first is minus infinity. */
  readonly fromMillis: ReadonlyArray<number>
  readonly offsetMinutes: ReadonlyArray<number>
}

let sources: Map<string, string> | undefined
const rules = new Map<string, Rule>()

const source = (zone: string): string | undefined => {
  if (sources === undefined) {
    sources = new Map()
    for (const line of packed.split("\n")) {
      const [names, rule] = line.split("|") as [string, string]
      for (const name of names.split(" ")) sources.set(name, rule)
    }
  }
  return sources.get(zone)
}

export const isKnown = (zone: string): boolean => source(zone) !== undefined

const ruleOf = (zone: string): Rule => {
  const known = rules.get(zone)
  if (known !== undefined) return known
  const text = source(zone)
  if (text === undefined) throw new RangeError(`unknown time zone ${zone}`)
  const [first, ...changes] = text.split(",")
  const rule = {
    fromMillis: [
      Number.NEGATIVE_INFINITY,
      ...changes.map((change) => Number.parseInt(change.split(":")[0]!, 36) * minuteMillis),
    ],
    offsetMinutes: [Number(first), ...changes.map((change) => Number(change.split(":")[1]))],
  }
  rules.set(zone, rule)
  return rule
}

/** Minutes east of UTC at that moment. */
export const offsetMinutes = (zone: string, ms: number): number => {
  const { fromMillis, offsetMinutes } = ruleOf(zone)
  let low = 0
  let high = fromMillis.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (fromMillis[middle]! <= ms) low = middle
    else high = middle - 1
  }
  return offsetMinutes[low]!
}

export interface LocalTime extends Civil.CivilDate {
  /** Days since 1970-01-01 on the local calendar. */
  readonly day: number
  /** 0 to 1439 */
  readonly minuteOfDay: number
  readonly second: number
  readonly millisecond: number
  readonly offsetMinutes: number
}

export const toLocal = (zone: string, ms: number): LocalTime => {
  const offset = offsetMinutes(zone, ms)
  const local = ms + offset * minuteMillis
  const day = Math.floor(local / dayMillis)
  const rest = local - day * dayMillis
  return {
    ...Civil.fromDay(day),
    day,
    minuteOfDay: Math.floor(rest / minuteMillis),
    second: Math.floor((rest % minuteMillis) / 1000),
    millisecond: rest % 1000,
    offsetMinutes: offset,
  }
}

/**
 * Epoch milliseconds of a local wall-clock time, given as milliseconds since local midnight.
 * A time that a change of clocks skips is taken as if the clocks had not changed yet; of a time
 * that occurs twice, the first is meant.
 */
export const fromLocal = (zone: string, day: number, millisOfDay: number): number => {
  const wall = day * dayMillis + millisOfDay
  const before = offsetMinutes(
    zone,
    wall - offsetMinutes(zone, wall) * minuteMillis - 3 * hourMillis,
  )
  const guess = wall - before * minuteMillis
  if (offsetMinutes(zone, guess) === before) return guess
  const after = wall - offsetMinutes(zone, guess) * minuteMillis
  return offsetMinutes(zone, after) === offsetMinutes(zone, guess) ? after : guess
}

const two = (value: number): string => String(value).padStart(2, "0")

/** `+0100`, or `+01:00` with a separator. */
export const formatOffset = (minutes: number, separator = ""): string => {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`
}

/** `10:14:33` */
export const formatClock = (local: LocalTime): string =>
  `${two(Math.floor(local.minuteOfDay / 60))}:${two(local.minuteOfDay % 60)}:${two(local.second)}`
