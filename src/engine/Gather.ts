/** Reads everything that a decky's decisions may depend on, once a tick. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Bytes from "../bytes/Bytes.ts"
import * as Logs from "../logs/Logs.ts"
import { Carries } from "../ports/Carries.ts"
import type { StoreUnavailable } from "../ports/StoreUnavailable.ts"
import { SyntheticFiles, type FileRow } from "../ports/SyntheticFiles.ts"
import type { Carry } from "../scheduler/Carry.ts"
import type { Snapshot } from "./Decide.ts"
import { bornAt, type Cast, type World } from "./World.ts"

/** What is under way on a decky whose history begins now. */
export const beginning = (cast: Cast, startMillis: number): Carry => {
  const logs = Logs.initial(cast.host, startMillis)
  return {
    cursor: startMillis,
    logs,
    checkpoints: [logs],
    replies: [],
    typed: {},
    knownHosts: {},
  }
}

/** A file as decisions know it: no decision sees what a model wrote. */
const asDecided = (row: FileRow): FileRow => {
  if (row.template === undefined) return row
  const content = Bytes.ofText(row.template)
  return {
    ...row,
    bytes: content.length,
    sha256: Bytes.sha256(content),
    body: row.template,
    template: undefined,
  }
}

export const gather = (
  world: World,
  cast: Cast,
): Effect.Effect<Snapshot, StoreUnavailable, SyntheticFiles | Carries> =>
  Effect.gen(function* () {
    const { uuid } = cast.decky
    const files = yield* (yield* SyntheticFiles).list(uuid)
    const carry = yield* (yield* Carries).get(uuid)
    return {
      world,
      cast,
      files: files.map(asDecided),
      carry: Option.getOrElse(carry, () => beginning(cast, bornAt(world.options, cast.decky))),
    }
  })
