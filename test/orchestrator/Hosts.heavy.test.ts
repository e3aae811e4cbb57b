import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Enrolment from "../../runtime/orchestrator/Enrolment.ts"
import * as Worker from "../../runtime/orchestrator/Worker.ts"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import * as Maildir from "../../src/email/Maildir.ts"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import { HostUnreachable } from "../../src/ports/Host.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import { Tenure } from "../../src/ports/Tenure.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { fromSeed, Rng } from "../../src/rng/Rng.ts"
import * as Inspect from "../parts/Inspect.ts"
import * as MariaDb from "../parts/MariaDb.ts"
import { VirtualClock } from "../parts/VirtualClock.ts"
import { monday } from "../worlds.ts"
import { contact, pools } from "./world.ts"

const root = fromSeed("three hosts")
const hour = 3_600_000

/** What each host's engine runs: the deckies that it is to drive, and no others. */
const running: Readonly<Record<string, ReadonlyArray<string>>> = {
  h1: ["h1:files", "h1:gate"],
  h2: ["d-anywhere", "h2:files", "h2:shard"],
  h3: ["d-third", "h3:files"],
}

const columns = "services, state, updated_at"
const runs = `'["ssh", "imap"]', 'running', UTC_TIMESTAMP(6)`
const stopped = runs.replace("running", "stopped")

/** Fleets of three hosts, a shard, and topologies of nobody and of the third host. */
const deckies = `
  INSERT INTO fleet_deckies (host_uuid, name, ${columns}) VALUES
    ('h1', 'files', ${runs}), ('h1', 'gate', ${runs}), ('h2', 'files', ${runs}),
    ('h3', 'files', ${runs}), ('h3', 'off', ${stopped});
  INSERT INTO decky_shards (decky_name, host_uuid, ${columns}) VALUES ('shard', 'h2', ${runs});
  INSERT INTO topologies
      (id, name, mode, target_host_uuid, config_snapshot, status, version, needs_resync) VALUES
    ('t1', 'one', 'unihost', NULL, '{}', 'active', 1, 0),
    ('t2', 'two', 'agent', 'h3', '{}', 'active', 1, 0);
  INSERT INTO topology_deckies (uuid, topology_id, name, ${columns}) VALUES
    ('d-anywhere', 't1', 'web', ${runs}), ('d-third', 't2', 'web', ${runs});`

/** Hosts in memory, and which of them were asked for. */
class Asked extends Map<string, MemoryHost.MemoryDecky> {
  readonly names = new Set<string>()
  override get(uuid: string): MemoryHost.MemoryDecky | undefined {
    this.names.add(uuid)
    return super.get(uuid)
  }
}

interface Found {
  readonly asked: ReadonlyArray<string>
  readonly told: ReadonlyArray<string>
}

const lacking = MariaDb.lacks()

describe.skipIf(lacking !== undefined)("three hosts on one database", () => {
  let server: MariaDb.MariaDb
  beforeAll(async () => {
    server = await MariaDb.start()
  })
  afterAll(() => server?.stop())

  /** One worker, which looks once every three hours. */
  const worker = (database: DatabaseUrl.Database, hostUuid: string, clock: VirtualClock) => {
    const hosts = new Asked()
    const told = new Set<string>()
    const met = contact(monday)
    const layers = Layer.mergeAll(
      Storage.layer(database, { hostUuid }),
      MemoryHost.layer(hosts, () => undefined),
      Layer.succeed(Rng, root),
      Entropy.layerCounted,
      LanguageModel.layerOff,
      Tenure.layerSole,
      Logger.remove(Logger.defaultLogger),
    )
    const once = Effect.gen(function* () {
      const roster = yield* Enrolment.make({
        hostUuid,
        root,
        cadence: { kind: "human" },
        mailRoot: Maildir.patternDefault,
        pools,
        contact: {
          ...met,
          read: (decky) =>
            running[hostUuid]!.includes(decky.uuid)
              ? met.read(decky)
              : Effect.fail(new HostUnreachable({ decky: decky.uuid, reason: "down" })),
        },
      })
      const { run } = yield* Worker.make(
        { intervalMillis: 60_000, once: true, concurrency: 4, catchUpMillis: 24 * hour },
        {
          roster: Effect.tap(roster, ({ world }) =>
            Effect.sync(() => {
              for (const { decky, host } of world.casts.values())
                if (running[hostUuid]!.includes(decky.uuid) && !hosts.has(decky.uuid))
                  hosts.set(
                    decky.uuid,
                    new MemoryHost.MemoryDecky(decky.uuid, host.accounts, monday, false, "root"),
                  )
            }),
          ),
          prune: Effect.void,
          onOutcomes: (done) =>
            Effect.sync(() => {
              for (const { decky } of done) told.add(decky)
            }),
        },
      )
      yield* run(Effect.never)
    })
    const found = (): Found => ({ asked: [...hosts.names].sort(), told: [...told].sort() })
    return { step: Effect.withClock(Effect.provide(once, layers), clock), found }
  }

  it("have each decky driven by the one that runs it", async () => {
    const database = Either.getOrThrow(DatabaseUrl.parse(server.url))
    await Effect.runPromise(Effect.scoped(Layer.build(Storage.layer(database, { hostUuid: "h1" }))))
    server.admin(`USE decnet; ${deckies}`)
    const clock = new VirtualClock(monday)
    const workers = new Map(
      Object.keys(running).map((host) => [host, worker(database, host, clock)]),
    )
    for (let at = monday; at <= monday + 48 * hour; at += 3 * hour) {
      clock.now = at
      await Effect.runPromise(
        Effect.all(
          [...workers.values()].map(({ step }) => step),
          { concurrency: "unbounded", discard: true },
        ),
      )
    }
    for (const [host, { found }] of workers)
      expect([host, found()]).toEqual([host, { asked: running[host], told: running[host] }])
    const all = Object.values(running).flat().sort()
    const driven = await Inspect.rows<{ readonly decky: string; readonly n: number }>(
      database,
      `SELECT src_decky_uuid AS decky, COUNT(*) AS n FROM orchestrator_events
        GROUP BY src_decky_uuid`,
    )
    expect(driven.map(({ decky }) => decky).sort()).toEqual(all)
    expect(Math.min(...driven.map(({ n }) => Number(n)))).toBeGreaterThan(20)
    const skipped = await Inspect.rows(
      database,
      "SELECT uuid FROM orchestrator_events WHERE action = 'moment:skipped'",
    )
    expect(skipped).toEqual([])
  })
})
