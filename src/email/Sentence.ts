/**
 * The sentences of one mail: chosen so that they stay with its matter, repeat little, and speak of
 * nothing that the mail does not have.
 */
import type { Lore } from "../lore/Lore.ts"
import type * as Grammar from "../lexicon/Grammar.ts"
import type { Resident } from "../persona/Resident.ts"
import { fromSeed } from "../rng/Rng.ts"
import type { Stream } from "../rng/Rng.ts"
import type { LocalTime } from "../time/Zone.ts"
import * as Clock from "../voice/Clock.ts"
import * as Voice from "../voice/Voice.ts"
import * as Greeting from "./Greeting.ts"

/** What a mail is written from. */
export interface Input {
  readonly author: Voice.Author
  readonly lore: Lore
  readonly matter: Voice.Matter
  /** The moment of writing on the author's own clock. */
  readonly local: LocalTime
  readonly to: ReadonlyArray<Resident>
}

export const wordsOf = (text: string): number =>
  text.split(/\s+/).filter((word) => word !== "").length

/** What one mail is drawn from; nobody who writes or reads it is spoken of as somebody else. */
export interface Desk {
  readonly rng: Stream
  readonly input: Input
  readonly lore: Lore
  readonly matter: Voice.Matter
  readonly said: Set<string>
  /** Slots that keep their value through a thread, beside those that the matter gives. */
  readonly pinned: Readonly<Record<string, string>>
  /** What people, services and days are called, as `notable` cuts it. */
  readonly names: ReadonlySet<string>
  /** Matches any name of a weekday. */
  readonly weekdays: RegExp
}

/** What a thread goes on speaking of; numbers and days are each sentence's own. */
const pinnedSlots = ["service", "version", "branch", "team", "host2", "project2", "ticket2"]

const pinnedOf = (input: Input, lore: Lore): Readonly<Record<string, string>> => {
  const { author, local, matter } = input
  // by the matter, so that an answer means the same version as the mail it answers
  const stream = fromSeed(`${matter.project} ${matter.ticket} ${matter.host.name}`)
  const scope = Voice.scope(stream.within("pinned"), author, lore, matter, local)
  return Object.fromEntries(
    pinnedSlots.flatMap((slot) => {
      const value = scope.slot(slot)
      return value === undefined ? [] : [[slot, value]]
    }),
  )
}

export const deskOf = (rng: Stream, input: Input): Desk => {
  const present = new Set([
    input.author.resident.persona.email,
    ...input.to.map((each) => each.persona.email),
  ])
  const given = (name: string): string => name.split(/\s+/)[0]!
  const presentNames = new Set(
    [input.author.resident, ...input.to].map((each) => given(each.persona.name)),
  )
  const people = input.lore.people.filter(
    ({ name, email }) => !present.has(email) && !presentNames.has(given(name)),
  )
  const lore = { ...input.lore, people }
  const matter = withPerson(rng, input.matter, people)
  const pinned = pinnedOf(input, lore)
  const names = new Set(
    notable(
      [
        ...Object.values(pinned),
        ...people.map(({ name }) => given(name)),
        ...input.author.lexicon.weekdays,
      ].join(" "),
    ),
  )
  const weekdays = new RegExp(input.author.lexicon.weekdays.join("|"), "i")
  return { rng, input, lore, matter, said: new Set(), pinned, names, weekdays }
}

export const withPerson = (
  rng: Stream,
  matter: Voice.Matter,
  people: Lore["people"],
): Voice.Matter =>
  people.some(({ name }) => name === matter.person)
    ? matter
    : {
        ...matter,
        person: people.length === 0 ? undefined : rng.within("person").pick(people).name,
      }

export const scopeOf = (desk: Desk, matter: Voice.Matter): Grammar.Scope => {
  const { author, local } = desk.input
  const pinned = matter === desk.matter ? desk.pinned : {}
  return Voice.scope(desk.rng, author, desk.lore, matter, local, pinned)
}

/** What a reader notices when it comes twice: stems of longer words, and figures. */
export const notable = (text: string): ReadonlyArray<string> =>
  (text.toLowerCase().match(/[\p{L}\d][\p{L}\d./:-]{2,}[\p{L}\d]|\d+/gu) ?? []).map((word) =>
    /\d/.test(word) ? word : word.slice(0, 6),
  )

/** Names that hold a mail together: it may come back to them, though not in every sentence. */
export const anchors = ({
  host,
  project,
  ticket,
  vendor,
  customer,
}: Voice.Matter): ReadonlyArray<string> =>
  notable([host.name, project, ticket, vendor, customer].join(" "))

/** How badly a sentence fits what the mail has said so far. */
const cost = (desk: Desk, matter: Voice.Matter, sentence: string, before: string): number => {
  const words = notable(sentence)
  const held = new Set(anchors(matter))
  const recent = new Set(notable(before))
  let out = words.some((word) => held.has(word)) ? 0 : 3
  for (const [index, word] of words.entries())
    if (held.has(word)) out += recent.has(word) ? 2 : 0
    else if (desk.said.has(word)) out += /\d/.test(word) || index === 0 ? 4 : 2
  // an office has no tickets to speak of
  const { prefix } = desk.lore.tickets
  if (desk.input.author.register === "office" && sentence.includes(`${prefix}-`)) out += 8
  // where little in a sentence is its own, somebody else may have written the same
  const own = words.filter((word) => /\d/.test(word) || held.has(word) || desk.names.has(word))
  if (wordsOf(sentence) >= 6 && own.length < 2) out += own.length === 0 ? 9 : 4
  // a bare time of day may contradict the time at which the mail is written
  return /\d:\d\d/.test(sentence) && !desk.weekdays.test(sentence) ? out + 4 : out
}

/** What a mail must not speak of, since ours have neither attachments, nor copies, nor forwards. */
const absent = new RegExp(
  [
    String.raw`\battach`,
    String.raw`\badjunt`,
    String.raw`\banbei\b`,
    String.raw`anhang`,
    String.raw`angehängt`,
    String.raw`\banex`,
    String.raw`\bcopio a`,
    String.raw`en copia`,
    String.raw`copiad[oa]`,
    String.raw`\bcc\b`,
    String.raw`in kopie`,
    String.raw`\bem cópia`,
    String.raw`in copy\b`,
    String.raw`cópia (?:para|a) `,
    String.raw`copiando`,
    String.raw`\bcopying\b`,
    String.raw`weitergeleitet`,
    String.raw`reenvi`,
    String.raw`encaminh`,
    String.raw`forwarded`,
  ].join("|"),
  "i",
)

/** One sentence of a rule, whose time of day fits its day and the moment of writing. */
const onTime = (desk: Desk, scope: Grammar.Scope, rule: string): string => {
  const drawn = new Map<string, string>()
  const noted: Grammar.Scope = {
    rule: scope.rule,
    slot: (name) => {
      const value = scope.slot(name)
      if (value !== undefined) drawn.set(name, value)
      return value
    },
  }
  const text = Voice.say(desk.rng, noted, rule)
  const clock = drawn.get("clock")
  const at = clock === undefined ? -1 : text.search(new RegExp(`(?<!\\d)${clock}(?!\\d)`))
  if (clock === undefined || at < 0) return text
  const names = (slots: ReadonlyArray<string>): boolean =>
    slots.some((slot) => drawn.has(slot) && text.includes(drawn.get(slot)!))
  const mended = Clock.mend(
    desk.rng,
    clock,
    {
      before: text.slice(0, at),
      past: rule === "fact" || rule === "update" || rule === "answer",
      over: names(["pastday", "pastdate"]),
      coming: names(["nextday", "nextdate", "month"]),
    },
    desk.input.local,
  )
  return text.slice(0, at) + mended + text.slice(at + clock.length)
}

/** Of a few tries the sentence that stays with the matter and repeats the least. */
export const fresh = (desk: Desk, matter: Voice.Matter, rule: string, before = ""): string => {
  let best = ""
  let least = Number.MAX_SAFE_INTEGER
  for (let attempt = 0; attempt < 6; attempt++) {
    const said = onTime(desk, scopeOf(desk, matter), rule)
    const sentence = said.replace(/ +/g, " ").trim()
    const price = cost(desk, matter, sentence, before)
    const possible = sentence !== "" && !absent.test(sentence)
    if (possible && Greeting.fits(sentence, desk.input.local) && price < least) {
      best = sentence
      least = price
    }
  }
  for (const word of notable(best)) desk.said.add(word)
  return best
}
