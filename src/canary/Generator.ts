/** What makes the files of one class of bait. */
import type * as Effect from "effect/Effect"
import type { Callback, Kind } from "./Callback.ts"
import type { Context } from "./Context.ts"
import type { Token } from "./Token.ts"

export interface ArtifactFile {
  /** Absolute. */
  readonly path: string
  readonly bytes: Uint8Array
  /** Permission bits. */
  readonly mode: number
}

export interface Generator {
  /** How it would be tripped with that configuration; undefined where it needs what is absent. */
  readonly kind: (callback: Callback) => Kind | undefined
  /**
   * The paths of its files, the primary first: a function of the context only. Objects of a
   * repository, whose names follow from their bytes, are left out.
   */
  readonly paths: (context: Context) => ReadonlyArray<string>
  /** The primary file first; a function of token and context. */
  readonly files: (
    token: Token,
    context: Context,
  ) => Effect.Effect<readonly [ArtifactFile, ...ReadonlyArray<ArtifactFile>]>
}
