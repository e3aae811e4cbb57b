/** Deckies as rows, and one of them whole. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Civil from "../../../src/time/Civil.ts"
import * as Instant from "../../../src/time/Instant.ts"
import * as Zone from "../../../src/time/Zone.ts"
import * as DeckyFigures from "../../storage/DeckyFigures.ts"
import type { ListedDecky } from "../../storage/Fleet.ts"
import * as Wire from "../events/Wire.ts"
import * as Page from "../Page.ts"
import { NotFound } from "../Problem.ts"
import * as Condition from "./Condition.ts"
import { Roll, type Inhabited } from "./Roll.ts"

const hoursShown = 24

const wireOf = (
  { row, decky, residents }: Inhabited,
  figures: DeckyFigures.Figures,
  condition: Condition.Condition,
  hour: number,
) => ({
  uuid: row.uuid,
  name: row.name,
  hostname: decky.hostname,
  ip: decky.ip ?? null,
  services: row.services,
  role: decky.role,
  release: decky.facts?.releaseKnown === false ? null : decky.release,
  source: row.source,
  topology_id: decky.topologyId ?? null,
  state: row.state,
  people: residents.length,
  last_action:
    figures.last === undefined
      ? null
      : {
          at: Instant.toIso(figures.last.at),
          action: figures.last.action,
          // it is about no file
          what: figures.last.action === Wire.skippedAction ? Wire.skippedWhy : figures.last.what,
        },
  activity: Array.from(
    { length: hoursShown },
    (_, index) => figures.byHour.get(hour - hoursShown + 1 + index) ?? 0,
  ),
  files: figures.files,
  touched: figures.touched,
  tokens: { planted: figures.planted, triggered: figures.triggered },
  ...condition,
})

const shown = (rows: ReadonlyArray<ListedDecky>) =>
  Effect.gen(function* () {
    const hour = Math.floor((yield* Clock.currentTimeMillis) / Instant.hourMillis)
    const inhabited = yield* (yield* Roll).inhabited(rows)
    const condition = yield* Condition.now
    const figures = yield* DeckyFigures.of(
      rows.map(({ uuid }) => uuid),
      hour - hoursShown,
    )
    return inhabited.map((each, index) => ({
      each,
      wire: wireOf(each, figures[index]!, condition(each.row.uuid), hour),
    }))
  })

interface Asked {
  readonly limit?: number | undefined
  readonly offset?: number | undefined
  readonly q?: string | undefined
}

export const page = ({ limit = Page.limitStandard, offset = 0, q }: Asked) =>
  Effect.gen(function* () {
    const found = yield* (yield* Roll).find(q)
    const rows = yield* shown(found.slice(offset, offset + limit))
    return {
      total: found.length,
      limit,
      offset,
      next_cursor: null,
      data: rows.map(({ wire }) => wire),
    }
  })

export const rowOf = (uuid: string) =>
  Effect.gen(function* () {
    const row = yield* (yield* Roll).get(uuid)
    return row === undefined
      ? yield* Effect.fail(new NotFound({ detail: "There is no such decky on this host" }))
      : row
  })

/** Counts by weekday, from Monday, and hour of a clock. */
const heatOf = (
  hours: ReadonlyArray<{ readonly hour: number; readonly events: number }>,
  zone: string,
): ReadonlyArray<ReadonlyArray<number>> => {
  const heat = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  for (const { hour, events } of hours) {
    const local = Zone.toLocal(zone, hour * Instant.hourMillis)
    heat[Civil.weekday(local.day)]![Math.floor(local.minuteOfDay / 60)]! += events
  }
  return heat
}

export const one = (uuid: string) =>
  Effect.gen(function* () {
    const row = yield* rowOf(uuid)
    const [found] = yield* shown([row])
    const { each, wire } = found!
    const { timezone } = each.decky
    return {
      ...wire,
      timezone,
      residents: each.residents.map(({ persona, login }) => ({
        email: persona.email,
        name: persona.name,
        login,
        role: persona.role,
      })),
      heat: heatOf(yield* DeckyFigures.peoplesHours(uuid), timezone),
    }
  })
