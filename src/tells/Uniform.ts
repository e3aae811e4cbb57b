/** Whether seconds of the minute are spread as people's are: evenly. */

export const bins = 12
export const samplesMin = 240

/**
 * Upper 1e-6 quantile of chi-square with 11 degrees of freedom is 48.8656 (SciPy 1.17,
 * `chi2.isf(1e-6, 11)`); compared as an integer multiple so that no rounding decides.
 */
const criticalThousandths = 48_866

/** `sum((12 count - n)^2) / (12 n)`, which is chi-square with equal expectations. */
export const chiSquare = (millis: ReadonlyArray<number>): number => {
  const counts = Array.from({ length: bins }, () => 0)
  for (const ms of millis) {
    const second = Math.floor((((ms % 60_000) + 60_000) % 60_000) / 1000)
    const bin = Math.floor((second * bins) / 60)
    counts[bin] = counts[bin]! + 1
  }
  const n = millis.length
  return counts.reduce((sum, count) => sum + (bins * count - n) ** 2, 0) / (bins * n)
}

export const differs = (millis: ReadonlyArray<number>): boolean =>
  millis.length >= samplesMin && chiSquare(millis) * 1000 > criticalThousandths
