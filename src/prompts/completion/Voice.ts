/** A text that speaks as somebody else, or of its author as of somebody else. */
import type { Task } from "../Task.ts"
import * as Rejection from "./Rejection.ts"

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

const given = (name: string): string => name.split(" ")[0]!

const anyOf = (names: ReadonlyArray<string>): string =>
  `(?:${[...new Set(names)].map(escape).join("|")})`

const papers = "(?:notes?|notizen|notiz|notas?|to-?do(?: list)?|list|draft|script|mail|reply|text)"

export const fault = (
  text: string,
  previous: string,
  task: Task,
): Rejection.Rejection | undefined => {
  const { name } = task.author.resident.persona
  const own = given(name)
  const others = [
    ...task.lore.people,
    ...(task._tag === "Mail" ? task.to.map(({ persona }) => persona) : []),
  ].flatMap((person) =>
    person.name === name || given(person.name) === own ? [] : [given(person.name)],
  )
  const before = new Set(previous.split("\n").map((line) => line.trim()))
  const fresh = text.split("\n").filter((line) => line.trim() !== "" && !before.has(line.trim()))
  if (others.length > 0) {
    const as = new RegExp(
      `(?<!\\p{L})(?:I am|I'm|[Ii]ch bin|[Ss]oy|[Ss]ou o|[Ss]ou a|[Hh]ier ist) ${anyOf(others)}(?!\\p{L})|^\\W*${anyOf(others)} (?:here|hier|aquí|aqui)(?=[,.:!])`,
      "u",
    )
    const line = fresh.find((each) => as.test(each))
    if (line !== undefined) return Rejection.because("letter", "speaks as somebody else", line)
  }
  const labelled = new RegExp(`^\\W*${escape(own)}['’]s ${papers}\\W*$`, "iu")
  const label = fresh.find((line) => labelled.test(line))
  if (label !== undefined) return Rejection.because("wrapped", "a label", label)
  if (task._tag === "Mail" || task.class === "draft" || task.class === "script") return undefined
  const named = new RegExp(`(?<!\\p{L})${escape(own)}(?!\\p{L})`, "u")
  const line = fresh.find((each) => named.test(each))
  return line === undefined
    ? undefined
    : Rejection.because("wrapped", "the author in the third person", line)
}
