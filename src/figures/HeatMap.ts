/** When people are at it: their file and mail moments by weekday and hour, on their own clocks. */
import * as Civil from "../time/Civil.ts"
import * as Zone from "../time/Zone.ts"
import type { DeckyHistory } from "../tells/History.ts"

export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const

export interface HeatMap {
  /** Seven rows from Monday, 24 counts each. */
  readonly rows: ReadonlyArray<ReadonlyArray<number>>
  readonly total: number
  readonly most: number
}

interface Moment {
  readonly at: number
  readonly email: string
}

/** What a person does on purpose; traces of sessions would count one act many times. */
const momentsOf = ({ files, mails }: DeckyHistory): ReadonlyArray<Moment> => [
  ...files.flatMap(({ at, persona, action }) =>
    persona === undefined || action === "append" || action === "rotate"
      ? []
      : [{ at, email: persona }],
  ),
  ...mails.map(({ at, from }) => ({ at, email: from })),
]

interface LocalMoment {
  readonly email: string
  readonly weekday: number
  readonly hour: number
}

const localMoments = function* (deckies: ReadonlyArray<DeckyHistory>): Iterable<LocalMoment> {
  for (const history of deckies) {
    const zones = new Map(history.residents.map((each) => [each.persona.email, each.timezone]))
    for (const { at, email } of momentsOf(history)) {
      const local = Zone.toLocal(zones.get(email) ?? history.decky.timezone, at)
      const hour = Math.floor(local.minuteOfDay / 60)
      yield { email, weekday: Civil.weekday(local.day), hour }
    }
  }
}

const zeros = (): Array<number> => Array.from({ length: 24 }, () => 0)

export const make = (deckies: ReadonlyArray<DeckyHistory>): HeatMap => {
  const rows = weekdays.map(zeros)
  let total = 0
  for (const { weekday, hour } of localMoments(deckies)) {
    rows[weekday]![hour]!++
    total++
  }
  return { rows, total, most: Math.max(...rows.flat()) }
}

/** Twenty-four counts of each address, all weekdays together. */
export const hoursOf = (
  deckies: ReadonlyArray<DeckyHistory>,
): ReadonlyMap<string, ReadonlyArray<number>> => {
  const hours = new Map<string, Array<number>>()
  for (const { email, hour } of localMoments(deckies)) {
    const counts = hours.get(email) ?? zeros()
    counts[hour]!++
    hours.set(email, counts)
  }
  return hours
}

/** 0 for nothing, then quarters of the most: 1 to 4. */
export const level = (count: number, most: number): 0 | 1 | 2 | 3 | 4 =>
  (count === 0 ? 0 : Math.ceil((4 * count) / most)) as 0 | 1 | 2 | 3 | 4

/** The counts that a level stands for; undefined where none does. */
export const range = (
  step: 1 | 2 | 3 | 4,
  most: number,
): { readonly from: number; readonly to: number } | undefined => {
  const from = Math.floor((most * (step - 1)) / 4) + 1
  const to = Math.floor((most * step) / 4)
  return from > to ? undefined : { from, to }
}
