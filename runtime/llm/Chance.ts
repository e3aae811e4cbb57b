/**
 * Whether a call can come to something in the time that is left of its turn, and whether one that
 * came to nothing had the time that says something of the model.
 */
import type { Call } from "./Call.ts"

/**
 * Three quarters of the median of the last answers: half of the answers take longer than the
 * median, and what is begun with clearly less costs a whole computation and comes to nothing.
 */
export const enoughMillis = (medianMillis: number | undefined): number =>
  medianMillis === undefined ? 0 : (medianMillis * 3) / 4

const isMostOfATimeout = ({ site: { settings } }: Call, left: number): boolean =>
  left * 2 >= settings.timeoutMillis

/**
 * A call that has its turn to itself begins even so: where the time-out is less than the model took
 * so far, it is the only one that can show how long the model takes now.
 */
export const isWorth = (call: Call, left: number, medianMillis: number | undefined): boolean =>
  left > 0 &&
  (left >= enoughMillis(medianMillis) || (call.isUndelayed && isMostOfATimeout(call, left)))

/** Whether the model failed where it did not answer in this time; else the turn was over early. */
export const wasGiven = (call: Call, left: number): boolean =>
  call.isUndelayed || isMostOfATimeout(call, left)
