/** The trees that are left, as `ls -l` would show them. */
import type { History, TreeEntry } from "../src/tells/History.ts"
import * as Instant from "../src/time/Instant.ts"

const triad = (bits: number): string =>
  `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${bits & 1 ? "x" : "-"}`

const modeText = ({ kind, mode }: TreeEntry): string => {
  const text = `${kind === "directory" ? "d" : "-"}${triad(mode >> 6)}${triad(mode >> 3)}${triad(mode)}`
  return mode & 0o1000 ? `${text.slice(0, -1)}t` : text
}

const line = (entry: TreeEntry): string =>
  [
    modeText(entry),
    entry.owner.padEnd(14),
    entry.group.padEnd(14),
    String(entry.kind === "file" ? entry.read().length : 4096).padStart(8),
    Instant.toIsoNanos(entry.mtime),
    entry.path,
  ].join(" ")

export const render = (history: History): string =>
  history.deckies
    .map(({ decky, tree }) => `${decky.name} (${decky.uuid})\n${tree().map(line).join("\n")}\n`)
    .join("\n")
