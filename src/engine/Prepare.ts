/**
 * From what is decided to what is written down and done: bait becomes its files, letters become
 * mails, and texts get their last wording.
 */
import * as Effect from "effect/Effect"
import type { CanaryTokens } from "../ports/CanaryTokens.ts"
import type { Entropy } from "../ports/Entropy.ts"
import type { StoreUnavailable } from "../ports/StoreUnavailable.ts"
import type { SyntheticFiles } from "../ports/SyntheticFiles.ts"
import type { Wordings } from "../ports/Wordings.ts"
import type { Rng } from "../rng/Rng.ts"
import type { Action, Planned } from "../scheduler/Action.ts"
import * as Cultivator from "./Cultivator.ts"
import type { Decision } from "./Decide.ts"
import * as Wordsmith from "./Wordsmith.ts"

export type Requirements = Rng | Entropy | CanaryTokens | SyntheticFiles | Wordings

const one = (
  desk: Wordsmith.Desk,
  momentId: string,
  planned: Planned,
): Effect.Effect<ReadonlyArray<Action>, StoreUnavailable, Requirements> => {
  switch (planned._tag) {
    case "Bait":
      return Cultivator.prepare(desk.cast.decky, planned)
    case "Authored":
      return Effect.map(Wordsmith.file(desk, planned), (action) => [action])
    case "Letter":
      return Effect.map(Wordsmith.letter(desk, momentId, planned), (mail) => [mail])
    default:
      return Effect.succeed([planned])
  }
}

/** The actions of a decision, in its order. */
export const prepare = (
  desk: Wordsmith.Desk,
  { momentId, actions }: Decision,
): Effect.Effect<ReadonlyArray<Action>, StoreUnavailable, Requirements> =>
  Effect.map(
    Effect.forEach(actions, (planned) => one(desk, momentId, planned)),
    (made) => made.flat(),
  )
