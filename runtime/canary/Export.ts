/** All uses of bait as other programs take them: for the command and for the API. */
import * as Effect from "effect/Effect"
import * as Exported from "../../src/canary/hits/Exported.ts"
import * as Stix from "../../src/canary/hits/Stix.ts"
import { CanaryTokens, type TokenRow } from "../../src/ports/CanaryTokens.ts"
import { CanaryTriggers, type TriggerRow } from "../../src/ports/CanaryTriggers.ts"
import * as Instant from "../../src/time/Instant.ts"

export const formats = ["json", "csv", "ndjson", "stix"] as const
export type Format = (typeof formats)[number]

export const isFormat = (name: string): name is Format =>
  (formats as ReadonlyArray<string>).includes(name)

export const contentTypes: Readonly<Record<Format, string>> = {
  json: "application/json",
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
  stix: "application/stix+json;version=2.1",
}

/** Rows of one export; the newest are kept. */
export const rowsMax = 100_000
const pageMax = 1000

export interface Uses {
  /** Oldest first; hits of bait that is no longer known are left out. */
  readonly all: ReadonlyArray<Exported.Exported>
  /** False where there are more than fit. */
  readonly isWhole: boolean
  /** By the id of its token. */
  readonly slugs: ReadonlyMap<string, string>
}

const baitOf = ({
  id,
  class: canary,
  kind,
  deckyName,
  path,
  context,
}: TokenRow): Exported.Bait => ({
  id,
  class: canary,
  kind,
  deckyName,
  path,
  httpBase: context.callback.httpBase,
})

/** `since`: epoch milliseconds. */
export const uses = (since: number | undefined) =>
  Effect.gen(function* () {
    const { list } = yield* CanaryTriggers
    const tokens = new Map((yield* (yield* CanaryTokens).list()).map((row) => [row.id, row]))
    const out: Array<Exported.Exported> = []
    let isWhole = false
    let after: Pick<TriggerRow, "at" | "id"> | undefined
    for (let read = 0; read < rowsMax && !isWhole; read += pageMax) {
      const page = yield* list({
        limit: pageMax,
        offset: 0,
        ...(since === undefined ? {} : { since }),
        ...(after === undefined ? {} : { after }),
      })
      isWhole = page.length < pageMax
      after = page.at(-1)
      for (const use of page) {
        const token = tokens.get(use.token)
        if (token === undefined) continue
        out.push({ bait: baitOf(token), use })
      }
      // a database in this process holds its thread while it answers
      yield* Effect.sleep(0)
    }
    const found: Uses = {
      all: out.reverse(),
      isWhole,
      slugs: new Map([...tokens.values()].map(({ id, slug }) => [id, slug])),
    }
    return found
  })

/** With those control characters escaped too that JSON lets through. */
const json = (value: unknown, indent = 0): string =>
  JSON.stringify(value, undefined, indent).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )

export const text = (format: Format, all: ReadonlyArray<Exported.Exported>): string => {
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

/** The same text in parts, so that whoever writes it may do other things in between. */
export function* parts(
  format: Format,
  chunks: ReadonlyArray<ReadonlyArray<Exported.Exported>>,
  shown: (each: Exported.Exported) => Exported.Exported,
): Generator<string, void, void> {
  const [first] = chunks
  if (first === undefined || format === "stix") {
    yield text(format, chunks.flat().map(shown))
    return
  }
  for (const chunk of chunks) {
    const whole = text(format, chunk.map(shown))
    const isFirst = chunk === first
    if (format === "ndjson") yield whole
    // every part has the table's head
    else if (format === "csv") yield isFirst ? whole : whole.slice(whole.indexOf("\r\n") + 2)
    // what stands within the brackets
    else yield `${isFirst ? "[" : ","}${whole.slice(1, -3)}`
  }
  if (format === "json") yield "\n]\n"
}
