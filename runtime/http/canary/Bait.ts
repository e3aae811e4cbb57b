/** Bait at a caller's word: what the commands do, over the database that is open here. */
import { constants } from "node:fs"
import { access } from "node:fs/promises"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Instrument from "../../../src/canary/instrument/Instrument.ts"
import type { ArtifactFile } from "../../../src/canary/Generator.ts"
import * as Generators from "../../../src/canary/Generators.ts"
import type { Revoked } from "../../../src/engine/Cultivator.ts"
import { HostUnreachable } from "../../../src/ports/Host.ts"
import type { TokenRow } from "../../../src/ports/CanaryTokens.ts"
import type { Bait as Planned } from "../../../src/scheduler/Action.ts"
import * as Laying from "../../canary/Laying.ts"
import * as Endpoint from "../../docker/Endpoint.ts"
import type * as Orchestrate from "../../orchestrator/Orchestrate.ts"
import * as CanaryBlobs from "../../storage/CanaryBlobs.ts"
import * as CanaryPages from "../../storage/CanaryPages.ts"
import type { Ports, Repositories } from "../../storage/Storage.ts"
import { Store } from "../../storage/Store.ts"
import { Installation } from "../Installation.ts"
import {
  Unavailable,
  type BadRequest,
  type Conflict,
  type NotWritten,
  type TooLarge,
} from "../Problem.ts"
import * as Failing from "./Failing.ts"

/** What was asked for is wrong; it stands against what is there; a part does not answer. */
type Problem = BadRequest | Conflict | Unavailable

/** Docker's socket, where it is there and this process may not use it. */
const forbidden = (dockerHost: string | undefined): Effect.Effect<string | undefined> => {
  const endpoint = Endpoint.parse(dockerHost)
  if (Either.isLeft(endpoint) || endpoint.right.kind !== "unix") return Effect.succeed(undefined)
  const { path } = endpoint.right
  return Effect.promise(() =>
    access(path, constants.R_OK | constants.W_OK).then(
      () => undefined,
      ({ code }: NodeJS.ErrnoException) =>
        code === "EACCES" || code === "EPERM" ? path : undefined,
    ),
  )
}

/** A host that does not answer may well do so, only not to this process. */
const orForbidden =
  (dockerHost: string | undefined) =>
  <A, E, R>(work: Effect.Effect<A, E | HostUnreachable, R>) =>
    Effect.catchIf(
      work,
      (error) => error instanceof HostUnreachable,
      (error) =>
        Effect.flatMap(forbidden(dockerHost), (path) =>
          Effect.fail(
            path === undefined
              ? error
              : new Unavailable({
                  detail: `The API may not use Docker's socket ${path}, and bait is laid and taken away through it: give it the group docker, as docs/operations.md says, or use the command canary on the host`,
                }),
          ),
        ),
    )

export interface Drafted {
  readonly bait: Planned
  readonly files: ReadonlyArray<ArtifactFile>
}

export interface Kept {
  readonly blob: CanaryPages.Upload
  readonly examined: Laying.Examined
}

export class Bait extends Context.Tag("decnet/http/Bait")<
  Bait,
  {
    /** Nothing is laid. */
    readonly draft: (asked: Laying.Asked) => Effect.Effect<Drafted, Problem>
    readonly create: (
      asked: Laying.Asked,
      by: string,
    ) => Effect.Effect<Laying.Laid, Problem | TooLarge>
    /** Undefined where there is no such token. */
    readonly revoke: (
      id: string,
      reason: string | undefined,
    ) => Effect.Effect<Revoked | undefined, Conflict | Unavailable>
    /** A token's files as they were planted; undefined where its upload is gone. */
    readonly filesOf: (
      row: TokenRow,
    ) => Effect.Effect<ReadonlyArray<ArtifactFile> | undefined, Unavailable>
    /** Tries to make bait of a file, and keeps it where that can be done. */
    readonly keep: (
      upload: Laying.Upload,
      by: string,
    ) => Effect.Effect<Kept, Problem | TooLarge | NotWritten>
    /** Undefined where there is no such file any more. */
    readonly uploadOf: (blob: CanaryPages.Upload) => Effect.Effect<Laying.Upload | undefined>
    readonly forget: (blob: CanaryPages.Upload) => Effect.Effect<void, NotWritten>
  }
>() {
  static readonly layer: Layer.Layer<Bait, never, Installation | Ports | Repositories> =
    Layer.effect(
      Bait,
      Effect.gen(function* () {
        const { settings, roots } = yield* Installation
        const { database } = yield* Store
        const context = yield* Effect.context<Ports | Repositories>()
        const given: Orchestrate.Given = { settings, roots, database }
        const folder = settings.canaryBlobDir

        const uploadOf = (blob: CanaryPages.Upload) =>
          CanaryBlobs.bytesOf(folder, blob).pipe(
            Effect.map((bytes) => ({ name: blob.filename, bytes })),
            // whatever keeps it from being read, it is as good as gone
            Effect.catchAll(({ message }) => Effect.as(Effect.logWarning(message), undefined)),
          )

        return {
          draft: (asked) => Failing.told(Laying.previewWithin(given, asked), context),
          create: (asked, by) =>
            Failing.told(
              orForbidden(settings.dockerHost)(Laying.createWithin(given, asked, by)),
              context,
            ),
          revoke: (id, reason) =>
            Failing.told(
              orForbidden(settings.dockerHost)(Laying.revokeWithin(given, id, reason)),
              context,
            ),
          filesOf: (row) =>
            Effect.gen(function* () {
              if (row.upload === undefined)
                return yield* Generators.all[row.class].files(row, row.context)
              const blob = yield* CanaryPages.upload(row.upload.blob)
              const upload = blob && (yield* uploadOf(blob))
              if (upload === undefined) return undefined
              const made = yield* Instrument.instrument(row, row.context.callback, upload)
              return [{ path: row.path, bytes: made.bytes, mode: row.files[0]?.mode ?? 0o644 }]
            }).pipe(
              // what could be done once could not be done now: the file is another
              Effect.catchTag("InstrumentRejected", () => Effect.succeed(undefined)),
              Failing.storeAway,
              Effect.provide(context),
            ),
          keep: (upload, by) =>
            Effect.gen(function* () {
              const examined = yield* Laying.examine(settings, upload)
              const { id } = yield* Laying.keep(settings, upload, examined, by).pipe(
                Effect.catchIf(Failing.isFolder, Failing.notWritten),
              )
              const blob = yield* CanaryPages.upload(id)
              return { blob: blob!, examined }
            }).pipe((work) => Failing.told(work, context)),
          uploadOf,
          forget: ({ id, sha256, filename, contentType, bytes }) =>
            CanaryBlobs.remove(folder, { id, sha256, filename, contentType, bytes }).pipe(
              Effect.catchAll(Failing.notWritten),
              Effect.provide(context),
            ),
        }
      }),
    )
}
