/** From what a caller asks to a draft that can be run: what is left out is as it is stored. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Draft } from "../../../src/figures/Preview.ts"
import type { Decky } from "../../../src/fleet/Decky.ts"
import * as MadeFleet from "../../../src/fleet/MadeFleet.ts"
import * as PersonaImport from "../../../src/persona/PersonaImport.ts"
import type { Pool } from "../../../src/persona/Pool.ts"
import * as PlannerConfig from "../../../src/planner/PlannerConfig.ts"
import { fromSeed } from "../../../src/rng/Rng.ts"
import * as Instant from "../../../src/time/Instant.ts"
import * as KeyFile from "../../config/KeyFile.ts"
import * as Places from "../../config/Places.ts"
import * as Registry from "../../fleet/Registry.ts"
import * as PoolFile from "../../personas/PoolFile.ts"
import * as Pools from "../../personas/Pools.ts"
import { Fleet } from "../../storage/Fleet.ts"
import { HostFactsStore } from "../../storage/HostFactsStore.ts"
import { RealismConfig } from "../../storage/RealismConfig.ts"
import { Topologies } from "../../storage/Topologies.ts"
import * as Away from "../Away.ts"
import { Installation } from "../Installation.ts"
import { BadRequest, Conflict } from "../Problem.ts"
import type { Asked } from "./Api.ts"

export interface Drafted {
  readonly draft: Draft
  /** Entries that were left out, with why. */
  readonly rejected: ReadonlyArray<PersonaImport.Rejection>
  /** Weights that belong to another list. */
  readonly dropped: ReadonlyArray<string>
}

const bad = (detail: string) => Effect.fail(new BadRequest({ detail }))

/** The zone rules and holiday tables hold for these years. */
const firstYear = 2020
const lastYear = 2037

const startOf = ({ start, days }: typeof Asked.Type) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const at =
      start === undefined
        ? Instant.make(Math.floor(now / Instant.dayMillis) * Instant.dayMillis)
        : Instant.parseIso(start)
    if (at === undefined)
      return yield* bad("start: write a date such as 2026-01-05 or 2026-01-05T00:00:00Z")
    const year = (ms: number): number => Number(Instant.toIso(ms).slice(0, 4))
    return year(at.ms) < firstYear || year(at.ms + days * Instant.dayMillis) > lastYear
      ? yield* bad(`start: write a date that keeps the days between ${firstYear} and ${lastYear}`)
      : at.ms
  })

const storedConfig = Effect.gen(function* () {
  const stored = yield* (yield* RealismConfig).get("weights")
  const parsed = Option.map(stored, (value) => PlannerConfig.parse(value))
  return Option.isSome(parsed) && Either.isRight(parsed.value)
    ? parsed.value.right.config
    : PlannerConfig.defaults
})

const configOf = ({ config }: typeof Asked.Type) =>
  Effect.gen(function* () {
    const parsed = PlannerConfig.parse(config ?? {}, yield* storedConfig)
    return Either.isRight(parsed) ? parsed.right : yield* bad(`config: ${parsed.left}`)
  })

const storedPeople = Effect.gen(function* () {
  const { settings, roots } = yield* Installation
  const topologies = yield* Topologies
  const hostWide = yield* PoolFile.make(Places.personasFile(settings, roots))
  return { hostWide, ...(yield* Pools.make({ hostWide, topology: topologies.get })) }
})

const runningDecky = (name: string) =>
  Effect.gen(function* () {
    const { settings } = yield* Installation
    const { deckies } = yield* (yield* Fleet).running(settings.hostUuid)
    const row =
      deckies.find(({ uuid }) => uuid === name) ?? deckies.find((each) => each.name === name)
    if (row === undefined)
      return yield* bad(`decky_uuid: there is no running decky ${JSON.stringify(name)} here`)
    const known = new Map(yield* (yield* HostFactsStore).all).get(row.uuid)
    return Registry.make(row, known).decky
  })

const seedOf = (asked: typeof Asked.Type) =>
  Effect.gen(function* () {
    if (asked.seed !== undefined) return asked.seed
    if (asked.decky_uuid === undefined) return "1"
    const { settings, roots } = yield* Installation
    const seed = KeyFile.seed(settings, roots)
    // with another seed others would live there
    return Either.isRight(seed)
      ? seed.right.value
      : yield* Effect.fail(new Conflict({ detail: seed.left }))
  })

const deckiesOf = (asked: typeof Asked.Type, seed: string) =>
  Effect.gen(function* () {
    if (asked.decky_uuid === undefined) return MadeFleet.make(fromSeed(seed), asked.deckies ?? 1)
    if (asked.deckies !== undefined)
      return yield* bad("deckies: leave it out where decky_uuid names one")
    return [yield* runningDecky(asked.decky_uuid)]
  })

const languageOf = (decky: Decky | undefined) =>
  Effect.gen(function* () {
    if (decky?.topologyId === undefined) return "en"
    const row = yield* (yield* Topologies).get(decky.topologyId)
    return Option.isSome(row) ? row.value.languageDefault || "en" : "en"
  })

const peopleOf = (asked: typeof Asked.Type, stored: Pool, decky: Decky | undefined) =>
  Effect.gen(function* () {
    if (asked.personas === undefined)
      return stored.personas.length === 0
        ? yield* bad("personas: nobody is in the pool yet; write some personas to be tried")
        : { pool: stored, rejected: [] }
    const parsed = PersonaImport.parse(asked.personas, yield* languageOf(decky))
    const [first] = parsed?.rejected ?? []
    if (parsed === undefined || parsed.accepted.length === 0)
      return yield* bad(
        first === undefined
          ? "personas: write at least one with name, email and role"
          : `personas.${first.index}: ${first.reason}`,
      )
    return { pool: { id: stored.id, personas: parsed.accepted }, rejected: parsed.rejected }
  })

export const of = (asked: typeof Asked.Type) =>
  Effect.gen(function* () {
    const start = yield* startOf(asked)
    const { config, dropped } = yield* configOf(asked)
    const seed = yield* seedOf(asked)
    const deckies = yield* deckiesOf(asked, seed)
    const people = yield* storedPeople
    const own = asked.decky_uuid === undefined ? undefined : deckies[0]
    const stored =
      own === undefined ? (yield* people.hostWide.current).pool : yield* people.poolOf(own)
    const { pool, rejected } = yield* peopleOf(asked, stored, own)
    const draft: Draft = { seed, start, days: asked.days, deckies, pool, config }
    const drafted: Drafted = { draft, rejected, dropped }
    return drafted
  }).pipe(Away.orUnavailable)
