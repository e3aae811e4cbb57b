/** What `decnet canary export` does. */
import * as Effect from "effect/Effect"
import * as Exported from "../../../src/canary/hits/Exported.ts"
import * as Stix from "../../../src/canary/hits/Stix.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTriggers } from "../../../src/ports/CanaryTriggers.ts"
import * as Instant from "../../../src/time/Instant.ts"
import type { Settings } from "../../config/Settings.ts"
import * as AtomicFile from "../../personas/AtomicFile.ts"
import { Caller } from "../Caller.ts"
import { UsageFailure } from "../Failure.ts"
import * as Found from "./Found.ts"

export const formats = ["json", "csv", "ndjson", "stix"] as const
type Format = (typeof formats)[number]

/** Rows of one export; the newest are kept. */
const rowsMax = 100_000
const pageMax = 1000

/** Oldest first; hits of bait that is no longer known are left out. */
const uses = (since: number | undefined) =>
  Effect.gen(function* () {
    const { list } = yield* CanaryTriggers
    const tokens = new Map((yield* (yield* CanaryTokens).list()).map((row) => [row.id, row]))
    // hits that come meanwhile shift the pages, so that some rows are read twice
    const out = new Map<string, Exported.Exported>()
    let isWhole = false
    for (let offset = 0; offset < rowsMax && !isWhole; offset += pageMax) {
      const page = yield* list({
        limit: pageMax,
        offset,
        ...(since === undefined ? {} : { since }),
      })
      isWhole = page.length < pageMax
      for (const use of page) {
        const token = tokens.get(use.token)
        if (token === undefined) continue
        out.set(use.id, { bait: { ...token, httpBase: token.context.callback.httpBase }, use })
      }
    }
    return { all: [...out.values()].reverse(), isWhole }
  })

/** With those control characters escaped too that JSON lets through. */
const json = (value: unknown, indent = 0): string =>
  JSON.stringify(value, undefined, indent).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )

const text = (format: Format, all: ReadonlyArray<Exported.Exported>): string => {
  const flat = () => all.map((each) => Exported.flat(each, Instant.toIso))
  switch (format) {
    case "json":
      return `${json(flat(), 2)}\n`
    case "ndjson":
      return flat()
        .map((row) => `${json(row)}\n`)
        .join("")
    case "csv":
      return Exported.csv(flat())
    case "stix":
      return `${json(Stix.bundle(all), 2)}\n`
  }
}

const isFormat = (name: string): name is Format => (formats as ReadonlyArray<string>).includes(name)

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
    if (!isFormat(format))
      return yield* new UsageFailure({
        message: `--format: write ${formats.join(", ")} (found ${JSON.stringify(format)})`,
      })
    const from = yield* moment(since)
    const { all, isWhole } = yield* Found.withStores(settings, uses(from))
    if (!isWhole) yield* note(`only the newest ${rowsMax} uses are exported; narrow with --since`)
    if (output === undefined) return yield* write(text(format, all))
    yield* AtomicFile.write(output, text(format, all))
    yield* note(`${output}: ${all.length} uses`)
  })
