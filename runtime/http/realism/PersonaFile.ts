/** The host-wide pool as the API reads and replaces it: what the operator wrote stays as it is. */
import { createHash } from "node:crypto"
import { mkdir, readFile, stat } from "node:fs/promises"
import { dirname } from "node:path"
import * as Effect from "effect/Effect"
import type * as PersonaImport from "../../../src/persona/PersonaImport.ts"
import * as AtomicFile from "../../personas/AtomicFile.ts"
import * as PoolFile from "../../personas/PoolFile.ts"
import { Conflict, NotWritten, TooLarge } from "../Problem.ts"

export type Entry = Readonly<Record<string, unknown>>

export interface Read {
  readonly personas: ReadonlyArray<Entry>
  readonly rejected: ReadonlyArray<PersonaImport.Rejection>
  /** Why the file cannot be used, and what to do. */
  readonly problem: string | null
  /** False where the file itself could not be opened. */
  readonly isReadable: boolean
  /** Names this version. */
  readonly tag: string
}

/** A strong ETag of some text. */
export const tagOf = (text: string): string =>
  `"${createHash("sha256").update(text).digest("hex").slice(0, 32)}"`

/** Those that were not rejected, as they were written. */
export const kept = (
  list: ReadonlyArray<unknown>,
  rejected: ReadonlyArray<PersonaImport.Rejection>,
): ReadonlyArray<Entry> => {
  const out = new Set(rejected.map(({ index }) => index))
  // what was taken is an object
  return list.filter((_, index) => !out.has(index)) as ReadonlyArray<Entry>
}

const listOf = (text: string): ReadonlyArray<unknown> => {
  const json = JSON.parse(text.replace(/^\uFEFF/, "")) as unknown
  return Array.isArray(json)
    ? json
    : (json as { readonly personas: ReadonlyArray<unknown> }).personas
}

const nobody = { personas: [], rejected: [], isReadable: true } as const

const of = (path: string, text: string): Read => {
  const tag = tagOf(text)
  const parsed = PoolFile.parse(text)
  if (parsed.kind === "unusable") return { ...nobody, tag, problem: `${path} ${parsed.reason}` }
  const { rejected } = parsed.value
  return { personas: kept(listOf(text), rejected), rejected, isReadable: true, tag, problem: null }
}

/** Reads the file anew. One that is missing is an empty pool. */
export const read = (path: string): Effect.Effect<Read> =>
  Effect.promise(async (): Promise<Read> => {
    try {
      if ((await stat(path)).size > PoolFile.bytesMax)
        return {
          ...nobody,
          tag: tagOf("too large"),
          problem: `${path} is larger than ${PoolFile.bytesMax} bytes; make it smaller`,
        }
      return of(path, await readFile(path, "utf8"))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      return {
        ...nobody,
        isReadable: code === "ENOENT",
        tag: tagOf(""),
        problem: code === "ENOENT" ? null : `${path} ${PoolFile.unusable(code)}`,
      }
    }
  })

/** What could not be read is not replaced: it may be the whole pool, but for one comma. */
export const replaceable = ({
  problem,
  isReadable,
}: Read): Effect.Effect<void, Conflict | NotWritten> => {
  if (problem === null) return Effect.void
  const detail = `${problem}. Nothing was written`
  return Effect.fail(
    isReadable
      ? new Conflict({ detail: `${detail}; to begin anew, move that file away` })
      : new NotWritten({ detail }),
  )
}

/** Answers with the new version's tag. */
export const replace = (
  path: string,
  personas: ReadonlyArray<Entry>,
): Effect.Effect<string, NotWritten | TooLarge> =>
  Effect.gen(function* () {
    const text = `${JSON.stringify(personas, undefined, 2)}\n`
    if (Buffer.byteLength(text) > PoolFile.bytesMax)
      return yield* Effect.fail(
        new TooLarge({ detail: `The pool would be larger than ${PoolFile.bytesMax} bytes` }),
      )
    // the user's own folder may not be there yet; what else is missing is told by the write
    yield* Effect.promise(() => mkdir(dirname(path), { mode: 0o700 }).catch(() => undefined))
    yield* Effect.mapError(
      AtomicFile.write(path, text),
      ({ message }) => new NotWritten({ detail: message }),
    )
    return tagOf(text)
  })
