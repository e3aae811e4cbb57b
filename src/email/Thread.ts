/** Who writes to whom, how long a thread gets, and when somebody answers. */
import * as Mtime from "../diurnal/Mtime.ts"
import type { ReplyLatency } from "../persona/Persona.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Table from "../rng/Table.ts"
import * as Instant from "../time/Instant.ts"

/** Sizes of threads with a reply, from 2 on, per mille (Klimt and Yang 2004; past ten spread out). */
const lengthWeights = [
  556, 159, 101, 43, 29, 30, 13, 7, 6, 9, 8, 6, 5, 4, 3, 3, 2, 2, 2, 1, 3, 3, 2, 2, 1,
] as const

/** Odds of a reply to no reply at which half of all new threads have one message. */
const oddsOfDefault = 0.6 / 0.4

/** The number of messages that a new thread will have. */
export const length = (rng: Stream, replyShare: number): number => {
  const odds = replyShare / (1 - replyShare)
  const withReply = Math.min(950, Math.round((500 * odds) / oddsOfDefault))
  return rng.chance(withReply, 1000) ? 2 + rng.weightedIndex(lengthWeights) : 1
}

/** Recipients of a new thread: 69 % one, p75 two, p90 four. */
const recipientWeights = [69, 17, 7, 4, 3] as const

/** How much two people have to do with each other; `root` is the root stream. */
const relation = (root: Stream, a: string, b: string): number => {
  const [first, second] = a < b ? [a, b] : [b, a]
  return Math.max(1, root.within("relation", first, second).table(relations))
}
const relations = Table.lognormal(100, 1200)

/** Draws without replacement by working relation; in order of address. */
export const recipients = (
  root: Stream,
  rng: Stream,
  author: Resident,
  open: ReadonlyArray<Resident>,
): ReadonlyArray<Resident> => {
  const left = [...open]
  const chosen: Array<Resident> = []
  for (let count = 1 + rng.weightedIndex(recipientWeights); count > 0 && left.length > 0; count--) {
    const weights = left.map((each) => relation(root, author.persona.email, each.persona.email))
    chosen.push(...left.splice(rng.weightedIndex(weights), 1))
  }
  return chosen.sort((a, b) => (a.persona.email < b.persona.email ? -1 : 1))
}

/** Delays in ms: median an hour, sigma 2.5 in ln-minutes; a third for the fast, three times for the slow. */
const delays: Readonly<Record<ReplyLatency, Table.Table>> = {
  fast: Table.lognormal(20 * Instant.minuteMillis, 2500),
  normal: Table.lognormal(60 * Instant.minuteMillis, 2500),
  slow: Table.lognormal(180 * Instant.minuteMillis, 2500),
}

/** From the start of a shift to the mail that waited for it. */
const mornings = Table.lognormal(28 * Instant.minuteMillis, 900, 150 * Instant.minuteMillis)

/**
 * When a reply is written: a drawn delay after its parent, taken at once where that falls into the
 * replier's hours, else early in his next working day. Undefined where he has none in 60 days.
 */
export const replyAt = (
  rng: Stream,
  replier: Resident,
  parentMillis: number,
): Instant.Instant | undefined => {
  const { persona, timezone } = replier
  const delay = Math.max(25_000, rng.table(delays[persona.replyLatency])) + rng.below(30_000)
  const ns = rng.between(1, 999_999)
  const wished = parentMillis + delay
  if (Mtime.inWorkHours(persona, timezone, wished)) return Instant.make(wished, ns)
  const shift = Mtime.nextShiftStart(persona, timezone, wished)
  if (shift === undefined) return undefined
  // a window may be shorter than the morning's delay: halve it until it fits
  let late = Math.max(70_000, rng.table(mornings)) + rng.below(60_000)
  while (late > 1000 && !Mtime.inWorkHours(persona, timezone, shift + late)) late = late >> 1
  return Instant.make(shift + late, ns)
}
