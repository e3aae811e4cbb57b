/** A whole tree in one upload: the past that a fresh decky is given. */
import * as Effect from "effect/Effect"
import type { Decky } from "../../src/fleet/Decky.ts"
import type { TreeEntry } from "../../src/host/TreeEntry.ts"
import { FileTouched, PathRefused } from "../../src/ports/Host.ts"
import * as Bytes from "../../src/bytes/Bytes.ts"
import type { Decoys, Open } from "./Decoys.ts"
import type { Files } from "./Files.ts"
import type { Ids } from "./Owners.ts"
import * as Placing from "./Placing.ts"

/** What is there already must be empty, or ours from an attempt before. */
const isFree = (way: Placing.Way, content: Uint8Array) =>
  way.stat === undefined || way.stat.bytes === 0
    ? Effect.succeed(true)
    : way.stat.kind !== "file"
      ? Effect.succeed(false)
      : Effect.map(
          way.files.read(way.path),
          ({ bytes }) => Bytes.sha256(bytes) === Bytes.sha256(content),
        )

const ownerKey = (owner: string, group: string): string => `${owner}:${group}`

/** Numbers of all owners in a tree, each asked for once. */
const idsOf = (decoys: Decoys, open: Open, files: Files, entries: ReadonlyArray<TreeEntry>) =>
  Effect.gen(function* () {
    const found = new Map<string, Ids>()
    for (const { path, owner, group } of entries) {
      if (found.has(ownerKey(owner, group))) continue
      const ids = yield* decoys.owners.resolve(open.container, files, owner, group)
      if (ids === undefined)
        return yield* new PathRefused({
          decky: open.decky,
          path,
          reason: `the host has no account ${owner} or no group ${group}`,
        })
      found.set(ownerKey(owner, group), ids)
    }
    return found
  })

/** Folders above a file, up to its home; elsewhere the innermost only. */
const parentsOf = (path: string): ReadonlyArray<string> => {
  const parent = path.slice(0, path.lastIndexOf("/"))
  if (parent === "/home") return []
  return parent.startsWith("/home/") ? [parent, ...parentsOf(parent)] : [parent]
}

/** A fresh container's folders are younger than what is planted into them; they look as old. */
const settle = (
  files: Files,
  planted: ReadonlyArray<TreeEntry>,
  times: ReadonlyMap<string, TreeEntry["mtime"]>,
) =>
  Effect.gen(function* () {
    const folders = [...new Set(planted.flatMap(({ path }) => parentsOf(path)))].filter((path) =>
      times.has(path),
    )
    const directories = yield* Effect.forEach(folders, (path) =>
      Effect.map(files.owned(path), ({ mode, uid, gid }) => ({
        path,
        mode,
        uid,
        gid,
        mtime: times.get(path)!,
      })),
    )
    yield* files.write({ files: [], newDirectories: [], directories })
  })

/**
 * Files with their owners and times; folders that are missing are made, and all of them end with
 * the time that they have in the tree.
 */
export const plantTree = (
  decoys: Decoys,
  { uuid }: Pick<Decky, "uuid">,
  entries: ReadonlyArray<TreeEntry>,
) =>
  decoys.within(uuid, "ssh", "/", (open) =>
    Effect.gen(function* () {
      const times = new Map(
        entries.flatMap(({ path, kind, mtime }) => (kind === "directory" ? [[path, mtime]] : [])),
      )
      const files = entries.filter(({ kind }) => kind === "file")
      const ways = yield* Placing.findAll(
        open,
        decoys.policy,
        files.map(({ path }) => path),
      )
      if (ways.length === 0) return
      const ids = yield* idsOf(decoys, open, ways[0]!.files, files)
      const all: Array<Placing.Placed> = []
      for (const [index, { path, owner, group, mode, mtime, read }] of files.entries()) {
        const way = ways[index]!
        const content = read()
        if (!(yield* isFree(way, content)))
          return yield* new FileTouched({ decky: open.decky, path, found: "changed" })
        const file = { content, mode, mtime, ...ids.get(ownerKey(owner, group))! }
        all.push({ way, file, at: mtime })
      }
      yield* Placing.write(
        all.map((each) => {
          const { path } = each.way
          return { ...each, at: times.get(path.slice(0, path.lastIndexOf("/"))) ?? each.at }
        }),
        Placing.folderBelowHome,
      )
      yield* settle(ways[0]!.files, files, times)
    }),
  )
