/** What notes, to-do lists and drafts share at their birth: titles, headings, sizes, file ends. */
import type { Stream } from "../rng/Rng.ts"
import * as Table from "../rng/Table.ts"
import * as Voice from "../voice/Voice.ts"
import * as Page from "./Page.ts"
import type { Pen } from "./Pen.ts"
import type { Subject } from "./Subject.ts"
import type { Manner } from "./Typing.ts"

/** Median 850 bytes, tenth and ninetieth percentile near 180 and 3,900, as in 43 real files. */
const sizes = Table.lognormal(850, 1200, 4800)

export const drawBytes = (rng: Stream): number => Math.max(40, rng.table(sizes))

/** The manner in which this person types a title. */
export const titleManner = (subject: Subject): Manner =>
  subject.author.habits.title === "capitals" ? "capitals" : "heading"

/** A title in lines, as this person sets titles; nothing where he writes none. */
export const title = (subject: Subject, text: string): ReadonlyArray<string> => {
  if (text === "") return []
  const markdown = subject.path.endsWith(".md")
  switch (subject.author.habits.title) {
    case "hash":
      return markdown ? [`# ${text}`, ""] : [text, ""]
    case "underline":
      return [text, "=".repeat([...text].length), ""]
    case "none":
      return []
    default:
      return [text, ""]
  }
}

/** A heading over a group; it ends in a colon where nothing else would tell it from an item. */
export const heading = (subject: Subject, text: string): ReadonlyArray<string> => {
  if (text === "") return []
  const markdown = subject.path.endsWith(".md")
  const { bullet, title: style } = subject.author.habits
  if (style === "hash" && markdown) return [`## ${text}`]
  if (style === "underline") return [text, "-".repeat([...text].length)]
  return [bullet === "" || style === "none" || style === "hash" ? `${text}:` : text]
}

/** `handover-ledger-migration` of `/home/x/notes/handover-ledger-migration.md`. */
export const stem = (path: string): string =>
  path.slice(path.lastIndexOf("/") + 1).replace(/\.[a-z0-9]+$/i, "")

/** The file's own name as words, where it has any that tell something. */
export const spokenStem = (subject: Subject): string | undefined => {
  const name = stem(subject.path).replace(/[-_ ]+\d{2,8}$/, "")
  // Nobody heads a page with the spelling that only spares a file name its umlauts
  const spared = /ae|oe|(?<![aeq])ue/.test(name)
  if (subject.author.lexicon.language === "de" && spared) return undefined
  const { hosts, projects } = subject.lore
  const names = [...projects, ...hosts]
    .map((each) => each.name)
    .filter((each) => name.includes(each))
    .toSorted((a, b) => b.length - a.length)
  const words = names.reduce(
    (text, each, index) => text.replace(each, ` ${String.fromCharCode(0xe000 + index)} `),
    name,
  )
  const spoken = words
    .replace(/[-_]+/g, " ")
    .replace(/[\ue000-\ue0ff]/g, (mark) => names[mark.charCodeAt(0) - 0xe000] ?? "")
    .replace(/ +/g, " ")
    .trim()
  return spoken.length < 5 || /^\d|^(?:todo|notes?|untitled|draft)\b/i.test(spoken)
    ? undefined
    : spoken
}

export const today = (subject: Subject): string =>
  Voice.formatDate(subject.author, subject.local.day)

/** What a file is called inside: the matter at hand, or the file's own name. */
export const titleText = (pen: Pen): string => {
  const { rng, subject } = pen
  const spoken = spokenStem(subject)
  const manner = titleManner(subject)
  const text =
    spoken !== undefined && rng.chance(3, 5)
      ? pen.phrase(["{spoken}"], manner, "own", { spoken })
      : pen.say("topic", manner, "own")
  // Spanish topics bring their article, which titles go without
  return subject.author.lexicon.language !== "es"
    ? text
    : text.replace(/^(?:el|los|las?) (\p{L})/iu, (_, letter: string) => letter.toUpperCase())
}

/** The whole file: blanks at line ends and the final line end by habit. */
export const finish = (rng: Stream, subject: Subject, lines: ReadonlyArray<string>): string => {
  const { finalNewline, trailingBlanks } = subject.author.habits
  const out = [...lines]
  while (out.length > 0 && Page.isBlank(out.at(-1)!)) out.pop()
  const typed = out.map((line) =>
    trailingBlanks && line !== "" && !/^[=~-]+$/.test(line) && rng.chance(1, 12)
      ? line + (rng.chance(3, 4) ? " " : "  ")
      : line,
  )
  return typed.join("\n") + (finalNewline ? "\n" : "")
}
