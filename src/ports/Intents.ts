/**
 * What is about to be performed, written down first, with all that performing it takes: a process
 * that was killed goes on from here, and decides nothing anew.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Action } from "../scheduler/Action.ts"
import type { Carry } from "../scheduler/Carry.ts"
import type { Instant } from "../time/Instant.ts"
import type { Attempt } from "./Host.ts"
import type { StoreUnavailable } from "./StoreUnavailable.ts"

export interface Intent {
  /** Unique on the decky. */
  readonly momentId: string
  readonly at: Instant
  /** In the order in which they are performed. */
  readonly actions: ReadonlyArray<Action>
  /** What is under way once all of them are done. */
  readonly carry: Carry
  /** How many actions are performed and recorded. */
  readonly recorded: number
  /** How the next one is to be tried: `again` where it may have been performed already. */
  readonly attempt: Attempt
}

/** The intent of a past that is planted at once: all of it may have been performed, or nothing. */
export const backfillId = (from: number): string => `backfill/${from}`
const isBackfill = ({ momentId }: Intent): boolean => momentId.startsWith("backfill/")

/** How an action of an intent is to be tried: the next one may have been performed already. */
export const attemptAt = (intent: Intent, index: number, next: Attempt): Attempt =>
  index === intent.recorded || isBackfill(intent) ? next : "first"

export class Intents extends Context.Tag("decnet/ports/Intents")<
  Intents,
  {
    readonly open: (decky: string, intent: Intent) => Effect.Effect<void, StoreUnavailable>
    /**
     * Notes how many actions are recorded, and how the next one is to be tried; part of the
     * transaction that records them.
     */
    readonly advance: (
      decky: string,
      momentId: string,
      recorded: number,
      attempt: Attempt,
    ) => Effect.Effect<void, StoreUnavailable>
    readonly close: (decky: string, momentId: string) => Effect.Effect<void, StoreUnavailable>
    /** Those that were opened and not closed, oldest first. */
    readonly pending: (decky: string) => Effect.Effect<ReadonlyArray<Intent>, StoreUnavailable>
  }
>() {
  static readonly layerMemory: Layer.Layer<Intents> = Layer.sync(Intents, () => {
    const open = new Map<string, Map<string, Intent>>()
    const of = (decky: string): Map<string, Intent> => {
      let found = open.get(decky)
      if (found === undefined) open.set(decky, (found = new Map()))
      return found
    }
    return {
      open: (decky, intent) => Effect.sync(() => void of(decky).set(intent.momentId, intent)),
      advance: (decky, momentId, recorded, attempt) =>
        Effect.sync(() => {
          const intent = of(decky).get(momentId)
          if (intent !== undefined) of(decky).set(momentId, { ...intent, recorded, attempt })
        }),
      close: (decky, momentId) => Effect.sync(() => void of(decky).delete(momentId)),
      pending: (decky) =>
        Effect.sync(() =>
          [...of(decky).values()].sort(
            (a, b) => a.at.ms - b.at.ms || (a.momentId < b.momentId ? -1 : 1),
          ),
        ),
    }
  })
}
