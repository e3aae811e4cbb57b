/** So many a minute for each of many keys, with bursts of as many; memory is bounded. */

export interface Limiter {
  /** Takes one; 0, or in how many whole seconds there is one again. */
  readonly take: (key: string, nowMillis: number) => number
  /** The same answer, and nothing is taken. */
  readonly ask: (key: string, nowMillis: number) => number
  readonly size: () => number
}

interface Bucket {
  left: number
  atMillis: number
}

const minuteMillis = 60_000

/** Keys that are remembered; those that came longest ago are forgotten, and begin anew. */
const keysMax = 20_000

export const make = (perMinute: number): Limiter => {
  const buckets = new Map<string, Bucket>()
  const leftAt = (key: string, now: number): number => {
    const bucket = buckets.get(key)
    if (bucket === undefined) return perMinute
    const passed = Math.max(0, now - bucket.atMillis)
    return Math.min(perMinute, bucket.left + (passed * perMinute) / minuteMillis)
  }
  const waitFor = (left: number): number =>
    left >= 1 ? 0 : Math.ceil(((1 - left) * minuteMillis) / perMinute / 1000)
  return {
    take: (key, now) => {
      const left = leftAt(key, now)
      const wait = waitFor(left)
      // the map keeps the order of insertion: what was used last goes to the end
      buckets.delete(key)
      buckets.set(key, { left: wait === 0 ? left - 1 : left, atMillis: now })
      if (buckets.size > keysMax)
        for (const [oldest] of buckets) {
          buckets.delete(oldest)
          break
        }
      return wait
    },
    ask: (key, now) => waitFor(leftAt(key, now)),
    size: () => buckets.size,
  }
}
