/** The API over deckies that people have lived on for some days. */
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Fleet } from "../../../runtime/storage/Fleet.ts"
import { HostFactsStore } from "../../../runtime/storage/HostFactsStore.ts"
import * as Registry from "../../../runtime/fleet/Registry.ts"
import * as MemoryHost from "../../../src/engine/MemoryHost.ts"
import * as InMemory from "../../../src/engine/InMemory.ts"
import * as Tick from "../../../src/engine/Tick.ts"
import { World } from "../../../src/engine/World.ts"
import * as PlannerConfig from "../../../src/planner/PlannerConfig.ts"
import { Entropy } from "../../../src/ports/Entropy.ts"
import { LanguageModel } from "../../../src/ports/LanguageModel.ts"
import { Tenure } from "../../../src/ports/Tenure.ts"
import { fromSeed, Rng } from "../../../src/rng/Rng.ts"
import * as Instant from "../../../src/time/Instant.ts"
import { contact } from "../../orchestrator/world.ts"
import { pool } from "../../worlds.ts"
import { start, type Api } from "../server.ts"

const people = fileURLToPath(new URL("../../../fixtures/personas.json", import.meta.url))

export interface Lived {
  readonly api: Api
  /** Uuids. */
  readonly deckies: ReadonlyArray<string>
}

/** `days` up to now on two deckies; hosts are in memory, rows and events in the database. */
export const begin = async (days: number, seed = "lived"): Promise<Lived> => {
  const api = await start({
    environment: { DECNET_SEED: seed, DECNET_REALISM_PERSONAS: people },
  })
  const now = Date.now()
  const bornAt = now - days * Instant.dayMillis
  const read = { bornAtMillis: bornAt, readAtMillis: bornAt }
  const deckies = await api.run(
    Effect.gen(function* () {
      const fleet = yield* Fleet
      const facts = yield* HostFactsStore
      for (const name of ["atlas", "boreas"])
        yield* fleet.put("local", {
          name,
          ip: name === "atlas" ? "10.20.30.40" : "10.20.30.41",
          services: ["ssh", "imap"],
          config: { hostname: `srv-${name}` },
        })
      const { deckies: rows } = yield* fleet.running("local")
      for (const { uuid } of rows)
        yield* facts.put(uuid, {
          ...(yield* contact(bornAt).read({ uuid, name: "", services: [], containers: {} })),
          ...read,
        })
      const known = yield* facts.all
      const made = rows.map((row) => Registry.make(row, known.get(row.uuid)).decky)
      const world = new World({
        root: fromSeed(seed),
        config: PlannerConfig.defaults,
        cadence: { kind: "human" },
        start: bornAt,
        deckies: made,
        poolOf: () => pool,
        mailRoot: "/var/mail/vhosts/%d/%n/Maildir",
      })
      // who has an account there is known once it was made
      for (const { decky, host } of world.casts.values()) {
        const before = known.get(decky.uuid)!
        yield* facts.put(decky.uuid, {
          ...before,
          facts: { ...before.facts, accounts: host.accounts },
        })
      }
      const hosts = InMemory.hostsOf(world, bornAt, false)
      const layers = Layer.mergeAll(
        MemoryHost.layer(hosts, () => undefined),
        LanguageModel.layerOff,
        Entropy.layerCounted,
        Tenure.layerSole,
        Layer.succeed(Rng, world.root),
      )
      const live = Effect.gen(function* () {
        for (let at = bornAt; at < now;) {
          at = Math.min(now, at + Instant.dayMillis)
          for (const uuid of world.casts.keys()) yield* Tick.upTo(world, uuid, at)
        }
      })
      yield* Effect.provide(live, layers)
      return [...world.casts.keys()]
    }),
  )
  return { api, deckies }
}
