/**
 * The plain cadence: one action a tick for the whole fleet, on a fixed grid, as earlier engines had
 * it. For comparison only: its ticks show in what it leaves behind.
 */
import type { Moment } from "../agenda/Agenda.ts"
import * as ActiveHours from "../persona/ActiveHours.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"

/** The ticks after `from` up to `to` that fall to this decky, with somebody who is at work then. */
export const moments = (
  root: Stream,
  uuids: ReadonlyArray<string>,
  uuid: string,
  residents: ReadonlyArray<Resident>,
  intervalMillis: number,
  from: number,
  to: number,
): ReadonlyArray<Moment> => {
  const out: Array<Moment> = []
  for (let tick = Math.floor(from / intervalMillis) + 1; tick * intervalMillis <= to; tick++) {
    const at = tick * intervalMillis
    const rng = root.within("tick", tick)
    if (rng.pick(uuids) !== uuid) continue
    const open = residents.filter((resident) =>
      ActiveHours.contains(
        resident.persona.activeHours,
        Zone.toLocal(resident.timezone, at).minuteOfDay,
      ),
    )
    if (open.length === 0) continue
    const email = rng.pick(open).persona.email
    out.push({ id: `tick/${tick}`, email, at: Instant.make(at, rng.between(1, 999_999)) })
  }
  return out
}
