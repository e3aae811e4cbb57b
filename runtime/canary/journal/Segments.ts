/**
 * The journal's files: `seen-<number>.ndjson`, one JSON line a request or lookup, read by position.
 */
import { closeSync, openSync, readdirSync, readSync, statSync, unlinkSync } from "node:fs"
import { join } from "node:path"
import type { Noted, Seen } from "../../../src/canary/Hit.ts"

export interface Position {
  readonly segment: number
  /** In bytes. */
  readonly offset: number
}

export const origin: Position = { segment: 0, offset: 0 }

export const isBefore = (a: Position, b: Position): boolean =>
  a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset)

const digits = 10
const pattern = /^seen-(\d{10})\.ndjson$/

export const fileOf = (folder: string, segment: number): string =>
  join(folder, `seen-${String(segment).padStart(digits, "0")}.ndjson`)

/** The numbers of those that are there, rising. */
export const list = (folder: string): ReadonlyArray<number> =>
  readdirSync(folder)
    .flatMap((name) => {
      const number = pattern.exec(name)?.[1]
      return number === undefined ? [] : [Number(number)]
    })
    .sort((a, b) => a - b)

export const sizeOf = (folder: string, segment: number): number => {
  try {
    return statSync(fileOf(folder, segment)).size
  } catch {
    return 0
  }
}

/** Of all that are there, in bytes. */
export const total = (folder: string): number =>
  list(folder).reduce((sum, each) => sum + sizeOf(folder, each), 0)

export const remove = (folder: string, segment: number): void => {
  try {
    unlinkSync(fileOf(folder, segment))
  } catch {
    // whoever removed it wanted the same
  }
}

/** What is read at a time; a line is shorter (`Line.bytesMax` and a body). */
const chunkBytes = 1024 * 1024

const lineFeed = 0x0a

const recordsOf = (line: string, id: string): ReadonlyArray<Seen> => {
  try {
    const { slugs, ...common } = JSON.parse(line) as Noted
    if (!Array.isArray(slugs)) return []
    return slugs.map((slug, at) => ({ ...common, slug, id: at === 0 ? id : `${id}/${at}` }))
  } catch {
    return []
  }
}

export interface Slice {
  readonly records: ReadonlyArray<Seen>
  /** Behind the last line that was read whole. */
  readonly offset: number
}

/**
 * At most `max` records of one segment from an offset on, as far as whole lines go; of a line all or
 * none, but of the first one all. A line that is none of ours is passed over: what a killed process
 * left half written. `mark` begins every id.
 */
export const slice = (
  folder: string,
  segment: number,
  from: number,
  to: number,
  max: number,
  mark: string,
): Slice => {
  const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(chunkBytes, to - from)))
  const file = openSync(fileOf(folder, segment), "r")
  let count = 0
  try {
    count = readSync(file, bytes, 0, bytes.length, from)
  } finally {
    closeSync(file)
  }
  const records: Array<Seen> = []
  let at = 0
  while (records.length < max) {
    const end = bytes.subarray(0, count).indexOf(lineFeed, at)
    if (end < 0) break
    const some = recordsOf(bytes.toString("utf8", at, end), `${mark}${segment}:${from + at}`)
    if (records.length > 0 && records.length + some.length > max) break
    records.push(...some)
    at = end + 1
  }
  return { records, offset: from + at }
}

export interface Batch {
  readonly records: ReadonlyArray<Seen>
  readonly next: Position
}

/**
 * At most `max` records from a position on, or all of one line; from the oldest that is kept where
 * it is gone. `mark` begins every id.
 */
export const read = (folder: string, position: Position, max: number, mark = ""): Batch => {
  let { segment, offset } = position
  for (;;) {
    const there = list(folder)
    // what has a successor is written no more, hence looked for before the size is taken
    const following = there.find((each) => each > segment)
    const size = sizeOf(folder, segment)
    if (offset < size) {
      const { records, offset: after } = slice(folder, segment, offset, size, max, mark)
      if (records.length > 0) return { records, next: { segment, offset: after } }
      if (after > offset) {
        offset = after
        continue
      }
    }
    if (following === undefined) return { records: [], next: { segment, offset } }
    segment = following
    offset = 0
  }
}

/** Removes what lies before a position, but for the last segment, which is written to. */
export const release = (folder: string, position: Position): void => {
  const there = list(folder)
  for (const segment of there)
    if (segment < position.segment && segment !== there.at(-1)) remove(folder, segment)
}
