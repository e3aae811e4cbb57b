/** What `decnet canary export` does. */
import * as Effect from "effect/Effect"
import * as Instant from "../../../src/time/Instant.ts"
import * as Export from "../../canary/Export.ts"
import type { Settings } from "../../config/Settings.ts"
import * as AtomicFile from "../../personas/AtomicFile.ts"
import { Caller } from "../Caller.ts"
import { UsageFailure } from "../Failure.ts"
import * as Found from "./Found.ts"

const moment = (value: string | undefined): Effect.Effect<number | undefined, UsageFailure> => {
  if (value === undefined) return Effect.succeed(undefined)
  const parsed = Instant.parseIso(value)
  return parsed === undefined
    ? Effect.fail(
        new UsageFailure({
          message: `--since: write a date such as 2026-01-05 or 2026-01-05T10:00:00Z (found ${JSON.stringify(value)})`,
        }),
      )
    : Effect.succeed(parsed.ms)
}

export const run = (
  settings: Settings,
  format: string,
  since: string | undefined,
  output: string | undefined,
) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    if (!Export.isFormat(format))
      return yield* new UsageFailure({
        message: `--format: write ${Export.formats.join(", ")} (found ${JSON.stringify(format)})`,
      })
    const from = yield* moment(since)
    const { all, isWhole } = yield* Found.withStores(settings, Export.uses(from))
    if (!isWhole)
      yield* note(`only the newest ${Export.rowsMax} uses are exported; narrow with --since`)
    if (output === undefined) return yield* write(Export.text(format, all))
    yield* AtomicFile.write(output, Export.text(format, all))
    yield* note(`${output}: ${all.length} uses`)
  })
