/** What the command needs from where it runs, beside the file system. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

export class Surroundings extends Context.Tag("decnet/simulate/Surroundings")<
  Surroundings,
  {
    /** This package's version. */
    readonly version: string
    /** The persona file that ships with the package. */
    readonly personasFile: string
    /** The folder with recorded completions that ships with the package. */
    readonly completionsFolder: string
    /** To standard output, waiting while the reader is slow; a reader that has gone is no error. */
    readonly write: (text: string) => Effect.Effect<void>
    /** A line to standard error. */
    readonly note: (line: string) => Effect.Effect<void>
    /**
     * Overwrites the last line of standard error where that is a terminal, and lets the process
     * hear its signals.
     */
    readonly progress: (line: string) => Effect.Effect<void>
    readonly columns: number
    readonly colour: boolean
    /** Epoch milliseconds, for `--start now`. */
    readonly now: Effect.Effect<number>
    readonly isRoot: boolean
  }
>() {}
