/** What a document says, whichever program wrote it down: a title, paragraphs, lists and tables. */
import type { Stream } from "../../rng/Rng.ts"
import type { Instant } from "../../time/Instant.ts"
import * as Zone from "../../time/Zone.ts"
import * as Civil from "../../time/Civil.ts"
import type { Context } from "../Context.ts"
import * as Token from "../Token.ts"
import * as Cast from "./Cast.ts"
import * as Phrasebook from "./Phrasebook.ts"
import * as Tables from "./Tables.ts"
import * as Topics from "./Topics.ts"

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: ReadonlyArray<string> }
  | { readonly kind: "table"; readonly table: Tables.Table }
  /** Words before an address, and what the address reads as. */
  | { readonly kind: "link"; readonly lead: string; readonly text: string }

export interface Content {
  readonly cast: Cast.Cast
  readonly words: Phrasebook.Words
  readonly topic: Phrasebook.Topic
  readonly title: string
  /** Under the title: status, version, date, author. */
  readonly meta: string
  readonly confidential: string
  readonly blocks: ReadonlyArray<Block>
  readonly author: string
  readonly lastAuthor: string
  readonly organisation: string
  readonly created: Instant
  readonly modified: Instant
  readonly revision: number
  /** Minutes of work, as word processors count them. */
  readonly editingMinutes: number
}

/** A stretch of text: what comes first is what happens to be the middle of a longer list. */
const some = <A>(rng: Stream, items: ReadonlyArray<A>, low: number, high: number): Array<A> => {
  const count = Math.min(items.length, rng.between(low, high))
  const chosen = new Set(rng.sample(items, count))
  return items.filter((item) => chosen.has(item))
}

const inOrder = new Set<Phrasebook.Topic>(["migration", "vpn", "backup", "emergency", "bank"])

const blocksOf = (
  rng: Stream,
  cast: Cast.Cast,
  words: Phrasebook.Words,
  topic: Phrasebook.Topic,
): ReadonlyArray<Block> => {
  const own = words.topics[topic]
  const say = (name: string, productions: ReadonlyArray<string>): string =>
    Cast.say(cast, rng.within(name), productions)
  const heading = (name: string, productions: ReadonlyArray<string>): Block => ({
    kind: "heading",
    text: say(name, productions),
  })
  const several = (name: string, productions: ReadonlyArray<string>, low: number, high: number) =>
    some(rng.within(name), productions, low, high)
      .map((production, at) => Cast.say(cast, rng.within(name, at), [production]))
      .filter((text) => text !== "")

  const steps: ReadonlyArray<Block> = [
    heading("stepsHeading", own.stepsHeading),
    {
      kind: "list",
      ordered: inOrder.has(topic) && rng.within("ordered").chance(5, 6),
      items: several("steps", own.steps, 4, own.steps.length),
    },
  ]
  const tables = Tables.of(rng.within("tables"), cast, words, topic)
  const [first, second] = tables as [(typeof tables)[0], (typeof tables)[0] | undefined]
  const tabled: ReadonlyArray<Block> = [
    heading("tableHeading", words.topics[first.from].heading),
    { kind: "table", table: first.table },
  ]
  const more: ReadonlyArray<Block> =
    second === undefined || (topic !== "emergency" && rng.within("second").chance(1, 4))
      ? []
      : [
          { kind: "heading", text: say("secondHeading", words.topics[second.from].heading) },
          { kind: "table", table: second.table },
        ]
  const notes: ReadonlyArray<Block> = [
    ...(rng.within("notesHeading").chance(4, 5)
      ? [heading("notesHeading", words.common.notesHeading)]
      : []),
    { kind: "paragraph", text: several("notes", own.notes, 2, 3).join(" ") },
    ...several("remarks", rng.within("order").shuffle(words.common.remarks), 1, 3).map(
      (text): Block => ({ kind: "paragraph", text }),
    ),
  ]
  const link: Block = {
    kind: "link",
    lead: say("link", words.common.link),
    text: say("linkText", words.common.linkText),
  }
  // these steps point back to the table
  const tableFirst = topic === "vpn" || rng.within("middle").chance(2, 3)
  const middle = tableFirst ? [...tabled, ...steps] : [...steps, ...tabled]
  return [{ kind: "paragraph", text: say("intro", own.intro) }, ...middle, ...more, ...notes, link]
}

/** When somebody sat down to begin it: a working day before the last change, in office hours. */
const beginning = (rng: Stream, timezone: string, end: Instant): Instant => {
  const local = Zone.toLocal(timezone, end.ms)
  if (rng.chance(1, 4)) {
    // at one go, but not from before breakfast
    const early = Math.max(10, local.minuteOfDay - 450)
    return { ms: end.ms - Math.min(rng.between(25, 170), early) * 60_000, ns: 0 }
  }
  let day = local.day - rng.weighted([1, 2, 3, 5, 7, 9, 14, 21, 34, 60, 120], (each) => 130 - each)
  while (Civil.weekday(day) > 4) day--
  const minute = rng.between(8 * 60 + 5, 17 * 60)
  const ms = Zone.fromLocal(timezone, day, (minute * 60 + rng.below(60)) * 1000)
  return { ms, ns: 0 }
}

export const make = (token: Token.Token, context: Context): Content => {
  const root = Token.stream(token).within("content")
  const { owner, organisation, document } = context
  const words = Phrasebook.of(owner.language)
  const local = Zone.toLocal(owner.timezone, context.mtime.ms)
  const proposed =
    document ?? Topics.propose(root.within("topic"), owner.language, organisation, local)
  const topic = Phrasebook.isTopic(proposed.topic) ? proposed.topic : "access"
  const cast = Cast.make(root.within("cast"), context, topic, proposed.title)
  const { common } = words
  const rng = root.within("frame")
  const created = beginning(rng.within("created"), owner.timezone, context.mtime)
  const days = Math.max(1, Math.floor((context.mtime.ms - created.ms) / 86_400_000))
  const revision = rng.within("revision").between(2, Math.min(40, 4 + days))
  const version = rng
    .within("version")
    .pick(["0.1", "0.2", "0.3", "0.9", "1.0", "1.1", "1.2", "2.0", "2.1"])
  const status = Cast.say(cast, rng.within("status"), common.status)
  const date = cast.slot(rng)("date")!
  const meta = rng
    .within("meta")
    .pick([
      `${status}, ${date}, ${owner.name}`,
      `${common.version} ${version}, ${date}`,
      `${owner.name}, ${date}`,
      `${date} | ${owner.name} | ${status}`,
      `${status}, ${common.version} ${version} (${date})`,
      `${organisation.name}, ${date}`,
      `${common.version} ${version} | ${owner.name} | ${date}`,
    ])
  const others = organisation.people
  return {
    cast,
    words,
    topic,
    title: proposed.title,
    meta,
    confidential: Cast.say(cast, rng.within("confidential"), common.confidential),
    blocks: blocksOf(root.within("blocks"), cast, words, topic),
    author:
      others.length > 0 && rng.within("author").chance(1, 5)
        ? rng.within("author", "other").pick(others).name
        : owner.name,
    lastAuthor: owner.name,
    organisation: organisation.name,
    created,
    modified: context.mtime,
    revision,
    editingMinutes: Math.min(
      rng.within("minutes").between(12, 60) + revision * 7,
      Math.floor((context.mtime.ms - created.ms) / 60_000),
    ),
  }
}

/** All of its words, for counting. */
export const texts = (content: Content): ReadonlyArray<string> => [
  content.title,
  content.meta,
  ...content.blocks.flatMap((block) => {
    switch (block.kind) {
      case "heading":
      case "paragraph":
        return [block.text]
      case "list":
        return block.items
      case "link":
        return [`${block.lead} ${block.text}`]
      case "table":
        return [...block.table.head, ...block.table.rows.flat().map(({ text }) => text)]
    }
  }),
]
