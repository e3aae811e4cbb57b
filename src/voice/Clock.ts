/**
 * Times of day inside a sentence. A grammar cannot know whether its `{clock}` is over already, so
 * the drawn value is set right when the whole sentence stands.
 */
import type { Stream } from "../rng/Rng.ts"
import type { LocalTime } from "../time/Zone.ts"

export interface Said {
  /** The sentence up to the time, and behind it. */
  readonly before: string
  /** The sentence tells what was; else it asks, plans or wishes. */
  readonly past: boolean
  /** The sentence names a day that is over; `coming` one that is still to come. */
  readonly over: boolean
  readonly coming: boolean
}

const text = (minute: number): string =>
  `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`

const minuteOf = (clock: string): number => {
  const [hours = "0", minutes = "0"] = clock.split(":")
  return Number(hours) * 60 + Number(minutes)
}

/** Nobody makes an appointment for 12:21, and nobody remembers `around 9:24`. */
const quarter = (minute: number): number => Math.round(minute / 15) * 15

const vague =
  /(?:around|about|roughly|gegen|kurz vor|kurz nach|ungefähr|etwa|sobre las?|hacia las?|a eso de las?|por volta d[ae]s?)\s*$/i

/** A limit that lies ahead: `until 17:00`, in a sentence that need not be about the future. */
const ahead =
  /(?:until|till|before|after|by|bis|vor|nach|erst um|antes de las?|después de las?|hasta las?|antes d[ae]s?|depois d[ae]s?|até (?:as|às)?)\s*$/i

const first = 8 * 60
const last = 18 * 60

/** The time that this sentence may name, for the one that was drawn. */
export const mend = (rng: Stream, clock: string, said: Said, local: LocalTime): string => {
  const drawn = minuteOf(clock)
  const blurred = vague.test(said.before)
  if (said.coming) return text(Math.min(last, Math.max(first, quarter(drawn))))
  if (said.over) return blurred ? text(quarter(drawn)) : clock
  const now = local.minuteOfDay
  if (!said.past || ahead.test(said.before)) {
    const soonest = quarter(now + 30)
    const minute = quarter(drawn)
    return soonest >= last || minute >= soonest
      ? text(minute)
      : text(soonest + 15 * rng.below(Math.floor((last - soonest) / 15) + 1))
  }
  if (drawn < now) return blurred && quarter(drawn) < now ? text(quarter(drawn)) : clock
  // too early in the day for office hours: then it was during the last hours
  const from = now > first + 20 ? first : Math.max(0, now - 150)
  const minute = rng.between(from, Math.max(from, now - 6))
  const rounded = minute - (minute % 5)
  return text(rounded >= from ? rounded : minute)
}
