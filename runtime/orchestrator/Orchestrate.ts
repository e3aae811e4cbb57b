/** The orchestrator put together: database, lease, Docker, people and the loop. */
import { hostname } from "node:os"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Callback from "../../src/canary/Callback.ts"
import type { Cadence } from "../../src/engine/World.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { fromSeed, Rng } from "../../src/rng/Rng.ts"
import * as Instant from "../../src/time/Instant.ts"
import { connect } from "../bus/Nats.ts"
import { UsageFailure } from "../cli/Failure.ts"
import * as KeyFile from "../config/KeyFile.ts"
import * as Places from "../config/Places.ts"
import type { Settings } from "../config/Settings.ts"
import * as PoolFile from "../personas/PoolFile.ts"
import * as Pools from "../personas/Pools.ts"
import type { Database } from "../storage/DatabaseUrl.ts"
import type { Held, Leases } from "../storage/Leases.ts"
import { Outbox } from "../storage/Outbox.ts"
import { RealismConfig } from "../storage/RealismConfig.ts"
import { Retention } from "../storage/Retention.ts"
import * as Storage from "../storage/Storage.ts"
import * as TenureSql from "../storage/TenureSql.ts"
import { Topologies } from "../storage/Topologies.ts"
import * as Backfill from "./Backfill.ts"
import * as Control from "./Control.ts"
import * as Describe from "./Describe.ts"
import * as DryRun from "./DryRun.ts"
import * as Enrolment from "./Enrolment.ts"
import * as Heartbeat from "./Heartbeat.ts"
import * as LivePorts from "./LivePorts.ts"
import * as Prometheus from "./Prometheus.ts"
import * as Telemetry from "./Telemetry.ts"
import * as Tenancy from "./Tenancy.ts"
import { timed } from "./Timed.ts"
import * as RandomBytes from "./RandomBytes.ts"
import * as Words from "./Words.ts"
import * as Worker from "./Worker.ts"

export interface Flags {
  readonly intervalSeconds: number
  readonly cadence: Cadence["kind"]
  readonly once: boolean
  /** `--llm` or `--no-llm`, where one was typed. */
  readonly llm: boolean | undefined
}

export interface Given {
  readonly settings: Settings
  readonly roots: Places.Roots
  readonly database: Database
  /** How long the lease of a process lasts that renews it no more; usual where it is left out. */
  readonly leaseMillis?: number
}

/** Rows of the outbox that are kept for readers who come later. */
const outboxKept = 100_000

const seedOf = ({ settings, roots }: Given) => {
  const seed = KeyFile.seed(settings, roots)
  return Either.isRight(seed)
    ? Effect.succeed(fromSeed(seed.right.value))
    : Effect.fail(new UsageFailure({ message: seed.left }))
}

const peopleOf = ({ settings, roots }: Given) =>
  Effect.gen(function* () {
    const topologies = yield* Topologies
    const hostWide = yield* PoolFile.make(Places.personasFile(settings, roots))
    return yield* Pools.make({ hostWide, topology: topologies.get })
  })

/** What all ways of working on a fleet have in common, once the database is open. */
export const begin = (given: Given, cadence: Cadence) =>
  Effect.gen(function* () {
    const { settings } = given
    const root = yield* seedOf(given)
    const pools = yield* peopleOf(given)
    const live = yield* LivePorts.make(settings)
    const enrolment: Enrolment.Options = {
      hostUuid: settings.hostUuid,
      root,
      cadence,
      mailRoot: settings.mailRoot,
      callback: Callback.make(settings.canaryHttpBase, settings.canaryDnsZone),
      pools,
      contact: live.contact,
    }
    return { root, live, enrolment }
  })

const prune = Effect.gen(function* () {
  yield* (yield* Retention).prune
  yield* (yield* Outbox).prune(outboxKept)
})

const cadenceOf = ({ cadence, intervalSeconds }: Flags): Cadence =>
  cadence === "human" ? { kind: "human" } : { kind: "tick", intervalMillis: intervalSeconds * 1000 }

export const withStorage = (given: Given, held?: Ref.Ref<Option.Option<Held>>) =>
  Storage.layer(given.database, {
    hostUuid: given.settings.hostUuid,
    ...(held === undefined ? {} : { held }),
  })

/** Holds the host's lease while `use` runs. */
const asTenant = <A, E, R>(
  given: Given,
  held: Ref.Ref<Option.Option<Held>>,
  onWaiting: (heldBy: string) => Effect.Effect<void, StoreUnavailable>,
  use: (holder: string) => Effect.Effect<A, E, R>,
): Effect.Effect<A, E | StoreUnavailable, R | Leases> =>
  Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeMillis
    const holder = `${hostname()}/${process.pid}/${startedAt.toString(36)}`
    const host = given.settings.hostUuid
    return yield* Tenancy.hold(
      {
        host,
        holder,
        ttlMillis: given.leaseMillis ?? Tenancy.ttlMillisDefault,
        held,
        onWaiting,
      },
      use(holder),
    )
  })

/** Runs until it is told to stop. */
export const run = (given: Given, flags: Flags) =>
  Effect.gen(function* () {
    const { settings } = given
    const held = yield* Ref.make(Option.none<Held>())
    const program = Effect.scoped(
      Effect.gen(function* () {
        const { root, live, enrolment } = yield* begin(given, cadenceOf(flags))
        if (settings.metricsPort !== undefined) yield* Prometheus.serve(settings.metricsPort)
        const bus = settings.busUrl === undefined ? undefined : yield* connect(settings.busUrl)
        const roster = yield* Enrolment.make(enrolment)
        const words = yield* Words.make({ ...given, llm: flags.llm })
        const worker = yield* Worker.make(
          {
            intervalMillis: flags.intervalSeconds * 1000,
            once: flags.once,
            concurrency: settings.concurrency,
            catchUpMillis: settings.catchUpHours * Instant.hourMillis,
          },
          {
            roster: Effect.zipRight(
              words.refresh,
              Effect.tap(roster, ({ world }) => live.meet(world)),
            ),
            prune,
            onOutcomes: Effect.forEach(
              (outcome) =>
                Effect.annotateLogs(Effect.logInfo("recorded"), Describe.fields(outcome)),
              { discard: true },
            ),
          },
        )
        const ports = Layer.mergeAll(
          timed(live.ports),
          TenureSql.layer(settings.hostUuid, held),
          Layer.succeed(Rng, root),
          Layer.succeed(LanguageModel, words.model),
          RandomBytes.layer,
        )
        if (bus !== undefined) yield* Effect.forkScoped(Control.relay(bus))
        const waits = (heldBy: string) =>
          Effect.logInfo(`waiting: ${heldBy} drives the deckies of ${settings.hostUuid}`)
        const work = asTenant(given, held, waits, (holder) =>
          Effect.gen(function* () {
            yield* Effect.logInfo(`drives the deckies of ${settings.hostUuid}`)
            const beating = yield* Effect.fork(
              Heartbeat.run(worker.standing, words, settings.hostUuid, holder),
            )
            yield* Effect.ensuring(
              worker.run(Control.stopped(settings.hostUuid, bus)),
              beating.interruptAsFork(beating.id()),
            )
          }),
        ).pipe(
          Effect.tapErrorTag("StoreUnavailable", ({ message }) => Effect.logWarning(message)),
          Effect.retry({
            while: (error) => error._tag === "StoreUnavailable" && error.reason === "superseded",
          }),
        )
        yield* Effect.provide(work, ports)
        yield* Effect.logInfo("stopped")
      }),
    )
    yield* Effect.provide(program, withStorage(given, held))
  }).pipe(Effect.provide(Telemetry.layer(given.settings.otlpEndpoint)))

/** What is due and what comes next, decided and left undone. */
export const dryRun = (given: Given, flags: Flags) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { root, enrolment } = yield* begin(given, cadenceOf(flags))
      const roster = yield* Effect.flatten(Enrolment.make({ ...enrolment, meets: false }))
      const now = yield* Clock.currentTimeMillis
      const catchUp = given.settings.catchUpHours * Instant.hourMillis
      const planned = yield* Effect.provideService(DryRun.plan(roster, now, catchUp), Rng, root)
      return { planned, waiting: roster.waiting }
    }),
  ).pipe(Effect.provide(withStorage(given)))

/** Gives a fresh decky a past. */
export const backfill = (given: Given, decky: string, days: number) =>
  Effect.gen(function* () {
    const held = yield* Ref.make(Option.none<Held>())
    const program = Effect.scoped(
      Effect.gen(function* () {
        const { root, live, enrolment } = yield* begin(given, { kind: "human" })
        const stored = yield* (yield* RealismConfig).get("weights")
        const parsed = Option.map(stored, PlannerConfig.parse)
        const config =
          Option.isSome(parsed) && Either.isRight(parsed.value)
            ? parsed.value.right.config
            : PlannerConfig.defaults
        // whoever drives them would give the decky a history before its past
        const isInTheWay = (heldBy: string) =>
          new StoreUnavailable({
            reason: "busy",
            detail: `${heldBy} drives the deckies of ${given.settings.hostUuid}; stop it, back-fill, and start it again`,
          })
        const work = asTenant(given, held, isInTheWay, () =>
          Backfill.run(
            { ...enrolment, config, plantTree: live.plantTree, plantMails: live.plantMails },
            decky,
            days,
          ),
        )
        return yield* Effect.provide(
          work,
          Layer.mergeAll(
            live.ports,
            TenureSql.layer(given.settings.hostUuid, held),
            Layer.succeed(Rng, root),
            RandomBytes.layer,
          ),
        )
      }),
    )
    return yield* Effect.provide(program, withStorage(given, held))
  })
