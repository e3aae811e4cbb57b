import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { describe, expect, it } from "vitest"
import { firstOf } from "../../runtime/orchestrator/FirstOf.ts"
import * as Worker from "../../runtime/orchestrator/Worker.ts"
import { superseded } from "../../runtime/storage/Leases.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { LanguageModel } from "../../src/ports/LanguageModel.ts"
import * as Memory from "../../src/ports/Memory.ts"
import { Tenure } from "../../src/ports/Tenure.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { Rng } from "../../src/rng/Rng.ts"
import { options } from "../worlds.ts"

describe("a worker", () => {
  it("that lost its lease and holds it again works on", async () => {
    const { world } = Simulation.begin(options({ deckies: [] }))
    let readings = 0
    const layers = Layer.mergeAll(
      MemoryHost.layer(new Map(), () => undefined),
      Memory.layer,
      LanguageModel.layerOff,
      EventBus.layerNoop,
      Tenure.layerSole,
      Layer.succeed(Rng, world.root),
      Entropy.layerCounted,
      Logger.remove(Logger.defaultLogger),
    )
    const program = Effect.gen(function* () {
      const { run } = yield* Worker.make(
        { intervalMillis: 5, once: false, concurrency: 1, catchUpMillis: 0 },
        {
          roster: Effect.suspend(() =>
            ++readings === 1
              ? Effect.fail(superseded("local"))
              : Effect.succeed({ world, waiting: new Map<string, string>() }),
          ),
          prune: Effect.void,
          onOutcomes: () => Effect.void,
        },
      )
      const lost = yield* Effect.flip(run(Effect.never))
      const again = Effect.sync(() => readings > 3)
      yield* run(Effect.repeat(Effect.delay(again, 5), { until: (enough) => enough }))
      return lost.reason
    })
    expect(await Effect.runPromise(Effect.provide(program, layers))).toBe("superseded")
    expect(readings).toBeGreaterThan(3)
  })

  it("that is interrupted ends before its watch does, and both before what they stand on", async () => {
    const ended: Array<string> = []
    const note = (what: string) => Effect.sync(() => void ended.push(what))
    const lasting = (what: string, millis: number) =>
      Effect.onInterrupt(Effect.never, () => Effect.delay(note(what), millis))
    const program = Effect.ensuring(
      firstOf(lasting("work", 30), lasting("watch", 0)),
      note("ground"),
    )
    const fiber = Effect.runFork(program)
    await new Promise((next) => setTimeout(next, 20))
    await Effect.runPromise(Fiber.interrupt(fiber))
    expect(ended).toEqual(["work", "watch", "ground"])
  })
})
