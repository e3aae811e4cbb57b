/** What documents are about: a topic, a title in the owner's language, and a file name for it. */
import * as Grammar from "../../lexicon/Grammar.ts"
import type { Stream } from "../../rng/Rng.ts"
import type * as Civil from "../../time/Civil.ts"
import type { Organisation } from "../Context.ts"
import * as Phrasebook from "./Phrasebook.ts"

export interface Proposal {
  /** One of `Phrasebook.topics`. */
  readonly topic: string
  readonly title: string
  /** A file name without its ending. */
  readonly stem: string
}

type Day = Pick<Civil.CivilDate, "year" | "month" | "dayOfMonth">

/** A text of some productions; undefined where the slots that all of them need are empty. */
export const say = (
  rng: Stream,
  productions: ReadonlyArray<string>,
  slot: (name: string) => string | undefined,
): string | undefined =>
  Grammar.expand(rng, "text", {
    rule: (name) => (name === "text" ? productions : undefined),
    slot,
  })

const quarter = (language: string, { year, month }: Day): string => {
  const number = Math.ceil(month / 3)
  if (language === "es" || language === "pt") return `${number}T ${year}`
  return `Q${number} ${year}`
}

const two = (value: number): string => String(value).padStart(2, "0")

/** What a title or a file name may mention; each is drawn once. */
const slots = (
  rng: Stream,
  language: string,
  organisation: Organisation,
  day: Day,
): ((name: string) => string | undefined) => {
  const one = <A>(name: string, items: ReadonlyArray<A>): A | undefined =>
    items.length === 0 ? undefined : rng.within(name).pick(items)
  const servers = organisation.hosts.filter(({ services }) => services.length > 0)
  const host = one("host", servers)
  const values: Readonly<Record<string, string | undefined>> = {
    org: organisation.name,
    project: organisation.projects[0]?.name,
    team: one("team", organisation.teams),
    vendor: one("vendor", organisation.vendors),
    customer: one("customer", organisation.customers),
    database: organisation.databases[0],
    ticket: organisation.tickets[0],
    host: host?.name,
    service: host?.services[0],
    year: String(day.year),
    quarter: quarter(language, day),
  }
  return (name) => values[name]
}

/** How a person joins words: one habit for a whole name. */
const joined = (rng: Stream, words: string): string => {
  const plain = words
    .replace(/[/\\:*?"<>|]/g, " ")
    .replace(/ +/g, " ")
    .trim()
  const separator = rng.weighted([" ", "_", "-"], (each) => (each === " " ? 4 : 3))
  const text = plain.replaceAll(" ", separator)
  switch (rng.weightedIndex([5, 2, 1])) {
    case 0:
      return text[0]!.toUpperCase() + text.slice(1)
    case 1:
      return text.toLowerCase()
    default:
      return text
  }
}

const suffix = (rng: Stream, { year, month, dayOfMonth }: Day): string => {
  const date = rng.pick([
    `${year}-${two(month)}-${two(dayOfMonth)}`,
    `${two(year % 100)}${two(month)}${two(dayOfMonth)}`,
    `${year}-${two(month)}`,
  ])
  return rng.weighted(
    [
      ["", 10],
      [` ${date}`, 4],
      [" v2", 2],
      [" v1.1", 1],
      [" final", 1],
    ] as const,
    ([, weight]) => weight,
  )[0]
}

/** What a document of that day would be about, and what its author would call it. */
export const propose = (
  rng: Stream,
  language: string,
  organisation: Organisation,
  day: Day,
): Proposal => {
  const book = Phrasebook.of(language)
  const slot = slots(rng.within("slots"), language, organisation, day)
  for (let attempt = 0; ; attempt++) {
    const stream = rng.within("attempt", attempt)
    // the overview needs nothing but a name, which every organisation has
    const topic = attempt < 8 ? stream.pick(Phrasebook.topics) : "vpn"
    const words = book.topics[topic]
    const title = say(stream, words.titles, slot)
    const stem = say(stream, words.stems, slot)
    if (title === undefined || stem === undefined) continue
    return {
      topic,
      title,
      // who has written the year once does not write it again
      stem: joined(
        stream.within("name"),
        /\d{4}/.test(stem) ? stem : stem + suffix(stream.within("suffix"), day),
      ),
    }
  }
}
