/** What `decnet canary` and `decnet canary doctor` do. */
import * as Effect from "effect/Effect"
import type { Settings } from "../../config/Settings.ts"
import { Caller } from "../Caller.ts"
import * as Finding from "../doctor/Finding.ts"
import { DependencyFailure, WorkFailure } from "../Failure.ts"

/** Until it is interrupted. */
export const serve = (settings: Settings) =>
  Effect.gen(function* () {
    const [{ serve }, Logs] = yield* Effect.promise(() =>
      Promise.all([import("../../canary/Serve.ts"), import("../../orchestrator/Logs.ts")]),
    )
    return yield* Effect.provide(
      serve(settings),
      Logs.layer(settings.logFormat, settings.systemLogs),
    )
  })

export const doctor = (settings: Settings, json: boolean) =>
  Effect.gen(function* () {
    const { write, colour } = yield* Caller
    const { findings } = yield* Effect.promise(() => import("../../canary/Probe.ts"))
    const found = yield* findings(settings)
    yield* write(
      json
        ? `${JSON.stringify(found, undefined, 2)}\n`
        : `${Finding.lines(found, colour).join("\n")}\n`,
    )
    const failed = found.filter(({ level }) => level === "fail").length
    const message = `${failed} of ${found.length} checks failed`
    const status = Finding.statusOf(found)
    if (status === 3) return yield* new DependencyFailure({ message })
    if (status === 1) return yield* new WorkFailure({ message })
  })
