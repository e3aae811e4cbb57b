/** Finds the way to a path in a container, and puts files there with the folders that it takes. */
import * as Effect from "effect/Effect"
import { PathRefused } from "../../src/ports/Host.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { PathStat } from "./Answer.ts"
import type { Open } from "./Decoys.ts"
import type { EngineFailure } from "./EngineFailure.ts"
import type { Files } from "./Files.ts"
import * as PathPolicy from "./PathPolicy.ts"
import { parentOf } from "./Programs.ts"
import type { Directory, File } from "./Tar.ts"

/** A path that may be written, with links to folders below the roots resolved. */
export interface Way {
  readonly path: string
  readonly files: Files
  /** What lies there; undefined where nothing does. */
  readonly stat: PathStat | undefined
  /** Folders on the way that are not there, from the top. */
  readonly missing: ReadonlyArray<string>
  /** The innermost folder that is there. */
  readonly folder: string
  readonly folderStat: PathStat | undefined
}

/** Each step of the way is looked at anew each time: a visitor may have put a link there since. */
export const find = (
  open: Open,
  policy: PathPolicy.PathPolicy,
  path: string,
): Effect.Effect<Way, EngineFailure | PathRefused> =>
  Effect.map(findAll(open, policy, [path]), ([way]) => way!)

/** The same of many paths, in their order; what they have in common is looked at once. */
export const findAll = (
  open: Open,
  policy: PathPolicy.PathPolicy,
  paths: ReadonlyArray<string>,
): Effect.Effect<ReadonlyArray<Way>, EngineFailure | PathRefused> =>
  Effect.gen(function* () {
    const { decky } = open
    const byFiles = new Map<Files, Array<string>>()
    for (const path of paths) {
      const reason = PathPolicy.refusal(policy, path)
      if (reason !== undefined) return yield* new PathRefused({ decky, path, reason })
      const files = open.filesAt(path)
      if (files instanceof PathRefused) return yield* files
      const known = byFiles.get(files)
      if (known === undefined) byFiles.set(files, [path])
      else known.push(path)
    }
    const ways = new Map<string, Way>()
    for (const [files, some] of byFiles) {
      const found = yield* look(files, some)
      for (const path of some) ways.set(path, yield* walk(open, policy, files, path, found, 0))
    }
    return paths.map((path) => ways.get(path)!)
  })

/** For so few, one question for all steps is cheaper than one for each depth. */
const fewPaths = 8

/** What lies on the ways to all of these; below what is missing nothing is asked for. */
const look = (
  files: Files,
  paths: ReadonlyArray<string>,
): Effect.Effect<ReadonlyMap<string, PathStat>, EngineFailure> =>
  Effect.gen(function* () {
    const found = new Map<string, PathStat>()
    const ways = paths.map(PathPolicy.steps)
    if (paths.length <= fewPaths) return yield* files.stats([...new Set(ways.flat())])
    for (let depth = 0; ways.some((steps) => depth < steps.length); depth++) {
      const wanted = ways.flatMap((steps) => {
        const step = steps[depth]
        const isOpen = depth === 0 || found.get(steps[depth - 1]!)?.kind === "directory"
        return step !== undefined && isOpen ? [step] : []
      })
      for (const [path, stat] of yield* files.stats([...new Set(wanted)])) found.set(path, stat)
    }
    return found
  })

const walk = (
  open: Open,
  policy: PathPolicy.PathPolicy,
  files: Files,
  path: string,
  found: ReadonlyMap<string, PathStat>,
  linksSeen: number,
): Effect.Effect<Way, EngineFailure | PathRefused> =>
  Effect.gen(function* () {
    const { decky } = open
    const step = PathPolicy.walk(policy, path, found, linksSeen)
    if (step._tag === "Refused")
      return yield* new PathRefused({ decky, path, reason: step.reason, visitors: true })
    if (step._tag === "Elsewhere") {
      const there = open.filesAt(step.path)
      if (there instanceof PathRefused) return yield* there
      const onward = yield* look(there, [step.path])
      return yield* walk(open, policy, there, step.path, onward, linksSeen + 1)
    }
    const folder = step.missing.length > 0 ? parentOf(step.missing[0]!) : parentOf(path)
    return {
      path,
      files,
      stat: found.get(path),
      missing: step.missing,
      folder,
      folderStat: found.get(folder),
    }
  })

/** Modes and owners of folders that have to be made. */
export interface NewFolder {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** Below a home, folders belong to whoever writes there; elsewhere to root. */
export const folderBelowHome = (path: string, owner: NewFolder): NewFolder => ({
  mode: path.endsWith("/.ssh") || path.endsWith("/.gnupg") ? 0o700 : 0o755,
  ...(path.startsWith("/home/") || path.startsWith("/root/")
    ? { uid: owner.uid, gid: owner.gid }
    : { uid: 0, gid: 0 }),
})

const later = (a: Instant.Instant, b: Instant.Instant): Instant.Instant =>
  Instant.isBefore(a, b) ? b : a

export interface Placed {
  readonly way: Way
  readonly file: Omit<File, "path">
  /** When the folder's entry came; the file's own time for most. */
  readonly at: Instant.Instant
}

/** A folder that is to be there although nothing is put into it; if it is, it gets the time. */
export interface Wanted {
  readonly way: Way
  readonly owner: NewFolder
  readonly at: Instant.Instant
}

export type NewFolderOf = (path: string, owner: NewFolder) => NewFolder

/** More calls at a time gain nothing. */
const lookedAtAtOnce = 4

interface Moved {
  readonly stat: PathStat | undefined
  readonly at: Instant.Instant
}

/** What folders are left with: their times move forward only, all else stays. */
const leftFolders = (
  files: Files,
  folders: ReadonlyMap<string, Moved>,
): Effect.Effect<ReadonlyArray<Directory>, EngineFailure> =>
  Effect.forEach(
    [...folders],
    ([path, { stat, at }]) =>
      Effect.map(files.owned(path), ({ mode, uid, gid }) => ({
        path,
        mode,
        uid,
        gid,
        mtime: stat === undefined ? at : later(stat.mtime, at),
      })),
    { concurrency: lookedAtAtOnce },
  )

const writeBy = (
  files: Files,
  placed: ReadonlyArray<Placed>,
  wanted: ReadonlyArray<Wanted>,
  newFolderOf: NewFolderOf,
): Effect.Effect<void, EngineFailure> =>
  Effect.gen(function* () {
    const made = new Map<string, Directory>()
    const folders = new Map<string, Moved>()
    const move = (path: string, stat: PathStat | undefined, at: Instant.Instant): void => {
      const before = folders.get(path)?.at
      folders.set(path, { stat, at: before === undefined ? at : later(before, at) })
    }
    const pass = (way: Way, missing: ReadonlyArray<string>, owner: NewFolder, at: Moved["at"]) => {
      for (const path of missing) {
        const before = made.get(path)
        const mtime = before === undefined ? at : later(before.mtime, at)
        made.set(path, { ...(before ?? { path, ...newFolderOf(path, owner) }), mtime })
      }
      move(way.folder, way.folderStat, at)
    }
    for (const { way, file, at } of placed) pass(way, way.missing, file, at)
    for (const { way, owner, at } of wanted)
      if (way.stat === undefined) pass(way, [...way.missing, way.path], owner, at)
      else if (way.stat.kind === "directory") move(way.path, way.stat, at)
    // of a folder that comes with this very upload, nothing can be read
    const known = new Map([...folders].filter(([path]) => !made.has(path)))
    yield* files.write({
      files: placed.map(({ way, file }) => ({ ...file, path: way.path })),
      newDirectories: [...made.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
      directories: yield* leftFolders(files, known),
    })
  })

/** Writes files and folders in one go, or one for each transport that they take. */
export const write = (
  placed: ReadonlyArray<Placed>,
  newFolderOf: NewFolderOf,
  wanted: ReadonlyArray<Wanted> = [],
): Effect.Effect<void, EngineFailure> =>
  Effect.forEach(
    [...new Set([...placed, ...wanted].map(({ way }) => way.files))],
    (files) =>
      writeBy(
        files,
        placed.filter(({ way }) => way.files === files),
        wanted.filter(({ way }) => way.files === files),
        newFolderOf,
      ),
    { discard: true },
  )

/** A folder from which something went: its time moves to then, not to now. */
export const settleFolder = (way: Way, at: Instant.Instant): Effect.Effect<void, EngineFailure> =>
  way.files.touch([way.folder], way.folderStat === undefined ? at : later(way.folderStat.mtime, at))
