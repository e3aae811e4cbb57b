/**
 * Distributions as integer tables: the inverse CDF at equally spaced probabilities, both ends
 * included, linear between. Integers, because transcendental functions may round differently from
 * one engine to the next, and a history must not.
 */

/** Values at probabilities 0, 1/n, 2/n, ... 1. */
export type Table = ReadonlyArray<number>

/**
 * exp(sigma z) for a standard normal z at the 33 probabilities 0/32 ... 32/32, times 1000, for
 * sigma = 1 (the ends stand at 0.5 and 99.5 percent). Other lognormals are powers of it, made once
 * by `lognormal` below with integer arithmetic on these values.
 */
const normalThousandths: Table = [
  -2576, -1863, -1534, -1318, -1150, -1010, -887, -776, -674, -579, -489, -402, -319, -237, -157,
  -78, 0, 78, 157, 237, 319, 402, 489, 579, 674, 776, 887, 1010, 1150, 1318, 1534, 1863, 2576,
]

/** e^(x/1000) in millionths, for integer x, from a Taylor series in exact integer steps. */
const expMillionths = (thousandths: number): number => {
  const steps = Math.floor(thousandths / 250)
  const rest = thousandths - steps * 250
  // 1 + r + r^2/2 + r^3/6 + r^4/24 with r below 0.25: error under 1e-5
  const r = rest * 1000
  const r2 = Math.floor((r * r) / 1e6)
  const r3 = Math.floor((r2 * r) / 1e6)
  const r4 = Math.floor((r3 * r) / 1e6)
  let value = 1e6 + r + Math.floor(r2 / 2) + Math.floor(r3 / 6) + Math.floor(r4 / 24)
  // e^0.25 = 1.284025
  for (let step = 0; step < steps; step++) value = Math.floor((value * 1284025) / 1e6)
  for (let step = 0; step > steps; step--) value = Math.floor((value * 1e6) / 1284025)
  return value
}

/**
 * A lognormal in the unit of `median`, with `sigmaThousandths` the standard deviation of the
 * logarithm times 1000. Truncated at 0.5 and 99.5 percent, and at `max` where given.
 */
export const lognormal = (
  median: number,
  sigmaThousandths: number,
  max: number = Number.MAX_SAFE_INTEGER,
): Table =>
  normalThousandths.map((z) =>
    Math.min(
      max,
      Math.floor((median * expMillionths(Math.floor((z * sigmaThousandths) / 1000))) / 1e6),
    ),
  )
