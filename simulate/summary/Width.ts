/** How wide a text stands in a terminal, and what of it is safe to print there. */

/** What would move the cursor, hide text or turn its direction; names may hold any of it. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu

/** The same text with a replacement character for each control character. */
export const clean = (text: string): string => text.replace(unsafe, "\u{fffd}")

const combining = /^\p{M}$/u

/** The blocks that terminals draw two cells wide (Unicode Standard Annex 11, W and F). */
const isWide = (code: number): boolean =>
  (code >= 0x1100 && code <= 0x115f) ||
  (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
  (code >= 0xac00 && code <= 0xd7a3) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xfe30 && code <= 0xfe6f) ||
  (code >= 0xff00 && code <= 0xff60) ||
  (code >= 0xffe0 && code <= 0xffe6) ||
  (code >= 0x1f300 && code <= 0x1faff) ||
  (code >= 0x20000 && code <= 0x3fffd)

const cells = (char: string): number =>
  combining.test(char) ? 0 : isWide(char.codePointAt(0)!) ? 2 : 1

/** Cells that a clean text takes. */
export const of = (text: string): number => {
  let sum = 0
  for (const char of text) sum += cells(char)
  return sum
}

const take = (chars: ReadonlyArray<string>, width: number): string => {
  let out = ""
  let used = 0
  for (const char of chars) {
    used += cells(char)
    if (used > width) break
    out += char
  }
  return out
}

/** At most `width` cells; an ellipsis stands for what is left out. */
export const cut = (text: string, width: number): string =>
  of(text) <= width ? text : width < 1 ? "" : `${take([...text], width - 1)}…`

const takeEnd = (chars: ReadonlyArray<string>, width: number): string => {
  let at = chars.length
  let used = 0
  while (at > 0) {
    used += cells(chars[at - 1]!)
    if (used > width) break
    at--
  }
  return chars.slice(at).join("")
}

/** As `cut`, from the middle: of a path both ends tell something. */
export const cutMiddle = (text: string, width: number): string => {
  if (of(text) <= width) return text
  if (width < 1) return ""
  const tail = Math.ceil(((width - 1) * 2) / 3)
  const chars = [...text]
  return `${take(chars, width - 1 - tail)}…${takeEnd(chars, tail)}`
}

export const padEnd = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - of(text)))

export const padStart = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - of(text))) + text

/** Lines of at most `width` cells, broken at blanks; a longer word is torn. */
export const wrap = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const whole of text.split(/\s+/)) {
    let word = whole
    if (line !== "" && of(line) + 1 + of(word) <= width) {
      line += ` ${word}`
      continue
    }
    if (line !== "") lines.push(line)
    while (of(word) > width) {
      const head = take([...word], width)
      if (head === "") break
      lines.push(head)
      word = word.slice(head.length)
    }
    line = word
  }
  lines.push(line)
  return lines.filter((each) => each !== "")
}
