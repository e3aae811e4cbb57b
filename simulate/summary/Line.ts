/** A line of terminal text before it is painted: colours are chosen last, so widths stay true. */
import * as Width from "./Width.ts"

export type Style = "plain" | "title" | "dim" | "name" | "good" | "bad" | Heat
export type Heat = "heat1" | "heat2" | "heat3" | "heat4"

export interface Span {
  readonly text: string
  readonly style: Style
}

export type Line = ReadonlyArray<Span>

export interface Look {
  /** Cells of the terminal's line. */
  readonly columns: number
  readonly colour: boolean
}

export const span = (text: string, style: Style = "plain"): Span => ({ text, style })

export const plain = (text: string): Line => [span(text)]

export const blank: Line = []

/** SGR parameters; the heat ramp is of the 256-colour cube and reads on black and on white. */
const codes: Readonly<Record<Style, string>> = {
  plain: "",
  title: "1",
  dim: "2",
  name: "36",
  good: "32",
  bad: "31",
  heat1: "38;5;110",
  heat2: "38;5;74",
  heat3: "38;5;208",
  heat4: "38;5;196",
}

const paintSpan = ({ text, style }: Span, colour: boolean): string =>
  colour && codes[style] !== "" && text.trim() !== ""
    ? `\u001b[${codes[style]}m${text}\u001b[0m`
    : text

/** Cut to the columns, without blanks at its end. */
const fit = (line: Line, columns: number): Line => {
  const out: Array<Span> = []
  const total = line.reduce((sum, { text }) => sum + Width.of(text), 0)
  let room = columns
  for (const [index, { text, style }] of line.entries()) {
    const isLast = index === line.length - 1
    const left = total > columns && !isLast ? room - 1 : room
    if (Width.of(text) > left) {
      out.push({ text: Width.cut(text, room), style })
      break
    }
    out.push({ text, style })
    room -= Width.of(text)
  }
  while (out.length > 0 && out.at(-1)!.text.trim() === "") out.pop()
  const last = out.pop()
  return last === undefined ? [] : [...out, { ...last, text: last.text.trimEnd() }]
}

/** Neighbours of one style as one span, so that a line has few escapes. */
const merged = (line: Line): Line => {
  const out: Array<Span> = []
  for (const each of line) {
    const last = out.at(-1)
    if (last?.style === each.style)
      out[out.length - 1] = { text: last.text + each.text, style: each.style }
    else out.push(each)
  }
  return out
}

export const paint = (lines: ReadonlyArray<Line>, look: Look): string =>
  lines
    .map((line) =>
      fit(merged(line), look.columns)
        .map((each) => paintSpan(each, look.colour))
        .join(""),
    )
    .map((line) => `${line}\n`)
    .join("")

/** Parts one after the other, in as many lines as they take. */
export const flow = (
  parts: ReadonlyArray<string>,
  separator: string,
  columns: number,
  indent: string,
): ReadonlyArray<Line> => {
  const lines: Array<string> = []
  let line = ""
  for (const part of parts) {
    const longer = line === "" ? part : line + separator + part
    if (line !== "" && Width.of(longer) > columns) {
      lines.push(line)
      line = indent + part
    } else line = longer
  }
  if (line !== "") lines.push(line)
  return lines.map(plain)
}
