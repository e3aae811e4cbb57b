/** Markup from data: nothing that a history holds is taken for a tag, a script or a control. */
import type { Wording } from "../../src/llm/Wording.ts"

/** Turns of the writing direction can make a name look like another one; separators end lines. */
const turns = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Control characters as their Unicode pictures; lines and tabs stay. */
export const visible = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (char) =>
      String.fromCharCode(0x2400 + char.charCodeAt(0)),
    )
    .replace(/[\u007f-\u009f\ufffe\uffff]/g, "\u{fffd}")
    .replace(turns, "\u{fffd}")

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Text for an element or a quoted attribute. */
export const text = (value: string): string =>
  visible(value).replace(/[&<>"']/g, (char) => entities[char]!)

/** JSON that ends no script element and opens no comment in it. */
export const json = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )

/** A table with headings; cells are markup. Columns named in `numeric` are set right. */
export const table = (
  caption: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  numeric: ReadonlyArray<number>,
): string => {
  const kind = (index: number): string => (numeric.includes(index) ? ' class="n"' : "")
  const head = heads
    .map((each, index) => `<th scope="col"${kind(index)}>${text(each)}</th>`)
    .join("")
  const body = rows
    .map((row) => {
      const cells = row.map((cell, index) =>
        index === 0 ? `<th scope="row">${cell}</th>` : `<td${kind(index)}>${cell}</td>`,
      )
      return `<tr>${cells.join("")}</tr>\n`
    })
    .join("")
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${text(caption)}">` +
    `<table><caption>${text(caption)}</caption><thead><tr>${head}</tr></thead>` +
    `<tbody>\n${body}</tbody></table></div>\n`
  )
}

/** A remark that something is not on the page. */
export const omitted = (what: string): string => `<p class="omitted">${text(what)}</p>\n`

/** Where the words of a text come from, to go after what else is said of it; empty for templates. */
export const credit = (wording: Wording | undefined): string => {
  if (wording === undefined) return ""
  const { model, digest, seed, tokens, outcome, detail } = wording
  const call = `${model}, prompt ${digest.slice(0, 12)}, seed ${seed}`
  return outcome === "accepted"
    ? `, words from ${call}, ${tokens} tokens`
    : `, template (${call}: ${outcome}${detail === "" ? "" : `, ${detail}`})`
}
