/**
 * The next edit of a text that people write by hand: which kind of edit, where, and how large.
 * Shares follow 1,987 versions of 43 real TODO and note files, as their repositories keep them.
 */
import type { Stream } from "../rng/Rng.ts"
import * as Log from "./Log.ts"
import * as Page from "./Page.ts"
import * as Pen from "./Pen.ts"
import * as Phrases from "./Phrases.ts"
import * as Rework from "./Rework.ts"
import type { Subject } from "./Subject.ts"
import * as Typing from "./Typing.ts"

export type Kind = "append" | "prepend" | "insert" | "inPlace" | "remove"

/** What a class adds to the machinery. */
export interface Craft extends Rework.Craft {
  /** A line put over everything; empty for none. */
  readonly topLine: (pen: Pen.Pen) => string
  /** A heading for a new group. */
  readonly heading: (pen: Pen.Pen) => ReadonlyArray<string>
}

/** No text of ours is larger. */
export const bytesMax = 16 * 1024

const weights: Readonly<Record<Kind, number>> = {
  append: 6,
  prepend: 3,
  insert: 22,
  inPlace: 46,
  remove: 23,
}
const kinds = Object.keys(weights) as ReadonlyArray<Kind>

/** How many items an insertion brings: median 1, now and then a whole group. */
const drawCount = (rng: Stream): number => {
  const size = rng.weightedIndex([58, 22, 10, 10])
  return size < 3 ? size + 1 : rng.between(4, 8)
}

const freshItems = (
  desk: Rework.Desk,
  neighbour: string,
  count: number,
  unit?: Page.Unit,
): Array<string> => {
  const lines: Array<string> = []
  // what stands there tells the kind: a question that runs over two lines ends on the second
  const beside = unit === undefined ? neighbour : Page.textOf(desk.lines, unit)
  for (let index = 0; index < count; index++) {
    const made = Rework.layOut(desk, Rework.freshPrefix(neighbour), desk.craft.item(desk, beside))
    if (made.every((line) => desk.lines.includes(line) || lines.includes(line))) continue
    if (desk.prose && lines.length > 0) lines.push("")
    lines.push(...made)
  }
  return lines
}

const splice = (
  lines: ReadonlyArray<string>,
  at: number,
  added: ReadonlyArray<string>,
): ReadonlyArray<string> => [...lines.slice(0, at), ...added, ...lines.slice(at)]

const items = (desk: Rework.Desk): ReadonlyArray<Page.Unit> =>
  desk.units.filter((unit) => unit.kind === "item")

/** Index after the last line that is not blank. */
const end = (lines: ReadonlyArray<string>): number => {
  let at = lines.length
  while (at > 0 && Page.isBlank(lines[at - 1]!)) at--
  return at
}

type Maker = (desk: Rework.Desk, craft: Craft) => ReadonlyArray<string> | undefined

const append: Maker = (desk) => {
  const neighbour = items(desk).at(-1)
  const line = neighbour === undefined ? desk.defaultPrefix : desk.lines[neighbour.from]!
  const count = desk.prose ? 1 : Math.min(3, drawCount(desk.rng))
  const fresh = freshItems(desk, line, count, neighbour)
  if (fresh.length === 0) return undefined
  const last = desk.lines.at(-1)
  const gap = desk.prose && last !== undefined && !Page.isBlank(last) ? [""] : []
  const onEmpty = desk.lines.length === 1 && last === ""
  return onEmpty ? fresh : [...desk.lines, ...gap, ...fresh]
}

const prepend: Maker = (desk, craft) => {
  const line = craft.topLine(desk.pen)
  if (line === "") return undefined
  const first = desk.units[0]
  const top =
    first?.kind === "item" && !desk.prose
      ? Rework.layOut(desk, Rework.freshPrefix(desk.lines[first.from]!), line)
      : [...Typing.wrap(line, desk.columns), ""]
  return desk.lines.includes(top[0]!) ? undefined : [...top, ...desk.lines]
}

const insert: Maker = (desk, craft) => {
  const { lines, prose, rng, units } = desk
  const last = end(lines)
  const places = units.filter(
    (unit) => unit.kind !== "blank" && unit.to < last && (unit.kind === "item" || !prose),
  )
  if (places.length === 0) return undefined
  const place = rng.pick(places)
  const count = drawCount(rng)
  const after = items(desk).find((unit) => unit.from >= place.from) ?? place
  const fresh = freshItems(desk, lines[after.from]!, prose ? 1 : count, after)
  if (fresh.length === 0) return undefined
  if (prose) return splice(lines, place.to, ["", ...fresh])
  const underHeading = place.kind !== "item"
  if (count < 4 || underHeading || !Page.isBlank(lines[place.to]!)) {
    // A title is mostly followed by a blank line, under which the items begin
    const at = underHeading && Page.isBlank(lines[place.to]!) ? place.to + 1 : place.to
    return at >= last ? undefined : splice(lines, at, fresh.slice(0, 6))
  }
  return splice(lines, place.to, ["", ...craft.heading(desk.pen), ...fresh])
}

/** Takes blank lines and headings away over which nothing is left. */
const tidy = (before: ReadonlyArray<string>, at: number): ReadonlyArray<string> => {
  const lines = [...before]
  const heading = Page.units(lines, false).find((unit) => unit.to === at && unit.kind === "heading")
  const next = lines[at]
  if (heading !== undefined && (next === undefined || Page.isBlank(next)))
    lines.splice(heading.from, heading.to - heading.from)
  const seam = Math.min(heading?.from ?? at, lines.length)
  if (Page.isBlank(lines[seam - 1] ?? "") && seam < lines.length && Page.isBlank(lines[seam]!))
    lines.splice(seam, 1)
  if (seam >= lines.length && lines.length > 1 && Page.isBlank(lines.at(-1)!)) lines.pop()
  return lines
}

const remove: Maker = (desk) => {
  const { lines, rng } = desk
  const all = items(desk)
  if (all.length < 4 && !(desk.prose && all.length === 3)) return undefined
  const done = all.filter((unit) => Phrases.isDone(lines[unit.from]!))
  if (done.length > 0 && rng.chance(4, 5)) {
    const gone = new Set(done.slice(0, all.length - 2))
    const kept = desk.units.filter((unit) => !gone.has(unit))
    const left = kept.flatMap((unit) => lines.slice(unit.from, unit.to))
    return tidy(left, done[0]!.from)
  }
  const spread = desk.prose ? 1 : rng.pick([1, 1, 1, 1, 1, 2, 2, 2, 3, 3, rng.between(4, 8)])
  const count = Math.min(spread, Math.floor(all.length / 3) + (all.length < 6 ? 1 : 0))
  const first = rng.below(all.length)
  let last = first
  while (last - first + 1 < count && all[last + 1]?.from === all[last]!.to) last++
  const from = all[first]!.from
  const left = [...lines.slice(0, from), ...lines.slice(all[last]!.to)]
  return tidy(left, from)
}

const inPlace: Maker = (desk) => {
  const once = Rework.change(desk)
  // A second place in the same edit: a quarter of real edits touch more than one
  if (once === undefined || !desk.rng.chance(1, 4)) return once
  return Rework.change({ ...desk, ...Rework.look(once, desk.prose) }) ?? once
}

const makers: Readonly<Record<Kind, Maker>> = { append, prepend, insert, inPlace, remove }

const numbered = /^(\s*)(\d{1,2})([.)]\s)/

/** Whether its numbered lines count on from one. */
const counts = (lines: ReadonlyArray<string>): boolean => {
  const numbers = lines.flatMap((line) => numbered.exec(line)?.[2] ?? [])
  return numbers.length > 1 && numbers.every((each, index) => Number(each) === index + 1)
}

/** Whoever adds to a numbered list or takes from it counts anew. */
const recount = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  let next = 1
  return lines.map((line) =>
    line.replace(numbered, (_, blank: string, __, mark: string) => `${blank}${next++}${mark}`),
  )
}

/** Cuts a text that somebody has blown up: a block in the middle goes, whole lines where it can. */
const prune = (page: Page.Page): ReadonlyArray<string> => {
  const target = Math.floor(bytesMax * 0.85)
  const head: Array<string> = []
  let size = 0
  for (const line of page.lines) {
    size += Page.bytes(line) + page.eol.length
    if (size > target) break
    head.push(line)
  }
  if (head.length > 0) return head
  // One endless line: cut by characters, at most four bytes each
  const characters = Array.from(page.lines[0]!.slice(0, target))
  return [characters.slice(0, Math.floor(target / 4)).join("")]
}

/** People whose file is nearly empty add to it. */
const drawKind = (rng: Stream, contentLines: number): Kind =>
  rng.weighted(kinds, (kind) => (contentLines <= 3 && kind === "remove" ? 0 : weights[kind]))

/** The text after one more edit; never equal to `previous`, at most `bytesMax` long. */
export const next = (rng: Stream, subject: Subject, craft: Craft, previous: string): string => {
  const page = Page.parse(previous)
  const print = (lines: ReadonlyArray<string>): string => Page.print({ ...page, lines })
  if (Page.bytes(previous) > bytesMax) {
    const pruned = print(prune(page))
    return pruned === previous ? "" : pruned
  }
  const pen = Pen.make(rng, subject)
  pen.avoid(page.lines.map((line) => line.slice(Page.prefixOf(line).length)))
  const desk = Rework.sit(pen, craft, page.lines)
  const kind = drawKind(rng, page.lines.filter((line) => !Page.isBlank(line)).length)
  // the days of a diary count themselves
  const isCounted = counts(page.lines) && !Rework.isLog(desk)
  for (const each of [kind, kind, "insert", "inPlace", "append"] as const) {
    const adds = each !== "inPlace" && each !== "remove"
    const made = adds && Rework.isLog(desk) ? Log.add(desk) : makers[each](desk, craft)
    if (made === undefined) continue
    const text = print(isCounted ? recount(made) : made)
    if (text !== previous && Page.bytes(text) <= bytesMax) return text
  }
  const shorter = print(page.lines.slice(0, Math.ceil(page.lines.length / 2)))
  return shorter === previous ? `${previous.slice(0, bytesMax / 4)}\n` : shorter
}
