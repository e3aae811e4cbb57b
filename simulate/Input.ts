/** From what was typed to one validated value; every mistake is one line that says what to type. */
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Decky } from "../src/fleet/Decky.ts"
import * as FleetFile from "../src/fleet/FleetFile.ts"
import * as MadeFleet from "../src/fleet/MadeFleet.ts"
import * as Recorded from "../src/llm/Recorded.ts"
import * as Lexicons from "../src/lexicon/Lexicons.ts"
import * as PersonaImport from "../src/persona/PersonaImport.ts"
import type { Pool } from "../src/persona/Pool.ts"
import * as PlannerConfig from "../src/planner/PlannerConfig.ts"
import { fromSeed } from "../src/rng/Rng.ts"
import * as Instant from "../src/time/Instant.ts"
import { UsageFailure } from "./Failure.ts"
import * as Faults from "./Faults.ts"
import type * as Simulation from "./Simulation.ts"
import { Surroundings } from "./Surroundings.ts"
import * as Model from "./stand-ins/Model.ts"

export const formats = ["summary", "tree", "ndjson", "json"] as const
export type Format = (typeof formats)[number]

/** As typed; absent options are undefined. */
export interface Typed {
  readonly days: string
  readonly seed: string
  readonly start: string
  readonly personas: string | undefined
  readonly fleet: string | undefined
  readonly deckies: string | undefined
  readonly config: string | undefined
  readonly cadence: string
  readonly interval: string
  readonly llm: string
  readonly faults: string
}

const fail = (message: string): Effect.Effect<never, UsageFailure> =>
  Effect.fail(new UsageFailure({ message }))

const shown = (text: string): string => JSON.stringify(text)

const wholeNumber = (
  option: string,
  text: string,
  low: number,
  high: number,
): Effect.Effect<number, UsageFailure> =>
  /^\d{1,9}$/.test(text) && Number(text) >= low && Number(text) <= high
    ? Effect.succeed(Number(text))
    : fail(`${option}: write a whole number from ${low} to ${high} (found ${shown(text)})`)

const oneOf = <const Values extends ReadonlyArray<string>>(
  option: string,
  text: string,
  values: Values,
): Effect.Effect<Values[number], UsageFailure> => {
  const found = values.find((value) => value === text)
  return found === undefined
    ? fail(`${option}: write one of ${values.join(", ")} (found ${shown(text)})`)
    : Effect.succeed(found)
}

/** The zone rules and holiday tables hold for these years. */
const firstYear = 2020
const lastYear = 2037

const startOf = (text: string, days: number) =>
  Effect.gen(function* () {
    const instant =
      text === "now" ? Instant.make(yield* (yield* Surroundings).now) : Instant.parseIso(text)
    if (instant === undefined)
      return yield* fail(
        `--start: write a date such as 2026-01-05T00:00:00Z, or now (found ${shown(text)})`,
      )
    const end = Instant.toIso(instant.ms + days * Instant.dayMillis)
    if (
      Number(Instant.toIso(instant.ms).slice(0, 4)) < firstYear ||
      Number(end.slice(0, 4)) > lastYear
    )
      return yield* fail(
        `--start: write a date that keeps the run between ${firstYear} and ${lastYear} (it would go from ${Instant.toIso(instant.ms).slice(0, 10)} to ${end.slice(0, 10)})`,
      )
    return instant.ms
  })

const readJson = (option: string, file: string) =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const text = yield* files.readFileString(file).pipe(
      Effect.catchAll((error) =>
        // whatever keeps a file from being read, the user has to name another one
        fail(
          error._tag === "SystemError" && error.reason === "NotFound"
            ? `${option}: ${file} does not exist; name a file that does`
            : `${option}: ${file} cannot be read; name a file that this user may read`,
        ),
      ),
    )
    return yield* Effect.try({
      try: (): unknown => JSON.parse(text.replace(/^\uFEFF/, "")),
      catch: (error) =>
        new UsageFailure({
          message: `${option}: ${file} is not valid JSON (${String((error as Error).message).split("\n")[0]}); mend it there`,
        }),
    })
  })

/** A bound on what is reported of a bad list; the number of all is told. */
const rejectionsShown = 12

const readPool = (option: string, file: string, id: string) =>
  Effect.gen(function* () {
    const { note } = yield* Surroundings
    const parsed = PersonaImport.parse(yield* readJson(option, file), "en")
    if (parsed === undefined)
      return yield* fail(
        `${option}: ${file}: write a list of personas such as [{"name":…,"email":…,"role":…}]`,
      )
    for (const { index, reason } of parsed.rejected.slice(0, rejectionsShown))
      yield* note(`${file}: persona ${index} left out: ${reason}`)
    if (parsed.rejected.length > rejectionsShown)
      yield* note(`${file}: ${parsed.rejected.length - rejectionsShown} more left out`)
    if (parsed.accepted.length === 0) {
      const first = parsed.rejected[0]
      return yield* fail(
        first === undefined
          ? `${option}: ${file} holds no persona; write at least one with name, email and role`
          : `${option}: ${file} holds no valid persona; mend persona ${first.index}: ${first.reason}`,
      )
    }
    const unknown = new Set(
      parsed.accepted.map(({ language }) => language).filter((each) => !Lexicons.has(each)),
    )
    for (const language of [...unknown].sort())
      yield* note(
        `${file}: there is no lexicon for language ${language}; these personas write English`,
      )
    const pool: Pool = { id, personas: parsed.accepted }
    return pool
  })

const configOf = (file: string | undefined) =>
  Effect.gen(function* () {
    if (file === undefined) return PlannerConfig.defaults
    const parsed = PlannerConfig.parse(yield* readJson("--config", file))
    if (Either.isLeft(parsed)) return yield* fail(`--config: ${file}: ${parsed.left}`)
    const { note } = yield* Surroundings
    for (const dropped of parsed.right.dropped)
      yield* note(`${file}: ${dropped} left out: the class belongs to another list`)
    return parsed.right.config
  })

const faultsOf = (text: string) =>
  Effect.gen(function* () {
    if (text === "none") return Faults.none
    if (text === "light") return Faults.light
    if (text === "heavy") return Faults.heavy
    const parsed = Faults.parse(yield* readJson("--faults", text))
    return Either.isLeft(parsed) ? yield* fail(`--faults: ${text}: ${parsed.left}`) : parsed.right
  })

const fleetOf = (typed: Typed) =>
  Effect.gen(function* () {
    if (typed.fleet !== undefined && typed.deckies !== undefined)
      return yield* fail("--deckies: leave it out where --fleet names the deckies")
    if (typed.fleet !== undefined) {
      const parsed = FleetFile.parse(yield* readJson("--fleet", typed.fleet))
      return Either.isLeft(parsed)
        ? yield* fail(`--fleet: ${typed.fleet}: ${parsed.left}`)
        : parsed.right
    }
    const count =
      typed.deckies === undefined
        ? 1
        : yield* wholeNumber("--deckies", typed.deckies, 1, FleetFile.deckiesMax)
    return MadeFleet.make(fromSeed(typed.seed), count)
  })

/** The pool of each decky: its own file's, else that of `--personas`. */
const poolsOf = (typed: Typed, deckies: ReadonlyArray<Decky>) =>
  Effect.gen(function* () {
    const path = yield* Path.Path
    const { personasFile } = yield* Surroundings
    const pools = new Map<string, Pool>()
    for (const { personasFile: own } of deckies)
      if (own !== undefined && !pools.has(own)) {
        const file = path.resolve(path.dirname(typed.fleet ?? "."), own)
        pools.set(own, yield* readPool("--fleet", file, `file:${path.normalize(own)}`))
      }
    const needed = deckies.some(({ personasFile: own }) => own === undefined)
    const common = needed
      ? yield* readPool("--personas", typed.personas ?? personasFile, "fleet")
      : undefined
    const empty: Pool = { id: "fleet", personas: [] }
    return (decky: Decky): Pool =>
      (decky.personasFile === undefined ? common : pools.get(decky.personasFile)) ?? empty
  })

/** A model that answers from the recordings of the package, good ones and bad ones. */
const modelOf = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { completionsFolder } = yield* Surroundings
  const names = yield* fs
    .readDirectory(completionsFolder)
    .pipe(
      Effect.orElse(() => fail(`--llm: ${completionsFolder} cannot be read; install decnet again`)),
    )
  const recordings = yield* Effect.forEach(names.sort(), (name) =>
    Effect.gen(function* () {
      const file = path.join(completionsFolder, name)
      const parsed = Recorded.parse(yield* readJson("--llm", file))
      return Either.isLeft(parsed) ? yield* fail(`--llm: ${file}: ${parsed.left}`) : parsed.right
    }),
  )
  return Model.layer(recordings.flat())
})

/** Everything that a simulation depends on. */
export const resolve = (
  typed: Typed,
  keepsContent: boolean,
): Effect.Effect<
  Simulation.Options,
  UsageFailure,
  FileSystem.FileSystem | Path.Path | Surroundings
> =>
  Effect.gen(function* () {
    const days = yield* wholeNumber("--days", typed.days, 1, 3650)
    if (typed.seed === "" || typed.seed.length > 256)
      return yield* fail("--seed: write 1 to 256 characters")
    const start = yield* startOf(typed.start, days)
    const kind = yield* oneOf("--cadence", typed.cadence, ["human", "tick"])
    const interval = yield* wholeNumber("--interval", typed.interval, 1, 86_400)
    const llm = yield* oneOf("--llm", typed.llm, ["off", "fake"])
    const model = llm === "fake" ? yield* modelOf : undefined
    const faults = yield* faultsOf(typed.faults)
    const config = yield* configOf(typed.config)
    const deckies = yield* fleetOf(typed)
    const poolOf = yield* poolsOf(typed, deckies)
    return {
      days,
      seed: typed.seed,
      start,
      deckies,
      poolOf,
      config,
      cadence: kind === "tick" ? { kind, intervalMillis: interval * 1000 } : { kind },
      faults,
      ...(model === undefined ? {} : { model }),
      keepsContent,
      version: (yield* Surroundings).version,
    }
  })
