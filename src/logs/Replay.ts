/** Text that was not kept, written again from the state at the beginning of its generation. */
import type { HostProfile } from "../host/HostProfile.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Logs from "./Logs.ts"
import type { LogState } from "./LogState.ts"
import * as Rotation from "./Rotation.ts"
import type { Session } from "./Session.ts"

/** A stretch of a machine's life: its chunks and rotations in the order in which they happen. */
export type Happening =
  | { readonly kind: "append"; readonly chunk: Logs.Chunk }
  | { readonly kind: "rotate"; readonly atMillis: number; readonly step: Rotation.Step }

/** Advances over flushes and rotations alike. `sessions` are those that start in the interval. */
export const run = (
  rng: Stream,
  host: HostProfile,
  from: LogState,
  untilMillis: number,
  sessions: ReadonlyArray<Session>,
): { readonly state: LogState; readonly happenings: ReadonlyArray<Happening> } => {
  let state = from
  const happenings: Array<Happening> = []
  const advance = (atMillis: number): void => {
    const started = state.atMillis
    const mine = sessions.filter(
      ({ startMillis }) => startMillis > started && startMillis <= atMillis,
    )
    const advanced = Logs.advance(rng, host, state, atMillis, mine)
    state = advanced.state
    for (const chunk of advanced.chunks) happenings.push({ kind: "append", chunk })
  }
  for (const { atMillis } of Rotation.due(rng, host, from.atMillis, untilMillis)) {
    advance(atMillis)
    const planned = Rotation.plan(host, state, atMillis)
    state = planned.state
    for (const step of planned.steps) happenings.push({ kind: "rotate", atMillis, step })
  }
  advance(untilMillis)
  return { state, happenings }
}

/**
 * The text of one generation of a file. `checkpoint` is the state right after the rotation that
 * began it (the initial state for the first); the file grew until `untilMillis`, or until the
 * rotation that ended it where that came first.
 */
export const text = (
  rng: Stream,
  host: HostProfile,
  checkpoint: LogState,
  path: string,
  untilMillis: number,
  sessions: ReadonlyArray<Session>,
): string => {
  let out = ""
  for (const happening of run(rng, host, checkpoint, untilMillis, sessions).happenings) {
    if (happening.kind === "append") {
      if (happening.chunk.path === path) out += happening.chunk.text
    } else if (happening.step.kind === "fresh" && happening.step.log === path) return out
  }
  return out
}
