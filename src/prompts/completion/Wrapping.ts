/** Takes a text out of what a model wraps it in: thoughts, fences, preambles, remarks, quotes. */
import * as Talk from "./Talk.ts"

export interface Wrap {
  readonly isMail: boolean
  readonly isCode: boolean
}

/** A model's thoughts stand before its answer; an answer that has only begun to think is none. */
export const withoutThoughts = (text: string): string => {
  const end = /<\/(?:think|thinking|thought|reasoning)>/gi
  let last = -1
  for (const match of text.matchAll(end)) last = match.index + match[0].length
  return last < 0 ? text : text.slice(last)
}

const turnEnd = /(?:<\|[a-z_]{2,30}\|>|<\/s>|<end_of_turn>)$/i

/** Marks that end a turn, where a server passes them on. */
const withoutTokens = (text: string): string => {
  let bare = text.trimEnd()
  for (let mark = turnEnd.exec(bare); mark !== null; mark = turnEnd.exec(bare))
    bare = bare.slice(0, mark.index).trimEnd()
  return bare
}

/** What material stands between in a prompt; some models answer in kind. */
const tag = /^\s*<\/?[a-z_]{1,20}-[0-9a-f]{6,64}>\s*$/

const fence = /^[ \t]{0,3}(?:`{3,}|~{3,})[\w+#.-]{0,20}[ \t]*$/
const isBlank = (line: string): boolean => line.trim() === ""

const unfenced = (
  lines: ReadonlyArray<string>,
  { isMail, isCode }: Wrap,
): ReadonlyArray<string> => {
  const fences = lines.flatMap((line, index) => (fence.test(line) ? [index] : []))
  const [from, to] = fences
  if (from === undefined || fences.length > 2) return lines
  const before = lines.slice(0, from).filter((line) => !isBlank(line))
  if (to === undefined) {
    const isLast = lines.slice(from + 1).every(isBlank)
    if (isLast) return lines.slice(0, from)
    return before.length === 0 ? lines.slice(from + 1) : lines
  }
  const inner = lines.slice(from + 1, to)
  const outside = lines.length - inner.length - 2
  const leads =
    before.length === 0 ||
    (before.length <= 2 && (isCode || before.every((line) => Talk.leads(line, isMail))))
  // a note may show a command in a fence: then the fence is not around it
  return leads && (isCode || inner.length >= outside) ? inner : lines
}

const withoutPreamble = (lines: ReadonlyArray<string>, { isMail }: Wrap): ReadonlyArray<string> => {
  const first = lines.findIndex((line) => !isBlank(line))
  if (first < 0) return lines
  const rest = lines.slice(first + 1)
  if (rest.every(isBlank)) return lines
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(lines[first]!)) return rest
  return Talk.leads(lines[first]!, isMail) ? rest : lines
}

const withoutRemarks = (lines: ReadonlyArray<string>, { isMail }: Wrap): ReadonlyArray<string> => {
  let end = lines.length
  while (end > 0 && isBlank(lines[end - 1]!)) end -= 1
  if (end > 1 && /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(lines[end - 1]!))
    return lines.slice(0, end - 1)
  let begin = end
  while (begin > 0 && !isBlank(lines[begin - 1]!)) begin -= 1
  if (begin === 0) return lines
  return Talk.trails(lines.slice(begin, end).join("\n"), isMail) ? lines.slice(0, begin) : lines
}

const pairs = ['""', "''", "``", "\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb"] as const

const unquoted = (text: string): string => {
  const body = text.trim()
  for (const triple of ['"""', "'''"])
    if (body.length > 8 && body.startsWith(triple) && body.endsWith(triple)) {
      const inner = body.slice(3, -3)
      if (!inner.includes(triple)) return inner
    }
  for (const pair of pairs) {
    if (body.length < 4 || body[0] !== pair[0] || body.at(-1) !== pair[1]) continue
    const inner = body.slice(1, -1)
    if (!inner.includes(pair[0]!) && !inner.includes(pair[1]!)) return inner
  }
  return text
}

/** One round; whoever calls goes on until nothing changes. */
export const off = (text: string, wrap: Wrap): string => {
  const open = withoutTokens(withoutThoughts(text))
  const bare = unfenced(
    open.split("\n").filter((line) => !tag.test(line)),
    wrap,
  )
  if (wrap.isCode) {
    const at = bare.findIndex((line) => line.startsWith("#!"))
    // nothing but talk stands before the first line of a script
    return withoutRemarks(at > 0 && at <= 4 ? bare.slice(at) : bare, wrap).join("\n")
  }
  const led = withoutPreamble(bare, wrap)
  return unquoted(withoutRemarks(led, wrap).join("\n"))
}

/** What could not be taken off. */
export const left = (text: string): string | undefined => {
  const fenced = text.split("\n").find((line) => /^[ \t]*(?:`{3,}|~{3,})/.test(line))
  if (fenced !== undefined || text.includes("```")) return "a fence within"
  if (/<\/?think/i.test(text)) return "thoughts"
  if (/<\/?[a-z_]{1,20}-[0-9a-f]{6,64}>/.test(text)) return "a tag of the prompt"
  const talk = Talk.talksOfItself(text)
  return talk === undefined ? undefined : `talk about the text: "${talk.slice(0, 60)}"`
}
