/**
 * Where a reader of the outbox is. Numbers are given out in one order and rows become visible in
 * another where several transactions write at once, so a number that is missing is waited for.
 */

/** How long a transaction may still bring a row with a lower number. */
const graceMillis = 10_000

/** Missing numbers further back than this are taken as given up. */
const reach = 2_000

export interface Place {
  /** Every number up to it was seen or given up. */
  readonly floor: number
  /** Numbers above the floor that were seen. */
  readonly seen: ReadonlySet<number>
  /** When each missing number was first missed (epoch milliseconds). */
  readonly missing: ReadonlyMap<number, number>
}

export const at = (floor: number): Place => ({ floor, seen: new Set(), missing: new Map() })

/** `ids` are those above the floor, ascending. Where numbers come in order nothing is waited for. */
export const advance = (
  place: Place,
  ids: ReadonlyArray<number>,
  nowMillis: number,
  inOrder: boolean,
): { readonly fresh: ReadonlySet<number>; readonly place: Place } => {
  const fresh = new Set(ids.filter((id) => !place.seen.has(id)))
  const newest = ids.at(-1) ?? place.floor
  if (inOrder) return { fresh, place: at(Math.max(place.floor, newest)) }
  const seen = new Set([...place.seen, ...fresh])
  let floor = Math.max(place.floor, Math.min(newest, newest - reach))
  const missing = new Map<number, number>()
  for (let id = floor + 1; id <= newest; id++)
    if (!seen.has(id)) missing.set(id, place.missing.get(id) ?? nowMillis)
  for (let id = floor + 1; id <= newest; id++) {
    const missedAt = missing.get(id)
    if (missedAt !== undefined && nowMillis - missedAt < graceMillis) break
    missing.delete(id)
    floor = id
  }
  return { fresh, place: { floor, seen: new Set([...seen].filter((id) => id > floor)), missing } }
}
