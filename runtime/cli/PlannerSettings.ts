/** What `decnet realism config` does: the planner's settings, stored under `weights`. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import type { Settings } from "../config/Settings.ts"
import { RealismConfig } from "../storage/RealismConfig.ts"
import { Caller } from "./Caller.ts"
import { UsageFailure, WorkFailure } from "./Failure.ts"
import * as Input from "./Input.ts"
import * as Opened from "./Opened.ts"

const key = "weights"

/** As JSON, what is stored over the defaults. */
export const show = (settings: Settings) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    const stored = yield* Opened.withStorage(
      settings,
      Effect.flatMap(RealismConfig, (config) => config.get(key)),
    )
    const parsed = PlannerConfig.parse(Option.getOrElse(stored, () => ({})))
    if (Either.isLeft(parsed))
      return yield* new WorkFailure({
        message: `what is stored is not valid (${parsed.left}); store others with \`decnet realism config set FILE\`, or reset them`,
      })
    if (Option.isNone(stored)) yield* note("nothing is stored; these are the defaults")
    yield* write(`${JSON.stringify(PlannerConfig.toWire(parsed.right.config), undefined, 2)}\n`)
  })

export const set = (settings: Settings, file: string) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    const parsed = PlannerConfig.parse(yield* Input.readJson(file))
    if (Either.isLeft(parsed))
      return yield* new UsageFailure({ message: `${file}: ${parsed.left}` })
    for (const dropped of parsed.right.dropped)
      yield* note(`${file}: ${dropped} left out: the class belongs to another list`)
    yield* Opened.withStorage(
      settings,
      Effect.flatMap(RealismConfig, (config) =>
        config.set(key, PlannerConfig.toWire(parsed.right.config)),
      ),
    )
    yield* write("stored; a running orchestrator takes it within 5 ticks\n")
  })

export const reset = (settings: Settings) =>
  Effect.gen(function* () {
    const { write } = yield* Caller
    yield* Opened.withStorage(
      settings,
      Effect.flatMap(RealismConfig, (config) => config.reset(key)),
    )
    yield* write("the defaults are back; a running orchestrator takes them within 5 ticks\n")
  })
