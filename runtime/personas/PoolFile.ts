/**
 * A pool that lies in a file: read again when the file changes, and the last good version kept
 * while what is there cannot be used. A file that is missing is an empty pool, which keeps deckies
 * quiet.
 */
import * as fs from "node:fs/promises"
import * as Effect from "effect/Effect"
import * as PersonaImport from "../../src/persona/PersonaImport.ts"
import type { Pool } from "../../src/persona/Pool.ts"

export interface Reading {
  /** The same object as long as its people are. */
  readonly pool: Pool
  readonly accepted: number
  readonly rejected: ReadonlyArray<PersonaImport.Rejection>
  /** Why the file as it is now is not what `pool` holds; one line. */
  readonly problem: string | undefined
}

export interface PoolFile {
  readonly path: string
  /** Looks at the file each time; reads it only when it is another one than before. */
  readonly current: Effect.Effect<Reading>
}

/** Bound of a persona file; a pool of 500 with long signatures has about 1 MiB. */
export const bytesMax = 8 * 1024 * 1024

type Found =
  | { readonly kind: "missing" }
  | { readonly kind: "unusable"; readonly mark: string; readonly reason: string }
  | { readonly kind: "file"; readonly mark: string; readonly text: string }

/** What tells one version of a file from another, or the name of what keeps it from being seen. */
const markOf = async (path: string): Promise<string> => {
  const found = await fs.stat(path, { bigint: true })
  return `${found.dev} ${found.ino} ${found.size} ${found.mtimeNs}`
}

/** What to do where a file cannot be read. */
export const unusable = (code: string | undefined): string =>
  code === "EACCES" || code === "EPERM"
    ? "cannot be read; let this user read it"
    : code === "EISDIR"
      ? "is a folder; put a file there"
      : code === "ENOTDIR"
        ? "lies in what is no folder; name another path"
        : `cannot be read (${code ?? "unknown"})`

const look = async (path: string, known: string | undefined): Promise<Found | "same"> => {
  try {
    // the mark is taken first: what is written after it is seen at the next look
    const mark = await markOf(path)
    if (mark === known) return "same"
    if (Number(mark.split(" ")[2]) > bytesMax)
      return { kind: "unusable", mark, reason: `is larger than ${bytesMax} bytes; make it smaller` }
    return { kind: "file", mark, text: await fs.readFile(path, "utf8") }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === "ENOENT" || code === "ENOTDIR")
      return known === "missing" ? "same" : { kind: "missing" }
    const mark = `unusable ${code}`
    return mark === known ? "same" : { kind: "unusable", mark, reason: unusable(code) }
  }
}

export type Parsed =
  | { readonly kind: "pool"; readonly value: PersonaImport.PersonaImport }
  | { readonly kind: "unusable"; readonly reason: string }

/** The text of a persona file; unusable where nothing in it can be taken. */
export const parse = (text: string): Parsed => {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""))
  } catch (error) {
    const reason = String((error as Error).message).split("\n")[0]
    return { kind: "unusable", reason: `is not valid JSON (${reason}); mend it there` }
  }
  const value = PersonaImport.parse(json, "en")
  if (value === undefined)
    return {
      kind: "unusable",
      reason: 'write a list of personas such as [{"name":…,"email":…,"role":…}]',
    }
  const first = value.rejected[0]
  return value.accepted.length === 0 && first !== undefined
    ? {
        kind: "unusable",
        reason: `holds no valid persona; mend persona ${first.index}: ${first.reason}`,
      }
    : { kind: "pool", value }
}

/** The reading that follows on what was found. */
const next = (path: string, id: string, before: Reading, found: Found): Reading => {
  if (found.kind === "missing")
    return {
      pool: { id, personas: [] },
      accepted: 0,
      rejected: [],
      problem: `${path} does not exist; import one with \`decnet realism import-personas\``,
    }
  const parsed = found.kind === "file" ? parse(found.text) : found
  if (parsed.kind === "unusable")
    return {
      ...before,
      problem: `${path} ${parsed.reason}${before.accepted > 0 ? " (the last good version stays)" : ""}`,
    }
  const { accepted, rejected } = parsed.value
  return {
    pool: { id, personas: accepted },
    accepted: accepted.length,
    rejected,
    problem: undefined,
  }
}

/** `id` names the organisation's lore. */
export const make = (path: string, id = "fleet"): Effect.Effect<PoolFile> =>
  Effect.gen(function* () {
    const one = yield* Effect.makeSemaphore(1)
    let mark: string | undefined
    let reading: Reading = {
      pool: { id, personas: [] },
      accepted: 0,
      rejected: [],
      problem: undefined,
    }
    const current = Effect.gen(function* () {
      const found = yield* Effect.promise(() => look(path, mark))
      if (found === "same") return reading
      mark = found.kind === "missing" ? "missing" : found.mark
      const before = reading.problem
      reading = next(path, id, reading, found)
      if (reading.problem !== undefined && reading.problem !== before)
        yield* Effect.logWarning(reading.problem)
      for (const { index, reason } of reading.problem === undefined ? reading.rejected : [])
        yield* Effect.logWarning(`${path}: persona ${index} left out: ${reason}`)
      return reading
    })
    return { path, current: one.withPermits(1)(current) }
  })
