/**
 * From the database to a world: which deckies run here, what they are, who lives on them, and by
 * which settings. A decky that was never reached waits, and delays no other; its people's accounts
 * are made before the first of them does anything.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Callback } from "../../src/canary/Callback.ts"
import { World, type Cadence, type Cast } from "../../src/engine/World.ts"
import type { Decky } from "../../src/fleet/Decky.ts"
import type { Account } from "../../src/fleet/HostFacts.ts"
import type { Pool } from "../../src/persona/Pool.ts"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import type { HostUnreachable } from "../../src/ports/Host.ts"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type { Stream } from "../../src/rng/Rng.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Registry from "../fleet/Registry.ts"
import type { Pools } from "../personas/Pools.ts"
import { Fleet, type RunningDecky } from "../storage/Fleet.ts"
import { HostFactsStore, type KnownHost } from "../storage/HostFactsStore.ts"
import { RealismConfig } from "../storage/RealismConfig.ts"
import type { Roster } from "./Roster.ts"

/** How a decky is spoken to before its history begins. */
export interface Contact {
  readonly read: (
    decky: Pick<Decky, "uuid" | "name" | "services" | "containers">,
  ) => Effect.Effect<Omit<KnownHost, "bornAtMillis" | "readAtMillis">, HostUnreachable>
  /**
   * Makes those that are missing, as if at that moment (epoch milliseconds); answers with them, by
   * the numbers that they got.
   */
  readonly ensureAccounts: (
    decky: Decky,
    accounts: ReadonlyArray<Account>,
    madeAtMillis: number,
  ) => Effect.Effect<ReadonlyArray<Account>, HostUnreachable>
}

export interface Options {
  readonly hostUuid: string
  readonly root: Stream
  readonly cadence: Cadence
  readonly mailRoot: string
  /** Where bait calls home; none is laid where it is left out. */
  readonly callback?: Callback
  readonly pools: Pools
  readonly contact: Contact
  /** False where nothing is to be changed: deckies that were never met wait, accounts are not made. */
  readonly meets?: boolean
}

/** How many deckies are met at a time. */
const meetings = 4

/** One that did not answer is asked again after 1, 2, 4 … minutes, at most this. */
const patienceMillis = 30 * 60_000

/** Accounts are older than the history by up to so much. */
const accountsDays = 40

interface Attempt {
  readonly tries: number
  readonly next: number
  readonly why: string
}

const isMade = (account: Account, { facts }: Decky): boolean =>
  facts?.accounts.some(({ login }) => login === account.login) === true

/** In the order in which somebody would have made them. */
const missingOf = ({ decky, host }: Cast): ReadonlyArray<Account> =>
  host.accounts.filter((account) => !isMade(account, decky)).sort((a, b) => a.uid - b.uid)

/** Makes the accounts of a decky's people that are missing there, older than its history. */
export const settleIn = (
  { root, contact }: Pick<Options, "root" | "contact">,
  cast: Cast,
  host: KnownHost,
): Effect.Effect<void, HostUnreachable | StoreUnavailable, HostFactsStore> =>
  Effect.suspend(() => {
    const missing = missingOf(cast)
    const { decky } = cast
    if (missing.length === 0) return Effect.void
    const before = root
      .within("decky", decky.uuid, "accounts")
      .between(Instant.dayMillis, accountsDays * Instant.dayMillis)
    return Effect.flatMap(
      contact.ensureAccounts(decky, missing, host.bornAtMillis - before),
      (made) => {
        const added = missing.map((each) => made.find(({ login }) => login === each.login) ?? each)
        const facts = { ...host.facts, accounts: [...host.facts.accounts, ...added] }
        return Effect.flatMap(HostFactsStore, (known) => known.put(decky.uuid, { ...host, facts }))
      },
    )
  })

export const make = (
  options: Options,
): Effect.Effect<
  Effect.Effect<Roster, StoreUnavailable>,
  never,
  Fleet | HostFactsStore | RealismConfig
> =>
  Effect.gen(function* () {
    const fleet = yield* Fleet
    const known = yield* HostFactsStore
    const settings = yield* RealismConfig
    const attempts = new Map<string, Attempt>()
    const told = new Set<string>()
    let config = PlannerConfig.defaults
    let last:
      | { readonly key: string; readonly pools: ReadonlyArray<Pool>; readonly world: World }
      | undefined

    const once = (line: string) =>
      told.has(line)
        ? Effect.void
        : Effect.zipRight(
            Effect.sync(() => void told.add(line)),
            Effect.logWarning(line),
          )

    /** What does not answer is not asked at every turn. */
    const patiently = <A>(
      uuid: string,
      now: number,
      ask: Effect.Effect<A, HostUnreachable | StoreUnavailable>,
    ): Effect.Effect<Option.Option<A>, StoreUnavailable> =>
      Effect.suspend(() => {
        const before = attempts.get(uuid)
        if (before !== undefined && now < before.next) return Effect.succeedNone
        return ask.pipe(
          Effect.map((answer) => {
            attempts.delete(uuid)
            return Option.some(answer)
          }),
          Effect.catchTag("HostUnreachable", ({ message }) => {
            const tries = (before?.tries ?? 0) + 1
            const wait = Math.min(patienceMillis, Instant.minuteMillis * 2 ** (tries - 1))
            attempts.set(uuid, { tries, next: now + wait, why: message })
            return Effect.succeedNone
          }),
        )
      })

    const meet = (row: RunningDecky, now: number) =>
      patiently(
        row.uuid,
        now,
        Effect.flatMap(options.contact.read(Registry.make(row, undefined).decky), (read) => {
          const host: KnownHost = {
            ...read,
            metBy: options.hostUuid,
            bornAtMillis: now,
            readAtMillis: now,
          }
          return Effect.as(known.put(row.uuid, host), host)
        }),
      )

    const configNow = Effect.flatMap(settings.get("weights"), (stored) => {
      if (Option.isNone(stored)) config = PlannerConfig.defaults
      else {
        const parsed = PlannerConfig.parse(stored.value)
        if (Either.isLeft(parsed))
          return once(`the stored settings are not used: ${parsed.left}; the last good ones stay`)
        config = parsed.right.config
      }
      return Effect.void
    })

    const worldOf = (deckies: ReadonlyArray<Decky>, pools: ReadonlyArray<Pool>, now: number) => {
      const key = JSON.stringify([deckies, PlannerConfig.toWire(config)])
      const same = last?.pools.every((pool, index) => pool === pools[index])
      if (last?.key === key && same === true && last.pools.length === pools.length)
        return last.world
      const poolOf = new Map(deckies.map((decky, index) => [decky.uuid, pools[index]!]))
      const world = new World({
        root: options.root,
        config,
        cadence: options.cadence,
        start: now,
        deckies,
        poolOf: ({ uuid }) => poolOf.get(uuid)!,
        mailRoot: options.mailRoot,
        ...(options.callback === undefined ? {} : { callback: options.callback }),
      })
      last = { key, pools, world }
      return world
    }

    return Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const { deckies: running, refused } = yield* fleet.running(options.hostUuid)
      for (const { name, reason } of refused) yield* once(`${name} is left out: ${reason}`)
      yield* configNow
      const hosts = new Map(yield* known.all)
      const metElsewhere = ({ uuid, anywhere }: RunningDecky) => {
        const metBy = hosts.get(uuid)?.metBy
        return anywhere && metBy !== undefined && metBy !== options.hostUuid
      }
      const rows = running.filter((row) => !metElsewhere(row))
      yield* Effect.forEach(
        options.meets === false ? [] : rows.filter(({ uuid }) => !hosts.has(uuid)),
        (row) =>
          Effect.map(meet(row, now), (met) => {
            if (Option.isSome(met)) hosts.set(row.uuid, met.value)
          }),
        { concurrency: meetings, discard: true },
      )
      const made = rows.flatMap((row) => {
        const host = hosts.get(row.uuid)
        return host === undefined ? [] : [Registry.make(row, host)]
      })
      for (const { decky, ignored } of made)
        for (const field of ignored) yield* once(`${decky.name}: ${field}; it is not used`)
      const deckies = made.map(({ decky }) => decky)
      const pools = yield* Effect.forEach(deckies, options.pools.poolOf)
      const world = worldOf(deckies, pools, now)
      const waiting = new Map<string, string>()
      yield* Effect.forEach(
        options.meets === false ? [] : world.casts.values(),
        (cast) =>
          Effect.map(
            patiently(
              cast.decky.uuid,
              now,
              Effect.provideService(
                settleIn(options, cast, hosts.get(cast.decky.uuid)!),
                HostFactsStore,
                known,
              ),
            ),
            (settled) => {
              if (Option.isNone(settled))
                waiting.set(cast.decky.uuid, "its accounts are not made yet")
            },
          ),
        { concurrency: meetings, discard: true },
      )
      for (const { uuid } of rows) {
        if (!hosts.has(uuid)) waiting.set(uuid, "it was never met")
        const attempt = attempts.get(uuid)
        if (attempt !== undefined) waiting.set(uuid, attempt.why)
      }
      return { world, waiting }
    })
  })
