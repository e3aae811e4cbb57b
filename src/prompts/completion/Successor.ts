/** The next version of a file keeps most of the one before, and is not the same. */
import * as Rejection from "./Rejection.ts"

const flat = (text: string): string => text.replace(/\s+/g, " ").trim()

/** Lines that are compared word by word; files that people edit by hand are shorter. */
const comparedMax = 160

const wordsOf = (line: string): ReadonlySet<string> =>
  new Set(line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

/** In a file of two lines the one that changes is half of it: it may grow. */
const fewLines = 3

const isNear = (a: ReadonlySet<string>, b: ReadonlySet<string>, isShort: boolean): boolean => {
  let shared = 0
  for (const word of a) if (b.has(word)) shared += 1
  const size = isShort ? Math.min(a.size, b.size) : Math.max(a.size, b.size)
  return shared > 0 && 5 * shared >= 3 * size
}

/** Of the lines before, in hundredths, what must be kept. */
const keptMin = (lines: number): number => (lines > fewLines ? 60 : 40)

const linesOf = (text: string): ReadonlyArray<string> =>
  text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]))

/** A script that has lost its last line has lost more. */
export const headFault = (text: string, previous: string): Rejection.Rejection | undefined => {
  const last = linesOf(previous).at(-1)
  const end = linesOf(text).slice(-6)
  const words = wordsOf(last ?? "")
  const isKept =
    last === undefined || end.some((line) => line === last || isNear(words, wordsOf(line), false))
  return isKept ? undefined : Rejection.because("rewritten", "the last line is gone", last)
}

export const fault = (text: string, previous: string): Rejection.Rejection | undefined => {
  if (flat(text) === flat(previous)) return Rejection.because("unchanged", "nothing is changed")
  const before = linesOf(previous)
  if (before.length === 0) return undefined
  const after = linesOf(text)
  const isShort = before.length <= fewLines
  const same = new Set(after)
  const near = after.slice(0, comparedMax).map(wordsOf)
  let kept = 0
  let compared = 0
  for (const line of before) {
    if (same.has(line)) kept += 1
    else if (compared < comparedMax) {
      compared += 1
      const words = wordsOf(line)
      if (near.some((other) => isNear(words, other, isShort))) kept += 1
    }
  }
  return 100 * kept < keptMin(before.length) * before.length
    ? Rejection.because("rewritten", `${kept} of ${before.length} lines are kept`)
    : undefined
}
