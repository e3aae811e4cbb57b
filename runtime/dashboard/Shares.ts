/** What the planner's settings come to: the share of new files that each class gets. */
import type { ClassWeight, Config } from "./Wire.ts"

export interface Share {
  readonly class: string
  readonly family: "user" | "system" | "canary"
  /** 0 to 1; all of them sum to 1. */
  readonly share: number
}

const spread = (
  family: Share["family"],
  weights: ReadonlyArray<ClassWeight>,
  whole: number,
): ReadonlyArray<Share> => {
  const sum = weights.reduce((total, { weight }) => total + weight, 0)
  return weights.map(({ content_class, weight }) => ({
    class: content_class,
    family,
    share: sum === 0 ? 0 : (whole * weight) / sum,
  }))
}

/** Of what is made new, as long as bait may still be laid. */
export const ofNew = (config: Config): ReadonlyArray<Share> => {
  const rest = 1 - config.canary_probability
  return [
    ...spread("user", config.user_class_weights, rest * config.user_family_share),
    ...spread("system", config.system_class_weights, rest * (1 - config.user_family_share)),
    ...spread("canary", config.canary_class_weights, config.canary_probability),
  ]
}

/** What becomes of a moment at a file: nothing, an edit, or something new. */
export const ofMoments = (
  config: Config,
): { readonly alone: number; readonly edit: number; readonly made: number } => {
  const alone = config.leave_alone_probability
  const edit = Math.min(config.edit_probability, 1 - alone)
  return { alone, edit, made: Math.max(0, 1 - alone - edit) }
}
