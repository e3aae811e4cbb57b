import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { describe, expect, it } from "vitest"
import * as Bytes from "../../src/bytes/Bytes.ts"
import * as BaitMoment from "../../src/engine/BaitMoment.ts"
import * as Cultivator from "../../src/engine/Cultivator.ts"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import type { Outcome } from "../../src/engine/Record.ts"
import * as Tick from "../../src/engine/Tick.ts"
import type { Event } from "../../src/events/Event.ts"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import { CanaryTokens } from "../../src/ports/CanaryTokens.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { Host, PathRefused } from "../../src/ports/Host.ts"
import { Intents } from "../../src/ports/Intents.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import * as Memory from "../../src/ports/Memory.ts"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import { Rng } from "../../src/rng/Rng.ts"
import type { Create } from "../../src/scheduler/Action.ts"
import type { CanaryClass } from "../../src/taxonomy/ContentClass.ts"
import * as Taxonomy from "../../src/taxonomy/ContentClass.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import { grouped, made, monday, options, outcomesOf } from "../worlds.ts"

const day = 86_400_000

/** Bait wherever a file is made, of these classes. */
const config = (...classes: ReadonlyArray<CanaryClass>): PlannerConfig.PlannerConfig => ({
  ...PlannerConfig.defaults,
  canaryProbability: 1,
  canaryWeights: Taxonomy.canary.map((each) => ({
    class: each,
    weight: classes.length === 0 || classes.includes(each) ? 1 : 0,
  })),
})

type Laid = Outcome & { readonly action: Create & { readonly bait: object } }

const isBait = (outcome: Outcome): outcome is Laid =>
  outcome.action._tag === "Create" && outcome.action.bait !== undefined

const baitOf = (changes: Partial<Simulation.Options>): ReadonlyArray<Laid> =>
  outcomesOf(options({ config: config(), ...changes })).filter(isBait)

const told = ({ at, action }: Laid): string =>
  [at.ms, action.path, action.mtime.ms, action.mtime.ns, action.mode, action.sha256].join(" ")

const primaries = (laid: ReadonlyArray<Laid>): ReadonlyArray<Laid> =>
  laid.filter(({ action }) => action.bait?.isPrimary)

/** One decky, whose world can be stopped and tampered with between ticks. */
const stage = (...classes: ReadonlyArray<CanaryClass>) => {
  const run = Simulation.begin(
    options({ days: 30, deckies: made("3", 1), config: config(...classes), keepsContent: true }),
  )
  const [uuid] = run.world.casts.keys()
  const events: Array<Event> = []
  const bus = Layer.succeed(EventBus, {
    publish: (event: Event) => Effect.sync(() => void events.push(event)),
    events: Stream.empty,
  })
  const layers = Layer.mergeAll(
    MemoryHost.layer(run.hosts, () => undefined),
    Memory.layer,
    LanguageModel.layerOff,
    bus,
    Layer.succeed(Rng, run.world.root),
    Entropy.layerCounted,
  )
  return { run, uuid: uuid!, events, layers, host: run.hosts.get(uuid!)! }
}

describe("Bait", () => {
  it("lies once in a home, and never two days after another on its decky", () => {
    const laid = primaries(baitOf({ days: 14, deckies: made("5", 4) }))
    expect(laid.length).toBeGreaterThan(8)
    const homes = laid.map(({ decky, action }) => `${decky} ${action.persona}`)
    expect(new Set(homes).size).toBe(homes.length)
    for (const each of grouped(laid, ({ decky }) => decky).values())
      for (const [index, { at }] of each.slice(1).entries())
        expect(at.ms - each[index]!.at.ms).toBeGreaterThanOrEqual(2 * day)
  })

  it("is of every class that is switched on, with files of its own", () => {
    const laid = baitOf({ days: 14, deckies: made("6", 6) })
    const seen = new Set(primaries(laid).map(({ action }) => action.class))
    expect(seen.size).toBeGreaterThan(7)
    const bodies = laid.filter(({ action }) => !action.path.includes("/.git/"))
    expect(new Set(bodies.map(({ action }) => action.sha256)).size).toBe(bodies.length)
    expect(new Set(laid.map(({ action }) => action.mtime.ns)).size).toBeGreaterThan(
      laid.length * 0.99,
    )
    expect(new Set(primaries(laid).map(({ action }) => action.bait!.slug)).size).toBe(
      primaries(laid).length,
    )
  })

  it("is no other where a decky is added", () => {
    const few = made("7", 2)
    const more = made("7", 4)
    const mine = ({ decky }: Laid) => few.some(({ uuid }) => uuid === decky)
    const alone = baitOf({ days: 8, deckies: few })
    expect(alone.length).toBeGreaterThan(0)
    expect(baitOf({ days: 8, deckies: more }).filter(mine).map(told)).toEqual(alone.map(told))
  })

  it("is not laid where nothing is said of where it calls home, save for passive keys", () => {
    const callback = { httpBase: undefined, dnsZone: undefined }
    const classes = baitOf({ days: 8, deckies: made("5", 2), callback }).map(
      ({ action }) => action.class,
    )
    expect([...new Set(classes)]).toEqual(["canary_aws_creds"])
  })

  it("keeps its token where the process dies before the files are written down", () => {
    const { run, uuid, layers } = stage("canary_env_file")
    const seen: Array<string> = []
    const program = Effect.gen(function* () {
      const intents = yield* Intents
      const tokens = yield* CanaryTokens
      const broken = new StoreUnavailable({ reason: "busy", detail: "busy" })
      const failing: Intents["Type"] = {
        ...intents,
        open: (decky, intent) =>
          intent.actions.some((action) => action._tag === "Create" && action.bait !== undefined)
            ? Effect.fail(broken)
            : intents.open(decky, intent),
      }
      for (let attempt = 0; attempt < 3; attempt++) {
        const ended = yield* Effect.either(
          Effect.provideService(Tick.upTo(run.world, uuid, monday + 10 * day), Intents, failing),
        )
        expect(ended._tag).toBe("Left")
        const [token, ...others] = yield* tokens.list(uuid)
        expect(others).toEqual([])
        expect(token!.state).toBe("pending")
        seen.push(token!.slug)
      }
      yield* Tick.upTo(run.world, uuid, monday + 10 * day)
      const laid = yield* tokens.list(uuid)
      const first = laid.find(({ slug }) => slug === seen[0])
      expect(first?.state).toBe("planted")
      expect(laid.filter(({ momentId }) => momentId === first!.momentId)).toEqual([first])
    })
    Effect.runSync(Effect.provide(program, layers))
    expect(new Set(seen).size).toBe(1)
  })

  it("says why it failed where something else lies at one of its paths", () => {
    const { run, uuid, layers, host } = stage("canary_ssh_key")
    const login = [...run.world.casts.get(uuid)!.inhabitants].map(({ resident }) => resident.login)
    const program = Effect.gen(function* () {
      const { plant } = yield* Host
      const content = Bytes.ofText("Host *\n")
      for (const each of login)
        yield* plant(
          uuid,
          {
            _tag: "Create",
            path: `/home/${each}/.ssh/config`,
            class: "note",
            persona: undefined,
            mtime: { ms: monday, ns: 7 },
            mode: 0o600,
            owner: each,
            group: each,
            content,
            sha256: Bytes.sha256(content),
            body: undefined,
            hotness: 1,
            removeAt: undefined,
          },
          "first",
        )
      yield* Tick.upTo(run.world, uuid, monday + 12 * day)
      return yield* (yield* CanaryTokens).list(uuid)
    })
    const tokens = Effect.runSync(Effect.provide(program, layers))
    expect(tokens.length).toBeGreaterThan(0)
    for (const token of tokens) {
      expect(token.state).toBe("failed")
      expect(token.lastError).toContain(".ssh/config")
      expect(host.paths()).not.toContain(token.path)
    }
  })

  it("is taken away when it is revoked, save for what a visitor changed", () => {
    const { run, uuid, layers, host, events } = stage("canary_aws_creds")
    const program = Effect.gen(function* () {
      yield* Tick.upTo(run.world, uuid, monday + 12 * day)
      const tokens = yield* CanaryTokens
      const [first] = yield* tokens.list(uuid)
      const changed = first!.files.find(({ path }) => path !== first!.path)!.path
      host.tamper(changed, { ms: monday + 12 * day, ns: 5 }, false)
      const revoked = yield* Cultivator.revoke(first!.id, { ms: monday + 12 * day, ns: 9 })
      const rows = yield* (yield* SyntheticFiles).list(uuid)
      return { first: first!, changed, revoked, rows, after: yield* tokens.get(first!.id) }
    })
    const { first, changed, revoked, rows, after } = Effect.runSync(Effect.provide(program, layers))
    expect(revoked?.left).toEqual([changed])
    expect(host.paths()).toContain(changed)
    expect(host.paths()).not.toContain(first.path)
    expect(after?.state).toBe("revoked")
    expect(
      rows
        .filter(({ path }) => first.files.some((file) => file.path === path))
        .map((row) => row.touched),
    ).toEqual(first.files.map(() => true))
    const types = events.filter(({ topic }) => topic.startsWith(`canary.${first.id}`))
    expect(types.map(({ type }) => type)).toEqual(["placed", "revoked"])
  })

  it("is not tried for ever where its place may not be written", () => {
    const { run, uuid, layers } = stage("canary_mysql_dump")
    const program = Effect.gen(function* () {
      const host = yield* Host
      const refusing: Host["Type"] = {
        ...host,
        plant: (decky, action, attempt) =>
          action.path.startsWith("/var/backups/")
            ? Effect.fail(new PathRefused({ decky, path: action.path, reason: "not allowed" }))
            : host.plant(decky, action, attempt),
      }
      yield* Effect.provideService(Tick.upTo(run.world, uuid, monday + 12 * day), Host, refusing)
      return yield* (yield* CanaryTokens).list(uuid)
    })
    const tokens = Effect.runSync(Effect.provide(program, layers))
    expect(tokens.length).toBeGreaterThan(0)
    const homes = tokens.map(({ context }) => context.owner.login)
    expect(new Set(homes).size).toBe(homes.length)
    expect(new Set(tokens.map(({ state }) => state))).toEqual(new Set(["failed"]))
  })

  it("is not laid by hand where the engine has a file, which stays as it is", () => {
    const { run, uuid, layers } = stage("canary_env_file")
    const cast = run.world.casts.get(uuid)!
    const [who] = cast.inhabitants
    const at = { ms: monday + 6 * day, ns: 3 }
    const program = Effect.gen(function* () {
      yield* Tick.upTo(run.world, uuid, at.ms)
      const rows = yield* SyntheticFiles
      const before = (yield* rows.list(uuid)).find((row) => row.class === "todo")!
      const bait = BaitMoment.propose(run.world.root, "canary_netrc", {
        cast,
        who: who!,
        callback: run.world.options.callback!,
        momentId: "manual/1",
        at: at.ms,
        mtime: at,
        project: cast.lore.projects[0]!.name,
        path: before.path,
      })!
      const laid = yield* Effect.either(Cultivator.lay(cast.decky, bait, at, "somebody"))
      return { before, laid, after: yield* rows.get(uuid, before.path) }
    })
    const { before, laid, after } = Effect.runSync(Effect.provide(program, layers))
    expect(laid).toMatchObject({ _tag: "Left", left: { _tag: "PlaceTaken", path: before.path } })
    expect(after).toEqual(before)
  })
})
