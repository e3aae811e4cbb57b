/** What the engine has written on each decky, one row a path. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Tail } from "../scheduler/Action.ts"
import type { ContentClass } from "../taxonomy/ContentClass.ts"
import type { Instant } from "../time/Instant.ts"
import type { StoreUnavailable } from "./StoreUnavailable.ts"

/** A text longer than this is kept cut, and is no edit candidate any more. */
export const bodyCharactersMax = 65_536

export interface FileRow {
  readonly path: string
  readonly class: ContentClass
  /** The author's address; undefined for the machine's own. */
  readonly persona: string | undefined
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly mtime: Instant
  readonly mode: number
  readonly owner: string
  readonly group: string
  readonly bytes: number
  /** Of the whole file; undefined where it is only ever appended to. */
  readonly sha256: string | undefined
  /** The whole text; undefined where it is no text, or was cut. */
  readonly body: string | undefined
  /** What the body would be without a model; undefined where it is that. Decisions build on it. */
  readonly template: string | undefined
  readonly editCount: number
  readonly hotness: number
  readonly removeAt: number | undefined
  /** A visitor changed or removed it: never touched again. */
  readonly touched: boolean
  /** What was last appended, where the file is only ever appended to: its place tells ours apart. */
  readonly tail: Tail | undefined
}

export class SyntheticFiles extends Context.Tag("decnet/ports/SyntheticFiles")<
  SyntheticFiles,
  {
    /** All rows of a decky, in order of path. */
    readonly list: (decky: string) => Effect.Effect<ReadonlyArray<FileRow>, StoreUnavailable>
    /** Undefined where the path has no row. */
    readonly get: (
      decky: string,
      path: string,
    ) => Effect.Effect<FileRow | undefined, StoreUnavailable>
    /** Inserts or replaces by path. */
    readonly put: (decky: string, row: FileRow) => Effect.Effect<void, StoreUnavailable>
    /** Forgets a path; no error where there is none. */
    readonly remove: (decky: string, path: string) => Effect.Effect<void, StoreUnavailable>
  }
>() {
  /** In memory, for simulation, previews and tests. */
  static readonly layerMemory: Layer.Layer<SyntheticFiles> = Layer.sync(SyntheticFiles, () => {
    const deckies = new Map<string, Map<string, FileRow>>()
    // a decky is read far more often than its set of paths changes
    const orders = new Map<string, ReadonlyArray<string>>()
    const rows = (decky: string): Map<string, FileRow> => {
      let found = deckies.get(decky)
      if (found === undefined) deckies.set(decky, (found = new Map()))
      return found
    }
    const order = (decky: string): ReadonlyArray<string> => {
      let found = orders.get(decky)
      if (found === undefined) orders.set(decky, (found = [...rows(decky).keys()].sort()))
      return found
    }
    return {
      list: (decky) => Effect.sync(() => order(decky).map((path) => rows(decky).get(path)!)),
      get: (decky, path) => Effect.sync(() => rows(decky).get(path)),
      put: (decky, row) =>
        Effect.sync(() => {
          const whole = [row.body, row.template].every(
            (text) => text === undefined || text.length <= bodyCharactersMax,
          )
          if (!rows(decky).has(row.path)) orders.delete(decky)
          rows(decky).set(row.path, whole ? row : { ...row, body: undefined, template: undefined })
        }),
      remove: (decky, path) =>
        Effect.sync(() => {
          if (rows(decky).delete(path)) orders.delete(decky)
        }),
    }
  })
}
