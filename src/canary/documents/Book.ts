/** A document as the sheets of a workbook: what stands in which cell, and how it looks. */
import type { Stream } from "../../rng/Rng.ts"
import * as Civil from "../../time/Civil.ts"
import * as Zone from "../../time/Zone.ts"
import * as Cast from "./Cast.ts"
import type { Content } from "./Content.ts"
import type { Table } from "./Tables.ts"

/** An index of the styles that both programs' style parts have, in this order. */
export const looks = [
  "plain",
  "title",
  "head",
  "money",
  "percent",
  "date",
  "strong",
  "sum",
  "link",
] as const
export type Look = (typeof looks)[number]

export type Cell =
  | { readonly kind: "text"; readonly look: Look; readonly text: string }
  | {
      readonly kind: "number"
      readonly look: Look
      readonly value: number
      readonly formula?: string
    }
  | undefined

export interface Sheet {
  readonly name: string
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
  /** In characters. */
  readonly widths: ReadonlyArray<number>
  /** Rows that stay in sight. */
  readonly frozen: number
  /** Of the cell that leads to our page; the picture lies on the same sheet. */
  readonly link: string | undefined
}

export const column = (index: number): string => String.fromCharCode(65 + index)

const text = (value: string, look: Look = "plain"): Cell =>
  value === "" ? undefined : { kind: "text", look, text: value }

/** Days since the last of December 1899, as both programs count them. */
const serial = (epochDay: number): number => epochDay + 25_569

const rowsOf = (table: Table, above: number): ReadonlyArray<ReadonlyArray<Cell>> => {
  const head = table.head.length === 0 ? [] : [table.head.map((each) => text(each, "head"))]
  const first = above + head.length + 1
  return [
    ...head,
    ...table.rows.map((row, index) => {
      const isTotal = table.total && index === table.rows.length - 1
      return row.map(({ kind, text: shown, value }, at): Cell => {
        switch (kind) {
          case "money": {
            const range = `${column(at)}${first}:${column(at)}${first + table.rows.length - 2}`
            return isTotal
              ? { kind: "number", look: "sum", value, formula: `SUM(${range})` }
              : { kind: "number", look: "money", value }
          }
          case "percent":
            return { kind: "number", look: "percent", value: value / 100 }
          case "date":
            return { kind: "number", look: "date", value: serial(value) }
          default:
            return text(
              shown,
              isTotal || (table.head.length === 0 && at === 0) ? "strong" : "plain",
            )
        }
      })
    }),
  ]
}

const widthsOf = (
  rows: ReadonlyArray<ReadonlyArray<Cell>>,
  from: number,
): ReadonlyArray<number> => {
  const columns = Math.max(...rows.map((row) => row.length))
  return Array.from({ length: columns }, (_, at) => {
    const lengths = rows.slice(from).map((row) => {
      const cell = row[at]
      return cell === undefined ? 0 : cell.kind === "text" ? cell.text.length : 11
    })
    return Math.min(64, Math.max(8, ...lengths) + 2)
  })
}

/** What may not stand in a sheet's name is left out. */
const nameOf = (name: string): string =>
  name
    .replace(/[[\]:*?/\\']/g, " ")
    .trim()
    .slice(0, 31)

export const make = (rng: Stream, content: Content, timezone: string): ReadonlyArray<Sheet> => {
  const { words, cast } = content
  const { sheetNames } = words
  const tables = content.blocks.flatMap((block) => (block.kind === "table" ? [block.table] : []))
  const headings = content.blocks.flatMap((block) => (block.kind === "heading" ? [block.text] : []))
  const first = tables[0]!
  const say = (name: string, productions: ReadonlyArray<string>): string =>
    nameOf(Cast.say(cast, rng.within(name), productions)) || "1"
  const taken = new Set<string>()
  const unique = (name: string): string => {
    let free = name
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name} ${number}`
    taken.add(free.toLowerCase())
    return free
  }
  const titled = rng.within("titled").chance(3, 4)
  const top: ReadonlyArray<ReadonlyArray<Cell>> = titled
    ? [[text(content.title, "title")], [text(content.meta)], []]
    : []
  const link = content.blocks.find((block) => block.kind === "link")
  const body = [...top, ...rowsOf(first, top.length)]
  const withLink =
    link?.kind === "link"
      ? [...body, [], [text(link.lead.replace(/:$/, "")), text(link.text, "link")]]
      : body
  const main: Sheet = {
    name: unique(say("main", sheetNames.main)),
    rows: withLink,
    widths: widthsOf(body, titled ? 3 : 0),
    frozen: first.head.length === 0 ? 0 : top.length + 1,
    link: link === undefined ? undefined : `B${withLink.length}`,
  }
  const others: Array<Sheet> = []
  const second = tables[1]
  if (second !== undefined) {
    const rows = rowsOf(second, 0)
    const name = nameOf(headings.findLast((each) => each !== headings[0]) ?? "2")
    others.push({
      name: unique(rng.within("second").chance(1, 2) ? name : say("second", sheetNames.main)),
      rows,
      widths: widthsOf(rows, 0),
      frozen: 1,
      link: undefined,
    })
  }
  if (rng.within("notes").chance(3, 5)) {
    const rows = content.blocks.flatMap((block) =>
      block.kind === "list"
        ? block.items.map((item) => [text(item)])
        : block.kind === "paragraph"
          ? [[text(block.text)]]
          : [],
    )
    others.push({
      name: unique(say("notesName", sheetNames.notes)),
      rows,
      widths: [64],
      frozen: 0,
      link: undefined,
    })
  }
  if (others.length < 2 && rng.within("history").chance(1, 3)) {
    const own = rng.within("changes")
    const from = Zone.toLocal(timezone, content.created.ms).day
    const until = Zone.toLocal(timezone, content.modified.ms).day
    const days = Array.from({ length: own.between(2, 6) }, () => own.between(from, until))
      .map((day) => (Civil.weekday(day) > 4 ? Math.max(from, day - 2) : day))
      .sort((a, b) => a - b)
    const rows = [
      words.history.map((each) => text(each, "head")),
      ...days.map((day, at): ReadonlyArray<Cell> => [
        { kind: "number", look: "date", value: serial(at === 0 ? from : day) },
        text(at === 0 ? content.author : own.pick([content.author, content.lastAuthor])),
        text(
          Cast.say(cast, own.within(at), at === 0 ? [words.changes[0]!] : words.changes.slice(1)),
        ),
      ]),
    ]
    others.push({
      name: unique(say("historyName", sheetNames.history)),
      rows,
      widths: widthsOf(rows, 0),
      frozen: 1,
      link: undefined,
    })
  }
  return [main, ...others]
}

/** The texts of all cells, each once, in the order of their first use. */
export const strings = (
  sheets: ReadonlyArray<Sheet>,
): { readonly unique: ReadonlyArray<string>; readonly count: number } => {
  const all = sheets.flatMap(({ rows }) =>
    rows.flatMap((row) => row.flatMap((cell) => (cell?.kind === "text" ? [cell.text] : []))),
  )
  return { unique: [...new Set(all)], count: all.length }
}
