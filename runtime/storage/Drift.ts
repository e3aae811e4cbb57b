/**
 * Counters that no longer agree with the rows, because another program wrote or removed some: found
 * decky by decky, and counted anew.
 */
import * as Effect from "effect/Effect"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Recount from "./migrations/Recount.ts"
import { Store } from "./Store.ts"
import * as Tallies from "./Tallies.ts"

type Row = Readonly<Record<string, unknown>> & { readonly decky_uuid: string }

/** Each count that is not 0, as text: drivers tell sums as numbers or as text. */
const countsOf = (
  rows: ReadonlyArray<Row>,
  names: ReadonlyArray<string>,
): ReadonlyMap<string, string> =>
  new Map(
    rows.flatMap((row) =>
      names
        .filter((name) => Number(row[name] ?? 0) !== 0)
        .map((name) => {
          const of = [row["persona"], row["content_class"], name, Number(row[name])]
          return [JSON.stringify([row.decky_uuid, ...of]), row.decky_uuid] as const
        }),
    ),
  )

/** Deckies of which the one has a count that the other has not. */
const differing = (
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): ReadonlyArray<string> =>
  [...one].filter(([count]) => !other.has(count)).map(([, decky]) => decky)

/** Deckies whose counters say something else than their rows. */
export const drifted: Effect.Effect<ReadonlyArray<string>, StoreUnavailable, Store> = Effect.gen(
  function* () {
    const { sql, read } = yield* Store
    const names = Tallies.counters
    const rows = countsOf(yield* read(sql<Row>`${Recount.talliesOf(sql)}`), names)
    const tallies = countsOf(yield* read(sql<Row>`SELECT * FROM decky_tallies`), names)
    const files = countsOf(yield* read(sql<Row>`${Recount.filesOf(sql)}`), ["files"])
    const kept = countsOf(yield* read(sql<Row>`SELECT * FROM decky_files`), ["files"])
    const deckies = [
      ...differing(rows, tallies),
      ...differing(tallies, rows),
      ...differing(files, kept),
      ...differing(kept, files),
    ]
    return [...new Set(deckies)].sort()
  },
)

/** Counts them anew, each decky in a transaction of its own, so that nobody waits for long. */
export const recount = (
  deckies: ReadonlyArray<string>,
): Effect.Effect<void, StoreUnavailable, Store> =>
  Effect.flatMap(Store, ({ sql, together }) =>
    Effect.forEach(deckies, (decky) => together(Recount.decky(sql, decky)), { discard: true }),
  )

/** Whatever has drifted, put right; answers with those deckies. */
export const heal: Effect.Effect<ReadonlyArray<string>, StoreUnavailable, Store> = Effect.tap(
  drifted,
  recount,
)
