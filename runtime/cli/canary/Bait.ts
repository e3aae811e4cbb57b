/** What `decnet canary preview`, `create` and `revoke` do. */
import { mkdir, readFile, stat, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative } from "node:path"
import * as Effect from "effect/Effect"
import type { ArtifactFile } from "../../../src/canary/Generator.ts"
import * as Instrument from "../../../src/canary/instrument/Instrument.ts"
import type { CanaryClass } from "../../../src/taxonomy/ContentClass.ts"
import * as ClassName from "../../canary/ClassName.ts"
import * as Shown from "../../canary/Shown.ts"
import type { Settings } from "../../config/Settings.ts"
import * as AtomicFile from "../../personas/AtomicFile.ts"
import { Caller } from "../Caller.ts"
import * as Columns from "../Columns.ts"
import { UsageFailure, WorkFailure } from "../Failure.ts"
import * as Found from "./Found.ts"

const Laying = Effect.promise(() => import("../../canary/Laying.ts"))

export interface Options {
  readonly class: string
  readonly decky: string
  readonly persona: string | undefined
  readonly path: string | undefined
}

const classNamed = (name: string): Effect.Effect<CanaryClass, UsageFailure> => {
  const found = ClassName.parse(name)
  return found === undefined
    ? Effect.fail(
        new UsageFailure({
          message: `class: ${ClassName.advice} (found ${JSON.stringify(name)})`,
        }),
      )
    : Effect.succeed(found)
}

const asked = ({ class: name, decky, persona, path }: Options) =>
  Effect.map(classNamed(name), (found) => ({
    class: found,
    decky,
    ...(persona === undefined ? {} : { persona }),
    ...(path === undefined ? {} : { path }),
  }))

const shown = (files: ReadonlyArray<ArtifactFile>): string =>
  files
    .map(({ path, bytes, mode }) => {
      const head = `==> ${path}  ${bytes.length} bytes, mode ${Shown.mode(mode)}`
      const text = Shown.textOf(bytes)
      const body = text === undefined ? "(not text; write it with --out)\n" : text
      return `${head}\n${body}${body.endsWith("\n") ? "" : "\n"}`
    })
    .join("\n")

/** Below `folder`, as they lie on the decky. */
const writeOut = (folder: string, files: ReadonlyArray<ArtifactFile>) =>
  Effect.tryPromise({
    try: async () => {
      for (const { path, bytes, mode } of files) {
        const target = join(folder, relative("/", path))
        await mkdir(dirname(target), { recursive: true })
        await writeFile(target, bytes, { mode })
      }
    },
    catch: (error) =>
      new WorkFailure({ message: `${folder} cannot be written: ${AtomicFile.reasonOf(error)}` }),
  })

export const preview = (settings: Settings, options: Options, out: string | undefined) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    const wanted = yield* asked(options)
    const { preview } = yield* Laying
    const { bait, files } = yield* preview(yield* Found.given(settings), wanted)
    if (out === undefined) yield* write(shown(files))
    else {
      yield* writeOut(out, files)
      yield* write(`${files.map(({ path }) => join(out, relative("/", path))).join("\n")}\n`)
    }
    yield* note(
      `a preview for ${Columns.clean(bait.context.owner.email)}: its token is nobody's, so using it is told to nobody`,
    )
  })

const uploadBytesMax = Instrument.bytesMax

const readUpload = (file: string) =>
  Effect.tryPromise({
    try: async () => {
      const { size } = await stat(file)
      return size > uploadBytesMax ? size : { name: basename(file), bytes: await readFile(file) }
    },
    catch: (error) =>
      new UsageFailure({
        message: `--file: ${file} ${
          (error as NodeJS.ErrnoException).code === "ENOENT"
            ? "does not exist; name a file that does"
            : "cannot be read; name a file that this user may read"
        }`,
      }),
  }).pipe(
    Effect.filterOrFail(
      (read) => typeof read !== "number",
      (bytes) =>
        new UsageFailure({
          message: `--file: ${file} has ${bytes} bytes; give one of at most ${uploadBytesMax}`,
        }),
    ),
  )

export const create = (settings: Settings, options: Options, file: string | undefined) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    const wanted = yield* asked(options)
    const upload = file === undefined ? undefined : yield* readUpload(file)
    const { create } = yield* Laying
    const { token, statement } = yield* create(
      yield* Found.given(settings),
      upload === undefined ? wanted : { ...wanted, upload },
      "operator",
    )
    if (statement !== undefined) yield* note(statement)
    if (token.state !== "planted")
      return yield* new WorkFailure({
        message: `${token.deckyName}:${token.path} was not laid (${token.lastError ?? token.state}); give another --path`,
      })
    yield* write(`${token.id}\n`)
    yield* note(`${token.deckyName}:${token.path} was laid`)
  })

export const revoke = (settings: Settings, id: string, reason: string | undefined) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    const token = yield* Found.withStores(settings, Found.token(id))
    if (token.state === "revoked")
      return yield* note(`${token.id} is revoked already; nothing was changed`)
    const { revoke } = yield* Laying
    const revoked = yield* revoke(yield* Found.given(settings), token.id, reason)
    for (const path of revoked?.left ?? [])
      yield* note(
        `${token.deckyName}:${path} was changed by somebody, or is gone; it is left alone`,
      )
    yield* write(`${token.id} is revoked\n`)
  })
