/** A file's next version as a model answers it: the text that stands there, with one small change. */
import type { Stream } from "../rng/Rng.ts"
import type { Gist } from "./Request.ts"

export const operations = ["append", "insert", "tick", "drop", "keep"] as const
export type Operation = (typeof operations)[number]

/** The sign before a line's words, with its blanks and check box: `- [ ] `, `3. `. */
const bulletOf = (line: string): string =>
  /^\s*(?:(?:[-*+o>•]|\d{1,3}[.)])\s+)?(?:\[[ xX]\]\s+)?/.exec(line)![0]

const isBlank = (line: string): boolean => line.trim() === ""

const isTitle = (line: string, next: string | undefined): boolean =>
  line.startsWith("#") || /^[=-]{3,}\s*$/.test(line) || /^[=-]{3,}\s*$/.test(next ?? "")

/** A new item begins with the sign of its neighbour, unticked, counted on where items have numbers. */
const bulletAfter = (line: string): string =>
  bulletOf(line)
    .replace(/\[[xX]\]/, "[ ]")
    .replace(/\d+/, (number) => String(Number(number) + 1))

/** Small or great as the neighbour begins; names of hosts and projects stay as they are. */
const cased = (neighbour: string, line: string, slots: Gist["slots"]): string => {
  const before = neighbour.slice(bulletOf(neighbour).length)
  const isName = Object.values(slots).some((name) => line.startsWith(name))
  if (!isName && /^\p{Ll}/u.test(before) && /^\p{Lu}\p{Ll}/u.test(line))
    return line[0]!.toLowerCase() + line.slice(1)
  return /^\p{Lu}\p{Ll}/u.test(before) && /^\p{Ll}+(?:\s|$)/u.test(line)
    ? line[0]!.toUpperCase() + line.slice(1)
    : line
}

const places = (lines: ReadonlyArray<string>, isPlace: (line: string) => boolean) =>
  lines.flatMap((line, index) =>
    !isBlank(line) && !isTitle(line, lines[index + 1]) && isPlace(line) ? [index] : [],
  )

const after = (lines: ReadonlyArray<string>, index: number, line: string) => [
  ...lines.slice(0, index + 1),
  line,
  ...lines.slice(index + 1),
]

/** A comment may stand below the first line of a script, and at the end of most. */
const script = (
  operation: Operation,
  lines: ReadonlyArray<string>,
  line: string,
): ReadonlyArray<string> | undefined => {
  if (operation === "insert" && lines[0]?.startsWith("#!") === true) return after(lines, 0, line)
  return operation === "append" && lines.at(-1)?.endsWith("\\") === false
    ? [...lines, line]
    : undefined
}

/** A list of which one item goes must keep some. */
const linesToDropFrom = 5

const prose = (
  rng: Stream,
  operation: Operation,
  { form, slots }: Gist,
  lines: ReadonlyArray<string>,
  line: string,
): ReadonlyArray<string> | undefined => {
  const items = places(lines, (each) => bulletOf(each).trim() !== "")
  if (operation === "append") {
    const last = lines.at(-1) ?? ""
    if (form === "draft") return [...lines, "", line]
    return [...lines, `${bulletAfter(last)}${cased(last, line, slots)}`]
  }
  if (operation === "insert") {
    // between numbered items a new one would take the number of the next
    const free = items.filter((index) => !/^\s*\d/.test(lines[index]!))
    if (free.length === 0) return undefined
    const index = rng.pick(free)
    return after(lines, index, `${bulletAfter(lines[index]!)}${cased(lines[index]!, line, slots)}`)
  }
  if (operation === "tick") {
    const open = items.filter((index) => !/\[[xX]\]/.test(lines[index]!))
    if (open.length === 0) return undefined
    const chosen = rng.pick(open)
    return lines.map((each, index) => {
      if (index !== chosen) return each
      return each.includes("[ ]") ? each.replace("[ ]", "[x]") : `${each.trimEnd()}${line}`
    })
  }
  if (items.length < linesToDropFrom) return undefined
  const gone = rng.pick(items)
  return lines.filter((_, index) => index !== gone)
}

/** Undefined where the text has no place for such a change. */
export const revise = (
  rng: Stream,
  operation: Operation,
  gist: Gist,
  line: string,
): string | undefined => {
  const { form, previous } = gist
  if (operation === "keep") return previous
  const lines = previous.trimEnd().split("\n")
  const changed =
    form === "script" ? script(operation, lines, line) : prose(rng, operation, gist, lines, line)
  return changed === undefined ? undefined : `${changed.join("\n")}\n`
}
