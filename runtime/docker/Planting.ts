/** A whole tree in one upload: the past that a fresh decky is given. */
import * as Effect from "effect/Effect"
import type { Decky } from "../../src/fleet/Decky.ts"
import type { TreeEntry } from "../../src/host/TreeEntry.ts"
import { FileTouched, PathRefused } from "../../src/ports/Host.ts"
import * as Bytes from "../../src/bytes/Bytes.ts"
import type { Decoys, Open } from "./Decoys.ts"
import * as Placing from "./Placing.ts"

/** Looked up at a time; each is a few calls of less than a millisecond. */
const lookedUpAtOnce = 4

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

const placed = (decoys: Decoys, open: Open, entry: TreeEntry) =>
  Effect.gen(function* () {
    const { decky, container } = open
    const { path, owner, group, mode, mtime } = entry
    const way = yield* Placing.find(open, decoys.policy, path)
    const content = entry.read()
    if (!(yield* isFree(way, content)))
      return yield* new FileTouched({ decky, path, found: "changed" })
    const ids = yield* decoys.owners.resolve(container, way.files, owner, group)
    if (ids === undefined)
      return yield* new PathRefused({ decky, path, reason: `the host has no account ${owner}` })
    const found: Placing.Placed = { way, file: { content, mode, mtime, ...ids }, at: mtime }
    return found
  })

/**
 * Files with their owners and times; folders that are missing are made, and all of them end with the
 * time that they have in the tree.
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
      const all = yield* Effect.forEach(
        entries.filter(({ kind }) => kind === "file"),
        (entry) => placed(decoys, open, entry),
        { concurrency: lookedUpAtOnce },
      )
      yield* Placing.write(
        all.map((each) => {
          const { path } = each.way
          return { ...each, at: times.get(path.slice(0, path.lastIndexOf("/"))) ?? each.at }
        }),
        Placing.folderBelowHome,
      )
    }),
  )
