/** Deckies in figures, from the counters: for those who look at many of them at once. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import type { Last } from "./Tallies.ts"

export interface Figures {
  readonly files: number
  readonly touched: number
  /** Undefined where nothing happened yet. */
  readonly last: Last | undefined
  /** Bait in place, and how much of all bait was used. */
  readonly planted: number
  readonly triggered: number
  /** Events by whole hour since 1970, of the hours asked for. */
  readonly byHour: ReadonlyMap<number, number>
}

const decodeTallies = Column.decoder(
  "decky_tallies",
  Schema.Struct({
    decky_uuid: Schema.String,
    files: Column.whole,
    touched: Column.whole,
    last_ms: Column.whole,
    last_action: Schema.String,
    last_what: Schema.String,
  }),
)

const decodeHours = Column.decoder(
  "decky_hours",
  Schema.Struct({ decky_uuid: Schema.String, hour: Column.whole, events: Column.whole }),
)

const decodeBait = Column.decoder(
  "canary_details",
  Schema.Struct({
    decky_uuid: Schema.String,
    planted: Column.whole,
    triggered: Column.whole,
  }),
)

/** Of all deckies asked for, in their order; hours after `afterHour`. */
export const of = (
  deckies: ReadonlyArray<string>,
  afterHour: number,
): Effect.Effect<ReadonlyArray<Figures>, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    if (deckies.length === 0) return []
    const { sql, read } = yield* Store
    const among = sql.in("decky_uuid", deckies)
    const tallies = yield* Effect.flatMap(
      read(sql`SELECT decky_uuid, files, touched, last_ms, last_action, last_what
        FROM decky_tallies WHERE ${among}`),
      decodeTallies,
    )
    const hours = yield* Effect.flatMap(
      read(sql`SELECT decky_uuid, hour, SUM(events) AS events FROM decky_hours
        WHERE ${among} AND hour > ${afterHour} GROUP BY decky_uuid, hour`),
      decodeHours,
    )
    const bait = yield* Effect.flatMap(
      read(sql`SELECT d.decky_uuid AS decky_uuid,
          SUM(CASE WHEN t.state = 'planted' THEN 1 ELSE 0 END) AS planted,
          SUM(CASE WHEN t.trigger_count > 0 THEN 1 ELSE 0 END) AS triggered
        FROM canary_details d JOIN canary_tokens t ON t.uuid = d.token_uuid
        WHERE ${sql.in("d.decky_uuid", deckies)} GROUP BY d.decky_uuid`),
      decodeBait,
    )
    const tallyOf = new Map(tallies.map((row) => [row.decky_uuid, row]))
    const baitOf = new Map(bait.map((row) => [row.decky_uuid, row]))
    const hoursOf = new Map<string, Map<number, number>>()
    for (const { decky_uuid: decky, hour, events } of hours) {
      const own = hoursOf.get(decky) ?? new Map<number, number>()
      hoursOf.set(decky, own.set(hour, events))
    }
    return deckies.map((decky): Figures => {
      const tally = tallyOf.get(decky)
      return {
        files: tally?.files ?? 0,
        touched: tally?.touched ?? 0,
        last:
          tally === undefined || tally.last_ms === 0
            ? undefined
            : { at: tally.last_ms, action: tally.last_action, what: tally.last_what },
        planted: baitOf.get(decky)?.planted ?? 0,
        triggered: baitOf.get(decky)?.triggered ?? 0,
        byHour: hoursOf.get(decky) ?? new Map(),
      }
    })
  })

const decodePeoples = Column.decoder(
  "decky_hours",
  Schema.Struct({ hour: Column.whole, events: Column.whole }),
)

/** What people did on a decky, by whole hour since 1970; all that is kept. */
export const peoplesHours = (
  decky: string,
): Effect.Effect<
  ReadonlyArray<{ readonly hour: number; readonly events: number }>,
  StoreUnavailable,
  Store
> =>
  Effect.flatMap(Store, ({ sql, read }) =>
    Effect.flatMap(
      read(sql`SELECT hour, SUM(events) AS events FROM decky_hours
        WHERE decky_uuid = ${decky} AND kind <> 'machine' GROUP BY hour`),
      decodePeoples,
    ),
  )
