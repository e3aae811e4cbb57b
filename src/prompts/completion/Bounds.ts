/** How long a text of each kind may be, and what a list must have. */
import type { UserClass } from "../../taxonomy/ContentClass.ts"
import type { FileTask, MailTask } from "../Task.ts"
import * as Rejection from "./Rejection.ts"

interface Bound {
  readonly characters: readonly [min: number, max: number]
  /** Lines with something on them. */
  readonly lines: readonly [min: number, max: number]
}

/** Wider than what is asked for: a note of nine lines is no fault, one of forty is. */
const bounds = {
  note: { characters: [12, 1000], lines: [1, 14] },
  todo: { characters: [12, 1200], lines: [2, 18] },
  draft: { characters: [60, 4000], lines: [1, 45] },
  script: { characters: [40, 4000], lines: [5, 60] },
} as const satisfies Record<UserClass, Bound>

/** Whatever stood there before. */
export const charactersMax = 16_384

/** By how many lines a file may grow at once; one small change is what was asked for. */
const growthMax = { note: 4, todo: 4, draft: 6, script: 8 } as const satisfies Record<
  UserClass,
  number
>

/** By how many lines it may shrink: what is done goes, and an item may be wrapped over some. */
const shrinkMax = (lines: number): number => (lines < 4 ? 1 : Math.max(2, Math.floor(lines / 3)))

/** Of the characters before, in hundredths, what must be left. */
const keptMin = 60

const paragraphsMax = 7
const itemsMax = 12
const mailWords = { first: [5, 180], reply: [2, 130] } as const

const count = (text: string): number =>
  text.split("\n").reduce((sum, line) => (line.trim() === "" ? sum : sum + 1), 0)

const words = (text: string): number => text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0

const item =
  /^\s*(?:(?:[-*+o>\u2022~]|->|=>|\d{1,3}[.)])\s+|\[[ xX~-]?\]\s*|[\u2610\u2611\u2713\u2714]\s*)\S/

/** How an item begins, ticked or not; deeper ones and numbers may look otherwise. */
const signOf = (line: string): string | undefined =>
  /^(?:[-*+\u2022] )?(?:\[[ xX~-]?\] )?/
    .exec(line)![0]
    .replace(/\[.?\]/, "[ ]")
    .trim() || undefined

const items = (text: string, task: FileTask): Rejection.Rejection | undefined => {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^#|^[=-]+$/.test(line))
  const marked = lines.filter((line) => item.test(line)).length
  // some people set nothing before an item: then short lines are items
  const plain = lines.filter((line) => line.trim().length <= 110).length
  const found = marked > 0 ? marked : plain >= lines.length - 1 ? plain : 0
  const least = task.previous === undefined ? 2 : 1
  if (found < least) return Rejection.because("items", `${found} items`)
  const signs = new Set(lines.flatMap((line) => signOf(line) ?? []))
  if (task.previous === undefined && signs.size > 1)
    return Rejection.because("items", `items begin with ${[...signs].join(" and ")}`)
  return task.previous === undefined && found > itemsMax
    ? Rejection.because("long", `${found} items`)
    : undefined
}

const paragraphs = (text: string): number =>
  text
    .split(/\n{2,}/)
    .filter((block) => block.includes("\n") || block.trim().length > 60 || /[.?!]$/.test(block))
    .length

const first = (text: string, task: FileTask): Rejection.Rejection | undefined => {
  const { characters, lines } = bounds[task.class]
  const counted = count(text)
  if (text.length > characters[1]) return Rejection.because("long", `${text.length} characters`)
  if (counted > lines[1]) return Rejection.because("long", `${counted} lines`)
  if (text.length < characters[0]) return Rejection.because("short", `${text.length} characters`)
  if (counted < lines[0]) return Rejection.because("short", `${counted} lines`)
  const blocks = task.class === "draft" ? paragraphs(text) : 0
  return blocks > paragraphsMax ? Rejection.because("long", `${blocks} paragraphs`) : undefined
}

/** A file that has grown over weeks may be longer than a new one, but does not grow by a page. */
const next = (text: string, task: FileTask, previous: string): Rejection.Rejection | undefined => {
  const grown = count(text) - count(previous)
  if (grown > growthMax[task.class])
    return Rejection.because("long", `${grown} lines more than before`)
  if (-grown > shrinkMax(count(previous)))
    return Rejection.because("rewritten", `${-grown} lines less than before`)
  const isShort = 100 * text.trim().length < keptMin * previous.trim().length
  if (isShort && count(previous) > 3)
    return Rejection.because("rewritten", `${text.length} of ${previous.length} characters`)
  const charactersAllowed = Math.max(bounds[task.class].characters[1], previous.length + 1500)
  return text.length > charactersAllowed
    ? Rejection.because("long", `${text.length} characters`)
    : undefined
}

export const ofFile = (text: string, task: FileTask): Rejection.Rejection | undefined =>
  task.previous === undefined ? first(text, task) : next(text, task, task.previous)

export const ofItems = (text: string, task: FileTask): Rejection.Rejection | undefined =>
  task.class === "todo" ? items(text, task) : undefined

export const ofMail = (text: string, task: MailTask): Rejection.Rejection | undefined => {
  const [min, max] = task.parent === undefined ? mailWords.first : mailWords.reply
  const found = words(text)
  if (found < min) return Rejection.because("short", `${found} words`)
  return found > max || text.length > 2500 ? Rejection.because("long", `${found} words`) : undefined
}
