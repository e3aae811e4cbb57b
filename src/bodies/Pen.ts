/**
 * Writes the lines of one document. Each line has a scope of its own, so that two lines rarely
 * speak of the same numbers, and no production is used twice before all have been.
 */
import * as Grammar from "../lexicon/Grammar.ts"
import type { CommonRule, RegisterRule } from "../lexicon/Lexicon.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Civil from "../time/Civil.ts"
import type { LocalTime } from "../time/Zone.ts"
import * as Clock from "../voice/Clock.ts"
import * as Voice from "../voice/Voice.ts"
import * as Phrases from "./Phrases.ts"
import type { Subject } from "./Subject.ts"
import * as Typing from "./Typing.ts"

export type Rule = RegisterRule | CommonRule

/** What a line is about: the subject's own matter, near it, or anything else that goes on. */
export type About = "own" | "near" | "fresh"

/** What one line may name beside the lexicon and the lore. */
export interface Extras {
  readonly rules?: Readonly<Record<string, ReadonlyArray<string>>>
  readonly slots?: Readonly<Record<string, string>>
}

export interface Pen {
  readonly rng: Stream
  readonly subject: Subject
  /** One text of a rule, typed in that manner; empty where nothing of the rule fits. */
  readonly say: (rule: Rule, manner: Typing.Manner, about?: About, extras?: Extras) => string
  /** One text of any of these productions. */
  readonly phrase: (
    productions: ReadonlyArray<string>,
    manner: Typing.Manner,
    about?: About,
    slots?: Readonly<Record<string, string>>,
  ) => string
  /** Lines that begin alike sound like a machine: these openings are not used again. */
  readonly avoid: (lines: ReadonlyArray<string>) => void
}

/** The same wall clock on another day, for entries that were written then. */
export const onDay = (local: LocalTime, day: number): LocalTime => ({
  ...local,
  ...Civil.fromDay(day),
  day,
})

const opening = (text: string): string =>
  (text.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 3).join(" ").toLowerCase()

const matterFor = (rng: Stream, subject: Subject, about: About): Voice.Matter => {
  const own = subject.matter
  if (about === "own") return own
  const { author, lore, local } = subject
  const fresh = Voice.drawMatter(rng, lore, author.resident.persona.email, local.day)
  if (about === "fresh") return fresh
  return rng.chance(1, 2) ? { ...fresh, project: own.project } : { ...fresh, host: own.host }
}

/** How often a line is about the document's own matter, near it, or something else. */
const drawAbout = (rng: Stream): About =>
  rng.weighted<About>(["own", "near", "fresh"], (about) =>
    about === "own" ? 1 : about === "near" ? 3 : 6,
  )

const attemptsMax = 12

/**
 * How much a slot's value tells, in bits over a fleet and a season: what sets two lines of one
 * production apart. Slots that are not listed tell nothing.
 */
const slotBits: Readonly<Record<string, number>> = {
  host: 4,
  host2: 4,
  service: 1,
  project: 3,
  project2: 3,
  ticket: 8,
  ticket2: 8,
  person: 3,
  person2: 3,
  fullname: 3,
  team: 2,
  vendor: 3,
  customer: 3,
  meeting: 2,
  version: 11,
  branch: 4,
  percent: 6,
  size: 9,
  count: 7,
  few: 3,
  amount: 12,
  minutes: 5,
  clock: 6,
  pastday: 2,
  nextday: 2,
  pastdate: 6,
  nextdate: 6,
  month: 1,
  week: 3,
  today: 6,
}

/** Below this a longer line would be met twice in a few thousand files. */
const bitsMin = 11
/** Below this it would be met at once. */
const bitsLeast = 7

/** Six words with the bullet, which may be a letter. */
const isLong = (text: string, bullet: string): boolean =>
  text.split(" ").filter((word) => /[\p{L}\p{N}]/u.test(word)).length >= (bullet === "o" ? 5 : 6)

/** A line so far, marked as `Typing` needs it, and how much it tells. */
interface Candidate {
  readonly marked: string
  readonly bits: number
  /** The slots that it names. */
  readonly slots: ReadonlySet<string>
}

export const make = (rng: Stream, subject: Subject): Pen => {
  const { author, lore, local } = subject
  const used = new Map<string, Set<number>>()
  const openings = new Set<string>()

  const scopeFor = (
    about: About,
    slots: Readonly<Record<string, string>>,
    drawn: Map<string, string>,
  ): Grammar.Scope => {
    const extra = { today: Voice.formatDate(author, local.day), ...slots }
    const plain = Voice.scope(rng, author, lore, matterFor(rng, subject, about), local, extra)
    return {
      rule: plain.rule,
      slot: (name) => {
        const value = plain.slot(name)
        if (value === undefined) return undefined
        drawn.set(name, Typing.mark(value))
        return Typing.mark(value)
      },
    }
  }

  const compose = (
    name: string,
    production: string,
    about: About,
    { rules = {}, slots = {} }: Extras,
  ): Candidate | undefined => {
    const drawn = new Map<string, string>()
    const scope = scopeFor(about, slots, drawn)
    const marked = Grammar.expand(rng, name, {
      rule: (rule) => (rule === name ? [production] : (rules[rule] ?? scope.rule(rule))),
      slot: scope.slot,
    })
    if (marked === undefined || marked.trim() === "") return undefined
    const clock = drawn.get("clock")
    const timed = clock === undefined ? marked : onTime(name, marked, clock, drawn)
    const named = [...drawn].filter(([, value]) => marked.includes(value)).map(([slot]) => slot)
    const bits = named.reduce((sum, slot) => sum + (slotBits[slot] ?? 0), 0)
    return { marked: timed, bits, slots: new Set(named) }
  }

  /** The sentence with a time that fits its day and the moment of writing. */
  const onTime = (rule: string, marked: string, clock: string, drawn: Map<string, string>) => {
    const at = marked.indexOf(clock)
    if (at < 0) return marked
    const names = (slots: ReadonlyArray<string>): boolean =>
      slots.some((slot) => drawn.has(slot) && marked.includes(drawn.get(slot)!))
    const said: Clock.Said = {
      before: Typing.unmark(marked.slice(0, at)),
      past: rule === "jot" || rule === "fact" || rule === "reason",
      over: names(["pastday", "pastdate"]),
      coming: names(["nextday", "nextdate", "month"]),
    }
    const mended = Clock.mend(rng, Typing.unmark(clock), said, local)
    return marked.slice(0, at) + Typing.mark(mended) + marked.slice(at + clock.length)
  }

  /** A line that says too little of its own gets what people add in passing. */
  const extend = ({ marked, slots }: Candidate, manner: Typing.Manner): string => {
    const dated = ["nextday", "nextdate", "pastday", "pastdate", "month"].some((s) => slots.has(s))
    const office = author.register === "office"
    const list =
      manner !== "jot"
        ? office
          ? Phrases.officeAsides
          : Phrases.asides
        : dated || (!office && rng.chance(1, 2))
          ? office
            ? Phrases.officeTaskAsides
            : Phrases.ticketAsides
          : Phrases.dateAsides
    const stop = /[.]$/.exec(marked)?.[0] ?? ""
    if (slots.has("ticket") || slots.has("ticket2") || /[?!:)]$|\)\.$|\.\.$/.test(marked))
      return marked
    if (office && slots.has("person")) return marked
    const tail = compose("aside", rng.pick(list), "fresh", {})
    return tail === undefined
      ? marked
      : marked.slice(0, marked.length - stop.length) + tail.marked + stop
  }

  const unused = (rule: string, count: number): ReadonlyArray<number> => {
    const known = used.get(rule) ?? new Set<number>()
    if (known.size >= count) known.clear()
    used.set(rule, known)
    return Array.from({ length: count }, (_, index) => index).filter((index) => !known.has(index))
  }

  const speak = (
    name: string,
    productions: ReadonlyArray<string>,
    manner: Typing.Manner,
    about: About,
    extras: Extras,
  ): string => {
    let last = ""
    const title = manner === "heading" || manner === "capitals"
    const order = rng.sample(unused(name, productions.length), attemptsMax)
    for (const [attempt, index] of order.entries()) {
      const made = compose(name, productions[index]!, about, extras)
      if (made === undefined) continue
      const poor = made.bits < bitsMin && isLong(made.marked, author.habits.bullet)
      if (poor && attempt < 4 && last === "" && rng.chance(5, 6)) continue
      const bare = made.bits >= bitsLeast && rng.chance(2, 3)
      // what is yet to come belongs behind a task only: a jot may tell of what has been
      const aside = manner === "jot" && name !== "task" ? "sentence" : manner
      const marked = poor && !title && !bare ? extend(made, aside) : made.marked
      last = Typing.type(rng, author, marked, manner)
      used.get(name)!.add(index)
      if (title || !openings.has(opening(last))) break
    }
    openings.add(opening(last))
    return last
  }

  return {
    rng,
    subject,
    say: (rule, manner, about = drawAbout(rng), extras = {}) => {
      const register = author.lexicon.registers[author.register]
      const all = register[rule] ?? author.lexicon.common[rule] ?? []
      // an office has no tickets to speak of
      const plain = author.register === "office" ? all.filter((p) => !p.includes("{ticket")) : all
      const productions = plain.length === 0 ? all : plain
      return productions.length === 0 ? "" : speak(rule, productions, manner, about, extras)
    },
    phrase: (productions, manner, about = "own", slots = {}) =>
      speak(productions.join("\n"), productions, manner, about, { slots }),
    avoid: (lines) => {
      for (const line of lines) openings.add(opening(line))
    },
  }
}
