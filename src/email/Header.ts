/** Header fields as text: folding, encoded words (RFC 2047), addresses and dates (RFC 5322). */
import * as Civil from "../time/Civil.ts"
import * as Zone from "../time/Zone.ts"
import * as Transfer from "./Transfer.ts"

/** Name and body; the body may already be folded. */
export type Field = readonly [name: string, body: string]

/** Where lines are folded. */
const columnsMax = 76

/** What RFC 2047, section 5 (3), leaves as it is inside a phrase; all else is escaped. */
const isPlain = (char: string): boolean => /^[A-Za-z0-9!*+/-]$/.test(char)

const escapeChar = (char: string, charset: Transfer.Charset): string =>
  char === " "
    ? "_"
    : isPlain(char)
      ? char
      : Transfer.bytesOf(char, charset).map(Transfer.escapeByte).join("")

/** Encoded words of one text, each at most 75 characters; the first has only `room`. */
const encodedWords = (
  text: string,
  charset: Transfer.Charset,
  label: string,
  room: number,
): ReadonlyArray<string> => {
  const words: Array<string> = []
  const frame = label.length + 7
  let held = ""
  let limit = Math.max(room, frame + 12)
  for (const char of text) {
    const piece = escapeChar(char, charset)
    if (held !== "" && frame + held.length + piece.length > limit) {
      words.push(`=?${label}?Q?${held}?=`)
      held = ""
      limit = columnsMax - 1
    }
    held += piece
  }
  words.push(`=?${label}?Q?${held}?=`)
  return words
}

export interface Style {
  /** Charset of encoded words, and how the program spells it. */
  readonly charset: (text: string) => Transfer.Charset
  readonly label: (charset: Transfer.Charset) => string
  /** Only the run of words from the first to the last that needs it is encoded. */
  readonly runOnly: boolean
  /** Display names stand in quotation marks though they need none. */
  readonly quotesNames: boolean
  /** White space that begins a folded line. */
  readonly indent: " " | "\t"
}

const encodeAll = (text: string, style: Style, room: number): string => {
  const charset = style.charset(text)
  return encodedWords(text, charset, style.label(charset), room).join(`\n${style.indent}`)
}

/** Folds plain text at blanks. */
const foldText = (text: string, style: Style, used: number): string => {
  let out = ""
  let column = used
  for (const [index, word] of text.split(" ").entries()) {
    if (index > 0 && column + 1 + word.length > columnsMax) {
      out += `\n${style.indent}${word}`
      column = 1 + word.length
    } else {
      out += index > 0 ? ` ${word}` : word
      column += word.length + (index > 0 ? 1 : 0)
    }
  }
  return out
}

const encodeRun = (text: string, style: Style, used: number): string => {
  const words = text.split(" ")
  const first = words.findIndex((word) => !Transfer.isAscii(word))
  const last = words.findLastIndex((word) => !Transfer.isAscii(word))
  const before = words.slice(0, first).join(" ")
  const after = words.slice(last + 1).join(" ")
  const column = used + (before === "" ? 0 : before.length + 1)
  const run = encodeAll(words.slice(first, last + 1).join(" "), style, columnsMax - column)
  const lastLine = run.slice(run.lastIndexOf("\n") + 1)
  const room = (run.includes("\n") ? 0 : column) + lastLine.length
  // a tab here would be read as part of the text
  const gap = room + 1 + after.length > columnsMax ? "\n " : " "
  return `${before === "" ? "" : `${before} `}${run}${after === "" ? "" : gap + after}`
}

/** An unstructured field such as `Subject`. */
export const unstructured = (name: string, text: string, style: Style): Field => {
  const used = name.length + 2
  if (Transfer.isAscii(text)) return [name, foldText(text, style, used)]
  return [
    name,
    style.runOnly ? encodeRun(text, style, used) : encodeAll(text, style, columnsMax - used),
  ]
}

/** `Ana Ruiz <ana.ruiz@corp.net>`, encoded or quoted as the name and the program ask for. */
export const mailbox = (
  person: { readonly name: string; readonly email: string },
  style: Style,
): string => {
  const { name, email } = person
  if (!Transfer.isAscii(name)) return `${encodeAll(name, style, 60)} <${email}>`
  const needsQuotes = !/^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+$/.test(name)
  const text =
    needsQuotes || style.quotesNames ? `"${name.replace(/[\\"]/g, (char) => `\\${char}`)}"` : name
  return `${text} <${email}>`
}

/** Items one after the other; a new line begins where one would not fit any more. */
export const list = (
  name: string,
  items: ReadonlyArray<string>,
  separator: "," | "",
  style: Style,
): Field => {
  let out = ""
  let column = name.length + 2
  for (const [index, item] of items.entries()) {
    const length = item.slice(item.lastIndexOf("\n") + 1).length
    const tail = index < items.length - 1 ? separator : ""
    if (index > 0 && column + 1 + length + tail.length > columnsMax) {
      out += `\n${style.indent}`
      column = 1
    } else if (index > 0) {
      out += " "
      column += 1
    }
    out += item + tail
    column = (item.includes("\n") ? 0 : column) + length + tail.length
  }
  return [name, out]
}

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/**
 * `Mon, 5 Jan 2026 10:14:33 +0100` on a zone's own clock. `pad` fills the day of the month to two
 * characters, as Postfix (a blank) and Dovecot (a zero) do.
 */
export const date = (zone: string, ms: number, pad = ""): string => {
  const local = Zone.toLocal(zone, ms)
  const dayOfMonth = String(local.dayOfMonth).padStart(pad === "" ? 0 : 2, pad)
  const weekday = days[Civil.weekday(local.day)]
  const month = months[local.month - 1]
  const offset = Zone.formatOffset(local.offsetMinutes)
  return `${weekday}, ${dayOfMonth} ${month} ${local.year} ${Zone.formatClock(local)} ${offset}`
}

export const format = (fields: ReadonlyArray<Field>): string =>
  fields.map(([name, body]) => `${name}: ${body}\n`).join("")
