import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { describe, expect, it } from "vitest"
import * as Decide from "../../src/engine/Decide.ts"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import * as Tick from "../../src/engine/Tick.ts"
import { World } from "../../src/engine/World.ts"
import * as MadeFleet from "../../src/fleet/MadeFleet.ts"
import * as Maildir from "../../src/email/Maildir.ts"
import type { Persona } from "../../src/persona/Persona.ts"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import { Carries } from "../../src/ports/Carries.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import * as Memory from "../../src/ports/Memory.ts"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { fromSeed, Rng } from "../../src/rng/Rng.ts"
import { monday, pool } from "../worlds.ts"

const day = 86_400_000
const { uuid } = MadeFleet.defaultDecky

const worldOf = (seed: string, personas: ReadonlyArray<Persona>): World =>
  new World({
    root: fromSeed(seed),
    config: PlannerConfig.defaults,
    cadence: { kind: "human" },
    start: monday,
    deckies: [MadeFleet.defaultDecky],
    poolOf: () => ({ id: "fleet", personas }),
    mailRoot: Maildir.patternDefault,
  })

/** What is under way after some days, and the rows. */
const after = (seed: string, days: number) =>
  Effect.runSync(
    Effect.scoped(
      Effect.gen(function* () {
        const world = worldOf(seed, pool.personas)
        const host = MemoryHost.hostOf(world.casts.get(uuid)!.host, monday, true)
        const context = yield* Layer.build(
          Layer.mergeAll(
            MemoryHost.layer(new Map([[uuid, host]]), () => undefined),
            Memory.layer,
            LanguageModel.layerOff,
            EventBus.layerNoop,
            Layer.succeed(Rng, world.root),
            Entropy.layerCounted,
          ),
        )
        yield* Effect.provide(Tick.upTo(world, uuid, monday + days * day), context)
        const carry = yield* Context.get(context, Carries).get(uuid)
        const files = yield* Context.get(context, SyntheticFiles).list(uuid)
        return { carry: Option.getOrThrow(carry), files }
      }),
    ),
  )

describe("somebody who leaves", () => {
  it("is quoted no more, and stops nobody else", () => {
    let judged = 0
    for (let seed = 1; seed <= 40 && judged < 5; seed++) {
      const { carry, files } = after(String(seed), 4)
      // a thread of several authors that somebody is still going to answer
      const reply = carry.replies.find(({ chain, replier }) => {
        const last = chain.at(-1)!
        return chain.some(({ from }) => from !== last.from && from !== replier)
      })
      if (reply === undefined) continue
      judged++
      const gone = reply.chain.find(
        ({ from }) => from !== reply.chain.at(-1)!.from && from !== reply.replier,
      )!.from
      const world = worldOf(
        String(seed),
        pool.personas.filter(({ email }) => email !== gone),
      )
      const cast = world.casts.get(uuid)!
      const { decisions } = Effect.runSync(
        Effect.provideService(
          Decide.decide({ world, cast, files, carry }, monday + 8 * day),
          Rng,
          world.root,
        ),
      )
      expect(decisions.length).toBeGreaterThan(10)
    }
    expect(judged).toBeGreaterThan(0)
  })
})

describe("the cursor", () => {
  it("never goes back, also where something overdue is still there", () => {
    const { carry, files } = after("1", 3)
    const world = worldOf("1", pool.personas)
    const cast = world.casts.get(uuid)!
    const file = files.find(({ class: kind }) => kind === "note")!
    const overdue = {
      ...file,
      path: "/tmp/tmp.stuck",
      class: "cache_tmp" as const,
      removeAt: monday + 1000,
    }
    const { decisions } = Effect.runSync(
      Effect.provideService(
        Decide.decide({ world, cast, files: [...files, overdue], carry }, carry.cursor + day),
        Rng,
        world.root,
      ),
    )
    expect(decisions[0]!.actions[0]).toMatchObject({ _tag: "Remove", path: "/tmp/tmp.stuck" })
    for (const decision of decisions)
      expect(decision.carry.cursor).toBeGreaterThanOrEqual(carry.cursor)
  })
})
