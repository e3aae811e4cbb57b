/**
 * A container's files as the host port needs them, over one of two transports: archives, of which
 * nothing shows inside, and programs that are run inside.
 */
import type * as Effect from "effect/Effect"
import type * as Instant from "../../src/time/Instant.ts"
import type { PathStat } from "./Answer.ts"
import type { EngineFailure } from "./EngineFailure.ts"
import type { Read } from "./EngineApi.ts"
import type { Directory, File } from "./Tar.ts"

export interface Write {
  readonly files: ReadonlyArray<File>
  /** Made first, from the top. */
  readonly newDirectories: ReadonlyArray<Directory>
  /** Folders that are there, with what they are left with. */
  readonly directories: ReadonlyArray<Directory>
}

export interface Owned {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

export interface Files {
  /** Of those that are there; links are not followed. */
  readonly stats: (
    paths: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyMap<string, PathStat>, EngineFailure>
  /** Bytes from `from` on, with owner and mode. */
  readonly read: (
    path: string,
    options?: { readonly from?: number; readonly bytesMax?: number },
  ) => Effect.Effect<Read, EngineFailure>
  readonly owned: (path: string) => Effect.Effect<Owned, EngineFailure>
  /** Whole files; a reader sees each as it was or as it is to be. */
  readonly write: (write: Write) => Effect.Effect<void, EngineFailure>
  /** Adds bytes at the end of a file that is there. */
  readonly append: (
    path: string,
    bytes: Uint8Array,
    mtime: Instant.Instant,
  ) => Effect.Effect<void, EngineFailure>
  /** Never over something that is there. */
  readonly move: (from: string, to: string) => Effect.Effect<void, EngineFailure>
  readonly remove: (path: string) => Effect.Effect<void, EngineFailure>
  readonly touch: (
    paths: ReadonlyArray<string>,
    mtime: Instant.Instant,
  ) => Effect.Effect<void, EngineFailure>
}
