/**
 * Keeps tables that grow bounded for each decky. What was written since the last time is
 * counted as it is written, so that where nothing can be over its bound no query is made, and no
 * table is ever read through.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Drift from "./Drift.ts"
import { Store } from "./Store.ts"
import * as Tallies from "./Tallies.ts"

/**
 * Rows kept of a decky: events, mails of a mail decky, texts that a model was asked for, and
 * sentences that models said first.
 */
export const keptMax = {
  events: 10_000,
  emails: 5_000,
  wordings: 10_000,
  sentences: 50_000,
} as const

/** Counts of events an hour are kept this long. */
export const hoursKeptDays = 400

export type Kept = keyof typeof keptMax

export type Removed = Readonly<Record<Kept, number>>

export class Retention extends Context.Tag("decnet/storage/Retention")<
  Retention,
  {
    /** That rows of a decky were written; one where it is not said. */
    readonly note: (kept: Kept, decky: string, rows?: number) => void
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

interface Gone {
  readonly kind: string
  readonly success: number | boolean
  readonly n: number | string
}

interface Tally {
  /** Rows at the last count, and those written since; undefined before the first. */
  rows: number | undefined
  touched: boolean
}

const kinds = ["events", "emails", "wordings", "sentences"] as const

const make = (store: Store["Type"], bounds: Readonly<Record<Kept, number>>): Retention["Type"] => {
  const { sql, read, write, together } = store
  let dayNext = 0
  const tallies = Object.fromEntries(
    kinds.map((kept) => [kept, new Map<string, Tally>()]),
  ) as Readonly<Record<Kept, Map<string, Tally>>>
  const places = {
    events: { table: sql("orchestrator_events"), of: sql("src_decky_uuid") },
    emails: { table: sql("orchestrator_emails"), of: sql("mail_decky_uuid") },
    wordings: { table: sql("wordings"), of: sql("decky_uuid") },
    sentences: { table: sql("wording_sentences"), of: sql("decky_uuid") },
  } satisfies Record<Kept, object>

  const count = (kept: Kept, decky: string) => {
    const { table, of } = places[kept]
    return Effect.map(
      read(
        sql<{ readonly n: number | string }>`SELECT COUNT(*) AS n FROM ${table}
          WHERE ${of} = ${decky}`,
      ),
      ([row]) => Number(row?.n ?? 0),
    )
  }

  const beyond = (kept: Kept) => sql.literal(String(bounds[kept]))

  const trimEvents = (kept: "events" | "emails", decky: string) =>
    Effect.gen(function* () {
      const { table, of } = places[kept]
      const [last] = yield* read(
        sql<{ readonly ts: string; readonly uuid: string }>`SELECT ts, uuid FROM ${table}
          WHERE ${of} = ${decky} ORDER BY ts DESC, uuid DESC LIMIT 1 OFFSET ${beyond(kept)}`,
      )
      if (last === undefined) return
      const oldest = sql`${of} = ${decky}
        AND (ts < ${last.ts} OR (ts = ${last.ts} AND uuid <= ${last.uuid}))`
      yield* together(
        Effect.gen(function* () {
          const kind = kept === "emails" ? sql`'email'` : sql`kind`
          const gone = yield* sql<Gone>`SELECT ${kind} AS kind, success, COUNT(*) AS n
            FROM ${table} WHERE ${oldest} GROUP BY 1, 2`
          yield* sql`DELETE FROM ${table} WHERE ${oldest}`
          for (const { kind: one, success, n } of gone)
            yield* Tallies.add(sql, decky, {
              [`${one}_${Number(success) === 1 ? "done" : "failed"}`]: -Number(n),
            })
        }),
      )
    })

  /** Once a day: hours have no bound by number, and counts may differ from the rows by now. */
  const daily = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    if (now < dayNext) return
    const oldest = Math.floor(now / Instant.hourMillis) - hoursKeptDays * 24
    yield* write(sql`DELETE FROM decky_hours WHERE hour < ${oldest}`)
    const healed = yield* Effect.provideService(Drift.heal, Store, store)
    if (healed.length > 0)
      yield* Effect.logInfo(
        `counts disagreed with rows that another program wrote, and are mended; deckies: ${healed.length}`,
      )
    dayNext = now + Instant.dayMillis
  })

  /** Whatever is of the same moment goes together, and sentences with their texts. */
  const trimWordings = (kept: "wordings" | "sentences", decky: string) =>
    Effect.gen(function* () {
      const { table } = places[kept]
      const [last] = yield* read(
        sql<{ readonly at_ms: number | string }>`SELECT at_ms FROM ${table}
          WHERE decky_uuid = ${decky} ORDER BY at_ms DESC LIMIT 1 OFFSET ${beyond(kept)}`,
      )
      if (last === undefined) return
      for (const each of kept === "wordings" ? (["wordings", "sentences"] as const) : [kept])
        yield* write(
          sql`DELETE FROM ${places[each].table}
            WHERE decky_uuid = ${decky} AND at_ms <= ${last.at_ms}`,
        )
    })

  const trim = (kept: Kept, decky: string, tally: Tally) =>
    Effect.gen(function* () {
      const before = yield* count(kept, decky)
      tally.rows = before
      if (before <= bounds[kept]) return 0
      yield* kept === "events" || kept === "emails"
        ? trimEvents(kept, decky)
        : trimWordings(kept, decky)
      tally.rows = yield* count(kept, decky)
      return before - tally.rows
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
    note: (kept, decky, rows = 1) => {
      const tally = tallies[kept].get(decky)
      if (tally === undefined) tallies[kept].set(decky, { rows: undefined, touched: true })
      else {
        tally.touched = true
        if (tally.rows !== undefined) tally.rows += rows
      }
    },
    prune: Effect.map(
      Effect.zipRight(
        daily,
        Effect.forEach(kinds, (kept) =>
          Effect.map(pruneKind(kept), (rows) => [kept, rows] as const),
        ),
      ),
      (removed) => Object.fromEntries(removed) as Record<Kept, number>,
    ),
  }
}
