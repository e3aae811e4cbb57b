/**
 * A point in time to the nanosecond, as a pair: epoch nanoseconds do not fit a double, and file
 * systems keep them.
 */
import * as Civil from "./Civil.ts"

export interface Instant {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly ms: number
  /** Nanoseconds within the millisecond, 0 to 999,999. */
  readonly ns: number
}

export const secondMillis = 1000
export const minuteMillis = 60_000
export const hourMillis = 3_600_000
export const dayMillis = 86_400_000

export const make = (ms: number, ns = 0): Instant => ({ ms, ns })

/** Negative when `a` is earlier, 0 when equal. */
export const compare = (a: Instant, b: Instant): number => a.ms - b.ms || a.ns - b.ns

export const isBefore = (a: Instant, b: Instant): boolean => compare(a, b) < 0

/** The same sub-millisecond part, some milliseconds later. */
export const plus = (instant: Instant, millis: number): Instant => ({
  ms: instant.ms + millis,
  ns: instant.ns,
})

const pad = (value: number, width: number): string => String(value).padStart(width, "0")

const dateTime = (ms: number): string => {
  const day = Math.floor(ms / dayMillis)
  const { year, month, dayOfMonth } = Civil.fromDay(day)
  const rest = ms - day * dayMillis
  const hour = Math.floor(rest / hourMillis)
  const minute = Math.floor((rest % hourMillis) / minuteMillis)
  const second = Math.floor((rest % minuteMillis) / secondMillis)
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}`
}

/** `2026-01-05T10:14:33.127Z` */
export const toIso = (ms: number): string =>
  `${dateTime(ms)}.${pad(((ms % 1000) + 1000) % 1000, 3)}Z`

/** `2026-01-05T10:14:33.127481920Z` */
export const toIsoNanos = (instant: Instant): string =>
  `${dateTime(instant.ms)}.${pad(((instant.ms % 1000) + 1000) % 1000, 3)}${pad(instant.ns, 6)}Z`

const isoPattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** ISO 8601 date or date-time (UTC where no offset is given); undefined where it is neither. */
export const parseIso = (text: string): Instant | undefined => {
  const match = isoPattern.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", offset = "Z"] =
    match
  const date = { year: Number(year), month: Number(month), dayOfMonth: Number(day) }
  const epochDay = Civil.toDay(date)
  const back = Civil.fromDay(epochDay)
  if (back.month !== date.month || back.dayOfMonth !== date.dayOfMonth) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const sign = offset.startsWith("-") ? -1 : 1
  const digits = offset.replace(/\D/g, "")
  const offsetMinutes =
    offset === "Z" ? 0 : sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)))
  const nanos = Number(fraction.padEnd(9, "0"))
  return {
    ms:
      epochDay * dayMillis +
      Number(hour) * hourMillis +
      (Number(minute) - offsetMinutes) * minuteMillis +
      Number(second) * secondMillis +
      Math.floor(nanos / 1e6),
    ns: nanos % 1e6,
  }
}
