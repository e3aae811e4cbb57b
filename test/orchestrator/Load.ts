/**
 * What a large fleet costs, for `npm run bench`; no test. `Load.mjs fleet DECKIES HOURS`,
 * `memory DECKIES DAYS…`, `record sqlite|mariadb ACTIONS`, `upload FILES`: each prints lines of
 * `name<TAB>figure`.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { plantTree } from "../../runtime/docker/Planting.ts"
import * as Enrolment from "../../runtime/orchestrator/Enrolment.ts"
import * as Worker from "../../runtime/orchestrator/Worker.ts"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"
import { Fleet } from "../../runtime/storage/Fleet.ts"
import { Outbox } from "../../runtime/storage/Outbox.ts"
import { Retention } from "../../runtime/storage/Retention.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import { Store } from "../../runtime/storage/Store.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import * as Maildir from "../../src/email/Maildir.ts"
import * as Gather from "../../src/engine/Gather.ts"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import * as Record from "../../src/engine/Record.ts"
import * as MadeFleet from "../../src/fleet/MadeFleet.ts"
import { Carries } from "../../src/ports/Carries.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import { Intents } from "../../src/ports/Intents.ts"
import { Tenure } from "../../src/ports/Tenure.ts"
import { Transactions } from "../../src/ports/Transactions.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { fromSeed, Rng } from "../../src/rng/Rng.ts"
import * as Instant from "../../src/time/Instant.ts"
import { connect, decoysOf, uuid } from "../docker/decoys.ts"
import * as DecoyImage from "../parts/DecoyImage.ts"
import * as DockerEngine from "../parts/DockerEngine.ts"
import * as MariaDb from "../parts/MariaDb.ts"
import { VirtualClock } from "../parts/VirtualClock.ts"
import { made, monday, options, outcomesOf } from "../worlds.ts"
import { contact, pools, temporary } from "./world.ts"

const show = (name: string, figure: string): void =>
  void process.stdout.write(`${name}\t${figure}\n`)

const root = fromSeed("load")

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

interface Passing {
  /** Lets the fleet live up to a moment. */
  readonly passTo: (until: number) => Promise<void>
  readonly recorded: () => number
  readonly end: () => Promise<void>
}

/** The worker's own loop on a SQLite file and hosts in memory, by a clock that jumps. */
const fleet = async (deckies: number, begin: number): Promise<Passing> => {
  const folder = temporary("load")
  const database = { kind: "sqlite", path: join(folder, "load.db") } as const
  const clock = new VirtualClock(begin)
  const hosts = new Map<string, MemoryHost.MemoryDecky>()
  let recorded = 0
  let begun: (standing: Worker.Standing) => void
  const begins = new Promise<Worker.Standing>((resolve) => void (begun = resolve))
  const layers = Layer.mergeAll(
    Storage.layer(database, { hostUuid: "local" }),
    MemoryHost.layer(hosts, () => undefined),
    Layer.succeed(Rng, root),
    Entropy.layerCounted,
    LanguageModel.layerOff,
    Tenure.layerSole,
    Logger.remove(Logger.defaultLogger),
  )
  const program = Effect.gen(function* () {
    const { put } = yield* Fleet
    const { together } = yield* Store
    yield* together(
      Effect.forEach(
        MadeFleet.make(root, deckies),
        ({ name, services, role, topologyId }, index) =>
          put("local", {
            name: `${name}-${index}`,
            ip: undefined,
            services,
            config: { role, topology_id: topologyId },
          }),
        { discard: true },
      ),
    )
    const outbox = yield* Outbox
    const retention = yield* Retention
    const roster = yield* Enrolment.make({
      hostUuid: "local",
      root,
      cadence: { kind: "human" },
      mailRoot: Maildir.patternDefault,
      pools,
      contact: contact(begin),
    })
    const worker = yield* Worker.make(
      { intervalMillis: 60_000, once: false, concurrency: 4, catchUpMillis: Instant.dayMillis },
      {
        roster: Effect.tap(roster, ({ world }) =>
          Effect.sync(() => {
            for (const { decky, host } of world.casts.values())
              if (!hosts.has(decky.uuid))
                hosts.set(decky.uuid, MemoryHost.hostOf(host, begin, false))
          }),
        ),
        prune: Effect.zipRight(retention.prune, outbox.prune(100_000)),
        onOutcomes: (done) => Effect.sync(() => void (recorded += done.length)),
      },
    )
    begun(worker.standing)
    yield* worker.run(Effect.never)
  })
  const fiber = Effect.runFork(Effect.withClock(Effect.provide(program, layers), clock))
  const standing = await begins
  return {
    passTo: (until) => clock.passTo(until, () => standing.busy > 0),
    recorded: () => recorded,
    end: async () => {
      const exit = await Effect.runPromise(Fiber.interrupt(fiber))
      if (!Exit.isInterrupted(exit)) throw new Error(String(exit))
      rmSync(folder, { recursive: true })
    },
  }
}

/** The first hours are those of first contact; what comes after is as on any working day. */
const fleetShare = async (deckies: number, hours: number): Promise<void> => {
  const begin = monday + 7 * Instant.hourMillis
  const lives = await fleet(deckies, begin)
  const warm = begin + 2 * Instant.hourMillis
  await lives.passTo(warm)
  const cpu = cpuSeconds()
  const recorded = lives.recorded()
  await lives.passTo(warm + hours * Instant.hourMillis)
  const used = (cpuSeconds() - cpu) / hours
  const perHour = (lives.recorded() - recorded) / hours
  await lives.end()
  show(
    `${deckies} deckies, an hour of a working day`,
    `${used.toFixed(1)} s CPU (${((used / 3600) * 100).toFixed(2)} % of a core), ${perHour.toFixed(0)} actions`,
  )
}

const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)

const memory = async (deckies: number, days: ReadonlyArray<number>): Promise<void> => {
  const lives = await fleet(deckies, monday)
  for (const day of days) {
    await lives.passTo(monday + day * Instant.dayMillis)
    globalThis.gc?.()
    const { heapUsed, rss } = process.memoryUsage()
    show(
      `${deckies} deckies after ${day} days`,
      `${mebibytes(heapUsed)} MiB heap, ${mebibytes(rss)} MiB resident, ${lives.recorded()} actions`,
    )
  }
  await lives.end()
}

/** Each action as the engine takes it: opened, then its row, event, cursor and end at once. */
const record = async (kind: string, actions: number): Promise<void> => {
  const given = options({ seed: "load", days: 14, deckies: made("load", 12) })
  const { world } = Simulation.begin(given)
  const outcomes = outcomesOf(given).slice(0, actions)
  const folder = temporary("record")
  const server = kind === "mariadb" ? await MariaDb.start() : undefined
  try {
    const url = server?.url ?? `sqlite:///${join(folder, "record.db")}`
    const database = Either.getOrThrow(DatabaseUrl.parse(url))
    const program = Effect.gen(function* () {
      const intents = yield* Intents
      const carries = yield* Carries
      const { atomically } = yield* Transactions
      const begun = performance.now()
      const cpu = cpuSeconds()
      yield* Effect.forEach(
        outcomes,
        (outcome, index) => {
          const { decky, at, action } = outcome
          const momentId = `${outcome.momentId}/${index}`
          const carry = Gather.beginning(world.casts.get(decky)!, at.ms)
          const intent = { momentId, at, actions: [action], carry, recorded: 0 } as const
          return Effect.zipRight(
            intents.open(decky, { ...intent, attempt: "again" }),
            atomically(
              Effect.gen(function* () {
                yield* Record.record({ ...outcome, momentId }, 0)
                yield* carries.put(decky, carry)
                yield* intents.close(decky, momentId)
              }),
            ),
          )
        },
        { concurrency: kind === "mariadb" ? 8 : 1, discard: true },
      )
      return { seconds: (performance.now() - begun) / 1000, cpu: cpuSeconds() - cpu }
    })
    const { seconds, cpu } = await Effect.runPromise(
      Effect.provide(program, Storage.layer(database, { hostUuid: "local" })),
    )
    show(
      `${outcomes.length} planned actions recorded, ${kind}`,
      `${(outcomes.length / seconds).toFixed(0)} a second, ${((cpu / outcomes.length) * 1000).toFixed(2)} ms CPU each`,
    )
  } finally {
    await server?.stop()
    rmSync(folder, { recursive: true })
  }
}

const upload = async (count: number): Promise<void> => {
  const part = await DockerEngine.start()
  try {
    await DecoyImage.build(part)
    await part.docker("run", "-d", "--network=none", "--name=one", "decoy:1")
    const { engine, close } = await connect(part)
    const decky = { ...MadeFleet.defaultDecky, uuid }
    const decoys = decoysOf(engine, "one", "auto")
    const entries = Array.from({ length: count }, (_, index) => ({
      path: `/home/anna/papers/${index % 25}/note-${index}.md`,
      kind: "file" as const,
      mode: 0o644,
      owner: "anna",
      group: "anna",
      mtime: Instant.make(monday + index * 60_000, index),
      read: () => Buffer.from(`paper ${index}\n`.repeat(100)),
    }))
    const begun = performance.now()
    await Effect.runPromise(plantTree(decoys, decky, entries))
    const seconds = (performance.now() - begun) / 1000
    await close()
    show(`${count} files by one upload`, `${seconds.toFixed(2)} s`)
  } finally {
    await part.stop()
  }
}

const [mode = "", ...given] = process.argv.slice(2)
const numbers = given.map(Number)
if (mode === "fleet") await fleetShare(numbers[0]!, numbers[1]!)
if (mode === "memory") await memory(numbers[0]!, numbers.slice(1))
if (mode === "record") await record(given[0]!, numbers[1]!)
if (mode === "upload") await upload(numbers[0]!)
