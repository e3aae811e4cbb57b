/** Aligned columns for a terminal. */
import * as Line from "./Line.ts"
import * as Width from "./Width.ts"

export interface Column {
  readonly head: string
  readonly align: "left" | "right"
  /** This column gives way where the line is short; of several, the first. */
  readonly cut?: "end" | "middle"
  readonly style?: Line.Style
}

const indent = "  "
const gap = "  "
const cutMin = 8

/** A heading and its rows. Cells are cleaned here; a row has a cell for each column. */
export const render = (
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  columnsMax: number,
): ReadonlyArray<Line.Line> => {
  const cleaned = rows.map((row) => row.map(Width.clean))
  const widths = columns.map(({ head }, index) =>
    Math.max(Width.of(head), ...cleaned.map((row) => Width.of(row[index] ?? ""))),
  )
  let over =
    widths.reduce((sum, width) => sum + width, 0) +
    indent.length +
    gap.length * (columns.length - 1) -
    columnsMax
  for (const [index, column] of columns.entries()) {
    if (over <= 0 || column.cut === undefined) continue
    const less = Math.min(over, Math.max(0, widths[index]! - cutMin))
    widths[index] = widths[index]! - less
    over -= less
  }
  const cell = (text: string, index: number): string => {
    const { align, cut } = columns[index]!
    const width = widths[index]!
    const short = cut === "middle" ? Width.cutMiddle(text, width) : Width.cut(text, width)
    return align === "right" ? Width.padStart(short, width) : Width.padEnd(short, width)
  }
  const line = (row: ReadonlyArray<string>, style?: Line.Style): Line.Line =>
    columns.flatMap((column, index) => [
      Line.span(index === 0 ? indent : gap),
      Line.span(cell(row[index] ?? "", index), style ?? column.style ?? "plain"),
    ])
  return [
    line(
      columns.map(({ head }) => head),
      "dim",
    ),
    ...cleaned.map((row) => line(row)),
  ]
}

/** `12,345`, whatever the locale. */
export const number = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",")

/** Nothing for zero, so that a table shows where something is. */
export const count = (value: number): string => (value === 0 ? "·" : number(value))

/** `1 file`, `12 files` */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`

/** `812 B`, `48.2 KB`; 1 KB is 1,024 bytes. */
export const size = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 * 1024
      ? `${(bytes / 1024).toFixed(1)} KB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`
