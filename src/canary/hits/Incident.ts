/**
 * Which hits are one event of the world. A lookup is asked for as A and AAAA, by several addresses
 * of one resolver, and again where an answer was lost; a client fetches in several requests. What
 * floods in is counted on the last row of its minute and never dropped.
 *
 * The state is a plain value of bounded size, stored with the journal's position: the same journal
 * gives the same rows, wherever the process was killed.
 */
import * as Schema from "effect/Schema"
import type { Seen } from "../Hit.ts"
import * as Network from "./Network.ts"
import * as Services from "./Services.ts"

/** Resolvers give up on an answer after 5 seconds at most (resolv.conf(5)), and ask a second time. */
export const windowMillis = 10_000

/** Rows of a token in one minute; further hits are counted on the last of them. */
export const rowsPerMinuteMax = 60

/** What is remembered; beyond it the oldest go, and their next hit begins another incident. */
const tracesMax = 500
const minutesMax = 500
const askedMax = 12

const minuteMillis = 60_000

const Trace = Schema.Struct({
  slug: Schema.String,
  /** An address over HTTP; over DNS a public resolver, or the network of another. */
  source: Schema.String,
  incident: Schema.String,
  /** Of the newest hit. */
  at: Schema.Number,
  /** What was asked: `http`, or `A name`. */
  asked: Schema.Array(Schema.String),
})

const Minute = Schema.Struct({
  slug: Schema.String,
  minute: Schema.Number,
  rows: Schema.Number,
  /** The newest row. */
  last: Schema.String,
})

export const State = Schema.Struct({
  /** Oldest first. */
  traces: Schema.Array(Trace),
  minutes: Schema.Array(Minute),
})
export type State = typeof State.Type
type Trace = typeof Trace.Type
type Minute = typeof Minute.Type

export const empty: State = { traces: [], minutes: [] }

/** What was seen of the same slug shortly before. */
export interface Before {
  /** From the same source: what it asked. */
  readonly asked: ReadonlyArray<string>
}

export interface Placed {
  /** The id of the incident's first row. */
  readonly incident: string
  /** False where the hit is counted on `row`, which is there already. */
  readonly isNew: boolean
  readonly row: string
  readonly before: Before
}

/** What a hit asked, as far as a repetition asks the same. */
export const askedOf = ({ http, dns }: Seen): string =>
  dns !== undefined ? `${dns.type} ${dns.name.toLowerCase()}` : `http ${http?.method ?? ""}`

export const sourceOf = ({ ip, dns }: Seen): string =>
  dns === undefined
    ? `http ${ip}`
    : `dns ${Services.nearby(Services.resolverRanges, ip) ?? Network.around(ip)}`

/** Re-inserted at the end, so that a Map's order is that of the newest hits. */
const renew = <K, V>(map: Map<K, V>, key: K, value: V, most: number): void => {
  map.delete(key)
  map.set(key, value)
  if (map.size > most) map.delete(map.keys().next().value as K)
}

/** A working copy; `state` is what it has come to. */
export class Desk {
  readonly #traces: Map<string, Trace>
  readonly #minutes: Map<string, Minute>

  constructor(state: State) {
    this.#traces = new Map(state.traces.map((each) => [`${each.slug} ${each.source}`, each]))
    this.#minutes = new Map(state.minutes.map((each) => [each.slug, each]))
  }

  /** Hits of known slugs, in the journal's order; `id` is the row's where it becomes one. */
  place(seen: Seen, id: string): Placed {
    const { slug, at } = seen
    const source = sourceOf(seen)
    const key = `${slug} ${source}`
    const trace = this.#traces.get(key)
    const goesOn = trace !== undefined && Math.abs(at - trace.at) <= windowMillis
    const minute = Math.floor(at / minuteMillis)
    const known = this.#minutes.get(slug)
    const own = known !== undefined && known.minute === minute ? known : undefined
    const isNew = own === undefined || own.rows < rowsPerMinuteMax
    const row = isNew ? id : own.last
    const incident = goesOn ? trace.incident : row
    const before: Before = { asked: goesOn ? trace.asked : [] }
    const asked = [askedOf(seen), ...before.asked.filter((each) => each !== askedOf(seen))]
    const next = { slug, source, incident, at, asked: asked.slice(0, askedMax) }
    renew(this.#traces, key, next, tracesMax)
    renew(
      this.#minutes,
      slug,
      { slug, minute, rows: (own?.rows ?? 0) + (isNew ? 1 : 0), last: row },
      minutesMax,
    )
    return { incident, isNew, row, before }
  }

  /** What still matters at that moment. */
  state(now: number): State {
    const minute = Math.floor(now / minuteMillis)
    return {
      traces: [...this.#traces.values()].filter(({ at }) => Math.abs(now - at) <= windowMillis),
      minutes: [...this.#minutes.values()].filter((each) => Math.abs(minute - each.minute) <= 1),
    }
  }
}
