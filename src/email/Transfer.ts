/** Character sets and transfer encodings: a body as lines that any relay takes (RFC 2045). */

export type Charset = "us-ascii" | "iso-8859-1" | "utf-8"

const encoder = new TextEncoder()

export const utf8Length = (text: string): number => encoder.encode(text).length

const below = (text: string, bound: number): boolean => {
  for (let index = 0; index < text.length; index++)
    if (text.charCodeAt(index) >= bound) return false
  return true
}

export const isAscii = (text: string): boolean => below(text, 0x80)

/** The control characters between ASCII and its printable upper half are nobody's text. */
const isLatin1 = (text: string): boolean => below(text, 0x100) && !/[\x80-\x9f]/.test(text)

/** The smallest set that holds a text, as Outlook picks it. */
export const smallest = (text: string): Charset =>
  isAscii(text) ? "us-ascii" : isLatin1(text) ? "iso-8859-1" : "utf-8"

export const bytesOf = (text: string, charset: Charset): ReadonlyArray<number> =>
  charset === "utf-8"
    ? [...encoder.encode(text)]
    : [...text].map((char) => char.codePointAt(0)! & 255)

export const escapeByte = (byte: number): string =>
  `=${byte.toString(16).toUpperCase().padStart(2, "0")}`

/** Longest line of quoted-printable, its soft break included. */
const columnsMax = 76

const quoteLine = (line: string, charset: Charset): string => {
  let out = ""
  let column = 0
  const chars = [...line]
  chars.forEach((char, index) => {
    const last = index === chars.length - 1
    const literal =
      char === " " || char === "\t" ? !last : char !== "=" && /^[\x21-\x7e]$/.test(char)
    const piece = literal ? char : bytesOf(char, charset).map(escapeByte).join("")
    if (column + piece.length > columnsMax - (last ? 0 : 1)) {
      out += "=\n"
      column = 0
    }
    out += piece
    column += piece.length
  })
  return out
}

/** RFC 2045, section 6.7. Characters are never torn apart, though the RFC would allow it. */
export const quotedPrintable = (text: string, charset: Charset): string =>
  text
    .split("\n")
    .map((line) => quoteLine(line, charset))
    .join("\n")

/** Greedy wrapping at blanks; a word longer than the line stands alone. */
export const wrap = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === "" ? word : `${line} ${word}`
  }
  lines.push(line)
  return lines
}
