/** What is due, and what the next day holds, decided as a worker would and left undone. */
import * as Effect from "effect/Effect"
import * as Decide from "../../src/engine/Decide.ts"
import * as Gather from "../../src/engine/Gather.ts"
import { Carries } from "../../src/ports/Carries.ts"
import { Intents } from "../../src/ports/Intents.ts"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import { Rng } from "../../src/rng/Rng.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Describe from "./Describe.ts"
import type { Roster } from "./Roster.ts"

/** How far ahead is looked. */
export const aheadMillis = Instant.dayMillis

export interface Planned {
  /** Epoch milliseconds. */
  readonly at: number
  readonly decky: string
  /** `unfinished`: written down before and not closed. `due`: would be done now. `next`: later. */
  readonly when: "unfinished" | "due" | "next"
  readonly verb: string
  readonly what: string
}

const ofDecky = (
  { world }: Roster,
  uuid: string,
  now: number,
  catchUpMillis: number,
): Effect.Effect<
  ReadonlyArray<Planned>,
  StoreUnavailable,
  SyntheticFiles | Carries | Intents | Rng
> =>
  Effect.gen(function* () {
    const cast = world.casts.get(uuid)!
    const { name } = cast.decky
    const pending = yield* (yield* Intents).pending(uuid)
    const snapshot = yield* Gather.gather(world, cast)
    const carry = pending.at(-1)?.carry ?? snapshot.carry
    const { decisions } = yield* Decide.decide(
      { ...snapshot, carry },
      now + aheadMillis,
      now - catchUpMillis,
    )
    return [
      ...pending.map((intent) => ({ ...intent, when: "unfinished" as const })),
      ...decisions.map((decision) => ({
        ...decision,
        recorded: 0,
        when: decision.at.ms <= now ? ("due" as const) : ("next" as const),
      })),
    ].flatMap(({ at, actions, recorded, when }) =>
      actions.slice(recorded).map((action) => ({
        at: at.ms,
        decky: name,
        when,
        verb: Describe.verb(action),
        what: Describe.what(action),
      })),
    )
  })

/** In order of time. */
export const plan = (roster: Roster, now: number, catchUpMillis: number) =>
  Effect.map(
    Effect.forEach(
      [...roster.world.casts.keys()].filter((uuid) => !roster.waiting.has(uuid)),
      (uuid) => ofDecky(roster, uuid, now, catchUpMillis),
    ),
    (planned) => planned.flat().sort((a, b) => a.at - b.at),
  )

/** `2026-01-05 09:14:08  due   srv04  edit     /home/anna/notes/x.md (note, 812 bytes)` */
export const line = ({ at, when, decky, verb, what }: Planned): string =>
  [
    new Date(at).toISOString().slice(0, 19).replace("T", " "),
    when.padEnd(10),
    decky,
    verb.padEnd(7),
    what,
  ].join("  ")
