/** A file tree as `ls -l` prints it. */
import type { TreeEntry } from "../../src/tells/History.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Zone from "../../src/time/Zone.ts"

export interface Node {
  readonly name: string
  readonly path: string
  /** Undefined for a directory that only its contents bear witness to. */
  readonly entry: TreeEntry | undefined
  /** Directories first, each by name; empty for a file. */
  readonly children: ReadonlyArray<Node>
  readonly isDirectory: boolean
}

interface Draft {
  readonly name: string
  readonly path: string
  entry: TreeEntry | undefined
  readonly children: Map<string, Draft>
}

const draft = (name: string, path: string): Draft => ({
  name,
  path,
  entry: undefined,
  children: new Map(),
})

const finish = ({ name, path, entry, children }: Draft): Node => ({
  name,
  path,
  entry,
  isDirectory: entry === undefined || entry.kind === "directory",
  children: [...children.values()]
    .map(finish)
    .sort((a, b) => Number(b.isDirectory) - Number(a.isDirectory) || (a.name < b.name ? -1 : 1)),
})

/** The tree below one directory, `/` for all of it. */
export const make = (entries: ReadonlyArray<TreeEntry>, base: string): Node => {
  const top = draft(base, base)
  const prefix = base === "/" ? "/" : `${base}/`
  for (const entry of entries) {
    if (entry.path === base) top.entry = entry
    if (!entry.path.startsWith(prefix) || entry.path === prefix) continue
    let at = top
    let path = base === "/" ? "" : base
    for (const name of entry.path.slice(prefix.length).split("/")) {
      path += `/${name}`
      let next = at.children.get(name)
      if (next === undefined) at.children.set(name, (next = draft(name, path)))
      at = next
    }
    at.entry = entry
  }
  return finish(top)
}

/** Files below a node, itself included. */
export const files = (node: Node): number =>
  node.isDirectory ? node.children.reduce((sum, child) => sum + files(child), 0) : 1

const triad = (bits: number, special: boolean, letter: string): string =>
  `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${
    special ? (bits & 1 ? letter : letter.toUpperCase()) : bits & 1 ? "x" : "-"
  }`

/** `drwxrwxrwt` */
export const mode = (bits: number, kind: TreeEntry["kind"]): string =>
  (kind === "directory" ? "d" : "-") +
  triad(bits >> 6, (bits & 0o4000) !== 0, "s") +
  triad(bits >> 3, (bits & 0o2000) !== 0, "s") +
  triad(bits, (bits & 0o1000) !== 0, "t")

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/** GNU ls shows the year of what is older than half of 365.2425 days. */
const recentMillis = 15_778_476_000

const two = (value: number): string => String(value).padStart(2, "0")

/** `Jan  5 10:14`, or `Jan  5  2025` where `now` is half a year later; 12 characters. */
export const date = (zone: string, ms: number, now: number): string => {
  const local = Zone.toLocal(zone, ms)
  const day = `${months[local.month - 1]} ${String(local.dayOfMonth).padStart(2)}`
  return ms > now - recentMillis && ms <= now
    ? `${day} ${two(Math.floor(local.minuteOfDay / 60))}:${two(local.minuteOfDay % 60)}`
    : `${day} ${String(local.year).padStart(5)}`
}

/** `2026-01-05 10:14` on a zone's clock. */
export const stamp = (zone: string, ms: number): string => {
  const { year, month, dayOfMonth, minuteOfDay } = Zone.toLocal(zone, ms)
  const clock = `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(dayOfMonth)} ${clock}`
}

/** `2026-01-05`, with the time of day where it is not midnight; UTC. */
export const bound = (ms: number): string => {
  const text = Instant.toIso(ms).slice(0, 16).replace("T", " ")
  return text.endsWith(" 00:00") ? text.slice(0, 10) : text
}

/** As `ls` says it of a directory on ext4. */
export const directoryBytes = 4096

export const bytes = (entry: TreeEntry): number =>
  entry.kind === "directory" ? directoryBytes : entry.read().length
