/**
 * One step of the engine: gather, decide, perform, record. Whether a day is taken in one step or
 * in a thousand does not show in what comes out.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Carries } from "../ports/Carries.ts"
import type { EventBus } from "../ports/EventBus.ts"
import { Intents } from "../ports/Intents.ts"
import type { SyntheticFiles } from "../ports/SyntheticFiles.ts"
import type { Rng } from "../rng/Rng.ts"
import * as Decide from "./Decide.ts"
import * as Gather from "./Gather.ts"
import * as Perform from "./Perform.ts"
import * as Record from "./Record.ts"
import type { World } from "./World.ts"

export type Requirements = Rng | Perform.Ports | SyntheticFiles | Carries | Intents | EventBus

export interface TickResult {
  readonly outcomes: ReadonlyArray<Record.Outcome>
  /**
   * Set where the host did not answer: its history stands still and goes on at the next tick, with
   * the same decisions.
   */
  readonly stalledAt: number | undefined
}

const pathsOf = (decision: Decide.Decision): ReadonlyArray<string> =>
  decision.actions.flatMap((action) =>
    action._tag === "Mail"
      ? action.copies.map((copy) => copy.path)
      : action._tag === "Connect"
        ? []
        : [action.path],
  )

/**
 * Performs one decision. Where the host stops answering, what it took is recorded, and the carry is
 * not: the next tick decides the rest of that moment anew.
 */
const settle = (decky: string, decision: Decide.Decision) =>
  Effect.gen(function* () {
    const outcomes: Array<Record.Outcome> = []
    const intents = yield* Intents
    const { momentId, at } = decision
    yield* intents.open(decky, { momentId, at: at.ms, paths: pathsOf(decision) })
    for (const [index, action] of decision.actions.entries()) {
      const result = yield* Perform.perform(decky, action).pipe(
        Effect.map((worked) => (worked ? ("done" as const) : ("failed" as const))),
        Effect.catchTag("FileTouched", () => Effect.succeed("touched" as const)),
      )
      const outcome = { decky, momentId, at, action, result }
      yield* Record.record(outcome, index)
      outcomes.push(outcome)
    }
    yield* (yield* Carries).put(decky, decision.carry)
    yield* intents.close(decky, momentId)
    return outcomes
  })

/** Brings one decky's history up to `to` (epoch milliseconds), as far as its host answers. */
export const upTo = (
  world: World,
  deckyUuid: string,
  to: number,
): Effect.Effect<TickResult, never, Requirements> =>
  Effect.gen(function* () {
    const cast = world.casts.get(deckyUuid)
    if (cast === undefined) return { outcomes: [], stalledAt: undefined }
    const decisions = yield* Decide.decide(yield* Gather.gather(world, cast), to)
    const outcomes: Array<Record.Outcome> = []
    for (const decision of decisions) {
      if (decision.actions.length === 0) {
        yield* (yield* Carries).put(deckyUuid, decision.carry)
        continue
      }
      const settled = yield* settle(deckyUuid, decision).pipe(
        Effect.catchTag("HostUnreachable", () => Effect.succeed(undefined)),
      )
      if (settled === undefined) return { outcomes, stalledAt: decision.at.ms }
      outcomes.push(...settled)
    }
    return { outcomes, stalledAt: undefined }
  })

/** Brings every decky up to the present: the one place where the clock is read. */
export const run = (
  world: World,
  concurrency: number,
): Effect.Effect<ReadonlyArray<TickResult>, never, Requirements> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    Effect.forEach([...world.casts.keys()], (uuid) => upTo(world, uuid, now), { concurrency }),
  )
