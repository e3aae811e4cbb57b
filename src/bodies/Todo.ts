/** To-do lists. Finished items are mostly deleted, so that a fresh list shows few of them. */
import { Rng, type Stream } from "../rng/Rng.ts"
import type { BodyGenerator } from "./BodyGenerator.ts"
import * as Edit from "./Edit.ts"
import * as Page from "./Page.ts"
import * as Pen from "./Pen.ts"
import * as Phrases from "./Phrases.ts"
import * as Rework from "./Rework.ts"
import * as Sheet from "./Sheet.ts"
import type { Subject } from "./Subject.ts"
import * as Typing from "./Typing.ts"

const prefix = (subject: Subject, done = false): string => {
  const { bullet, checkBoxes } = subject.author.habits
  const box = checkBoxes ? (done ? "[x] " : "[ ] ") : ""
  // Markdown knows boxes behind a bullet only
  const sign = checkBoxes && subject.path.endsWith(".md") && !/^[-*+]$/.test(bullet) ? "-" : bullet
  return Rework.bulletPrefix(sign) + box
}

const item = (subject: Subject, text: string, done = false): ReadonlyArray<string> => {
  if (text === "") return []
  const head = prefix(subject, done)
  return head.trim() === ""
    ? [text]
    : Typing.wrap(head + text, subject.author.habits.wrapColumns, " ".repeat(head.length))
}

const tasks = (pen: Pen.Pen, count: number, first: boolean, doneTenths: number) => {
  const { rng, subject } = pen
  return Array.from({ length: count }, (_, at) => {
    const about = first && at === 0 ? "own" : undefined
    return item(subject, pen.say("task", "jot", about), rng.chance(doneTenths, 10))
  }).flat()
}

const phrases = (subject: Subject): Phrases.Phrases =>
  Phrases.forLanguage(subject.author.lexicon.language)

const header = (pen: Pen.Pen): ReadonlyArray<string> => {
  const { rng, subject } = pen
  const manner = Sheet.titleManner(subject)
  const words = phrases(subject).todo
  const aboutProject = subject.path.includes(subject.matter.project)
  const text =
    aboutProject && rng.chance(1, 2)
      ? pen.phrase([...words.map((word) => `{project} ${word}`), ...words], manner)
      : rng.chance(2, 5)
        ? pen.phrase(words, manner)
        : pen.say("todoHeading", manner, "own")
  const lines = Sheet.title(subject, text)
  const dated = subject.author.habits.datesNotes && lines.length > 0 && rng.chance(2, 3)
  return dated ? [...lines.filter((line) => line !== ""), Sheet.today(subject), ""] : lines
}

const waiting = (pen: Pen.Pen): ReadonlyArray<string> => {
  const { rng, subject } = pen
  const lines = Array.from({ length: rng.between(1, 3) }, () =>
    item(subject, pen.say("waiting", "jot")),
  ).flat()
  const words = pen.phrase(phrases(subject).waiting, Sheet.titleManner(subject))
  return lines.length === 0 ? [] : ["", ...Sheet.heading(subject, words), ...lines]
}

/** Most lists fit on a screen: beyond some 25 items people begin another file. */
const drawBytes = (rng: Stream): number => {
  const drawn = Sheet.drawBytes(rng)
  return drawn <= 1250 ? drawn : rng.chance(1, 6) ? Math.min(drawn, 3200) : rng.between(700, 1250)
}

/** Headings that say different things; nobody keeps `Todo`, `Open` and `Mine` side by side. */
const groupText = (pen: Pen.Pen): string => {
  const productions = pen.subject.author.lexicon.common["todoGroup"]
  const manner = Sheet.titleManner(pen.subject)
  if (productions === undefined) return pen.say("todoHeading", manner)
  return pen.phrase(productions, manner)
}

const headings = (pen: Pen.Pen, count: number, head: string): ReadonlyArray<string> => {
  const texts = Array.from({ length: count + 2 }, () => groupText(pen))
  return [...new Set(texts)].filter((text) => text !== head).slice(0, count)
}

const create = (pen: Pen.Pen): ReadonlyArray<string> => {
  const { rng, subject } = pen
  const drawn = drawBytes(rng)
  const head = drawn < 180 ? [] : header(pen)
  const target = Math.max(40, drawn - Page.bytes(head.join("\n")))
  const grouped = target > 420 && rng.chance(2, 5)
  const waits = target > 200 && rng.chance(3, 10)
  const groups = grouped ? headings(pen, rng.between(2, target > 900 ? 4 : 3), head[0] ?? "") : []
  // Of the lists with boxes every second shows nothing finished
  const doneTenths = rng.pick([0, 0, 0, 1, 2, 5])
  const out: Array<string> = [...head]
  for (let index = 0, size = 0; index === 0 || (size < target - 60 && index < 12); index++) {
    if (grouped && index >= groups.length) break
    const room = Math.max(index === 0 ? 1 : 2, Math.floor((target - size) / 42))
    const share = Math.ceil(room / Math.max(1, groups.length - index))
    const count = grouped
      ? Math.min(room, rng.between(Math.min(2, share), share + 2))
      : Math.min(room, rng.between(5, 16))
    const heading = grouped ? Sheet.heading(subject, groups[index]!) : []
    const lines = [...heading, ...tasks(pen, count, index === 0, doneTenths)]
    if (index > 0) out.push("")
    out.push(...lines)
    size += Page.bytes(lines.join("\n")) + 1
  }
  return waits ? [...out, ...waiting(pen)] : out
}

const craft: Edit.Craft = {
  prose: false,
  ticks: true,
  item: ({ pen, rng }) => (rng.chance(1, 9) ? pen.say("waiting", "jot") : pen.say("task", "jot")),
  sentence: (pen) => pen.say("fact", "sentence"),
  heading: (pen) => Sheet.heading(pen.subject, groupText(pen)),
  topLine: (pen) => pen.say("task", "jot", "own"),
}

export const generator: BodyGenerator = {
  create: (subject) =>
    Rng.draw((rng) => Sheet.finish(rng, subject, create(Pen.make(rng, subject)))),
  nextIteration: (subject, previous) => Rng.draw((rng) => Edit.next(rng, subject, craft, previous)),
}
