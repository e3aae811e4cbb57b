/** A moment that is about files, with all that deciding what becomes of it takes. */
import type { Moment } from "../agenda/Agenda.ts"
import * as Mtime from "../diurnal/Mtime.ts"
import type { Stream } from "../rng/Rng.ts"
import type * as Instant from "../time/Instant.ts"
import * as Voice from "../voice/Voice.ts"
import type { Desk } from "./Desk.ts"
import type { Inhabitant } from "./World.ts"

export interface Scene {
  readonly desk: Desk
  readonly moment: Moment
  readonly who: Inhabitant
  /** The moment's own stream. */
  readonly stream: Stream
}

/**
 * When a file seems to have been written: at the moment itself, or, on the plain cadence, some time
 * before in the author's hours.
 */
export const mtimeOf = ({ desk, moment, who, stream }: Scene): Instant.Instant => {
  if (desk.world.options.cadence.kind === "human") return moment.at
  const { persona, timezone } = who.resident
  return Mtime.sample(stream.within("mtime"), persona, timezone, moment.at.ms) ?? moment.at
}

export const matterFor = ({ desk, moment, who, stream }: Scene, day: number): Voice.Matter => {
  const rng = stream.within("matter")
  const { lore } = desk.cast
  const drawn = Voice.focusedMatter(desk.world.root, rng, lore, who.resident.persona.email, day)
  // what somebody writes down is sometimes what a mail thread is about
  const threads = desk.carry.replies.filter(
    ({ chain, replier }) => chain.at(-1)!.from === moment.email || replier === moment.email,
  )
  return threads.length > 0 && rng.chance(1, 3) ? rng.pick(threads).matter : drawn
}

/** How often another name is tried where one is taken. */
export const namesMax = 8
