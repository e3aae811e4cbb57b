/** When a delivery that failed is tried again, and until when. */
import { fromSeed } from "../../rng/Rng.ts"

const firstMillis = 1000
const mostMillis = 3_600_000

/** Afterwards it has failed for good. */
export const givenUpAfterMillis = 72 * 3_600_000

/**
 * One second, doubled with each attempt up to an hour, and between half and the whole of it, so
 * that what failed together does not come back together. A function of the names, so that a
 * restart does not hurry it.
 */
export const waitMillis = (delivery: string, attempts: number): number => {
  const whole = Math.min(mostMillis, firstMillis * 2 ** Math.min(20, Math.max(0, attempts - 1)))
  const half = Math.floor(whole / 2)
  return (
    half +
    fromSeed(delivery)
      .within("attempt", attempts)
      .between(0, whole - half)
  )
}
