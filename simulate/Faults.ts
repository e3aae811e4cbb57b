/**
 * Hardship on purpose: hosts and stores that fail in every way that real ones do, processes that
 * are killed, clocks that jump, and visitors who change or remove what they find. It moves when
 * things happen and what is left alone, never what would have happened.
 */
import * as Either from "effect/Either"
import type { Stream } from "../src/rng/Rng.ts"
import * as Instant from "../src/time/Instant.ts"

export interface Profile {
  readonly outagesPerDay: number
  readonly outageMinutesMax: number
  readonly visitsPerDay: number
  /** Stretches in which a host's disk is full; as long as outages are. */
  readonly fullDisksPerDay: number
  readonly clockJumpsPerDay: number
  /** Share of calls to hosts that take too long, half of them after having done what they were to. */
  readonly slowCalls: number
  /** Share of calls to hosts that do what they were to, and whose answer is lost. */
  readonly lostAnswers: number
  /** Share of calls to stores that fail, half of them after having written. */
  readonly storeFailures: number
  /** Share of calls before or after which the process is killed. */
  readonly kills: number
}

export const none: Profile = {
  outagesPerDay: 0,
  outageMinutesMax: 0,
  visitsPerDay: 0,
  fullDisksPerDay: 0,
  clockJumpsPerDay: 0,
  slowCalls: 0,
  lostAnswers: 0,
  storeFailures: 0,
  kills: 0,
}
export const light: Profile = {
  outagesPerDay: 0.1,
  outageMinutesMax: 90,
  visitsPerDay: 0.2,
  fullDisksPerDay: 0.02,
  clockJumpsPerDay: 0.1,
  slowCalls: 0.002,
  lostAnswers: 0.002,
  storeFailures: 0.002,
  kills: 0.001,
}
export const heavy: Profile = {
  outagesPerDay: 1.5,
  outageMinutesMax: 480,
  visitsPerDay: 3,
  fullDisksPerDay: 0.3,
  clockJumpsPerDay: 1,
  slowCalls: 0.03,
  lostAnswers: 0.03,
  storeFailures: 0.03,
  kills: 0.02,
}

export const isQuiet = (profile: Profile): boolean => profile === none || isNone(profile)

const isNone = (profile: Profile): boolean =>
  Object.entries(profile).every(([field, chance]) => field === "outageMinutesMax" || chance === 0)

const fields = [
  ["outages_per_day", "outagesPerDay", 24],
  // an outage ends within a day of its beginning
  ["outage_minutes_max", "outageMinutesMax", 1380],
  ["visits_per_day", "visitsPerDay", 100],
  ["full_disks_per_day", "fullDisksPerDay", 24],
  ["clock_jumps_per_day", "clockJumpsPerDay", 24],
  // a call that nearly always fails is an outage
  ["slow_calls", "slowCalls", 0.3],
  ["lost_answers", "lostAnswers", 0.3],
  ["store_failures", "storeFailures", 0.3],
  ["kills", "kills", 0.3],
] as const

/** A profile from its JSON form; Left is one line that names the field. */
export const parse = (value: unknown): Either.Either<Profile, string> => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return Either.left('write an object such as {"outages_per_day":0.5}')
  const stray = Object.keys(value).find((key) => !fields.some(([wire]) => wire === key))
  if (stray !== undefined)
    return Either.left(`${stray}: write one of ${fields.map(([wire]) => wire).join(", ")}`)
  const profile: Record<string, number> = { ...none, outageMinutesMax: light.outageMinutesMax }
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
  readonly kind: "outage" | "disk" | "visit" | "clock" | "call" | "store" | "kill"
  /** `down for 42 minutes`, or what a visitor touched, or which call failed. */
  readonly detail: string
}

export interface Outage {
  readonly from: number
  readonly to: number
}

/**
 * The outages of a decky, or its stretches without room on the disk, that begin on a UTC day,
 * sorted. `root` is the root stream.
 */
export const outages = (
  root: Stream,
  profile: Profile,
  kind: "outage" | "disk",
  decky: string,
  day: number,
): ReadonlyArray<Outage> => {
  const perDay = kind === "outage" ? profile.outagesPerDay : profile.fullDisksPerDay
  if (perDay === 0 || profile.outageMinutesMax < 2) return []
  const rng = root.within("faults", kind, decky, day)
  const found: Array<Outage> = []
  for (let hour = 0; hour < 24; hour++) {
    if (rng.below(24_000) >= perDay * 1000) continue
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

/** How far the clock is off in a stretch that begins at `from`, in ms; 0 where it is right. */
export const clockOff = (root: Stream, profile: Profile, from: number, step: number): number => {
  if (profile.clockJumpsPerDay === 0) return 0
  const rng = root.within("faults", "clock", from)
  const perStep = (profile.clockJumpsPerDay * step) / Instant.dayMillis
  if (rng.below(1_000_000) >= perStep * 1_000_000) return 0
  return rng.between(1, 180) * Instant.minuteMillis * (rng.chance(1, 2) ? 1 : -1)
}

/** What happens to one call of a port, the same for the same call tried for the same time. */
export type CallFault = "none" | "slow" | "slow after" | "lost" | "fails" | "fails after" | Kill
export type Kill = "kill before" | "kill after"

const scale = 1_000_000

/** `call` names it: what is done, where and to what; `time` counts its attempts. */
export const callFault = (
  root: Stream,
  profile: Profile,
  port: "host" | "store",
  call: ReadonlyArray<string>,
  time: number,
): CallFault => {
  const rng = root.within("faults", "call", ...call, time)
  const drawn = rng.below(scale)
  const choices: ReadonlyArray<readonly [CallFault, number]> = [
    ["kill before", profile.kills / 2],
    ["kill after", profile.kills / 2],
    ...(port === "host"
      ? ([
          ["slow", profile.slowCalls / 2],
          ["slow after", profile.slowCalls / 2],
          ["lost", profile.lostAnswers],
        ] as const)
      : ([
          ["fails", profile.storeFailures / 2],
          ["fails after", profile.storeFailures / 2],
        ] as const)),
  ]
  let below = 0
  for (const [fault, share] of choices) {
    below += share * scale
    if (drawn < below) return fault
  }
  return "none"
}
