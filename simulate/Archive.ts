/** The trees of a finished run as one tar, with PAX headers for times to the nanosecond. */
import { gzipSync } from "fflate"
import { packTar, type TarEntry } from "modern-tar"
import * as Effect from "effect/Effect"
import type { DeckyHistory, History, TreeEntry } from "../src/tells/History.ts"

/** Numbers of accounts and groups that every Debian and Ubuntu has (base-passwd), and usual ones. */
const standardIds: Readonly<Record<string, number>> = {
  root: 0,
  adm: 4,
  mail: 8,
  utmp: 43,
  syslog: 104,
  vmail: 5000,
}

const idOf = (decky: DeckyHistory, name: string): number =>
  standardIds[name] ?? decky.host.accounts.find(({ login }) => login === name)?.uid ?? 65_534

/** Directories that matter: those with something in them, and homes. */
const isShown = (tree: ReadonlyArray<TreeEntry>): ((entry: TreeEntry) => boolean) => {
  const parents = new Set<string>()
  for (const { kind, path } of tree)
    if (kind === "file")
      for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
        parents.add(path.slice(0, end))
  return ({ kind, path }) => kind === "file" || parents.has(path) || /^\/home\/[^/]+$/.test(path)
}

const seconds = ({ mtime }: TreeEntry): string => {
  const whole = Math.floor(mtime.ms / 1000)
  const nanos = (mtime.ms - whole * 1000) * 1_000_000 + mtime.ns
  return `${whole}.${String(nanos).padStart(9, "0")}`
}

const entry = (decky: DeckyHistory, top: string, node: TreeEntry): TarEntry => {
  const body = node.kind === "file" ? node.read() : undefined
  return {
    header: {
      name: `${top}${node.path}${node.kind === "directory" ? "/" : ""}`,
      type: node.kind,
      size: body?.length ?? 0,
      mode: node.mode,
      uid: idOf(decky, node.owner),
      gid: idOf(decky, node.group),
      uname: node.owner,
      gname: node.group,
      mtime: new Date(Math.floor(node.mtime.ms / 1000) * 1000),
      pax: { mtime: seconds(node) },
    },
    ...(body === undefined ? {} : { body }),
  }
}

/** Where each decky's tree begins in the archive: its name, or its uuid where two share one. */
export const topOf = (history: History, decky: DeckyHistory): string =>
  history.deckies.filter((each) => each.decky.name === decky.decky.name).length > 1
    ? decky.decky.uuid
    : decky.decky.name

/** A directory's own entry comes after its files, since writing these moves its mtime. */
const order = (a: TreeEntry, b: TreeEntry): number => {
  const left = a.kind === "directory" ? `${a.path}/\uffff` : a.path
  const right = b.kind === "directory" ? `${b.path}/\uffff` : b.path
  return left < right ? -1 : 1
}

export const entries = (history: History): ReadonlyArray<TarEntry> =>
  history.deckies.flatMap((decky) => {
    const tree = decky.tree().filter(({ path }) => path !== "/")
    const top = topOf(history, decky)
    return tree
      .filter(isShown(tree))
      .sort(order)
      .map((node) => entry(decky, top, node))
  })

/** The same bytes for the same history. */
export const tar = (history: History): Effect.Effect<Uint8Array> =>
  Effect.promise(() => packTar([...entries(history)]))

export const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 6, mtime: 0 })
