/**
 * A simulation in trouble: the engine in short steps over ports that fail, in a process that is
 * killed and started again, with visitors on the hosts. At the end everything is well for one last
 * step, so that what is left shows what was lost.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Outcome } from "../src/engine/Record.ts"
import * as Tick from "../src/engine/Tick.ts"
import type { Event } from "../src/events/Event.ts"
import { Entropy } from "../src/ports/Entropy.ts"
import { EventBus } from "../src/ports/EventBus.ts"
import { Intents, type Intent } from "../src/ports/Intents.ts"
import { LanguageModel } from "../src/ports/LanguageModel.ts"
import * as Memory from "../src/ports/Memory.ts"
import { SyntheticFiles, type FileRow } from "../src/ports/SyntheticFiles.ts"
import { Rng } from "../src/rng/Rng.ts"
import * as Instant from "../src/time/Instant.ts"
import * as Stream from "effect/Stream"
import * as Faults from "./Faults.ts"
import * as FaultyPorts from "./FaultyPorts.ts"
import type { Batch, Run } from "./Run.ts"
import * as InMemory from "../src/engine/InMemory.ts"
import * as MemoryHost from "../src/engine/MemoryHost.ts"

/** So short that an outage shows where it happens. */
const stepMillis = 15 * Instant.minuteMillis

export interface Visit {
  readonly at: number
  readonly decky: string
  readonly path: string
  readonly removed: boolean
}

export interface Recorded extends Outcome {
  /** Epoch milliseconds of the step in which it was committed. */
  readonly recordedAt: number
}

/** What a run in trouble came to, for whoever looks whether anything was lost. */
export interface Aftermath {
  readonly visits: ReadonlyArray<Visit>
  /** Everything that was recorded, in the order in which it was. */
  readonly outcomes: ReadonlyArray<Recorded>
  /** Events recorded more than once, by id. */
  readonly doubled: ReadonlyArray<string>
  /** By decky. */
  readonly rows: ReadonlyMap<string, ReadonlyArray<FileRow>>
  /** How many intents are still open. */
  readonly open: number
  /** How many faults there were, by kind. */
  readonly faults: Readonly<Record<string, number>>
}

/** Hears of outcomes when they are committed: what a killed process knew is gone. */
class Ledger {
  readonly outcomes: Array<Recorded> = []
  readonly doubled: Array<string> = []
  readonly #seen = new Set<string>()
  readonly #intents = new Map<string, Intent>()

  open(decky: string, intent: Intent): void {
    this.#intents.set(`${decky}/${intent.momentId}`, intent)
  }

  publish(event: Event, recordedAt: number): void {
    if (event.type !== "email" && event.type !== "file" && event.type !== "traffic") return
    if (this.#seen.has(event.id)) this.doubled.push(event.id)
    this.#seen.add(event.id)
    const split = event.id.lastIndexOf("/")
    const intent = this.#intents.get(event.id.slice(0, split))
    if (intent === undefined) return
    const decky =
      event.type === "email" ? event.payload.mail_decky_uuid : event.payload.src_decky_uuid
    this.outcomes.push({
      recordedAt,
      decky,
      momentId: intent.momentId,
      at: intent.at,
      action: intent.actions[Number(event.id.slice(split + 1))]!,
      result:
        event.type === "email"
          ? event.payload.success
            ? "done"
            : "failed"
          : (event.payload.payload["result"] as Outcome["result"]),
    })
  }
}

/** The visits of a stretch; visitors do what they came for. */
const visit = (run: Run, from: number, to: number): ReadonlyArray<Visit> => {
  const { options, world, hosts } = run
  // a stretch may begin on one day and end on the next
  const days = new Set([from, to].map((ms) => Math.floor(ms / Instant.dayMillis)))
  const visits: Array<Visit> = []
  for (const decky of world.casts.keys())
    for (const day of days)
      for (const { at, choice, removes } of Faults.visits(world.root, options.faults, decky, day)) {
        if (at <= from || at > to) continue
        const host = hosts.get(decky)!
        const paths = host.paths().filter((path) => !path.startsWith("/var/mail/"))
        const path = paths[choice % (paths.length || 1)]
        if (path === undefined) continue
        host.tamper(path, Instant.make(at, 1 + (choice % 999_999)), removes)
        visits.push({ at, decky, path, removed: removes })
      }
  return visits
}

const stretches = (run: Run, kind: "outage" | "disk", decky: string, now: number) => {
  const day = Math.floor(now / Instant.dayMillis)
  return [day - 1, day].flatMap((each) =>
    Faults.outages(run.world.root, run.options.faults, kind, decky, each),
  )
}

const reasonAt = (run: Run, decky: string, now: number) => {
  const within = (kind: "outage" | "disk"): boolean =>
    stretches(run, kind, decky, now).some(({ from, to }) => now > from && now <= to)
  return within("outage") ? "down" : within("disk") ? "full" : undefined
}

const isKill = (cause: Cause.Cause<unknown>): boolean =>
  Array.from(Cause.defects(cause)).some((defect) => defect instanceof FaultyPorts.Killed)

/** Runs to the end, and once more in peace. */
export const run = <E, R>(
  simulation: Run,
  take: (batch: Batch) => Effect.Effect<void, E, R>,
): Effect.Effect<Aftermath, E, R> =>
  Effect.scoped(
    Effect.gen(function* () {
      const { options, world, hosts, end } = simulation
      const ledger = new Ledger()
      const visits: Array<Visit> = []
      const counts: Record<string, number> = {}
      let now = options.start
      let faults: Array<Faults.Fault> = []
      const note = (kind: Faults.Fault["kind"], decky: string, detail: string, at = now): void => {
        counts[kind] = (counts[kind] ?? 0) + 1
        faults.push({ at, decky, kind, detail })
      }
      const trouble: FaultyPorts.Trouble = {
        root: world.root,
        profile: options.faults,
        note,
        active: true,
      }
      const durable = yield* Layer.build(
        Layer.merge(
          MemoryHost.layer(hosts, (decky) =>
            trouble.active ? reasonAt(simulation, decky, now) : undefined,
          ),
          Memory.layer,
        ).pipe(Layer.merge(options.model ?? LanguageModel.layerOff)),
      )
      const entropy = yield* Entropy.pipe(Effect.provide(Entropy.layerCounted))
      const intents = Context.get(durable, Intents)
      const heard = Context.add(durable, Intents, {
        ...intents,
        open: (decky, intent) =>
          Effect.zipRight(
            Effect.sync(() => ledger.open(decky, intent)),
            intents.open(decky, intent),
          ),
      })
      const ports = FaultyPorts.wrap(heard, trouble).pipe(
        Context.add(Rng, world.root),
        Context.add(Entropy, entropy),
        Context.add(LanguageModel, Context.get(durable, LanguageModel)),
        Context.add(EventBus, {
          publish: (event) => Effect.sync(() => ledger.publish(event, now)),
          events: Stream.empty,
        }),
      )

      /** A process that dies is started again at once, and begins with what it finds. */
      const tick = (decky: string, to: number): Effect.Effect<void> =>
        Tick.upTo(world, decky, to).pipe(
          Effect.provide(ports),
          Effect.asVoid,
          // a store that fails is asked again at the next step
          Effect.catchTag("StoreUnavailable", () => Effect.void),
          Effect.catchAllCause((cause) =>
            isKill(cause) ? Effect.suspend(() => tick(decky, to)) : Effect.failCause(cause),
          ),
        )

      const announce = (from: number): void => {
        for (const kind of ["outage", "disk"] as const)
          for (const decky of world.casts.keys())
            for (const stretch of stretches(simulation, kind, decky, now))
              if (stretch.from > from && stretch.from <= now) {
                const minutes = Math.round((stretch.to - stretch.from) / Instant.minuteMillis)
                const what = kind === "outage" ? "down" : "disk full"
                note(kind, decky, `${what} for ${minutes} minutes`, stretch.from)
              }
        for (const each of visit(simulation, from, now)) {
          visits.push(each)
          note("visit", each.decky, `${each.removed ? "removed" : "changed"} ${each.path}`, each.at)
        }
      }

      let told = 0
      const step = (seen: number) =>
        Effect.gen(function* () {
          for (const decky of world.casts.keys()) yield* tick(decky, seen)
          const outcomes = ledger.outcomes.slice(told).sort(InMemory.byMoment)
          told = ledger.outcomes.length
          const batch = { outcomes, faults: faults.sort((a, b) => a.at - b.at), until: now }
          faults = []
          yield* take(batch)
        })

      while (now < end) {
        const from = now
        now = Math.min(end, now + stepMillis)
        announce(from)
        const off = Faults.clockOff(world.root, options.faults, from, stepMillis)
        if (off !== 0)
          note("clock", "", `the clock is off by ${off / Instant.minuteMillis} minutes`)
        yield* step(Math.min(end, now + off))
      }
      trouble.active = false
      yield* step(end)
      const rows = new Map<string, ReadonlyArray<FileRow>>()
      let open = 0
      for (const decky of world.casts.keys()) {
        rows.set(decky, yield* Effect.orDie(Context.get(durable, SyntheticFiles).list(decky)))
        open += (yield* Effect.orDie(intents.pending(decky))).length
      }
      const { outcomes, doubled } = ledger
      return { visits, outcomes, doubled, rows, open, faults: counts }
    }),
  )
