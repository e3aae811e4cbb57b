/** The bait that was laid: one row a token, there before its files are. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Kind } from "../canary/Callback.ts"
import type * as Canary from "../canary/Context.ts"
import type { CanaryClass } from "../taxonomy/ContentClass.ts"
import type { Instant } from "../time/Instant.ts"
import type { StoreUnavailable } from "./StoreUnavailable.ts"

export type TokenState = "pending" | "planted" | "failed" | "revoked"

/** A file of an artifact, as it is planted. */
export interface PlantedFile {
  readonly path: string
  readonly mode: number
  readonly bytes: number
  readonly sha256: string
}

export interface Upload {
  /** Id of its row in `canary_blobs`. */
  readonly blob: string
  /** What was done to it: `docx`, `pdf`; `none` where nothing could be. */
  readonly instrumenter: string
}

export interface TokenRow {
  readonly id: string
  readonly kind: Kind
  readonly class: CanaryClass
  /** Uuid of the decky. */
  readonly decky: string
  readonly deckyName: string
  readonly topologyId: string | undefined
  /** The moment that laid it, unique on the decky; `manual/<id>` for an operator's own. */
  readonly momentId: string
  /** The primary file's path. */
  readonly path: string
  readonly slug: string
  readonly secret: string
  /** What fingerprints have to carry; undefined for other classes. */
  readonly nonce: string | undefined
  readonly context: Canary.Context
  /** What an operator gave to be made into bait. */
  readonly upload?: Upload
  /** `orchestrator`, or who asked for it. */
  readonly createdBy: string
  readonly state: TokenState
  readonly lastError: string | undefined
  /** In the order of the generator, the primary first. */
  readonly files: ReadonlyArray<PlantedFile>
  readonly placedAt: Instant | undefined
  readonly lastTriggeredAt: Instant | undefined
  readonly triggerCount: number
}

/** What becomes of a token. */
export type Fate =
  | { readonly state: "planted"; readonly at: Instant }
  | { readonly state: "failed"; readonly reason: string }
  | { readonly state: "revoked" }

export class CanaryTokens extends Context.Tag("decnet/ports/CanaryTokens")<
  CanaryTokens,
  {
    /** Undefined where that moment has laid none. */
    readonly ofMoment: (
      decky: string,
      momentId: string,
    ) => Effect.Effect<TokenRow | undefined, StoreUnavailable>
    /** Writes a new row; one of the same moment stays as it is. */
    readonly open: (row: TokenRow) => Effect.Effect<void, StoreUnavailable>
    /**
     * What is pending becomes planted or failed, anything may be revoked; else it stays as it is.
     * No error where there is none of that id.
     */
    readonly settle: (id: string, fate: Fate) => Effect.Effect<void, StoreUnavailable>
    readonly get: (id: string) => Effect.Effect<TokenRow | undefined, StoreUnavailable>
    /** Those of known slugs, in no order. */
    readonly bySlugs: (
      slugs: ReadonlyArray<string>,
    ) => Effect.Effect<ReadonlyArray<TokenRow>, StoreUnavailable>
    /** All of them, or those of one decky, in order of decky, path and id. */
    readonly list: (decky?: string) => Effect.Effect<ReadonlyArray<TokenRow>, StoreUnavailable>
  }
>() {
  static readonly layerMemory: Layer.Layer<CanaryTokens> = Layer.sync(CanaryTokens, () => {
    const rows = new Map<string, TokenRow>()
    const key = (row: TokenRow): string => `${row.decky}\n${row.path}\n${row.id}`
    return {
      ofMoment: (decky, momentId) =>
        Effect.sync(() =>
          [...rows.values()].find((row) => row.decky === decky && row.momentId === momentId),
        ),
      open: (row) =>
        Effect.sync(() => {
          const there = [...rows.values()].some(
            (each) => each.decky === row.decky && each.momentId === row.momentId,
          )
          if (!there) rows.set(row.id, row)
        }),
      settle: (id, fate) =>
        Effect.sync(() => {
          const row = rows.get(id)
          if (row !== undefined) rows.set(id, settled(row, fate))
        }),
      get: (id) => Effect.sync(() => rows.get(id)),
      bySlugs: (slugs) =>
        Effect.sync(() => [...rows.values()].filter((row) => slugs.includes(row.slug))),
      list: (decky) =>
        Effect.sync(() =>
          [...rows.values()]
            .filter((row) => decky === undefined || row.decky === decky)
            .sort((a, b) => (key(a) < key(b) ? -1 : 1)),
        ),
    }
  })
}

/** A row with what became of it. */
export const settled = (row: TokenRow, fate: Fate): TokenRow => {
  if (row.state !== "pending" && fate.state !== "revoked") return row
  switch (fate.state) {
    case "planted":
      return {
        ...row,
        state: "planted",
        lastError: undefined,
        placedAt: fate.at,
      }
    case "failed":
      return { ...row, state: "failed", lastError: fate.reason }
    case "revoked":
      return { ...row, state: "revoked" }
  }
}
