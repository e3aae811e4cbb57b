/** The tree of one home for a terminal: folders first, bounded, as a visitor's `ls -l` has it. */
import type { DeckyHistory } from "../../src/tells/History.ts"
import * as Line from "./Line.ts"
import * as Listing from "./Listing.ts"
import * as Table from "./Table.ts"
import * as Width from "./Width.ts"

const linesMax = 25

/** The home in which most was created and edited; of equals the first by path. */
export const busiestHome = ({ host, files }: DeckyHistory): string | undefined => {
  const homes = host.accounts
    .map(({ home }) => home)
    .filter((home) => home.startsWith("/home/"))
    .sort()
  let best: string | undefined
  let most = -1
  for (const home of homes) {
    const count = files.filter(
      ({ path, action }) =>
        (action === "create" || action === "edit") && path.startsWith(`${home}/`),
    ).length
    if (count > most) {
      most = count
      best = home
    }
  }
  return best
}

interface Row {
  readonly branch: string
  /** Undefined for a remark. */
  readonly node: Listing.Node | undefined
  readonly text: string
}

/** Rows below a node with at most `filesMax` files of each folder. */
const rowsOf = (node: Listing.Node, filesMax: number, branch: string): ReadonlyArray<Row> => {
  const folders = node.children.filter((child) => child.isDirectory)
  const files = node.children.filter((child) => !child.isDirectory)
  const left = files.length > filesMax + 1 ? files.length - filesMax : 0
  const shown = [...folders, ...files.slice(0, left === 0 ? files.length : filesMax)]
  const rows = shown.flatMap((child, index) => {
    const isLast = left === 0 && index === shown.length - 1
    const row = { branch: `${branch}${isLast ? "└─ " : "├─ "}`, node: child, text: child.name }
    return [row, ...rowsOf(child, filesMax, `${branch}${isLast ? "   " : "│  "}`)]
  })
  return left === 0
    ? rows
    : [...rows, { branch: `${branch}└─ `, node: undefined, text: `… ${left} more files` }]
}

/** The most files of each folder that fit in all. */
const bounded = (top: Listing.Node): ReadonlyArray<Row> => {
  for (let filesMax = linesMax; filesMax > 0; filesMax--) {
    const rows = rowsOf(top, filesMax, "")
    if (rows.length <= linesMax) return rows
  }
  const rows = rowsOf(top, 1, "")
  const left = rows.length - linesMax + 1
  return [
    ...rows.slice(0, linesMax - 1),
    { branch: "", node: undefined, text: `… ${left} more lines: see --format tree` },
  ]
}

/** Owners are named once in the title where they are the same throughout. */
const soleOwner = (node: Listing.Node): string | undefined => {
  const met = new Set<string>()
  const visit = ({ entry, children }: Listing.Node): void => {
    if (entry !== undefined)
      met.add(entry.owner === entry.group ? entry.owner : `${entry.owner}:${entry.group}`)
    children.forEach(visit)
  }
  visit(node)
  return met.size === 1 ? [...met][0] : undefined
}

interface Cells {
  readonly mode: string
  readonly owner: string
  readonly bytes: string
  readonly date: string
}

const cellsOf = (row: Row, zone: string, now: number, hasOwners: boolean): Cells => {
  const entry = row.node?.entry
  if (entry === undefined) return { mode: "", owner: "", bytes: "", date: "" }
  return {
    mode: Listing.mode(entry.mode, entry.kind),
    owner: hasOwners ? Width.cut(Width.clean(`${entry.owner} ${entry.group}`), 20) : "",
    bytes: Table.number(Listing.bytes(entry)),
    date: Listing.date(zone, entry.mtime.ms, now),
  }
}

/** A title in as many lines as it takes, and the rows. */
export const render = (
  history: DeckyHistory,
  home: string,
  now: number,
  columns: number,
): ReadonlyArray<Line.Line> => {
  const { hostname, timezone } = history.decky
  const top = Listing.make(history.tree(), home)
  const owner = soleOwner(top)
  const title =
    `${home} on ${hostname}: ${Table.plural(Listing.files(top), "file")}` +
    `${owner === undefined ? "" : ` of ${owner}`}, times of ${timezone}`
  const rows = bounded(top)
  const cells = rows.map((row) => cellsOf(row, timezone, now, owner === undefined))
  const widest = (field: keyof Cells): number =>
    Math.max(0, ...cells.map((cell) => Width.of(cell[field])))
  return [
    ...Width.wrap(Width.clean(title), columns).map((text) => [Line.span(text, "title")]),
    ...rows.map(({ branch, node, text }, index): Line.Line => {
      const { mode, owner, bytes, date } = cells[index]!
      const ownerColumn = owner === "" ? "" : `${Width.padEnd(owner, widest("owner"))} `
      const head =
        `  ${mode.padEnd(10)} ${ownerColumn}${bytes.padStart(widest("bytes"))} ` +
        `${date.padEnd(12)} ${branch}`
      const name = Width.cutMiddle(Width.clean(text), Math.max(8, columns - Width.of(head) - 1))
      return [
        Line.span(head, "dim"),
        node === undefined
          ? Line.span(name, "dim")
          : node.isDirectory
            ? Line.span(`${name}/`, "name")
            : Line.span(name),
      ]
    }),
  ]
}
