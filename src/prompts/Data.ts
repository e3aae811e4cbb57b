/**
 * Material inside a prompt: what operators, colleagues and files say, fenced off from what the
 * model is told. A fence carries a mark that its material does not contain, so that no material
 * can close it.
 */
import * as Bytes from "../bytes/Bytes.ts"

/** One stretch of material; the name is ours, the text is made by `fields` or `text`. */
export interface Block {
  readonly name: string
  readonly text: string
}

/** A label of ours, what stands behind it (undefined leaves the line out), and its bytes at most. */
export type Field = readonly [label: string, value: string | undefined, bytesMax: number]

const joiner = "\u200d"
/** Marks, joiners and skin tones belong to the character before them. */
const extending = /^[\p{M}\p{Emoji_Modifier}\u200c\u200d]/u
const flagLetter = /^\p{Regional_Indicator}/u
/** Nobody stacks more signs on one letter; what does is cut between them. */
const stackMax = 32

const pointAt = (text: string, at: number): string =>
  at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : ""

/** Where the code point before `at` begins. */
const before = (text: string, at: number): number =>
  at - (at >= 2 && text.codePointAt(at - 2)! > 0xffff ? 2 : 1)

const isInside = (text: string, at: number): boolean => {
  if (extending.test(pointAt(text, at)) || text[at - 1] === joiner) return true
  if (!flagLetter.test(pointAt(text, at))) return false
  let letters = 0
  for (let from = before(text, at); from >= 0; from = before(text, from)) {
    if (!flagLetter.test(pointAt(text, from))) break
    letters++
  }
  return letters % 2 === 1
}

/** The nearest place at or before `at` that is between two characters as people see them. */
const between = (text: string, at: number): number => {
  let end = at
  for (let steps = 0; steps < stackMax && end > 0; steps++) {
    if (!isInside(text, end)) return end
    end = before(text, end)
  }
  return end === 0 ? 0 : at
}

const size = (point: number): number =>
  point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4

/** Bytes of UTF-8. */
export const sizeOf = (text: string): number => {
  let bytes = 0
  for (const point of text) bytes += size(point.codePointAt(0)!)
  return bytes
}

export const isWithin = (text: string, bytesMax: number): boolean => sizeOf(text) <= bytesMax

/** Farther back than this no end of a word is looked for. */
const wordMax = 60

/** At most so many bytes of UTF-8, cut behind a word where one ends near, never in a character. */
export const cut = (text: string, bytesMax: number): string => {
  let bytes = 0
  let end = 0
  for (const point of text) {
    bytes += size(point.codePointAt(0)!)
    if (bytes > bytesMax) break
    end += point.length
  }
  if (end === text.length) return text
  const whole = between(text, end)
  if (/\s/.test(text[whole] ?? "")) return text.slice(0, whole).trimEnd()
  for (let at = whole - 1; at > 0 && at >= whole - wordMax; at--)
    if (/\s/.test(text[at]!)) return text.slice(0, at).trimEnd()
  return text.slice(0, whole)
}

/** Halves of a pair of surrogates without the other half. */
const lone = /\p{Cs}/gu
/** What nobody sees: directions, tags, fillers. Joiners are needed by scripts and by emoji. */
const unseen = /(?![\u200c\u200d])\p{Cf}|[\u115f\u1160\u3164\uffa0]|[\u{e0000}-\u{e0fff}]/gu

/** Any text as one line. */
export const line = (value: string, bytesMax: number): string =>
  cut(
    value
      .replace(lone, "\ufffd")
      .replace(unseen, "")
      .replace(/[\p{Cc}\p{Z}]+/gu, " ")
      .trim(),
    bytesMax,
  )

/** Any text as lines that end in LF, without the last line's end. */
export const text = (value: string, bytesMax: number): string =>
  cut(
    value
      .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n")
      .replace(lone, "\ufffd")
      .replace(unseen, "")
      .replace(/(?![\n\t])\p{Cc}/gu, "")
      .replace(/^\n+/, "")
      .trimEnd(),
    bytesMax,
  )

/** One line a field; a field that says nothing is left out. */
export const fields = (entries: ReadonlyArray<Field>): string =>
  entries
    .flatMap(([label, value, bytesMax]) => {
      const held = value === undefined ? "" : line(value, bytesMax)
      return held === "" ? [] : [`${label}: ${held}`]
    })
    .join("\n")

const markDigits = 6

/** Six hexadecimal digits of a digest of all the material, hashed anew while they occur in it. */
export const markFor = (texts: ReadonlyArray<string>): string => {
  const all = texts.join("\n")
  const small = all.toLowerCase()
  let mark = ""
  // bounded material cannot hold the sixteen million marks that there are
  for (let attempt = 0; mark === "" || small.includes(mark); attempt++)
    mark = Bytes.sha256(Bytes.ofText(`${attempt}\n${all}`)).slice(0, markDigits)
  return mark
}

/** Each block between tags that carry one mark, in order. */
export const fence = (blocks: ReadonlyArray<Block>): ReadonlyArray<string> => {
  const mark = markFor(blocks.map((block) => block.text))
  return blocks.map((block) => `<${block.name}-${mark}>\n${block.text}\n</${block.name}-${mark}>`)
}
