/**
 * Files by upload: one tar carries content, owner, mode, times and missing parents, and no process
 * shows inside. Appending, moving and removing have no archive form and are left to programs.
 */
import * as Effect from "effect/Effect"
import type { EngineApi } from "./EngineApi.ts"
import { CommandFailed, EngineError, type EngineFailure } from "./EngineFailure.ts"
import type { Files, Write } from "./Files.ts"
import { besideOf, type Programs } from "./Programs.ts"
import * as Tar from "./Tar.ts"
import * as Target from "./Target.ts"

export interface Options {
  readonly engine: EngineApi
  readonly target: Target.Target
  readonly programs: Programs
  /**
   * Where a file is completed before it gets its name: below `/dev`, where the running container
   * has a mount that hides it.
   */
  readonly staging: string
  /** Whether a file on a volume may be moved into place by a program. */
  readonly movesOnVolumes: boolean
}

/** More calls at a time gain nothing. */
const atOnce = 4

const orUndefined = <A>(
  effect: Effect.Effect<A, EngineFailure>,
): Effect.Effect<A | undefined, EngineFailure> =>
  Effect.catchTag(effect, "NotFound", () => Effect.succeed(undefined))

/** The staging folder and the file's are not one file system after all. */
const isElsewhere = (error: EngineFailure): boolean =>
  error instanceof EngineError && /cross-device link/.test(error.detail)

export const make = (options: Options): Files => {
  const { engine, target, programs, staging, movesOnVolumes } = options
  const { container } = target

  /** An upload leaves its trace on the time of `/`, unless it is part of it. */
  const upload = (write: Write, stage: string | undefined) =>
    Effect.gen(function* () {
      const root = yield* engine.stat(container, "/")
      const tar = yield* Tar.pack({
        ...write,
        directories: [
          ...write.directories.filter(({ path }) => path !== "/"),
          { path: "/", mode: root.mode, uid: 0, gid: 0, mtime: root.mtime },
        ],
        staging: stage,
      })
      yield* engine.put(container, tar)
    })

  const canMove = Effect.map(
    Effect.forEach(["/usr/bin/mv", "/bin/mv"], (path) => orUndefined(engine.stat(container, path))),
    (found) => found.some((each) => each !== undefined),
  )

  /** Uploads under names that nobody looks for, and moves each into place. */
  const moved = (write: Write): Effect.Effect<void, EngineFailure> =>
    Effect.gen(function* () {
      if (write.files.length === 0 || !(yield* canMove)) return yield* upload(write, undefined)
      const beside = write.files.map((file) => ({ ...file, path: besideOf(file) }))
      yield* upload({ ...write, files: beside }, undefined).pipe(
        // a full disk keeps a part, which would keep it full
        Effect.tapError(() =>
          Effect.forEach(beside, ({ path }) => Effect.ignore(programs.remove(path))),
        ),
      )
      yield* Effect.forEach(
        write.files,
        ({ path }, index) => programs.runs(["mv", "-f", "-T", "--", beside[index]!.path, path]),
        { concurrency: atOnce, discard: true },
      )
      // moving moved the folders' times
      yield* upload(
        {
          files: [],
          newDirectories: [],
          directories: [...write.newDirectories, ...write.directories],
        },
        undefined,
      )
    })

  /** What was completed at the staging path and could not be linked is not left there. */
  const emptied = Effect.suspend(() => {
    const content = new Uint8Array(0)
    const mtime = { ms: 0, ns: 0 }
    const file = { path: staging, content, mode: 0o600, uid: 0, gid: 0, mtime }
    const empty = upload({ files: [file], newDirectories: [], directories: [] }, undefined)
    return movesOnVolumes ? Effect.zipRight(empty, programs.remove(staging)) : empty
  })

  const elsewhere = (write: Write): Effect.Effect<void, EngineFailure> =>
    movesOnVolumes ? moved(write) : upload(write, undefined)

  const staged = (write: Write): Effect.Effect<void, EngineFailure> =>
    upload(write, staging).pipe(
      Effect.catchIf(isElsewhere, () => Effect.zipRight(Effect.ignore(emptied), elsewhere(write))),
    )

  return {
    stats: (paths) =>
      Effect.map(
        Effect.forEach(
          paths,
          (path) =>
            Effect.map(orUndefined(engine.stat(container, path)), (stat) => ({ path, stat })),
          { concurrency: atOnce },
        ),
        (all) =>
          new Map(all.flatMap(({ path, stat }) => (stat === undefined ? [] : [[path, stat]]))),
      ),
    read: (path, read) => engine.read(container, path, read),
    owned: (path) => Effect.map(engine.read(container, path), ({ member }) => member),
    write: (write) =>
      Effect.gen(function* () {
        const onRoot = write.files.filter(({ path }) => Target.placeOf(target, path) === "root")
        const onVolumes = write.files.filter((file) => !onRoot.includes(file))
        if (onRoot.length > 0 || onVolumes.length === 0) yield* staged({ ...write, files: onRoot })
        if (onVolumes.length > 0) yield* elsewhere({ ...write, files: onVolumes })
      }),
    append: (path, bytes, mtime) =>
      programs.append(path, bytes, mtime).pipe(
        Effect.catchIf(
          (error) => error instanceof CommandFailed && error.isMissing && error.program === "dd",
          () => rewritten(path, bytes, mtime),
        ),
      ),
    move: programs.move,
    remove: programs.remove,
    touch: (paths, mtime) => programs.touch(paths, mtime),
  }

  /** Where nothing can be run, the file is taken out, made longer, and put back. */
  function rewritten(
    path: string,
    bytes: Uint8Array,
    mtime: Tar.Meta["mtime"],
  ): Effect.Effect<void, EngineFailure> {
    return Effect.gen(function* () {
      const { member, bytes: before } = yield* engine.read(container, path)
      const { mode, uid, gid } = member
      const file = { path, mode, uid, gid, mtime, content: Buffer.concat([before, bytes]) }
      yield* staged({ files: [file], newDirectories: [], directories: [] })
    })
  }
}
