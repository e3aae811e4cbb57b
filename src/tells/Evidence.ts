/** What all tells share to word a finding: one line that an operator can act on. */
import * as Instant from "../time/Instant.ts"
import type { Finding } from "./History.ts"

/** Where a finding of a tell over one decky is put together; the tell's id is added by `label`. */
export type Draft = Omit<Finding, "tell">

export const draft = (decky: string, evidence: string, path?: string): Draft =>
  path === undefined ? { decky, evidence } : { decky, path, evidence }

export const label = (tell: string, drafts: ReadonlyArray<Draft>): ReadonlyArray<Finding> =>
  drafts.map((one) => ({ tell, ...one }))

/** `12 of 400 (3.0 %)` */
export const share = (count: number, total: number): string =>
  `${count} of ${total} (${((100 * count) / Math.max(1, total)).toFixed(1)} %)`

/** At most 120 characters of a line, quoted. */
export const quote = (line: string): string => {
  const flat = line.replace(/\s+/g, " ").trim()
  return `"${flat.length > 120 ? `${flat.slice(0, 117)}...` : flat}"`
}

export const when = (instant: Instant.Instant): string => Instant.toIsoNanos(instant)

/** Epoch milliseconds that stand in a file a visitor wrote may be out of range of any calendar. */
export const at = (ms: number): string => Instant.toIso(ms)

/** Remembers per object; tells share what they read, and a history never changes once finished. */
export const memo = <Key extends object, Value>(make: (key: Key) => Value) => {
  const known = new WeakMap<Key, Value>()
  return (key: Key): Value => {
    const cached = known.get(key)
    if (cached !== undefined) return cached
    const value = make(key)
    known.set(key, value)
    return value
  }
}

/** Sorted by number, ascending. */
export const ascending = (values: ReadonlyArray<number>): Array<number> =>
  [...values].sort((a, b) => a - b)

export const median = (values: ReadonlyArray<number>): number =>
  ascending(values)[values.length >> 1] ?? 0

/** Most frequent key and its count; the first met wins a tie. */
export const mode = <Key>(
  keys: Iterable<Key>,
): { readonly key: Key; readonly count: number } | undefined => {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  let best: { key: Key; count: number } | undefined
  for (const [key, count] of counts)
    if (best === undefined || count > best.count) best = { key, count }
  return best
}

/** Upper bound of a count whose mean is known: five standard deviations of a Poisson, and five. */
export const poissonMax = (mean: number): number => mean + 5 * Math.sqrt(mean) + 5
