/** A text as lines, and the units that people edit: titles, headings, items, paragraphs. */

export interface Page {
  /** Without line ends; never empty. */
  readonly lines: ReadonlyArray<string>
  readonly eol: "\n" | "\r\n"
  /** The last line ends with a line end. */
  readonly final: boolean
}

const encoder = new TextEncoder()

/** Length in UTF-8. */
export const bytes = (text: string): number => encoder.encode(text).length

/** Total: any text is a page. */
export const parse = (text: string): Page => {
  const eol = text.includes("\r\n") ? "\r\n" : "\n"
  const lines = text.split(eol)
  const final = lines.length > 1 && lines.at(-1) === ""
  return { lines: final ? lines.slice(0, -1) : lines, eol, final }
}

export const print = (page: Page): string =>
  page.lines.length === 0 ? "" : page.lines.join(page.eol) + (page.final ? page.eol : "")

export type UnitKind = "title" | "heading" | "item" | "blank"

/** Lines `from` to `to - 1`. */
export interface Unit {
  readonly kind: UnitKind
  readonly from: number
  readonly to: number
}

/** `o` needs a blank before it, since it is a word of Spanish and Portuguese. */
const bulleted = /^(?:\s*(?:[-*+>]|x|\d{1,2}[.)])|\s+o)\s+\S/
const underline = /^(?:={3,}|-{3,}|~{3,})\s*$/

const day =
  "(?:\\d{1,4}[-./]\\d{1,2}(?:[-./]\\d{2,4})?\\.?" +
  "|\\d{1,2}\\.? (?:de )?\\p{L}{3,}(?: (?:de )?\\d{4})?" +
  "|\\p{L}{3,} \\d{1,2}(?:, \\d{4})?)"
const dayPrefix = new RegExp(`^${day}: (?=\\S)`, "u")
const dayHead = new RegExp(`^(?:#{1,4} )?${day}:?$`, "u")

/** `24/10: ...`: a line with its day before it. */
export const isDated = (line: string): boolean => dayPrefix.test(line)

/** A line that is nothing but a day. */
export const isDayHead = (line: string): boolean => dayHead.test(line.trimEnd())

export const isBlank = (line: string): boolean => line.trim() === ""

/** Whether a line belongs to the item that began above it. */
const continues = (lines: ReadonlyArray<string>, from: number, at: number, prose: boolean) => {
  const line = lines[at]!
  if (isBlank(line) || bulleted.test(line) || line.startsWith("#") || underline.test(line))
    return false
  if (isDated(line)) return false
  if (underline.test(lines[at + 1] ?? "")) return false
  return prose ? true : bulleted.test(lines[from]!) && /^\s{2,}\S/.test(line)
}

const isHeading = (lines: ReadonlyArray<string>, at: number): boolean => {
  const line = lines[at]!
  const next = lines[at + 1] ?? ""
  if (/^#{1,4} /.test(line) || underline.test(next)) return true
  if (bulleted.test(line) || line.length > 60 || /[.!?]$/.test(line)) return false
  if (line.trimEnd().endsWith(":") && !isBlank(next)) return true
  if (/^[^a-zß-ÿ]*\p{Lu}{4}[^a-zß-ÿ]*$/u.test(line) && !isBlank(next)) return true
  // A short line between a blank one and an item stands over that item
  return (at === 0 || isBlank(lines[at - 1]!)) && bulleted.test(next)
}

/** Whether the page is written in paragraphs rather than in lines. */
export const isProse = (lines: ReadonlyArray<string>): boolean => {
  let wrapped = 0
  let items = 0
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1] ?? ""
    const heads = line.startsWith("#") || underline.test(line) || underline.test(next)
    if (bulleted.test(line) || isDated(line)) items++
    else if (heads || isBlank(line)) continue
    // a paragraph that nobody broke stands alone between blank lines
    else if (isBlank(next) && isBlank(lines[at - 1] ?? "")) wrapped += line.length > 90 ? 1 : 0
    else if (isBlank(next)) continue
    // a broken line is nearly full; one line an item is short, or longer than any column
    else if (line.length > 56 && line.length <= 80) wrapped++
    else items++
  }
  return wrapped > items
}

/** Every line belongs to exactly one unit, in order. */
export const units = (lines: ReadonlyArray<string>, prose = isProse(lines)): Array<Unit> => {
  const out: Array<Unit> = []
  let at = 0
  while (at < lines.length) {
    const from = at++
    if (isBlank(lines[from]!)) {
      out.push({ kind: "blank", from, to: at })
      continue
    }
    const heading = isHeading(lines, from)
    if (heading && underline.test(lines[at] ?? "")) at++
    else if (!heading) while (at < lines.length && continues(lines, from, at, prose)) at++
    // The day under a title belongs to it
    const dated = heading && out.length === 0 && isDayHead(lines[at] ?? "")
    if (dated && isBlank(lines[at + 1] ?? "")) at++
    const titled =
      out.length === 0 &&
      (heading || (lines[from]!.length <= 60 && at < lines.length && isBlank(lines[at]!)))
    out.push({ kind: titled ? "title" : heading ? "heading" : "item", from, to: at })
  }
  return out
}

/** `- [ ] `, `* `, `3. `, `3) ` or nothing. */
export const prefixOf = (line: string): string =>
  dayPrefix.exec(line)?.[0] ??
  /^(?:\s*(?:[-*+>]|x|\d{1,2}[.)])\s+(?=\S)|\s+o\s+(?=\S)|\s*)(?:\[[ xX]\]\s+)?/.exec(line)?.[0] ??
  ""

/** An item as one line, without its prefix. */
export const textOf = (lines: ReadonlyArray<string>, unit: Unit): string =>
  [
    lines[unit.from]!.slice(prefixOf(lines[unit.from]!).length),
    ...lines.slice(unit.from + 1, unit.to).map((line) => line.trim()),
  ].join(" ")
