/**
 * One step of the engine: gather, decide, perform, record. Whether a day is taken in one step or
 * in a thousand does not show in what comes out; nor does it whether the process was killed between
 * any two of them, since what is about to be done is written down before, and gone on with after.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { CanaryTokens } from "../ports/CanaryTokens.ts"
import { Carries } from "../ports/Carries.ts"
import type { Entropy } from "../ports/Entropy.ts"
import { EventBus } from "../ports/EventBus.ts"
import type { Attempt, HostUnreachable } from "../ports/Host.ts"
import { attemptAt, Intents, type Intent } from "../ports/Intents.ts"
import { LanguageModel } from "../ports/LanguageModel.ts"
import type { StoreUnavailable } from "../ports/StoreUnavailable.ts"
import { SyntheticFiles, type FileRow } from "../ports/SyntheticFiles.ts"
import { Transactions } from "../ports/Transactions.ts"
import type { Wordings } from "../ports/Wordings.ts"
import type { Rng } from "../rng/Rng.ts"
import { isFile, type Action } from "../scheduler/Action.ts"
import * as Decide from "./Decide.ts"
import * as Gather from "./Gather.ts"
import * as Perform from "./Perform.ts"
import * as Prepare from "./Prepare.ts"
import * as Record from "./Record.ts"
import type { World } from "./World.ts"

type Stores = SyntheticFiles | Carries | Intents | CanaryTokens | Wordings | Transactions | EventBus

export type Requirements = Rng | Entropy | LanguageModel | Perform.Ports | Stores

export interface Options {
  /** Moments older than this are skipped; a simulation makes up for all of them. */
  readonly catchUpMillis?: number
  /** How far ahead `nextAt` looks; it costs, and is left out where nobody asks. */
  readonly horizonMillis?: number
}

export interface TickResult {
  readonly outcomes: ReadonlyArray<Record.Outcome>
  /**
   * Set where the host did not answer: its history stands still and goes on at the next tick, with
   * the same decisions.
   */
  readonly stalled: HostUnreachable | undefined
  /** Epoch milliseconds before which nothing is due; that of the tick where it stalled. */
  readonly nextAt: number
}

/** What is left of an action when its turn comes, by what is on record of its file. */
type Turn =
  | { readonly kind: "act"; readonly action: Action; readonly isKnown: boolean }
  /** What it was about is no longer on record. */
  | { readonly kind: "gone" }
  /** A visitor has been there before; nothing more is told of it. */
  | { readonly kind: "left alone" }

const turnOf = (row: FileRow | undefined, action: Action): Turn => {
  if (row?.touched === true) return { kind: "left alone" }
  if (row === undefined && action._tag !== "Append") return { kind: "gone" }
  const isKnown = row !== undefined
  // what was planted last may be worded otherwise than decisions know it, or be older
  if (action._tag === "Edit")
    return {
      kind: "act",
      action: { ...action, previousSha256: row?.sha256 ?? action.previousSha256 },
      isKnown,
    }
  if (action._tag === "Remove" && action.previousSha256 !== undefined)
    return {
      kind: "act",
      action: { ...action, previousSha256: row?.sha256 ?? action.previousSha256 },
      isKnown,
    }
  if (action._tag !== "Append") return { kind: "act", action, isKnown }
  // where a visitor appended, ours end further down than was planned
  const appended = { ...action, offset: row?.bytes ?? 0, tail: row?.tail }
  return { kind: "act", action: appended, isKnown }
}

const atTurn = (decky: string, action: Action) => {
  if (!isFile(action)) return Effect.succeed<Turn>({ kind: "act", action, isKnown: false })
  const path = action._tag === "Rotate" ? action.from : action.path
  return Effect.map(
    Effect.flatMap(SyntheticFiles, (files) => files.get(decky, path)),
    (row): Turn =>
      action._tag === "Create" && row === undefined
        ? { kind: "act", action, isKnown: false }
        : turnOf(row, action),
  )
}

/** Whether it belongs to bait of which a part could not be planted: the rest is not laid. */
const isLost = (action: Action) =>
  action._tag !== "Create" || action.bait === undefined
    ? Effect.succeed(false)
    : Effect.map(
        Effect.flatMap(CanaryTokens, ({ get }) => get(action.bait!.token)),
        (row) => row?.state !== "pending",
      )

/** Performs one action of an intent; undefined where there is nothing to tell. */
const act = (decky: string, intent: Intent, action: Action, attempt: Attempt) =>
  Effect.gen(function* () {
    const common = { decky, momentId: intent.momentId, at: intent.at }
    const turn = yield* atTurn(decky, action)
    if (turn.kind === "left alone") return undefined
    if (turn.kind === "gone" || (yield* isLost(action)))
      return { ...common, action, result: "skipped" as const }
    return yield* Perform.perform(decky, turn.action, attempt).pipe(
      Effect.catchTags({
        FileTouched: () => Effect.succeed({ result: "touched" as const }),
        PathRefused: (error) =>
          Effect.as(Effect.logWarning(error.message), {
            result:
              error.visitors === true && turn.isKnown ? ("touched" as const) : ("failed" as const),
          }),
      }),
      Effect.map((performed): Record.Outcome => ({
        ...common,
        action: turn.action,
        ...performed,
      })),
    )
  })

/**
 * Performs what is left of an intent; where it was read back, its next action may have been
 * performed, and is tried as its `attempt` says. Each outcome, its row, its event and how far the intent has
 * come are one transaction; the last one closes the intent and moves the cursor with it.
 */
const carryOut = (decky: string, intent: Intent, first: Attempt) =>
  Effect.gen(function* () {
    const { atomically } = yield* Transactions
    const intents = yield* Intents
    const carries = yield* Carries
    const outcomes: Array<Record.Outcome> = []
    for (let index = intent.recorded; index < intent.actions.length; index++) {
      const isLast = index === intent.actions.length - 1
      const attempt = attemptAt(intent, index, first)
      const outcome = yield* act(decky, intent, intent.actions[index]!, attempt).pipe(
        Effect.tapErrorTag("HostUnreachable", ({ reason }) =>
          // surely not done, unless it was before
          reason === "down" && attempt === "first"
            ? intents.advance(decky, intent.momentId, index, "first")
            : Effect.void,
        ),
      )
      yield* atomically(
        Effect.gen(function* () {
          if (outcome !== undefined) yield* Record.record(outcome, index)
          if (!isLast) return yield* intents.advance(decky, intent.momentId, index + 1, "again")
          yield* carries.put(decky, intent.carry)
          yield* intents.close(decky, intent.momentId)
        }),
      )
      if (outcome !== undefined) outcomes.push(outcome)
    }
    return outcomes
  })

const stall = (outcomes: ReadonlyArray<Record.Outcome>, stalled: HostUnreachable, to: number) => ({
  outcomes,
  stalled,
  nextAt: to,
})

/** Brings one decky's history up to `to` (epoch milliseconds), as far as its host answers. */
export const upTo = (
  world: World,
  deckyUuid: string,
  to: number,
  options: Options = {},
): Effect.Effect<TickResult, StoreUnavailable, Requirements> =>
  Effect.gen(function* () {
    const cast = world.casts.get(deckyUuid)
    if (cast === undefined) return { outcomes: [], stalled: undefined, nextAt: to }
    const outcomes: Array<Record.Outcome> = []
    const intents = yield* Intents
    const attempted = (intent: Intent, attempt: Attempt) =>
      carryOut(deckyUuid, intent, attempt).pipe(
        Effect.map((done) => void outcomes.push(...done)),
        Effect.catchTag("HostUnreachable", (error) => Effect.succeed(error)),
      )
    for (const intent of yield* intents.pending(deckyUuid)) {
      if (intent.attempt === "first")
        yield* intents.advance(deckyUuid, intent.momentId, intent.recorded, "again")
      const stalled = yield* attempted(intent, intent.attempt)
      if (stalled !== undefined) return stall(outcomes, stalled, to)
    }
    const snapshot = yield* Gather.gather(world, cast)
    const { cursor } = snapshot.carry
    // the clock went back: what it comes to again has been done
    if (to <= cursor) return { outcomes, stalled: undefined, nextAt: cursor }
    const skipBefore = to - (options.catchUpMillis ?? Number.POSITIVE_INFINITY)
    const { decisions, skipped, nextAt } = yield* Decide.decide(snapshot, to, skipBefore)
    if (skipped > 0)
      yield* Effect.flatMap(EventBus, ({ publish }) =>
        publish(Record.skippedEvent(deckyUuid, cursor, skipBefore, skipped, to)),
      )
    const turn = yield* (yield* LanguageModel).turn
    for (const decision of decisions) {
      const { momentId, at, carry } = decision
      const actions = yield* Prepare.prepare({ world, cast, turn }, decision)
      if (actions.length === 0) {
        yield* (yield* Carries).put(deckyUuid, carry)
        continue
      }
      const intent: Intent = { momentId, at, actions, carry, recorded: 0, attempt: "again" }
      yield* intents.open(deckyUuid, intent)
      const stalled = yield* attempted(intent, "first")
      if (stalled !== undefined) return stall(outcomes, stalled, to)
    }
    const { horizonMillis } = options
    return {
      outcomes,
      stalled: undefined,
      nextAt: horizonMillis === undefined ? to : nextAt(horizonMillis),
    }
  })

/** Brings every decky up to the present: the one place where the clock is read. */
export const run = (
  world: World,
  concurrency: number,
  options: Options = {},
): Effect.Effect<ReadonlyArray<TickResult>, StoreUnavailable, Requirements> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    Effect.forEach([...world.casts.keys()], (uuid) => upTo(world, uuid, now, options), {
      concurrency,
    }),
  )
