/** What `decnet doctor` does: each check is a line, and they do not stop each other. */
import * as Effect from "effect/Effect"
import type { Settings } from "../config/Settings.ts"
import { Caller } from "./Caller.ts"
import * as Bus from "./doctor/Bus.ts"
import * as Deckies from "./doctor/Deckies.ts"
import * as Finding from "./doctor/Finding.ts"
import * as Local from "./doctor/Local.ts"
import * as Model from "./doctor/Model.ts"
import * as Stored from "./doctor/Stored.ts"
import { DependencyFailure, WorkFailure } from "./Failure.ts"
import * as Opened from "./Opened.ts"

const examine = (settings: Settings) =>
  Effect.gen(function* () {
    const { environment, roots, now } = yield* Caller
    const database = yield* Opened.choice(settings)
    const at = yield* now
    const stored = yield* Stored.check(database, at)
    const usable = stored.every(({ level }) => level !== "fail")
    return [
      ...Local.environment(settings, environment),
      ...Local.keys(settings, roots),
      ...stored,
      ...(yield* Bus.check(settings)),
      ...(yield* Model.check(settings, roots, usable)),
      ...(yield* Local.personas(settings, roots)),
      ...Local.plantRoots(settings),
      ...(yield* Deckies.check(settings, usable)),
    ]
  })

export const run = (settings: Settings) =>
  Effect.gen(function* () {
    const { write, colour } = yield* Caller
    const findings = yield* examine(settings)
    yield* write(`${Finding.lines(findings, colour).join("\n")}\n`)
    const failed = findings.filter(({ level }) => level === "fail").length
    const message = `${failed} of ${findings.length} checks failed`
    const status = Finding.statusOf(findings)
    if (status === 3) return yield* new DependencyFailure({ message })
    if (status === 1) return yield* new WorkFailure({ message })
  })
