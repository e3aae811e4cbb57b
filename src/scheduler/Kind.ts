/** What kind of thing a human moment is, and what it becomes when that kind has nothing to do. */
import type { PlannerConfig } from "../planner/PlannerConfig.ts"
import type { Stream } from "../rng/Rng.ts"

export const kinds = ["traffic", "file", "email"] as const
export type Kind = (typeof kinds)[number]

/**
 * The kinds to try, in order: the one that was rolled, then the others in the order of `kinds`, so
 * that no moment is wasted. Draws from the moment's own stream.
 */
export const order = (moment: Stream, config: PlannerConfig): ReadonlyArray<Kind> => {
  const rolled = moment.within("kind").weighted(kinds, (kind) => config.kindWeights[kind])
  return [rolled, ...kinds.filter((kind) => kind !== rolled && config.kindWeights[kind] > 0)]
}
