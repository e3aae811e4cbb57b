/** Classes of bait as people write them: `env_file` and `canary_env_file` are the same. */
import * as Taxonomy from "../../src/taxonomy/ContentClass.ts"
import type { CanaryClass } from "../../src/taxonomy/ContentClass.ts"

const prefix = "canary_"

/** `env_file` */
export const short = (whole: string): string =>
  whole.startsWith(prefix) ? whole.slice(prefix.length) : whole

export const parse = (name: string): CanaryClass | undefined =>
  Taxonomy.canary.find((each) => each === name || each === `${prefix}${name}`)

export const advice = `write one of ${Taxonomy.canary.map(short).join(", ")}`
