/** What `decnet realism import-personas` does. */
import { mkdir } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Lexicons from "../../src/lexicon/Lexicons.ts"
import * as PersonaImport from "../../src/persona/PersonaImport.ts"
import * as Places from "../config/Places.ts"
import type { Settings } from "../config/Settings.ts"
import * as AtomicFile from "../personas/AtomicFile.ts"
import { Caller } from "./Caller.ts"
import { UsageFailure, WorkFailure } from "./Failure.ts"
import * as Input from "./Input.ts"

/** Mail is between people: with one there is none. */
const fewest = 2

/** Replaces the pool by the valid entries of a file, as they are written there. */
export const run = (settings: Settings, path: string, output: string | undefined) =>
  Effect.gen(function* () {
    const { roots, write, note } = yield* Caller
    const parsed = PersonaImport.parse(yield* Input.readJson(path), "en")
    if (parsed === undefined)
      return yield* new UsageFailure({
        message: `${path}: write a list of personas such as [{"name":…,"email":…,"role":…}]`,
      })
    const { accepted, entries, rejected } = parsed
    for (const { index, reason } of rejected) yield* note(`persona ${index} left out: ${reason}`)
    if (accepted.length === 0)
      return yield* new WorkFailure({
        message: `${path} holds no valid persona; the pool stays as it is`,
      })
    const target = output === undefined ? Places.personasFile(settings, roots) : resolve(output)
    // the user's own folder may not be there yet; one that was typed has to be
    if (output === undefined)
      yield* Effect.promise(() =>
        mkdir(dirname(target), { recursive: true, mode: 0o700 }).catch(() => undefined),
      )
    yield* AtomicFile.write(target, `${JSON.stringify(entries, undefined, 2)}\n`)
    yield* write(`${target}: ${accepted.length} accepted, ${rejected.length} rejected\n`)
    if (accepted.length < fewest)
      yield* note(`with fewer than ${fewest} personas there is no mail; add another one`)
    const unknown = new Set(
      accepted.map(({ language }) => language).filter((each) => !Lexicons.has(each)),
    )
    for (const language of [...unknown].sort())
      yield* note(`there is no lexicon for language ${language}; these personas write English`)
  })
