/** How long people take to answer, held against what their personas say. */
import { replyLatencies } from "../persona/Persona.ts"
import type { ReplyLatency } from "../persona/Persona.ts"
import * as Evidence from "./Evidence.ts"

const repliesMin = 60
/** Medians of so many delays each, spread as replies are, stand in the right order. */
const orderMin = 400
const hourMillis = 3_600_000

/** What is wrong with the delays of one latency class. */
const delayFaults = (
  latency: ReplyLatency,
  delays: ReadonlyArray<number>,
): ReadonlyArray<string> => {
  const sorted = Evidence.ascending(delays)
  const quarter = sorted[sorted.length >> 2]!
  const threeQuarters = sorted[(3 * sorted.length) >> 2]!
  const often = Evidence.mode(delays.map((delay) => Math.round(delay / 1000)))!
  const hour = delays.filter((delay) => delay <= hourMillis).length
  const share = hour / delays.length
  const constant = often.count > 0.1 * delays.length || threeQuarters < 2 * quarter
  return [
    ...(constant
      ? [
          `delays of ${latency} repliers are constant: ${often.key} s in ` +
            `${Evidence.share(often.count, delays.length)}`,
        ]
      : []),
    ...(latency === "normal" && (share < 0.25 || share > 0.75)
      ? [`${Evidence.share(hour, delays.length)} of normal replies come within an hour`]
      : []),
  ]
}

/** Judges the delays in milliseconds of each class that has enough of them. */
export const faults = (
  pooled: Readonly<Record<ReplyLatency, ReadonlyArray<number>>>,
): ReadonlyArray<string> => {
  const judged = replyLatencies.filter((latency) => pooled[latency].length >= repliesMin)
  const compared = judged.filter((latency) => pooled[latency].length >= orderMin)
  const order = compared.slice(1).flatMap((slower, index) => {
    const faster = compared[index]!
    const [fast, slow] = [Evidence.median(pooled[faster]), Evidence.median(pooled[slower])]
    if (fast < slow) return []
    return [
      `${faster} repliers take ${Math.round(fast / 60_000)} min, ` +
        `${slower} ones ${Math.round(slow / 60_000)}`,
    ]
  })
  return [...judged.flatMap((latency) => delayFaults(latency, pooled[latency])), ...order]
}
