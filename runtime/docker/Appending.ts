/** Adding to a file that others write as well: where ours ended, and where it ends now. */
import * as Effect from "effect/Effect"
import * as Bytes from "../../src/bytes/Bytes.ts"
import type { Attempt } from "../../src/ports/Host.ts"
import type { Append } from "../../src/scheduler/Action.ts"
import { CommandFailed, type EngineFailure } from "./EngineFailure.ts"
import type { Way } from "./Placing.ts"
import type { Programs } from "./Programs.ts"

/** Others may have written so much since ours ended; beyond it the file counts as changed. */
const sinceBytesMax = 8 * 1024 * 1024

export type State =
  | "changed"
  /** Ours are there already, up to `end`. */
  | { readonly end: number }
  /** What is still to be added. */
  | { readonly rest: Uint8Array }

const startsWith = (whole: Uint8Array, start: Uint8Array): boolean =>
  start.length <= whole.length && start.every((byte, index) => byte === whole[index])

/** Looks at what is there from our last bytes on. */
export const look = (
  way: Way,
  { offset, tail, content }: Append,
  attempt: Attempt,
): Effect.Effect<State, EngineFailure> =>
  Effect.gen(function* () {
    const size = way.stat!.bytes
    const tailBytes = tail?.bytes ?? 0
    if (size < offset || offset < tailBytes) return "changed"
    // nothing to compare, and nothing to look for
    if (tail === undefined && attempt === "first") return { rest: content }
    const { bytes } = yield* way.files.read(way.path, {
      from: offset - tailBytes,
      bytesMax: sinceBytesMax + tailBytes,
    })
    if (tail !== undefined && Bytes.sha256(bytes.subarray(0, tailBytes)) !== tail.sha256)
      return "changed"
    if (attempt === "first") return { rest: content }
    const since = bytes.subarray(tailBytes)
    const at = Bytes.indexOf(since, content)
    if (at >= 0) return { end: offset + at + content.length }
    // cut short: the beginning of ours and nothing else
    return { rest: startsWith(content, since) ? content.subarray(since.length) : content }
  })

/** Succeeds with where ours end. */
export const add = (
  programs: Programs,
  way: Way,
  rest: Uint8Array,
  { mtime }: Append,
): Effect.Effect<number, EngineFailure> =>
  Effect.gen(function* () {
    const { path, files } = way
    const before = way.stat!.bytes
    yield* files.append(path, rest, mtime).pipe(
      Effect.tapError((error) =>
        // a full disk takes a part; half a line is worse than none
        error instanceof CommandFailed && error.program === "dd" && !error.isMissing
          ? Effect.ignore(programs.truncate(path, before))
          : Effect.void,
      ),
    )
    const after = (yield* files.stats([path])).get(path)?.bytes ?? before + rest.length
    if (after === before + rest.length) return after
    // somebody wrote at the same time
    const { bytes } = yield* files.read(path, { from: before, bytesMax: sinceBytesMax })
    const at = Bytes.indexOf(bytes, rest)
    return at < 0 ? after : before + at + rest.length
  })
