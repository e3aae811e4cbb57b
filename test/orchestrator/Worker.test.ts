import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { describe, expect, it } from "vitest"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import type { Outcome } from "../../src/engine/Record.ts"
import { World } from "../../src/engine/World.ts"
import type { Decky } from "../../src/fleet/Decky.ts"
import type { Event } from "../../src/events/Event.ts"
import * as Maildir from "../../src/email/Maildir.ts"
import type { Pool } from "../../src/persona/Pool.ts"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { Host, type HostUnreachable } from "../../src/ports/Host.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import * as Memory from "../../src/ports/Memory.ts"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { Transactions } from "../../src/ports/Transactions.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { fromSeed, Rng } from "../../src/rng/Rng.ts"
import * as Stream from "effect/Stream"
import type { Roster } from "../../runtime/orchestrator/Roster.ts"
import * as Worker from "../../runtime/orchestrator/Worker.ts"
import { VirtualClock, waited } from "../parts/VirtualClock.ts"
import { made, monday, pool } from "../worlds.ts"

const hour = 3_600_000
const day = 24 * hour
const root = fromSeed("1")

interface Setting {
  readonly deckies?: ReadonlyArray<Decky>
  readonly pool?: Pool
  readonly catchUpHours?: number
  readonly begin?: number
}

/** A worker on stores and hosts in memory, each of which can be made to fail. */
const setUp = (setting: Setting = {}) => {
  const deckies = setting.deckies ?? made("1", 2)
  const clock = new VirtualClock(setting.begin ?? monday)
  const outcomes: Array<Outcome> = []
  const events: Array<Event> = []
  const log: Array<string> = []
  const state = {
    down: new Map<string, HostUnreachable["reason"]>(),
    /** Deckies whose calls take this long, in ms. */
    slow: new Map<string, number>(),
    storeFails: undefined as StoreUnavailable["reason"] | undefined,
    prunes: 0,
    readings: 0,
    config: PlannerConfig.defaults,
  }
  const worldOf = (): World =>
    new World({
      root,
      config: state.config,
      cadence: { kind: "human" },
      start: monday,
      deckies,
      poolOf: () => setting.pool ?? pool,
      mailRoot: Maildir.patternDefault,
    })
  let world = worldOf()
  const hosts = new Map(
    [...world.casts.values()].map(({ decky, host }) => [
      decky.uuid,
      MemoryHost.hostOf(host, monday, true),
    ]),
  )
  const slowly = Layer.map(
    MemoryHost.layer(hosts, (decky) => state.down.get(decky)),
    (context) => {
      const host = context.unsafeMap.get(Host.key) as Host["Type"]
      context.unsafeMap.set(Host.key, {
        ...host,
        append: (decky, action, attempt) =>
          Effect.suspend(() => {
            const act = host.append(decky, action, attempt)
            const millis = state.slow.get(decky)
            return millis === undefined ? act : Effect.delay(act, millis)
          }),
      } satisfies Host["Type"])
      return context
    },
  )
  const layers = Layer.mergeAll(
    slowly,
    Memory.layer,
    LanguageModel.layerOff,
    Layer.succeed(Transactions, {
      atomically: (writes) =>
        Effect.zipRight(
          Effect.suspend(() =>
            state.storeFails === undefined
              ? Effect.void
              : new StoreUnavailable({ reason: state.storeFails, detail: "it is away" }),
          ),
          writes,
        ),
    }),
    Layer.succeed(EventBus, {
      publish: (event) => Effect.sync(() => void events.push(event)),
      events: Stream.empty,
    }),
    Layer.succeed(Rng, root),
    Entropy.layerCounted,
    Logger.replace(
      Logger.defaultLogger,
      Logger.make(({ message, annotations }) => {
        const decky = [...annotations].find(([name]) => name === "decky")?.[1]
        log.push(`${decky === undefined ? "" : `${String(decky)} `}${String(message)}`)
      }),
    ),
  )
  const roster: Effect.Effect<Roster, StoreUnavailable> = Effect.sync(() => {
    state.readings++
    if (world.config !== state.config) world = worldOf()
    return { world, waiting: new Map() }
  })
  const options: Worker.Options = {
    intervalMillis: 60_000,
    once: false,
    concurrency: 4,
    catchUpMillis: (setting.catchUpHours ?? 24) * hour,
  }
  const start = async () => {
    let standing: Worker.Standing | undefined
    const program = Effect.gen(function* () {
      const worker = yield* Worker.make(options, {
        roster,
        prune: Effect.sync(() => void state.prunes++),
        onOutcomes: (done) => Effect.sync(() => void outcomes.push(...done)),
      })
      standing = worker.standing
      yield* worker.run(Effect.never)
    })
    const fiber = Effect.runFork(Effect.withClock(Effect.provide(program, layers), clock))
    const found = await waited(() => standing)
    const isBusy = (): boolean => found.busy > 0 && state.slow.size === 0
    return {
      standing: found,
      pass: (millis: number) => clock.passTo(clock.now + millis, isBusy),
      /** What is under way is waited for, by the same clock. */
      stop: async () => {
        const stopped = Effect.runPromise(Fiber.interrupt(fiber))
        await clock.passTo(clock.now + 15_000, () => false)
        await stopped
      },
    }
  }
  return { start, state, outcomes, events, log, hosts, uuids: [...hosts.keys()], clock }
}

const ofDecky = (outcomes: ReadonlyArray<Outcome>, uuid: string): ReadonlyArray<Outcome> =>
  outcomes.filter(({ decky }) => decky === uuid)

describe("the worker", () => {
  it("is not held up by a decky that does not answer, tells of it once, and makes up for it", async () => {
    const { start, state, outcomes, log, uuids } = setUp()
    const [dead = "", alive = ""] = uuids
    state.down.set(dead, "down")
    const worker = await start()
    await worker.pass(6 * hour)
    expect(ofDecky(outcomes, dead)).toEqual([])
    expect(ofDecky(outcomes, alive).length).toBeGreaterThan(10)
    expect(log.filter((line) => line.includes("does not answer"))).toEqual([
      `${dead} ${dead} does not answer (down)`,
    ])
    expect(worker.standing.ailing.has(dead)).toBe(true)
    state.down.clear()
    await worker.pass(hour)
    expect(ofDecky(outcomes, dead).length).toBeGreaterThan(10)
    expect(ofDecky(outcomes, dead).every(({ result }) => result === "done")).toBe(true)
    expect(log).toContain(`${dead} answers again`)
    expect(worker.standing.ailing.size).toBe(0)
    await worker.stop()
  })

  it("works on others while one takes minutes for a call", async () => {
    const { start, state, outcomes, uuids } = setUp()
    const [lame = "", quick = ""] = uuids
    state.slow.set(lame, 4 * hour)
    const worker = await start()
    await worker.pass(3 * hour)
    expect(ofDecky(outcomes, lame)).toEqual([])
    expect(ofDecky(outcomes, quick).length).toBeGreaterThan(5)
    await worker.stop()
  })

  it("loses no action while the database is away, and says so once", async () => {
    const { start, state, outcomes, log, events, hosts } = setUp()
    const peace = setUp()
    const [worker, other] = [await start(), await peace.start()]
    await worker.pass(9 * hour)
    state.storeFails = "busy"
    await worker.pass(2 * hour)
    const before = outcomes.length
    expect(worker.standing.store?.why).toBe("it is away")
    await worker.pass(hour)
    expect(outcomes.length).toBe(before)
    state.storeFails = undefined
    await worker.pass(2 * hour)
    await other.pass(14 * hour)
    const names = (all: ReadonlyArray<Event>) => all.map(({ id }) => id).sort()
    expect(names(events)).toEqual(names(peace.events))
    expect(new Set(names(events)).size).toBe(events.length)
    expect(log.filter((line) => line.includes("cannot be used"))).toHaveLength(1)
    expect(log.filter((line) => line.includes("can be used again"))).toHaveLength(1)
    const trees = (hosts: ReadonlyMap<string, MemoryHost.MemoryDecky>) =>
      [...hosts.values()].flatMap((host) =>
        host.tree().map(({ path, mtime, read }) => [path, mtime, Buffer.from(read()).toString()]),
      )
    expect(trees(hosts)).toEqual(trees(peace.hosts))
    await Promise.all([worker.stop(), other.stop()])
  })

  it("stops where another has taken over", async () => {
    const { start, state, log } = setUp()
    const worker = await start()
    await worker.pass(hour)
    state.storeFails = "superseded"
    await worker.pass(6 * hour)
    const ticks = worker.standing.ticks
    await worker.pass(6 * hour)
    expect(worker.standing.ticks).toBe(ticks)
    expect(log.filter((line) => line.includes("cannot be used"))).toEqual([])
    await worker.stop()
  })

  it("skips what is older than the window, and records that it did", async () => {
    // the history began on Monday, and the first tick is on Thursday
    const { start, outcomes, events } = setUp({ begin: monday + 3 * day, catchUpHours: 24 })
    const worker = await start()
    await worker.pass(hour)
    const people = outcomes.filter(({ action }) => action._tag === "Mail" || action._tag === "Edit")
    expect(people.length).toBeGreaterThan(0)
    for (const { at } of people) expect(at.ms).toBeGreaterThan(monday + 2 * day)
    const skipped = events.filter(
      (event) => event.type === "file" && event.payload.action === "moment:skipped",
    )
    expect(skipped).toHaveLength(2)
    for (const event of skipped)
      expect(event).toMatchObject({
        payload: { success: false, payload: { from: "2026-01-05T00:00:00.000Z" } },
      })
    // the machine's own lines are made up for
    const cron = outcomes.filter(
      ({ action }) => action._tag === "Append" && action.class === "log_cron",
    )
    expect(
      cron.some(({ action }) =>
        Buffer.from((action as { readonly content: Uint8Array }).content)
          .toString()
          .includes("2026-01-05"),
      ),
    ).toBe(true)
    await worker.stop()
  })

  it("says once a change why a decky is quiet", async () => {
    const { start, log } = setUp({ pool: { id: "fleet", personas: [] } })
    const worker = await start()
    await worker.pass(3 * hour)
    const told = log.filter((line) => line.includes("its pool has no personas"))
    expect(told).toHaveLength(2)
    await worker.stop()
  })

  it("reads the fleet every five ticks and prunes every hundred", async () => {
    const { start, state } = setUp()
    const worker = await start()
    await worker.pass(200 * 60_000 - 1)
    expect(state.readings).toBe(40)
    expect(state.prunes).toBe(2)
    await worker.stop()
  })
})
