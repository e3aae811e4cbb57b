/**
 * Which hits a route is told of, and when: the first use of a token at once, what follows as one
 * digest a window, and after a window without any the next one is a first again.
 */
import * as Schema from "effect/Schema"
import { classes, type HitClass } from "../hits/Classify.ts"
import * as Network from "../hits/Network.ts"

/**
 * `person`: what looks like somebody at work. `use`: whatever called; what a caller says it is can
 * be borrowed, and a preview or a scanner has the address from somebody who has the file. `all`:
 * repeated lookups of resolvers too.
 */
export const levels = ["person", "use", "all"] as const
export type Level = (typeof levels)[number]

const told: Readonly<Record<Level, ReadonlyArray<HitClass>>> = {
  person: ["likely-person"],
  use: classes.filter((each) => each !== "own-probe" && each !== "resolver-echo"),
  // our own tests are told to nobody
  all: classes.filter((each) => each !== "own-probe"),
}

export const digestMinutesDefault = 15

export const Filter = Schema.Struct({
  level: Schema.Literal(...levels),
  /** Names of deckies; empty for all of them. */
  deckies: Schema.Array(Schema.String),
  /** Content classes or kinds (`canary_env_file`, `dns`); empty for all of them. */
  kinds: Schema.Array(Schema.String),
  /** Addresses or networks whose hits are not told. */
  exclude: Schema.Array(Schema.String),
  digestMinutes: Schema.Int.pipe(Schema.between(1, 1440)),
})
export type Filter = typeof Filter.Type

export const everything: Filter = {
  level: "use",
  deckies: [],
  kinds: [],
  exclude: [],
  digestMinutes: digestMinutesDefault,
}

export interface Subject {
  readonly class: string
  readonly kind: string
  readonly deckyName: string
}

export const accepts = (
  { level, deckies, kinds, exclude }: Filter,
  subject: Subject,
  hit: { readonly class: HitClass; readonly ip: string },
): boolean =>
  told[level].includes(hit.class) &&
  (deckies.length === 0 || deckies.includes(subject.deckyName)) &&
  (kinds.length === 0 || kinds.includes(subject.kind) || kinds.includes(subject.class)) &&
  !Network.among(exclude)(hit.ip)

/** Addresses that a digest names; of further ones the number is said. */
const sourcesMax = 8

/** What has come since a route was told of a token. */
export const Held = Schema.Struct({
  count: Schema.Int,
  firstAt: Schema.Number,
  lastAt: Schema.Number,
  classes: Schema.Record({ key: Schema.String, value: Schema.Int }),
  sources: Schema.Array(Schema.String),
  /** How many hits came from addresses that are not among them. */
  others: Schema.Int,
})
export type Held = typeof Held.Type

export interface Window {
  /** Epoch milliseconds. */
  readonly until: number
  readonly held: Held | undefined
}

interface Told {
  readonly at: number
  readonly ip: string
  readonly class: HitClass
  readonly count: number
}

const hold = (held: Held | undefined, { at, ip, class: kind, count }: Told): Held => {
  const before: Held = held ?? {
    count: 0,
    firstAt: at,
    lastAt: at,
    classes: {},
    sources: [],
    others: 0,
  }
  const isNamed = before.sources.includes(ip)
  const fits = isNamed || before.sources.length < sourcesMax
  return {
    count: before.count + count,
    firstAt: Math.min(before.firstAt, at),
    lastAt: Math.max(before.lastAt, at),
    classes: { ...before.classes, [kind]: (before.classes[kind] ?? 0) + count },
    sources: isNamed || !fits ? before.sources : [...before.sources, ip],
    others: before.others + (fits ? 0 : count),
  }
}

const minuteMillis = 60_000

export interface Received {
  readonly window: Window
  readonly tellNow: boolean
}

export const receive = (window: Window | undefined, hit: Told, filter: Filter): Received => {
  const isOver = window === undefined || (hit.at >= window.until && window.held === undefined)
  if (!isOver)
    return { window: { until: window.until, held: hold(window.held, hit) }, tellNow: false }
  return {
    window: {
      until: hit.at + filter.digestMinutes * minuteMillis,
      // one row may stand for several hits at once
      held: hit.count > 1 ? hold(undefined, { ...hit, count: hit.count - 1 }) : undefined,
    },
    tellNow: true,
  }
}

/** At a window's end: what is to be told, and the window that follows; none after a quiet one. */
export const close = (
  { held }: Window,
  now: number,
  { digestMinutes }: Filter,
): { readonly digest: Held; readonly next: Window } | undefined =>
  held === undefined
    ? undefined
    : { digest: held, next: { until: now + digestMinutes * minuteMillis, held: undefined } }
