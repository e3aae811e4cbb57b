/** The next version of a file keeps most of the one before, and is not the same. */
import * as Rejection from "./Rejection.ts"

const flat = (text: string): string => text.replace(/\s+/g, " ").trim()

/** Lines that are compared word by word; files that people edit by hand are shorter. */
const comparedMax = 160

const wordsOf = (line: string): ReadonlySet<string> =>
  new Set(line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

const isNear = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  let shared = 0
  for (const word of a) if (b.has(word)) shared += 1
  return shared > 0 && 5 * shared >= 3 * Math.max(a.size, b.size)
}

const linesOf = (text: string): ReadonlyArray<string> =>
  text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]))

export const fault = (text: string, previous: string): Rejection.Rejection | undefined => {
  if (flat(text) === flat(previous)) return Rejection.because("unchanged", "nothing is changed")
  const before = linesOf(previous)
  if (before.length === 0) return undefined
  const after = linesOf(text)
  const same = new Set(after)
  const near = after.slice(0, comparedMax).map(wordsOf)
  let kept = 0
  let compared = 0
  for (const line of before) {
    if (same.has(line)) kept += 1
    else if (compared < comparedMax) {
      compared += 1
      const words = wordsOf(line)
      if (near.some((other) => isNear(words, other))) kept += 1
    }
  }
  return 5 * kept < 2 * before.length
    ? Rejection.because("rewritten", `${kept} of ${before.length} lines are kept`)
    : undefined
}
