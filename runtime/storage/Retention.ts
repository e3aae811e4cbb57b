/**
 * Keeps the tables of events bounded for each decky. What was published since the last time is
 * counted as it is written, so that where nothing can be over its bound no query is made, and no
 * table is ever read through.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { Store } from "./Store.ts"

/** Rows kept: events of a decky, mails of a mail decky. */
export const keptMax = { events: 10_000, emails: 5_000 } as const

export type Kept = keyof typeof keptMax

export type Removed = Readonly<Record<Kept, number>>

export class Retention extends Context.Tag("decnet/storage/Retention")<
  Retention,
  {
    /** That a row of a decky was written. */
    readonly note: (kept: Kept, decky: string) => void
    /** Removes the oldest rows beyond the bounds; answers with how many. */
    readonly prune: Effect.Effect<Removed, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<Retention, never, Store> = Retention.layerOf(keptMax)

  static layerOf(bounds: Readonly<Record<Kept, number>>): Layer.Layer<Retention, never, Store> {
    return Layer.effect(
      Retention,
      Effect.map(Store, (store) => make(store, bounds)),
    )
  }
}

interface Tally {
  /** Rows at the last count, and those written since; undefined before the first. */
  rows: number | undefined
  touched: boolean
}

const make = (
  { sql, read, write }: Store["Type"],
  bounds: Readonly<Record<Kept, number>>,
): Retention["Type"] => {
  const tallies: Readonly<Record<Kept, Map<string, Tally>>> = {
    events: new Map(),
    emails: new Map(),
  }
  const tableOf = { events: sql("orchestrator_events"), emails: sql("orchestrator_emails") }
  const columnOf = { events: sql("src_decky_uuid"), emails: sql("mail_decky_uuid") }

  const trim = (kept: Kept, decky: string, tally: Tally) =>
    Effect.gen(function* () {
      const table = tableOf[kept]
      const column = columnOf[kept]
      const [counted] = yield* read(
        sql<{ readonly n: number | string }>`SELECT COUNT(*) AS n FROM ${table}
          WHERE ${column} = ${decky}`,
      )
      const rows = Number(counted?.n ?? 0)
      tally.rows = Math.min(rows, bounds[kept])
      if (rows <= bounds[kept]) return 0
      const [last] = yield* read(
        sql<{ readonly ts: string; readonly uuid: string }>`SELECT ts, uuid FROM ${table}
          WHERE ${column} = ${decky} ORDER BY ts DESC, uuid DESC
          LIMIT 1 OFFSET ${sql.literal(String(bounds[kept]))}`,
      )
      if (last === undefined) return 0
      yield* write(
        sql`DELETE FROM ${table} WHERE ${column} = ${decky}
          AND (ts < ${last.ts} OR (ts = ${last.ts} AND uuid <= ${last.uuid}))`,
      )
      return rows - bounds[kept]
    })

  const pruneKind = (kept: Kept) =>
    Effect.gen(function* () {
      let removed = 0
      for (const [decky, tally] of tallies[kept]) {
        if (!tally.touched || (tally.rows !== undefined && tally.rows <= bounds[kept])) continue
        tally.touched = false
        removed += yield* trim(kept, decky, tally)
      }
      return removed
    })

  return {
    note: (kept, decky) => {
      const tally = tallies[kept].get(decky)
      if (tally === undefined) tallies[kept].set(decky, { rows: undefined, touched: true })
      else {
        tally.touched = true
        if (tally.rows !== undefined) tally.rows++
      }
    },
    prune: Effect.zipWith(pruneKind("events"), pruneKind("emails"), (events, emails) => ({
      events,
      emails,
    })),
  }
}
