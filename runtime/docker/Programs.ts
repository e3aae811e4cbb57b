/**
 * What is run inside a container, where an archive does not do: argument vectors and standard input
 * only, as root, and gone after some milliseconds.
 */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Bytes from "../../src/bytes/Bytes.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { PathStat } from "./Answer.ts"
import { readBytesMax, run, type EngineApi, type Read } from "./EngineApi.ts"
import { NotFound, TooLarge, type EngineFailure } from "./EngineFailure.ts"
import type { Files, Owned } from "./Files.ts"
import { seconds, type Directory, type File } from "./Tar.ts"

const octal = (mode: number): string => mode.toString(8).padStart(4, "0")

/** Parent folder of a path. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/"

/**
 * Names like those that rsync gives to what it is still writing: `.auth.log.8b31fa`. The same for
 * the same bytes, so that what was cut short is written over by the next attempt.
 */
export const besideOf = ({ path, content }: File): string => {
  const name = path.slice(path.lastIndexOf("/") + 1)
  // 60 characters stay within the 255 bytes of a name
  const start = [...name].slice(0, 60).join("")
  return `${parentOf(path).replace(/\/$/, "")}/.${start}.${Bytes.sha256(content).slice(0, 6)}`
}

/** `stat` of coreutils and of busybox: raw mode, owner, size, time, name. */
const statFormat = "%f %u %g %s %.9Y %n"

/** Operands of one command; a kernel takes at least 128 KiB of them. */
const operandsMax = 200

interface Found extends PathStat, Owned {
  readonly path: string
}

const kindOf = (raw: number): PathStat["kind"] => {
  const format = raw & 0o170_000
  if (format === 0o100_000) return "file"
  if (format === 0o040_000) return "directory"
  return format === 0o120_000 ? "link" : "other"
}

const lineOf = (line: string): Found | undefined => {
  const match = /^([0-9a-f]+) (\d+) (\d+) (\d+) (-?\d+)(?:\.(\d{9}))? (.*)$/.exec(line)
  if (match === null) return undefined
  const [, raw = "", uid, gid, bytes, whole, fraction = "0", path = ""] = match
  const mode = Number.parseInt(raw, 16)
  const nanos = Number(fraction)
  return {
    path,
    kind: kindOf(mode),
    mode: mode & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    bytes: Number(bytes),
    mtime: Instant.make(Number(whole) * 1000 + Math.floor(nanos / 1e6), nanos % 1e6),
    linkTarget: "",
  }
}

export const make = (engine: EngineApi, container: string) => {
  const runs = (command: ReadonlyArray<string>, input?: Uint8Array) =>
    Effect.asVoid(run(engine, container, { command, ...(input === undefined ? {} : { input }) }))

  const foundOf = (
    paths: ReadonlyArray<string>,
  ): Effect.Effect<ReadonlyArray<Found>, EngineFailure> => {
    const command = { command: ["stat", "-c", statFormat, "--", ...paths], bytesMax: readBytesMax }
    return engine.exec(container, command).pipe(
      Effect.flatMap((ended) =>
        // 1 where one is missing; the others are told nevertheless
        ended.code <= 1 ? Effect.succeed(ended) : run(engine, container, command),
      ),
      Effect.map(({ stdout }) =>
        Buffer.from(stdout)
          .toString("utf8")
          .split("\n")
          .flatMap((line) => lineOf(line) ?? []),
      ),
    )
  }
  const found = (
    paths: ReadonlyArray<string>,
  ): Effect.Effect<ReadonlyArray<Found>, EngineFailure> =>
    Effect.map(
      Effect.forEach(Chunk.chunksOf(Chunk.fromIterable(paths), operandsMax), (some) =>
        foundOf([...some]),
      ),
      (all) => all.flat(),
    )

  const resolved = (path: string): Effect.Effect<string, EngineFailure> =>
    Effect.map(engine.exec(container, { command: ["readlink", "-m", "--", path] }), ({ stdout }) =>
      Buffer.from(stdout).toString("utf8").replace(/\n$/, ""),
    )

  const touch: Files["touch"] = (paths, mtime) =>
    paths.length === 0
      ? Effect.void
      : runs(["touch", "-h", "-d", `@${seconds(mtime)}`, "--", ...paths])

  const makeDirectory = ({ path, mode, uid, gid }: Directory) =>
    runs(["install", "-d", "-m", octal(mode), "-o", String(uid), "-g", String(gid), "--", path])

  /** Complete at `path`, which nobody looks for, and never readable by more than it is to be. */
  const writeBeside = (file: File, path: string): Effect.Effect<void, EngineFailure> =>
    runs(
      `install -T -m ${octal(file.mode)} -o ${file.uid} -g ${file.gid} -- /dev/stdin`
        .split(" ")
        .concat(path),
      file.content,
    ).pipe(
      Effect.zipRight(touch([path], file.mtime)),
      Effect.tapError(() => Effect.ignore(runs(["rm", "-f", "--", path]))),
    )

  return {
    runs,
    truncate: (path: string, bytes: number) =>
      runs(["truncate", "-c", "-s", String(bytes), "--", path]),
    stats: (paths) =>
      Effect.flatMap(found(paths), (all) =>
        Effect.map(
          Effect.forEach(all, (each) =>
            each.kind === "link"
              ? Effect.map(resolved(each.path), (linkTarget) => ({ ...each, linkTarget }))
              : Effect.succeed(each),
          ),
          (complete) => new Map(complete.map((each): [string, PathStat] => [each.path, each])),
        ),
      ),
    owned: (path) =>
      Effect.flatMap(found([path]), ([first]) =>
        first === undefined
          ? Effect.fail(new NotFound({ container, path }))
          : Effect.succeed(first),
      ),
    read: (path, { from = 0, bytesMax = readBytesMax } = {}): Effect.Effect<Read, EngineFailure> =>
      Effect.gen(function* () {
        const [member] = yield* found([path])
        if (member === undefined) return yield* new NotFound({ container, path })
        if (member.kind !== "file") return { member, bytes: new Uint8Array(0) }
        if (member.bytes - from > bytesMax)
          return yield* new TooLarge({ container, path, bytesMax })
        const { stdout } = yield* run(engine, container, {
          command: [
            "dd",
            `if=${path}`,
            "bs=1M",
            `skip=${from}`,
            "iflag=skip_bytes,nofollow",
            "status=none",
          ],
          bytesMax,
        })
        return { member, bytes: stdout }
      }),
    write: ({ files: all, newDirectories, directories }) =>
      Effect.gen(function* () {
        yield* Effect.forEach(newDirectories, makeDirectory, { discard: true })
        for (const file of all) {
          const beside = besideOf(file)
          yield* writeBeside(file, beside)
          yield* runs(["mv", "-f", "-T", "--", beside, file.path])
        }
        for (const directory of [...newDirectories].reverse())
          yield* touch([directory.path], directory.mtime)
        for (const directory of directories) yield* touch([directory.path], directory.mtime)
      }),
    append: (path, bytes, mtime) =>
      Effect.zipRight(
        runs(
          [
            "dd",
            `of=${path}`,
            "bs=1M",
            "iflag=fullblock",
            "oflag=append,nofollow",
            "conv=notrunc,nocreat",
            "status=none",
          ],
          bytes,
        ),
        touch([path], mtime),
      ),
    move: (from, to) => runs(["mv", "-n", "-T", "--", from, to]),
    remove: (path) => runs(["rm", "-f", "--", path]),
    touch,
  } satisfies Files & Record<string, unknown>
}

export type Programs = ReturnType<typeof make>
