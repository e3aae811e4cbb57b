/**
 * Hardship on purpose: hosts that do not answer for a while, and visitors who change or remove what
 * they find. It moves when things happen and what is left alone, never what would have happened.
 */
import * as Either from "effect/Either"
import type { Stream } from "../src/rng/Rng.ts"
import * as Instant from "../src/time/Instant.ts"

export interface Profile {
  readonly outagesPerDay: number
  readonly outageMinutesMax: number
  readonly visitsPerDay: number
}

export const none: Profile = { outagesPerDay: 0, outageMinutesMax: 0, visitsPerDay: 0 }
export const light: Profile = { outagesPerDay: 0.1, outageMinutesMax: 90, visitsPerDay: 0.2 }
export const heavy: Profile = { outagesPerDay: 1.5, outageMinutesMax: 480, visitsPerDay: 3 }

export const isQuiet = (profile: Profile): boolean =>
  profile.outagesPerDay === 0 && profile.visitsPerDay === 0

const fields = [
  ["outages_per_day", "outagesPerDay", 24],
  // an outage ends within a day of its beginning
  ["outage_minutes_max", "outageMinutesMax", 1380],
  ["visits_per_day", "visitsPerDay", 100],
] as const

/** A profile from its JSON form; Left is one line that names the field. */
export const parse = (value: unknown): Either.Either<Profile, string> => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return Either.left('write an object such as {"outages_per_day":0.5}')
  const stray = Object.keys(value).find((key) => !fields.some(([wire]) => wire === key))
  if (stray !== undefined)
    return Either.left(`${stray}: write one of ${fields.map(([wire]) => wire).join(", ")}`)
  const profile: Record<string, number> = { ...light }
  for (const [wire, field, high] of fields) {
    const found = (value as Record<string, unknown>)[wire]
    if (found === undefined) continue
    if (typeof found !== "number" || !(found >= 0 && found <= high))
      return Either.left(
        `${wire}: write a number from 0 to ${high} (found ${JSON.stringify(found)})`,
      )
    profile[field] = found
  }
  return Either.right(profile as unknown as Profile)
}

export interface Fault {
  readonly at: number
  readonly decky: string
  readonly kind: "outage" | "visit"
  /** `down for 42 minutes`, or the path that a visitor touched. */
  readonly detail: string
}

export interface Outage {
  readonly from: number
  readonly to: number
}

/** The outages of a decky that begin on a UTC day, sorted. `root` is the root stream. */
export const outages = (
  root: Stream,
  profile: Profile,
  decky: string,
  day: number,
): ReadonlyArray<Outage> => {
  if (profile.outagesPerDay === 0 || profile.outageMinutesMax < 2) return []
  const rng = root.within("faults", "outage", decky, day)
  const found: Array<Outage> = []
  for (let hour = 0; hour < 24; hour++) {
    if (rng.below(24_000) >= profile.outagesPerDay * 1000) continue
    const from = day * Instant.dayMillis + hour * Instant.hourMillis + rng.below(Instant.hourMillis)
    const minutes = rng.between(2, Math.floor(profile.outageMinutesMax))
    found.push({ from, to: from + minutes * Instant.minuteMillis })
  }
  return found
}

export interface Visit {
  readonly at: number
  readonly removes: boolean
  /** Chooses among what is there, 0 to 2^31 - 1. */
  readonly choice: number
}

/** The visits to a decky on a UTC day, sorted. */
export const visits = (
  root: Stream,
  profile: Profile,
  decky: string,
  day: number,
): ReadonlyArray<Visit> => {
  if (profile.visitsPerDay === 0) return []
  const rng = root.within("faults", "visit", decky, day)
  const found: Array<Visit> = []
  for (let hour = 0; hour < 24; hour++) {
    if (rng.below(24_000) >= profile.visitsPerDay * 1000) continue
    const at = day * Instant.dayMillis + hour * Instant.hourMillis + rng.below(Instant.hourMillis)
    found.push({ at, removes: rng.chance(1, 3), choice: rng.below(2 ** 31) })
  }
  return found
}
