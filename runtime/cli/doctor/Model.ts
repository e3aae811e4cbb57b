/** Check of the model, where one is switched on; decoys do without it. */
import * as Effect from "effect/Effect"
import type { Roots } from "../../config/Places.ts"
import type { Settings } from "../../config/Settings.ts"
import * as Stored from "../../llm/Stored.ts"
import * as Opened from "../Opened.ts"
import type { Finding } from "./Finding.ts"
import { ok, warn } from "./Finding.ts"

/** A sentence of the form `what; how to mend it`. */
const split = (message: string): readonly [string, string] => {
  const [what, ...mend] = message.split("; ")
  return [`model: ${what}`, mend.join("; ")]
}

const reach = ({ settings }: Stored.Found): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    if (settings.provider === "off") return []
    if (settings.provider === "fake")
      return [warn("model: the provider is fake, which is for tests", "set ollama or off")]
    const Ollama = yield* Effect.promise(() => import("../../llm/Ollama.ts"))
    const check = yield* Ollama.check(settings)
    if (check.is === "ready") return [ok(`model: ${settings.model} at ${settings.baseUrl}`)]
    const [what, mend] = split(check.message)
    return check.is === "missing"
      ? [warn(what, mend)]
      : [warn(what, "start it, or set its address with `decnet model set --base-url`")]
  })

/** `usable` says whether the database can be asked what is stored. */
export const check = (
  settings: Settings,
  roots: Roots,
  usable: boolean,
): Effect.Effect<ReadonlyArray<Finding>> => {
  if (!usable) return Effect.succeed([])
  return Opened.withStorage(settings, Stored.find(settings, roots)).pipe(
    Effect.flatMap((found) =>
      Effect.map(reach(found), (findings) => [
        ...found.warnings.map((line) => warn(...split(line))),
        ...findings,
      ]),
    ),
    // the database was there a moment ago, and its own check says what is wrong with it
    Effect.catchAll(() => Effect.succeed<ReadonlyArray<Finding>>([])),
  )
}
