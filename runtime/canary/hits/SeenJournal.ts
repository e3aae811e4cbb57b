/** The journal of what the listeners saw, as far as its reader needs it. */
import type * as Effect from "effect/Effect"
import type { Seen } from "../../../src/canary/Hit.ts"
import type { Position } from "../../../src/ports/CanaryTriggers.ts"

export interface SeenJournal {
  /** 32 hexadecimal digits, which no other journal has. */
  readonly id: string
  /** About `max` records from a position on; none where nothing has come since. */
  readonly read: (
    position: Position,
    max: number,
  ) => Effect.Effect<{ readonly records: ReadonlyArray<Seen>; readonly next: Position }>
  /** What lies before the position is needed no more. */
  readonly release: (position: Position) => Effect.Effect<void>
  /** Ends once there is something behind what was read last. */
  readonly awaitMore: Effect.Effect<void>
}
