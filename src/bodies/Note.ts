/** Notes: what somebody jots down at work for nobody but himself. */
import { givenName } from "../persona/Persona.ts"
import { Rng, type Stream } from "../rng/Rng.ts"
import * as Voice from "../voice/Voice.ts"
import type { BodyGenerator } from "./BodyGenerator.ts"
import * as Edit from "./Edit.ts"
import * as Page from "./Page.ts"
import * as Pen from "./Pen.ts"
import * as Phrases from "./Phrases.ts"
import type { Desk } from "./Rework.ts"
import * as Rework from "./Rework.ts"
import * as Sheet from "./Sheet.ts"
import type { Subject } from "./Subject.ts"
import * as Typing from "./Typing.ts"

type Shape = "meeting" | "jots" | "diary" | "sections" | "prose" | "questions"

const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, "-")

const isMeeting = (subject: Subject): boolean => {
  const name = Sheet.stem(subject.path).toLowerCase()
  return (
    /meeting|minutes|protokoll|acta\b|reuni|besprechung/.test(name) ||
    name.includes(slug(subject.matter.meeting))
  )
}

/** A diary is short: the file is as new as the host, so that its days are few. */
const drawShape = (rng: Stream, subject: Subject, target: number): Shape => {
  if (isMeeting(subject) && rng.chance(5, 6)) return "meeting"
  const long = target > 2200
  const shapes: ReadonlyArray<readonly [Shape, number]> = [
    ["jots", long ? 20 : 30],
    ["sections", target > 320 ? (long ? 15 : 25) : 0],
    ["diary", long ? 3 : 14],
    ["prose", subject.author.habits.terse ? 6 : long ? 9 : 18],
    ["meeting", long ? 0 : 7],
    ["questions", target < 900 ? 6 : 0],
  ]
  return rng.weighted(shapes, ([, weight]) => weight)[0]
}

/** One line of a note with the author's bullet, broken where he breaks lines. */
const item = (subject: Subject, text: string, bullet = true): ReadonlyArray<string> => {
  if (text === "") return []
  const { habits } = subject.author
  const prefix = bullet ? Rework.bulletPrefix(habits.bullet) : ""
  return prefix === ""
    ? [text]
    : Typing.wrap(prefix + text, habits.wrapColumns, " ".repeat(prefix.length))
}

const jotOrFact = (pen: Pen.Pen, about?: Pen.About): string => {
  const { terse } = pen.subject.author.habits
  return pen.rng.chance(terse ? 5 : 3, 7)
    ? pen.say("jot", "jot", about)
    : pen.say("fact", "sentence", about)
}

const paragraph = (pen: Pen.Pen, about?: Pen.About): ReadonlyArray<string> => {
  const { habits } = pen.subject.author
  const count = habits.terse ? pen.rng.between(1, 2) : pen.rng.between(2, 4)
  const sentences = Array.from({ length: count }, () => pen.say("fact", "prose", about))
  return Typing.wrap(sentences.filter((each) => each !== "").join(" "), habits.wrapColumns)
}

/** The units of a group, each in lines: a note may end after any of them, never inside one. */
type Group = (pen: Pen.Pen, index: number, target: number) => ReadonlyArray<ReadonlyArray<string>>

const jots: Group = (pen, index, target) => {
  const { subject, rng } = pen
  // Whoever writes without bullets uses none in sections either; some drop them in loose notes
  const bullets = index % 2 === 0 || subject.author.habits.bullet === "-"
  const count = target > 1500 ? rng.between(5, 14) : rng.between(2, 7)
  return Array.from({ length: count }, (_, at) =>
    item(subject, jotOrFact(pen, index === 0 && at === 0 ? "own" : undefined), bullets),
  )
}

/** A heading without a date: what follows it may be newer. */
const headingText = (pen: Pen.Pen): string => {
  const manner = Sheet.titleManner(pen.subject)
  const candidates = [0, 1, 2, 3].map(() => pen.say("noteHeading", manner, "own"))
  return candidates.find((text) => !/\d/.test(text)) ?? ""
}

/** The heading keeps its first item by it. */
const under = (
  heading: ReadonlyArray<string>,
  [first = [], ...rest]: ReadonlyArray<ReadonlyArray<string>>,
) => (first.length === 0 && rest.length === 0 ? [] : [[...heading, ...first], ...rest])

const section: Group = (pen, index, target) =>
  under(Sheet.heading(pen.subject, headingText(pen)), jots(pen, index, target))

const questions: Group = (pen, index) => {
  const { subject, rng } = pen
  const lines = Array.from({ length: rng.between(2, 5) }, (_, at) =>
    item(subject, pen.say("question", "sentence", index + at === 0 ? "own" : undefined)),
  )
  const words = Phrases.forLanguage(subject.author.lexicon.language).questions
  const heading = Sheet.heading(subject, pen.phrase(words, Sheet.titleManner(subject)))
  return index === 0 ? lines : under(heading, lines)
}

const prose: Group = (pen, index) => [paragraph(pen, index === 0 ? "own" : undefined)]

const meetingLines: Group = (pen, index, target) => {
  const { rng, subject } = pen
  if (index > 0) return section(pen, index, target)
  return Array.from({ length: rng.between(3, 7) }, (_, at) =>
    item(subject, pen.say("meetingLine", "jot", at < 2 ? "own" : undefined)),
  )
}

const groups: Readonly<Record<Exclude<Shape, "diary">, Group>> = {
  meeting: meetingLines,
  jots,
  sections: section,
  prose,
  questions,
}

/** Entries under their days, newest first or last by habit; each is written from its own day. */
const diary = (rng: Stream, subject: Subject, target: number): ReadonlyArray<string> => {
  const { habits } = subject.author
  const entries: Array<ReadonlyArray<string>> = []
  // a file that is new on this host seldom tells of the weeks before
  const reach = rng.chance(1, 12) ? rng.between(14, 50) : rng.between(1, 5)
  let day = subject.local.day
  let size = 0
  while (size < target && entries.length < 24 && subject.local.day - day <= reach) {
    const pen = Pen.make(rng, { ...subject, local: Pen.onDay(subject.local, day) })
    const date = Voice.formatDate(subject.author, day)
    const about = entries.length === 0 ? "own" : undefined
    const lines = Array.from({ length: rng.weighted([1, 2, 3, 4], (n) => 6 - n) }, () =>
      jotOrFact(pen, about),
    ).filter((line) => line !== "")
    const entry =
      habits.dateStyle % 3 === 0
        ? lines.slice(0, 2).map((line) => `${date}: ${line}`)
        : [...Sheet.heading(subject, date), ...lines.flatMap((line) => item(subject, line)), ""]
    entries.push(entry)
    size += Page.bytes(entry.join("\n"))
    day -= rng.weighted([1, 2, 3, 4, 7], (gap) => 8 - gap)
    while (Voice.isOffDay(day)) day--
  }
  return (habits.dateStyle % 2 === 0 ? entries : entries.reverse()).flat()
}

const attendees = (pen: Pen.Pen): ReadonlyArray<string> => {
  const { rng, subject } = pen
  const { persona } = subject.author.resident
  const others = subject.lore.people.filter((person) => person.email !== persona.email)
  const names = rng.sample(others, rng.between(2, 5)).map((person) => givenName(person))
  return names.length < 2 || !rng.chance(2, 3) ? [] : [[...new Set(names)].join(", "), ""]
}

const header = (pen: Pen.Pen, shape: Shape): ReadonlyArray<string> => {
  const { rng, subject } = pen
  const { datesNotes } = subject.author.habits
  const date = Sheet.today(subject)
  const meeting = shape === "meeting"
  const text = meeting
    ? pen.phrase(["{meeting}", "{meeting} {today}", "{meeting}, {today}"], "heading")
    : Sheet.titleText(pen)
  const lines = Sheet.title(subject, text)
  const dated = datesNotes && shape !== "diary" && !lines.some((line) => line.includes(date))
  const head = dated ? [...lines.filter((line) => line !== ""), date, ""] : lines
  return meeting
    ? [...head, ...(lines.length === 0 ? [`${text}`, ""] : []), ...attendees(pen)]
    : rng.chance(1, 8)
      ? head.filter((line) => line !== "")
      : head
}

/** More headings than these are a wiki, not a note. */
const groupsMax = (rng: Stream, shape: Shape): number =>
  shape === "sections" || shape === "meeting" ? rng.between(2, 6) : 24

const body = (pen: Pen.Pen, shape: Shape, target: number): ReadonlyArray<string> => {
  if (shape === "diary") return diary(pen.rng, pen.subject, target)
  const out: Array<string> = []
  const most = groupsMax(pen.rng, shape)
  for (let index = 0, size = 0; index === 0 || (size < target - 60 && index < most); index++) {
    const last = index > 0 && size > target * 0.8 && pen.rng.chance(1, 3)
    const group = (last && shape !== "prose" ? questions : groups[shape])(pen, index, target)
    // A note stops in the middle of a group when there is no more to say
    const room = Math.max(index === 0 ? 1 : 2, Math.ceil((target - size) / 50))
    const lines = group.slice(0, room).flat()
    if (lines.length === 0) continue
    if (index > 0) out.push("")
    out.push(...lines)
    size += Page.bytes(lines.join("\n"))
    if (last) break
  }
  return out
}

const craft: Edit.Craft = {
  prose: undefined,
  ticks: false,
  item: (desk: Desk, neighbour) => {
    const { pen, prose, rng } = desk
    if (prose) {
      const count = rng.between(1, 2)
      return Array.from({ length: count }, () => pen.say("fact", "prose"))
        .join(" ")
        .trim()
    }
    // a jot may end in a question mark too
    if (/^.{40,}[?]\s*$/.test(neighbour)) return pen.say("question", "sentence")
    return neighbour.trimEnd().endsWith(".") && rng.chance(2, 3)
      ? pen.say("fact", "sentence")
      : pen.say("jot", "jot")
  },
  sentence: (pen, prose) => pen.say("fact", prose ? "prose" : "sentence"),
  heading: (pen) => Sheet.heading(pen.subject, headingText(pen)),
  topLine: (pen) => `${Sheet.today(pen.subject)}: ${pen.say("jot", "comment", "fresh")}`,
}

export const generator: BodyGenerator = {
  create: (subject) =>
    Rng.draw((rng) => {
      const target = Sheet.drawBytes(rng)
      const shape = drawShape(rng, subject, target)
      const pen = Pen.make(rng, subject)
      const head = target < 180 && shape !== "meeting" ? [] : header(pen, shape)
      const left = Math.max(40, target - Page.bytes(head.join("\n")))
      return Sheet.finish(rng, subject, [...head, ...body(pen, shape, left)])
    }),
  nextIteration: (subject, previous) => Rng.draw((rng) => Edit.next(rng, subject, craft, previous)),
}
