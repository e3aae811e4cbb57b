/** Changes inside a text: one item or paragraph is reworded, extended, cut, ticked or moved. */
import type { Stream } from "../rng/Rng.ts"
import * as Page from "./Page.ts"
import type { Pen } from "./Pen.ts"
import * as Phrases from "./Phrases.ts"
import * as Typing from "./Typing.ts"

export interface Craft {
  /** In paragraphs, whatever the page looks like; undefined: as the page is. */
  readonly prose: boolean | undefined
  /** A new item or paragraph beside that line, in one line and without prefix. */
  readonly item: (desk: Desk, neighbour: string) => string
  /** One more sentence for a paragraph, or for an item of a list. */
  readonly sentence: (pen: Pen, prose: boolean) => string
  /** Items get done. */
  readonly ticks: boolean
}

/** All that an edit works with. */
export interface Desk {
  readonly rng: Stream
  readonly pen: Pen
  readonly craft: Craft
  readonly lines: ReadonlyArray<string>
  readonly units: ReadonlyArray<Page.Unit>
  readonly prose: boolean
  readonly columns: number
  readonly defaultPrefix: string
}

export const look = (lines: ReadonlyArray<string>, prose: boolean) => ({
  lines,
  units: Page.units(lines, prose),
})

/** The page is kept by day: its order tells when something happened. */
export const isLog = ({ lines, units }: Pick<Desk, "lines" | "units">): boolean => {
  const dated = lines.filter((line) => Page.isDated(line)).length
  const items = units.filter(({ kind }) => kind === "item").length
  return (
    (dated > 0 && dated * 2 >= items) ||
    units.some(({ from, kind }) => kind === "heading" && Page.isDayHead(lines[from]!))
  )
}

/** `- ` by habit; the round bullet is set in by a blank, as people do. */
export const bulletPrefix = (bullet: string): string =>
  bullet === "" ? "" : bullet === "o" ? " o " : `${bullet} `

export const sit = (pen: Pen, craft: Craft, lines: ReadonlyArray<string>): Desk => {
  const prose = craft.prose ?? Page.isProse(lines)
  const { habits } = pen.subject.author
  return {
    rng: pen.rng,
    pen,
    craft,
    ...look(lines, prose),
    prose,
    columns: habits.wrapColumns,
    defaultPrefix: prose ? "" : bulletPrefix(habits.bullet),
  }
}

/** The prefix of a new item beside a line: its bullet, an empty box where it has one. */
export const freshPrefix = (neighbour: string): string =>
  Page.prefixOf(Page.isDated(neighbour) ? "" : neighbour)
    .replace(/\[[xX]\]/, "[ ]")
    .replace(/^(\s*)x\s/, "$1")
    .replace(/\d+/, (digits) => String(Number(digits) + 1))
    .slice(0, 24)

/** An item in lines: broken at the author's column, set in under its bullet. */
export const layOut = (desk: Desk, prefix: string, text: string): ReadonlyArray<string> => {
  const indent = desk.prose || prefix === "" ? "" : " ".repeat(prefix.length)
  const breaks = desk.prose || (prefix.trim() !== "" && !Page.isDated(`${prefix}x`))
  return Typing.wrap(prefix + text, breaks ? desk.columns : 0, indent)
}

type Way = "grow" | "equal" | "shrink"
type Change = (desk: Desk, unit: Page.Unit) => ReadonlyArray<string> | undefined

const replace = (desk: Desk, unit: Page.Unit, lines: ReadonlyArray<string>) => [
  ...desk.lines.slice(0, unit.from),
  ...lines,
  ...desk.lines.slice(unit.to),
]

/** The unit with another text, its prefix kept. */
const retext = (desk: Desk, unit: Page.Unit, text: string): ReadonlyArray<string> | undefined => {
  const before = Page.textOf(desk.lines, unit)
  if (text === before || text.trim() === "") return undefined
  const prefix = Page.prefixOf(desk.lines[unit.from]!)
  const lines =
    unit.to - unit.from > 1 || prefix.length + text.length > desk.columns
      ? layOut(desk, prefix, text)
      : [prefix + text]
  return lines.some((line) => desk.lines.includes(line) && !Page.isBlank(line)) &&
    lines.length === 1
    ? undefined
    : replace(desk, unit, lines)
}

/** A tail goes before the stop of a sentence. */
const addTail: Change = (desk, unit) => {
  const text = Page.textOf(desk.lines, unit).trimEnd()
  if (desk.prose || text.length > 90 || /[)?!:]$|\.\.\.$/.test(text)) return undefined
  const phrases = Phrases.forLanguage(desk.pen.subject.author.lexicon.language)
  const tails = desk.craft.ticks ? [...phrases.tails, ...phrases.taskTails] : phrases.tails
  const office = desk.pen.subject.author.register === "office"
  const fit = office ? tails.filter((each) => !each.includes("{ticket}")) : tails
  const made = desk.pen.phrase(fit, "comment", "fresh")
  if (made === "") return undefined
  // Typing trims, and a tail begins with its own blank unless it begins with a comma
  const tail = made.startsWith(",") ? made : ` ${made}`
  const stop = text.endsWith(".") ? "." : ""
  return retext(desk, unit, text.slice(0, text.length - stop.length) + tail + stop)
}

const addSentence: Change = (desk, unit) => {
  const text = Page.textOf(desk.lines, unit)
  if (!/[.!]$/.test(text) || text.length > (desk.prose ? 600 : 80)) return undefined
  // The first and the last paragraph of a draft say what it is and what comes next, no more
  const items = desk.units.filter(({ kind }) => kind === "item")
  if (desk.prose && items.length > 2 && (unit === items[0] || unit === items.at(-1)))
    return undefined
  const more = desk.craft.sentence(desk.pen, desk.prose)
  return more === "" ? undefined : retext(desk, unit, `${text} ${more}`)
}

/** Another wording: a new item in the place of the old one, longer or shorter as wanted. */
const reword =
  (way: Way): Change =>
  (desk, unit) => {
    const text = Page.textOf(desk.lines, unit)
    if (desk.prose && text.length > 160) return undefined
    for (let attempt = 0; attempt < 5; attempt++) {
      const made = desk.craft.item(desk, text)
      const grows = Page.bytes(made) > Page.bytes(text)
      if (made !== "" && grows === (way === "grow")) return retext(desk, unit, made)
    }
    return undefined
  }

const sentencesOf = (text: string): ReadonlyArray<string> =>
  text.split(/(?<=[.!?]) (?=[\p{L}\p{N}¿¡])/u)

const dropSentence: Change = (desk, unit) => {
  const sentences = sentencesOf(Page.textOf(desk.lines, unit))
  if (sentences.length < 2) return undefined
  const gone = desk.rng.below(sentences.length)
  return retext(desk, unit, sentences.filter((_, index) => index !== gone).join(" "))
}

const replaceSentence =
  (way: Way): Change =>
  (desk, unit) => {
    const sentences = sentencesOf(Page.textOf(desk.lines, unit))
    if (sentences.length < 2) return undefined
    const at = desk.rng.below(sentences.length)
    for (let attempt = 0; attempt < 4; attempt++) {
      const made = desk.craft.sentence(desk.pen, desk.prose)
      if (made === "" || made.length > sentences[at]!.length !== (way === "grow")) continue
      return retext(
        desk,
        unit,
        sentences.map((old, index) => (index === at ? made : old)).join(" "),
      )
    }
    return undefined
  }

const balanced = (text: string): boolean =>
  text.split("(").length === text.split(")").length && text.split('"').length % 2 === 1

/** Cuts a parenthesis or the last clause behind a comma. */
const dropTail: Change = (desk, unit) => {
  const text = Page.textOf(desk.lines, unit).trimEnd()
  if (sentencesOf(text).length > 1) return undefined
  const stop = /[.!?]+$/.exec(text)?.[0] ?? ""
  const bare = text.slice(0, text.length - stop.length)
  const cut = bare.replace(/(?: \([^()]*\)|, [^,]{3,60}| (?:-|->|=>) [^-]{2,40})$/, "")
  const words = cut.split(" ").length
  return cut === bare || words < 3 || !balanced(cut) || stop.includes("?")
    ? undefined
    : retext(desk, unit, cut + stop)
}

const tick: Change = (desk, unit) => {
  const line = desk.lines[unit.from]!
  const open = /^(\s*(?:[-*+>o]\s+)?)\[ \]/.test(line)
  if (!open && !(/^\s*(?:[-*+>o]\s+)?\[[xX]\]/.test(line) && desk.rng.chance(1, 6)))
    return undefined
  const ticked = open ? line.replace("[ ]", "[x]") : line.replace(/\[[xX]\]/, "[ ]")
  return replace(desk, unit, [ticked, ...desk.lines.slice(unit.from + 1, unit.to)])
}

/** Where there are no boxes: the word behind the item. */
const markDone: Change = (desk, unit) => {
  const line = desk.lines[unit.from]!
  if (!desk.craft.ticks || line.includes("[ ]") || Phrases.isDone(line)) return undefined
  const text = Page.textOf(desk.lines, unit).trimEnd()
  if (/[?:.!]$/.test(text)) return undefined
  const phrases = Phrases.forLanguage(desk.pen.subject.author.lexicon.language)
  const word = desk.pen.phrase(phrases.done, "comment")
  return word === "" ? undefined : retext(desk, unit, `${text} - ${word}`)
}

/** Another figure of as many digits, where it is an amount and nothing's name or date. */
const figure: Change = (desk, unit) => {
  const { rng } = desk
  const lines = desk.lines.slice(unit.from, unit.to)
  const pattern = /(?<=[ (])\d{1,3}(?=(?:%| %| GB\b| MB\b| min\b| Min\b| ms\b))/
  const at = lines.findIndex((line) => pattern.test(line))
  if (at < 0) return undefined
  const line = lines[at]!.replace(pattern, (digits) => {
    const low = digits.length === 1 ? 2 : digits.length === 2 ? 10 : 100
    return String(rng.between(low, digits.length === 2 ? 97 : low * 10 - 1 - (low === 2 ? 10 : 0)))
  })
  return line === lines[at]
    ? undefined
    : replace(
        desk,
        unit,
        lines.map((old, index) => (index === at ? line : old)),
      )
}

/** Puts an item somewhere else: order is how people say what comes first. */
const move: Change = (desk, unit) => {
  const others = desk.units.filter((other) => other.kind === "item" && other.from !== unit.from)
  if (others.length === 0 || isLog(desk)) return undefined
  const own = desk.lines.slice(unit.from, unit.to)
  const target = desk.rng.pick(others)
  if (desk.prose) {
    const theirs = desk.lines.slice(target.from, target.to)
    const swapped = desk.units.flatMap((each) =>
      each.from === unit.from
        ? theirs
        : each.from === target.from
          ? own
          : desk.lines.slice(each.from, each.to),
    )
    return swapped
  }
  return desk.units.flatMap((each) => {
    if (each.from === unit.from) return []
    const lines = desk.lines.slice(each.from, each.to)
    return each.from !== target.from
      ? lines
      : unit.from < target.from
        ? [...lines, ...own]
        : [...own, ...lines]
  })
}

const changes: Readonly<Record<Way, ReadonlyArray<readonly [Change, number]>>> = {
  grow: [
    [addTail, 5],
    [addSentence, 4],
    [replaceSentence("grow"), 3],
    [reword("grow"), 4],
    [markDone, 3],
  ],
  equal: [
    [tick, 6],
    [figure, 4],
    [move, 3],
  ],
  shrink: [
    [dropTail, 4],
    [dropSentence, 3],
    [replaceSentence("shrink"), 3],
    [reword("shrink"), 5],
  ],
}

const attemptsMax = 9

/** One change in place; undefined where the text offers nothing to change. */
export const change = (desk: Desk): ReadonlyArray<string> | undefined => {
  const { rng } = desk
  const candidates = desk.units.filter((unit) => unit.kind === "item")
  if (candidates.length === 0) return undefined
  // Short files grow; in a file with boxes, ticking is the commonest edit
  const mayShrink = desk.lines.filter((line) => !Page.isBlank(line)).length > 3
  const boxed = desk.craft.ticks && desk.lines.some((line) => /\[[ xX]\]/.test(line))
  const way = rng.weighted<Way>(["grow", "equal", "shrink"], (each) =>
    each === "grow" ? 50 : each === "equal" ? (boxed ? 40 : 22) : mayShrink ? 28 : 0,
  )
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const [make] = rng.weighted(changes[way], ([, weight]) => weight)
    const made = make(desk, rng.pick(candidates))
    if (made !== undefined) return made
  }
  return undefined
}
