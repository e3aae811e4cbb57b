/** The same history on paper: the decky as it was first met, in memory, with nobody killed. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Registry from "../../runtime/fleet/Registry.ts"
import type { Database } from "../../runtime/storage/DatabaseUrl.ts"
import { Fleet } from "../../runtime/storage/Fleet.ts"
import { HostFactsStore } from "../../runtime/storage/HostFactsStore.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import type { Outcome } from "../../src/engine/Record.ts"
import * as Tick from "../../src/engine/Tick.ts"
import type { World } from "../../src/engine/World.ts"
import type { TreeEntry } from "../../src/host/TreeEntry.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import * as Memory from "../../src/ports/Memory.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { Rng } from "../../src/rng/Rng.ts"
import { options } from "../worlds.ts"

export interface Paper {
  readonly outcomes: ReadonlyArray<Outcome>
  /** By path. */
  readonly tree: ReadonlyMap<string, TreeEntry>
  /** Ids of all events, in order. */
  readonly events: ReadonlyArray<string>
}

const deckiesOf = (database: Database) =>
  Effect.gen(function* () {
    const { deckies } = yield* (yield* Fleet).running("local")
    const known = new Map(yield* (yield* HostFactsStore).all)
    return deckies.map((row) => Registry.make(row, known.get(row.uuid)).decky)
  }).pipe(Effect.provide(Storage.layer(database, { hostUuid: "local" })))

/** As the worker's own, once all deckies are met. */
export const worldOf = async (database: Database, seed: string): Promise<World> =>
  Simulation.begin(options({ seed, deckies: await Effect.runPromise(deckiesOf(database)) })).world

/** By uuid, each up to where the worker has come. */
export const write = (
  database: Database,
  seed: string,
  until: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, Paper>> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const deckies = yield* deckiesOf(database)
      const { world, hosts } = Simulation.begin(options({ seed, deckies, keepsContent: true }))
      const papers = new Map<string, Paper>()
      for (const [uuid, to] of until) {
        const events: Array<string> = []
        const layers = Layer.mergeAll(
          MemoryHost.layer(hosts, () => undefined),
          Memory.layer,
          LanguageModel.layerOff,
          Layer.succeed(EventBus, {
            ...(yield* Effect.provide(EventBus, EventBus.layerNoop)),
            publish: ({ id }) => Effect.sync(() => void events.push(id)),
          }),
          Layer.succeed(Rng, world.root),
          Entropy.layerCounted,
        )
        const { outcomes } = yield* Effect.provide(Tick.upTo(world, uuid, to), layers)
        const tree = new Map(
          hosts
            .get(uuid)!
            .tree()
            .map((entry) => [entry.path, entry]),
        )
        papers.set(uuid, { outcomes, tree, events })
      }
      return papers
    }),
  )
