/** The host port over the Docker Engine. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Bytes from "../../src/bytes/Bytes.ts"
import * as Gzip from "../../src/logs/Gzip.ts"
import {
  FileTouched,
  Host,
  PathRefused,
  type Attempt,
  type HostError,
  type Written,
} from "../../src/ports/Host.ts"
import type {
  Append,
  Create,
  Edit,
  FileAction,
  Remove,
  Rotate,
} from "../../src/scheduler/Action.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Appending from "./Appending.ts"
import type { Decoys, Open } from "./Decoys.ts"
import type { EngineFailure } from "./EngineFailure.ts"
import type { Ids } from "./Owners.ts"
import * as Placing from "./Placing.ts"

type Failure = EngineFailure | HostError

export const make = (decoys: Decoys): Host["Type"] => {
  const find = (open: Open, path: string) => Placing.find(open, decoys.policy, path)

  const on = <A>(
    decky: string,
    { path }: FileAction,
    act: (open: Open) => Effect.Effect<A, Failure>,
  ): Effect.Effect<A, HostError> => decoys.within<A, Failure>(decky, "ssh", path, act)

  const touched = ({ decky }: Open, path: string, found: "changed" | "missing") =>
    Effect.fail(new FileTouched({ decky, path, found }))

  const idsOf = (
    open: Open,
    way: Placing.Way,
    { owner, group }: FileAction,
  ): Effect.Effect<Ids, Failure> =>
    Effect.flatMap(
      decoys.owners.resolve(open.container, way.files, owner, group),
      (ids): Effect.Effect<Ids, PathRefused> =>
        ids === undefined
          ? new PathRefused({
              decky: open.decky,
              path: way.path,
              reason: `the host has no account ${owner} or no group ${group}`,
            })
          : Effect.succeed(ids),
    )

  /** The bytes of a file; undefined where there is none, or something else is in its place. */
  const contentOf = (way: Placing.Way): Effect.Effect<Uint8Array | undefined, EngineFailure> =>
    way.stat?.kind === "file"
      ? Effect.map(way.files.read(way.path), ({ bytes }) => bytes)
      : Effect.succeed(undefined)

  const put = (
    open: Open,
    way: Placing.Way,
    action: FileAction,
    file: { readonly content: Uint8Array; readonly mtime: Instant.Instant },
    at: Instant.Instant,
  ): Effect.Effect<void, Failure> =>
    Effect.flatMap(idsOf(open, way, action), (ids) =>
      Placing.write(
        [{ way, file: { ...file, mode: action.mode, ...ids }, at }],
        Placing.folderBelowHome,
      ),
    )

  const plant = (open: Open, action: Create, attempt: Attempt): Effect.Effect<void, Failure> =>
    Effect.gen(function* () {
      const way = yield* find(open, action.path)
      // a back-fill takes what the image left empty, and may have been cut short
      const isEmpty = attempt === "again" && way.stat?.kind === "file" && way.stat.bytes === 0
      if (way.stat !== undefined && !isEmpty) {
        const there = yield* contentOf(way)
        if (there === undefined || Bytes.sha256(there) !== action.sha256)
          return yield* touched(open, action.path, "changed")
        const asWanted =
          Instant.compare(way.stat.mtime, action.mtime) === 0 && way.stat.mode === action.mode
        if (asWanted) return
      }
      yield* put(open, way, action, action, action.mtime)
    })

  const replace = (open: Open, action: Edit, attempt: Attempt): Effect.Effect<void, Failure> =>
    Effect.gen(function* () {
      const way = yield* find(open, action.path)
      if (way.stat === undefined) return yield* touched(open, action.path, "missing")
      const there = yield* contentOf(way)
      const sha256 = there === undefined ? undefined : Bytes.sha256(there)
      if (attempt === "again" && sha256 === action.sha256) return
      if (sha256 !== action.previousSha256) return yield* touched(open, action.path, "changed")
      yield* put(open, way, action, action, action.mtime)
    })

  const append = (open: Open, action: Append, attempt: Attempt): Effect.Effect<Written, Failure> =>
    Effect.gen(function* () {
      const way = yield* find(open, action.path)
      if (way.stat === undefined) {
        if (action.offset > 0) return yield* touched(open, action.path, "missing")
        yield* put(open, way, action, action, action.mtime)
        return { bytes: action.content.length }
      }
      const state =
        way.stat.kind === "file" ? yield* Appending.look(way, action, attempt) : "changed"
      if (state === "changed") return yield* touched(open, action.path, "changed")
      if ("end" in state) {
        // it may have been cut short before it got its time
        yield* way.files.touch([way.path], action.mtime)
        return { bytes: state.end }
      }
      return { bytes: yield* Appending.add(open.programs, way, state.rest, action) }
    })

  /** What a generation becomes, where it is not only renamed. */
  const compressed = (real: Uint8Array, { content, mtime }: Rotate, realMtime: Instant.Instant) => {
    const planned = content === undefined ? undefined : Gzip.decompress(content)
    return planned?.length === real.length && Bytes.indexOf(planned, real) === 0
      ? { content: content!, mtime }
      : {
          content: Gzip.compress(real, Math.floor(realMtime.ms / 1000)),
          mtime: realMtime,
        }
  }

  const rotate = (open: Open, action: Rotate, attempt: Attempt): Effect.Effect<Written, Failure> =>
    Effect.gen(function* () {
      const from = yield* find(open, action.from)
      const to = yield* find(open, action.path)
      const there = yield* contentOf(to)
      const writtenOf = (bytes: Uint8Array): Written => ({
        bytes: bytes.length,
        sha256: Bytes.sha256(bytes),
      })
      const real = yield* contentOf(from)
      if (real === undefined || from.stat === undefined)
        return attempt === "again" && there !== undefined
          ? yield* Effect.as(Placing.settleFolder(to, action.at), writtenOf(there))
          : yield* touched(open, action.from, from.stat === undefined ? "missing" : "changed")
      if (action.content === undefined) {
        if (to.stat !== undefined) return yield* touched(open, action.path, "changed")
        yield* from.files.move(from.path, to.path)
        yield* Placing.settleFolder(to, action.at)
        return writtenOf(real)
      }
      const next = compressed(real, action, from.stat.mtime)
      const isOurs = there !== undefined && Bytes.sha256(there) === Bytes.sha256(next.content)
      if (to.stat !== undefined && !(attempt === "again" && isOurs))
        return yield* touched(open, action.path, "changed")
      if (!isOurs) yield* put(open, to, action, next, action.at)
      yield* from.files.remove(from.path)
      yield* Placing.settleFolder(from, action.at)
      return writtenOf(next.content)
    })

  const remove = (open: Open, action: Remove, attempt: Attempt): Effect.Effect<void, Failure> =>
    Effect.gen(function* () {
      const way = yield* find(open, action.path)
      if (way.stat === undefined)
        return attempt === "again"
          ? yield* Placing.settleFolder(way, action.mtime)
          : yield* touched(open, action.path, "missing")
      const there = yield* action.previousSha256 === undefined && way.stat.kind === "file"
        ? Effect.succeed(undefined)
        : contentOf(way)
      const isAsLeft =
        way.stat.kind === "file" &&
        (there === undefined || Bytes.sha256(there) === action.previousSha256)
      if (!isAsLeft) return yield* touched(open, action.path, "changed")
      yield* way.files.remove(way.path)
      yield* Placing.settleFolder(way, action.mtime)
    })

  return {
    plant: (decky, action, attempt) => on(decky, action, (open) => plant(open, action, attempt)),
    replace: (decky, action, attempt) =>
      on(decky, action, (open) => replace(open, action, attempt)),
    append: (decky, action, attempt) => on(decky, action, (open) => append(open, action, attempt)),
    rotate: (decky, action, attempt) => on(decky, action, (open) => rotate(open, action, attempt)),
    remove: (decky, action, attempt) => on(decky, action, (open) => remove(open, action, attempt)),
  }
}

export const layer = (decoys: Decoys): Layer.Layer<Host> => Layer.succeed(Host, make(decoys))
