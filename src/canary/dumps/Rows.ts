/** What stands in a company's tables: people, customers, amounts, hashes, times that follow in order. */
import type { Stream } from "../../rng/Rng.ts"
import * as Instant from "../../time/Instant.ts"
import * as Civil from "../../time/Civil.ts"
import * as Zone from "../../time/Zone.ts"
import type { Context } from "../Context.ts"

/** `'O\'Brien'`; the escapes of mysql_real_escape_string that can occur here. */
export const quoted = (text: string): string =>
  `'${text.replace(/\\/g, "\\\\").replace(/'/g, "\\'").replace(/"/g, '\\"').replace(/\n/g, "\\n")}'`

const bcryptAlphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/**
 * What `password_hash` of PHP gives: 16 bytes of salt in 22 characters and 23 of hash in 31, whose
 * last characters hold two bits and four.
 */
export const bcrypt = (rng: Stream, prefix: string): string => {
  const salt = rng.chars(bcryptAlphabet, 21) + rng.pick([".", "O", "e", "u"])
  return `${prefix}${salt}${rng.chars(bcryptAlphabet, 30)}${bcryptAlphabet[rng.below(16) * 4]!}`
}

const two = (value: number): string => String(value).padStart(2, "0")

/** `2026-03-01 09:14:02` on the host's clock. */
export const dateTime = (timezone: string, ms: number): string => {
  const local = Zone.toLocal(timezone, ms)
  return `${Civil.toIsoDate(local.day)} ${Zone.formatClock(local)}`
}

export const date = (timezone: string, ms: number): string =>
  Civil.toIsoDate(Zone.toLocal(timezone, ms).day)

/** `count` moments in order on working days within `days` before the dump, in office hours mostly. */
export const moments = (
  rng: Stream,
  context: Context,
  count: number,
  days: number,
): ReadonlyArray<number> => {
  const { timezone } = context.owner
  const end = Zone.toLocal(timezone, context.mtime.ms)
  const out: Array<number> = []
  for (let at = 0; at < count; at++) {
    const own = rng.within(at)
    let day = end.day - 1 - own.below(days)
    while (Civil.weekday(day) > 4) day--
    const minute = own.chance(9, 10) ? own.between(7 * 60 + 30, 18 * 60) : own.between(360, 1380)
    out.push(Zone.fromLocal(timezone, day, (minute * 60 + own.below(60)) * Instant.secondMillis))
  }
  return out.sort((a, b) => a - b)
}

/** Ids that rise with small gaps, as where rows were deleted. */
export const ids = (rng: Stream, count: number, low: number): ReadonlyArray<number> => {
  let id = low - 1
  return Array.from({ length: count }, (_, at) => {
    const own = rng.within(at)
    id += own.chance(5, 6) ? 1 : own.between(2, 6)
    return id
  })
}

const plain = (name: string): string =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[^a-z0-9 ]/g, "")
    .trim()

/** `brightwater.com` */
export const siteOf = (rng: Stream, name: string): string =>
  `${plain(name)
    .split(" ")
    .join(rng.pick(["", "-"]))}.${rng.pick(["com", "com", "net", "eu", "co"])}`

export const login = (name: string, manner: number): string => {
  const words = plain(name).split(" ")
  const [first, last] = [words[0]!, words.at(-1)!]
  return [`${first}.${last}`, `${first[0]!}${last}`, first, `${last}${first[0]!}`][manner]!
}

export const amount = (rng: Stream): string =>
  `${rng.between(40, 4800) * rng.pick([1, 1, 5, 10])}.${rng.pick(["00", "00", "50", "90", two(rng.below(100))])}`

export const uuid = (rng: Stream): string =>
  `${rng.hex(8)}-${rng.hex(4)}-4${rng.hex(3)}-${rng.pick(["8", "9", "a", "b"])}${rng.hex(3)}-${rng.hex(12)}`
