/** A file's birth and its next edit, kept together for each class. */
import type * as Effect from "effect/Effect"
import type { Rng } from "../rng/Rng.ts"
import type { Subject } from "./Subject.ts"

export interface BodyGenerator {
  /** A whole new text. */
  readonly create: (subject: Subject) => Effect.Effect<string, never, Rng>
  /**
   * The text after one more edit by its author. Total: `previous` may be anything, since a visitor
   * may have changed it. Never equal to `previous`, never without bound.
   */
  readonly nextIteration: (subject: Subject, previous: string) => Effect.Effect<string, never, Rng>
}
