/** The deckies that there are, and who lives on them: read anew after a moment, not each time. */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { Decky } from "../../../src/fleet/Decky.ts"
import * as PersonaChoice from "../../../src/persona/PersonaChoice.ts"
import type { Pool } from "../../../src/persona/Pool.ts"
import type { Resident } from "../../../src/persona/Resident.ts"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import { fromSeed, type Stream } from "../../../src/rng/Rng.ts"
import * as KeyFile from "../../config/KeyFile.ts"
import * as Places from "../../config/Places.ts"
import * as Registry from "../../fleet/Registry.ts"
import * as PoolFile from "../../personas/PoolFile.ts"
import * as Pools from "../../personas/Pools.ts"
import { Fleet, type ListedDecky } from "../../storage/Fleet.ts"
import { HostFactsStore, type KnownHost } from "../../storage/HostFactsStore.ts"
import { Topologies } from "../../storage/Topologies.ts"
import { Installation } from "../Installation.ts"

/** A thousand deckies take a while to read, and pages ask for them in turn. */
const listedFor = Duration.seconds(2)

/** Reads of one page that are under way at a time. */
const atOnce = 8

export interface Met {
  readonly row: ListedDecky
  readonly decky: Decky
}

export interface Inhabited extends Met {
  readonly pool: Pool
  /** Empty where the seed that chooses them cannot be read here. */
  readonly residents: ReadonlyArray<Resident>
}

export class Roll extends Context.Tag("decnet/http/Roll")<
  Roll,
  {
    /** By name; those whose name, uuid, host name, address or services have that in them. */
    readonly find: (
      q: string | undefined,
    ) => Effect.Effect<ReadonlyArray<ListedDecky>, StoreUnavailable>
    readonly get: (uuid: string) => Effect.Effect<ListedDecky | undefined, StoreUnavailable>
    /** With what was read of their hosts and who lives there, in the same order. */
    readonly inhabited: (
      rows: ReadonlyArray<ListedDecky>,
    ) => Effect.Effect<ReadonlyArray<Inhabited>, StoreUnavailable>
    /** The stream that chooses who lives where; undefined where its seed cannot be read. */
    readonly root: Effect.Effect<Stream | undefined>
  }
>() {
  static readonly layer: Layer.Layer<
    Roll,
    never,
    Fleet | HostFactsStore | Topologies | Installation
  > = Layer.effect(
    Roll,
    Effect.suspend(() => make),
  )
}

const hostnameOf = ({ config }: ListedDecky): string => {
  const written =
    typeof config === "object" && config !== null && "hostname" in config ? config.hostname : ""
  return typeof written === "string" ? written : ""
}

const has = (row: ListedDecky, q: string): boolean =>
  [row.name, row.uuid, row.ip ?? "", hostnameOf(row), ...row.services].some((text) =>
    text.toLowerCase().includes(q),
  )

const byName = (a: ListedDecky, b: ListedDecky): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.uuid < b.uuid ? -1 : 1

/** Of a pool; more than a host has deckies, so that it is hit where accounts changed only. */
const rememberedMax = 10_000

/** Who lives where follows from pool, decky and accounts; as long as these are the same it is kept. */
const remembered = () => {
  const known = new WeakMap<Pool, Map<string, ReadonlyArray<Resident>>>()
  return (root: Stream, decky: Decky, pool: Pool): ReadonlyArray<Resident> => {
    const ofPool = known.get(pool) ?? new Map<string, ReadonlyArray<Resident>>()
    known.set(pool, ofPool)
    const key = JSON.stringify([decky.uuid, decky.timezone, decky.facts?.accounts])
    if (ofPool.size > rememberedMax) ofPool.clear()
    const residents = ofPool.get(key) ?? PersonaChoice.choose(root, decky, pool.personas)
    ofPool.set(key, residents)
    return residents
  }
}

const make = Effect.gen(function* () {
  const fleet = yield* Fleet
  const facts = yield* HostFactsStore
  const topologies = yield* Topologies
  const { settings, roots } = yield* Installation
  const hostWide = yield* PoolFile.make(Places.personasFile(settings, roots))
  const listed = yield* Effect.cachedWithTTL(
    Effect.map(fleet.list(settings.hostUuid), ({ deckies }) => [...deckies].sort(byName)),
    listedFor,
  )
  // one look for a page, not one a row
  const met = yield* Effect.cachedWithTTL(facts.all, listedFor)
  const residentsOf = remembered()
  let root: Stream | undefined
  const rootNow = Effect.sync(() => {
    if (root === undefined) {
      const seed = KeyFile.seed(settings, roots)
      if (Either.isRight(seed)) root = fromSeed(seed.right.value)
    }
    return root
  })
  // a page has many deckies of one topology
  const rows = yield* Effect.cachedWithTTL(
    Effect.map(topologies.list, (all) => new Map(all.map((row) => [row.id, row]))),
    listedFor,
  )
  const pools = yield* Pools.make({
    hostWide,
    topology: (id) => Effect.map(rows, (all) => Option.fromNullable(all.get(id))),
  })

  const knownOf = (rows: ReadonlyArray<ListedDecky>) => {
    const [first] = rows
    return rows.length === 1 && first !== undefined
      ? Effect.map(
          facts.get(first.uuid),
          (host) => new Map(Option.toArray(host).map((one) => [first.uuid, one])),
        )
      : met
  }

  const settle = (row: ListedDecky, known: KnownHost | undefined) =>
    Effect.gen(function* () {
      const { decky } = Registry.make(row, known)
      const pool = yield* pools.poolOf(decky)
      const stream = yield* rootNow
      // a turn for others: with a large pool choosing takes a while
      yield* Effect.yieldNow()
      const residents = stream === undefined ? [] : residentsOf(stream, decky, pool)
      return { row, decky, pool, residents }
    })

  return Roll.of({
    find: (q) =>
      Effect.map(listed, (all) =>
        q === undefined ? all : all.filter((row) => has(row, q.toLowerCase())),
      ),
    get: (uuid) => Effect.map(listed, (all) => all.find((row) => row.uuid === uuid)),
    inhabited: (some) =>
      Effect.flatMap(knownOf(some), (known) =>
        Effect.forEach(some, (row) => settle(row, known.get(row.uuid)), { concurrency: atOnce }),
      ),
    root: rootNow,
  })
})
