/** Writes the trees of a finished run to a tar, a compressed tar or a folder. */
import * as Command from "@effect/platform/Command"
import type { CommandExecutor } from "@effect/platform/CommandExecutor"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { History } from "../src/tells/History.ts"
import * as Instant from "../src/time/Instant.ts"
import * as Archive from "./Archive.ts"
import { UsageFailure, WorkFailure } from "./Failure.ts"
import { Surroundings } from "./Surroundings.ts"

const isArchive = (target: string): boolean => /\.(tar|tar\.gz|tgz)$/.test(target)

type Files = FileSystem.FileSystem | Path.Path

/** Before anything is simulated: whether the target can be written at all. */
export const check = (target: string): Effect.Effect<void, UsageFailure, Files> =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const parent = path.dirname(path.resolve(target))
    const refuse = (message: string) => Effect.fail(new UsageFailure({ message }))
    const exists = (name: string) => Effect.orElseSucceed(files.exists(name), () => false)
    if (!(yield* exists(parent)))
      return yield* refuse(`--out: ${parent} does not exist; make it first, or name another place`)
    if (!(yield* exists(target))) return
    if (isArchive(target))
      return yield* refuse(`--out: ${target} is there already; remove it, or name another file`)
    const found = yield* Effect.orElseSucceed(files.readDirectory(target), () => undefined)
    if (found === undefined)
      return yield* refuse(
        `--out: ${target} is a file; name a folder, or a file that ends in .tar or .tar.gz`,
      )
    if (found.length > 0)
      return yield* refuse(`--out: ${target} is not empty; empty it, or name another folder`)
  })

/** The same for a file that may be there already. */
export const checkFile = (
  option: string,
  target: string,
): Effect.Effect<void, UsageFailure, Files> =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const parent = path.dirname(path.resolve(target))
    const kindOf = (name: string) =>
      files.stat(name).pipe(
        Effect.map(({ type }): string => type),
        Effect.catchAll(() => Effect.succeed("nothing")),
      )
    if ((yield* kindOf(parent)) !== "Directory")
      return yield* new UsageFailure({
        message: `${option}: ${parent} is no folder; make it first, or name another place`,
      })
    if ((yield* kindOf(target)) === "Directory")
      return yield* new UsageFailure({ message: `${option}: ${target} is a folder; name a file` })
  })

const failed = (target: string) => (error: unknown) =>
  new WorkFailure({ message: `${target} could not be written: ${String(error).split("\n")[0]}` })

const octal = (mode: number): string => `0${mode.toString(8)}`

/** What the folder's files should have, where the caller may not set owners. */
const manifest = (history: History): string =>
  history.deckies
    .flatMap((decky) =>
      decky.tree().map((entry) =>
        JSON.stringify({
          group: entry.group,
          kind: entry.kind,
          mode: octal(entry.mode),
          mtime: Instant.toIsoNanos(entry.mtime),
          owner: entry.owner,
          path: `${Archive.topOf(history, decky)}${entry.path}`,
        }),
      ),
    )
    .join("\n") + "\n"

const unpack = (target: string, bytes: Uint8Array, asRoot: boolean) =>
  Command.make(
    "tar",
    "--extract",
    "--preserve-permissions",
    asRoot ? "--same-owner" : "--no-same-owner",
    "--numeric-owner",
    "--file=-",
    `--directory=${target}`,
  ).pipe(Command.stdin(Stream.make(bytes)), Command.exitCode)

const writeFolder = (
  target: string,
  history: History,
  bytes: Uint8Array,
): Effect.Effect<void, WorkFailure, Files | CommandExecutor | Surroundings> =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { isRoot, note } = yield* Surroundings
    yield* Effect.mapError(files.makeDirectory(target, { recursive: true }), failed(target))
    // node sets times to the microsecond; tar, through utimensat, to the nanosecond
    const status = yield* Effect.mapError(
      unpack(target, bytes, isRoot),
      () =>
        new WorkFailure({
          message: `${target} could not be written: install tar, or write --out ${target}.tar`,
        }),
    )
    if (status !== 0)
      return yield* new WorkFailure({
        message: `${target} could not be written: tar ended with ${status}`,
      })
    if (isRoot) return
    const list = path.join(target, "MANIFEST.ndjson")
    yield* Effect.mapError(files.writeFileString(list, manifest(history)), failed(list))
    yield* note(`${target}: owners could not be set by this user; ${list} has them`)
  })

/** Writes a new file beside and renames it, so that nobody meets half of it. */
export const writeFile = (
  target: string,
  bytes: Uint8Array,
): Effect.Effect<void, WorkFailure, Files> =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const beside = `${target}.part`
    yield* files.writeFile(beside, bytes).pipe(
      Effect.zipRight(files.rename(beside, target)),
      Effect.tapError(() => Effect.ignore(files.remove(beside))),
      Effect.mapError(failed(target)),
    )
  })

export const write = (
  target: string,
  history: History,
): Effect.Effect<void, WorkFailure, Files | CommandExecutor | Surroundings> =>
  Effect.gen(function* () {
    const bytes = yield* Archive.tar(history)
    if (!isArchive(target)) return yield* writeFolder(target, history, bytes)
    yield* writeFile(target, target.endsWith(".tar") ? bytes : Archive.gzip(bytes))
  })
