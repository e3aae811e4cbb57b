/** Texts that go round in circles: a line or a sentence twice, the same few words on and on. */
import * as Prose from "../../reading/Prose.ts"
import * as Rejection from "./Rejection.ts"

const flat = (text: string): string =>
  Prose.strip(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()

/** Shorter pieces, such as the rule under a title, stand where they are needed. */
const lettersMin = 8

const piecesOf = (text: string): ReadonlyArray<string> =>
  text
    .split("\n")
    .flatMap((line) => {
      const sentences = line.split(/[.!?]+(?:\s+|$)/).map(flat)
      const whole = flat(line)
      return sentences.filter((each) => each !== "").length > 1 ? sentences : [whole]
    })
    .filter((piece) => piece.length >= lettersMin)

const tally = (pieces: ReadonlyArray<string>): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (const piece of pieces) found.set(piece, (found.get(piece) ?? 0) + 1)
  return found
}

const runLength = 5
const runsMax = 2

const runsOf = (text: string): ReadonlyMap<string, number> => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return tally(
    words.slice(0, -runLength + 1).map((_, at) => words.slice(at, at + runLength).join(" ")),
  )
}

const above = (
  now: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
  allowed: number,
): string | undefined =>
  [...now].find(([piece, count]) => count > Math.max(allowed, before.get(piece) ?? 0))?.[0]

/** Code says the same thing on many lines; only what does so on and on is a loop. */
const codeLinesMax = 5

export const fault = (
  text: string,
  previous: string,
  isCode: boolean,
): Rejection.Rejection | undefined => {
  const twice = above(tally(piecesOf(text)), tally(piecesOf(previous)), isCode ? codeLinesMax : 1)
  if (twice !== undefined) return Rejection.because("tell", "says the same again", twice)
  const run = isCode ? undefined : above(runsOf(text), runsOf(previous), runsMax)
  return run === undefined ? undefined : Rejection.because("tell", "goes round in circles", run)
}
