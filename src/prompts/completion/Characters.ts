/** Characters that no keyboard types and no editor shows: taken out before anything is read. */

/** Joiners, marks of direction, soft hyphens, variation selectors. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u061c]/gu
const blanks = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
/** C0 and C1 but for tab and newline, private use, and halves of pairs. */
const control = /[\p{Cc}\p{Co}\p{Cs}]/gu

export const plain = (text: string): string =>
  text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(invisible, "")
    .replace(blanks, " ")
    .replace(control, (char) => (char === "\n" || char === "\t" ? char : ""))
    .normalize("NFC")

/** No blanks at the ends of lines, no heaps of empty lines, none first or last. */
export const trimmed = (text: string, emptyMax: number): string => {
  const lines: Array<string> = []
  let empty = 0
  for (const line of text.split("\n")) {
    const kept = line.trimEnd()
    empty = kept === "" ? empty + 1 : 0
    if (empty <= emptyMax && (kept !== "" || lines.length > 0)) lines.push(kept)
  }
  while (lines.at(-1) === "") lines.pop()
  return lines.join("\n")
}
