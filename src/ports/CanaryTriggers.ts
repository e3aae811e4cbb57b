/**
 * Uses of bait as they are kept, with how far the journal that they come from has been read. What
 * belongs to one stretch of the journal is written in one transaction with its end.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { HitClass } from "../canary/hits/Classify.ts"
import type { Decoded } from "../canary/hits/Decoded.ts"
import * as Incident from "../canary/hits/Incident.ts"
import type { StoreUnavailable } from "./StoreUnavailable.ts"

export interface TriggerRow {
  readonly id: string
  readonly token: string
  /** Epoch milliseconds, of the first hit that it counts. */
  readonly at: number
  readonly ip: string
  readonly protocol: "http" | "dns"
  readonly method: string | undefined
  /** As sent, with the query. */
  readonly path: string | undefined
  readonly userAgent: string | undefined
  /** Without what proves who somebody is. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly qname: string | undefined
  readonly queryType: string | undefined
  readonly transport: "udp" | "tcp" | undefined
  readonly subnet: string | undefined
  /** How many hits it stands for. */
  readonly count: number
  readonly class: HitClass
  readonly reason: string
  /** The id of the first row of the same incident. */
  readonly incident: string
  readonly extras: Decoded
}

/** Where in the journal the next read begins. */
export interface Position {
  readonly segment: number
  readonly offset: number
}

export interface Cursor {
  readonly position: Position
  readonly incidents: Incident.State
  /** When the listeners' own test was last seen (epoch milliseconds). */
  readonly probedAt: number | undefined
}

export const start: Cursor = {
  position: { segment: 0, offset: 0 },
  incidents: Incident.empty,
  probedAt: undefined,
}

/** What a browser told of itself; undefined fields are those that it did not tell. */
export interface FingerprintRow {
  readonly token: string
  /** The hit that completed it. */
  readonly trigger: string
  readonly digest: string
  readonly body: unknown
  readonly collectedAt: number
}

export interface Tally {
  readonly count: number
  readonly lastAt: number | undefined
}

/** What one stretch of the journal comes to. */
export interface Stretch {
  readonly rows: ReadonlyArray<TriggerRow>
  /** Hits to be counted on rows of earlier stretches. */
  readonly more: ReadonlyArray<{ readonly row: string; readonly count: number }>
  readonly tallies: ReadonlyArray<{
    readonly token: string
    readonly count: number
    readonly lastAt: number
  }>
  readonly fingerprints: ReadonlyArray<FingerprintRow>
}

export interface Page {
  readonly token?: string
  /** Epoch milliseconds: not earlier than it. */
  readonly since?: number
  readonly limit: number
  readonly offset: number
  /** A row of the page before: those that follow it. */
  readonly after?: Pick<TriggerRow, "at" | "id">
}

/**
 * Rows kept of a token: a flood may push out what came in the middle, and never the first uses,
 * which tell how it began.
 */
export const keptMax = { first: 100, newest: 9_900 } as const

export class CanaryTriggers extends Context.Tag("decnet/ports/CanaryTriggers")<
  CanaryTriggers,
  {
    /** `start` where nothing was read under that name; held until the transaction's end. */
    readonly cursor: (journal: string) => Effect.Effect<Cursor, StoreUnavailable>
    readonly move: (journal: string, cursor: Cursor) => Effect.Effect<void, StoreUnavailable>
    /** Rows and fingerprints that are there already stay as they are. */
    readonly record: (stretch: Stretch) => Effect.Effect<void, StoreUnavailable>
    readonly get: (id: string) => Effect.Effect<TriggerRow | undefined, StoreUnavailable>
    /** Removes a token's rows beyond the bounds, of the middle; answers with how many. */
    readonly prune: (token: string) => Effect.Effect<number, StoreUnavailable>
    /** Newest first; the greater id first where the moments are equal. */
    readonly list: (page: Page) => Effect.Effect<ReadonlyArray<TriggerRow>, StoreUnavailable>
    /** As the token's row has it; nothing for tokens that were never used. */
    readonly tally: (token: string) => Effect.Effect<Tally, StoreUnavailable>
    /** Oldest first. */
    readonly fingerprints: (
      token: string,
    ) => Effect.Effect<ReadonlyArray<FingerprintRow>, StoreUnavailable>
  }
>() {
  static readonly layerMemory: Layer.Layer<CanaryTriggers> = Layer.sync(CanaryTriggers, () => {
    const cursors = new Map<string, Cursor>()
    const rows = new Map<string, TriggerRow>()
    const tallies = new Map<string, Tally>()
    const fingerprints = new Map<string, FingerprintRow>()
    return {
      cursor: (journal) => Effect.sync(() => cursors.get(journal) ?? start),
      move: (journal, cursor) => Effect.sync(() => void cursors.set(journal, cursor)),
      record: (stretch) =>
        Effect.sync(() => {
          for (const row of stretch.rows) if (!rows.has(row.id)) rows.set(row.id, row)
          for (const { row, count } of stretch.more) {
            const found = rows.get(row)
            if (found !== undefined) rows.set(row, { ...found, count: found.count + count })
          }
          for (const { token, count, lastAt } of stretch.tallies) {
            const found = tallies.get(token) ?? { count: 0, lastAt: undefined }
            tallies.set(token, {
              count: found.count + count,
              lastAt: Math.max(found.lastAt ?? lastAt, lastAt),
            })
          }
          for (const each of stretch.fingerprints) {
            const key = `${each.token} ${each.digest}`
            if (!fingerprints.has(key)) fingerprints.set(key, each)
          }
        }),
      get: (id) => Effect.sync(() => rows.get(id)),
      prune: (token) =>
        Effect.sync(() => {
          const own = [...rows.values()]
            .filter((row) => row.token === token)
            .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
          const gone = own.slice(
            keptMax.first,
            Math.max(keptMax.first, own.length - keptMax.newest),
          )
          for (const { id } of gone) rows.delete(id)
          return gone.length
        }),
      list: ({ token, since, limit, offset, after }) =>
        Effect.sync(() =>
          [...rows.values()]
            .filter((row) => token === undefined || row.token === token)
            .filter((row) => since === undefined || row.at >= since)
            .filter(
              ({ at, id }) =>
                after === undefined || at < after.at || (at === after.at && id < after.id),
            )
            .sort((a, b) => b.at - a.at || (a.id > b.id ? -1 : 1))
            .slice(offset, offset + limit),
        ),
      tally: (token) => Effect.sync(() => tallies.get(token) ?? { count: 0, lastAt: undefined }),
      fingerprints: (token) =>
        Effect.sync(() =>
          [...fingerprints.values()]
            .filter((each) => each.token === token)
            .sort((a, b) => a.collectedAt - b.collectedAt || (a.trigger < b.trigger ? -1 : 1)),
        ),
    }
  })
}
