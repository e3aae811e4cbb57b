/** Notes kept by day: what is new goes under today, at the end where the newest entries stand. */
import * as Page from "./Page.ts"
import type { Desk } from "./Rework.ts"
import * as Rework from "./Rework.ts"
import * as Sheet from "./Sheet.ts"

/** Where the lines of each day begin: dated lines, or headings that are dates. */
const entries = (desk: Desk): ReadonlyArray<number> =>
  desk.units
    .map((unit) => unit.from)
    .filter((from) => Page.isDayHead(desk.lines[from]!) || Page.isDated(desk.lines[from]!))

/** The end of the entry that begins there: the next one, or the end of the text. */
const endOf = (desk: Desk, from: number): number => {
  let to = entries(desk).find((at) => at > from) ?? desk.lines.length
  while (to > from + 1 && Page.isBlank(desk.lines[to - 1]!)) to--
  return to
}

const spliced = (desk: Desk, at: number, added: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...desk.lines.slice(0, at),
  ...added,
  ...desk.lines.slice(at),
]

/** One more entry; undefined where the page is no log. */
export const add = (desk: Desk): ReadonlyArray<string> | undefined => {
  const { lines, pen } = desk
  const starts = entries(desk)
  const first = starts[0]
  const last = starts.at(-1)
  if (first === undefined || last === undefined) return undefined
  const today = Sheet.today(pen.subject)
  const newestFirst = pen.subject.author.habits.dateStyle % 2 === 0
  const newest = newestFirst ? first : last
  const text = desk.craft.item(desk, "")
  if (text === "") return undefined
  if (Page.isDated(lines[newest]!))
    return spliced(desk, newestFirst ? first : endOf(desk, last), [`${today}: ${text}`])
  const neighbour = lines.slice(newest + 1).find((line) => Page.prefixOf(line).trim() !== "")
  const item = Rework.layOut(desk, Rework.freshPrefix(neighbour ?? desk.defaultPrefix), text)
  if (lines[newest]!.replace(/^#+ |:$/g, "").trim() === today)
    return spliced(desk, endOf(desk, newest), item)
  const group = [...Sheet.heading(pen.subject, today), ...item]
  return newestFirst
    ? spliced(desk, first, [...group, ""])
    : spliced(desk, endOf(desk, last), ["", ...group])
}
