/** Rows of words in aligned columns, without trailing blanks. */

/** Control characters of what others named never reach a terminal. */
export const clean = (text: string): string => text.replace(/\p{Cc}/gu, "?")

const width = (text: string): number => [...text].length

/** Two blanks between columns; the last one is not padded. */
export const lines = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths: Array<number> = []
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, width(cell))
  return rows.map((row) =>
    row
      .map((cell, at) => `${cell}${" ".repeat(Math.max(0, widths[at]! - width(cell)))}`)
      .join("  ")
      .trimEnd(),
  )
}
