/**
 * Small fixes to a script that keep it parsing. What we wrote ourselves is recognised by its shape;
 * in anything else only comments at the head are touched.
 */
import type { Stream } from "../rng/Rng.ts"
import * as Edit from "./Edit.ts"
import * as Page from "./Page.ts"
import * as Pen from "./Pen.ts"
import * as ScriptChange from "./ScriptChange.ts"
import type { Subject } from "./Subject.ts"

/** A comment that is safe anywhere, even where it should land inside quotes. */
export const safe = (text: string): string =>
  text
    .replace(/[\r\n\t]+/g, " ")
    .replace(/['"`$\\]/g, "")
    .replace(/coding([:=])/g, "coding $1")
    .trim()

export const comment = (pen: Pen.Pen): string => safe(pen.say("scriptComment", "comment"))

const shebang = /^\uFEFF?#!/
const cookie = /^[ \t\f]*#.*?coding[:=]/

const ours = /^#!(?:\/bin\/(?:ba)?sh|\/usr\/bin\/env (?:bash|python3))$/

/** Nothing that spans lines other than by a backslash, and no more than we would write. */
const isPlain = (text: string, lines: ReadonlyArray<string>, python: boolean): boolean =>
  ours.test(lines[0]!) &&
  lines.length <= 90 &&
  !/"{3}|'{3}|[\r\0]/.test(text) &&
  (python || !text.includes("<<"))

/** Where comments at the head begin: after the shebang and a coding line. */
const headAt = (lines: ReadonlyArray<string>): number => {
  const first = shebang.test(lines[0]!) ? 1 : 0
  return cookie.test(lines[first] ?? "") ? first + 1 : first
}

const headComments = (lines: ReadonlyArray<string>, at: number): number => {
  let count = 0
  while (/^# \S/.test(lines[at + count] ?? "")) count++
  return count
}

/** For texts of others: a comment at the head comes, changes or goes. */
const editHead = (pen: Pen.Pen, lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  const { rng } = pen
  const at = headAt(lines)
  const count = headComments(lines, at)
  const mark = at === 0 && lines[0]!.startsWith("\uFEFF") ? "\uFEFF" : ""
  const rest = lines.map((line, index) => (index === 0 ? line.slice(mark.length) : line))
  if (count > 0 && (count > 3 || rng.chance(1, 3))) {
    const gone = at + rng.below(count)
    const left = rest.filter((_, index) => index !== gone)
    return left.map((line, index) => (index === 0 ? mark + line : line))
  }
  const text = comment(pen)
  const added = `# ${text === "" ? pen.subject.matter.ticket : text}`
  const next = [...rest.slice(0, at), added, ...rest.slice(at)]
  return next.map((line, index) => (index === 0 ? mark + line : line))
}

const weights: Readonly<Record<Exclude<Edit.Kind, "prepend">, number>> = {
  append: 5,
  insert: 22,
  inPlace: 50,
  remove: 23,
}
const kinds = Object.keys(weights) as ReadonlyArray<keyof typeof weights>

/** Comments gather until somebody clears them away. */
const drawKind = (rng: Stream, comments: number) =>
  rng.weighted(kinds, (kind) =>
    comments > 6 && kind === "insert" ? 4 : comments < 2 && kind === "remove" ? 12 : weights[kind],
  )

/**
 * The script after one more edit; never equal to `previous`. `rewrite` writes a new one, for a file
 * that is empty or has been blown up.
 */
export const next = (
  rng: Stream,
  subject: Subject,
  python: boolean,
  previous: string,
  rewrite: () => string,
): string => {
  if (previous.trim() === "" || Page.bytes(previous) > Edit.bytesMax - 400) return rewrite()
  const pen = Pen.make(rng, subject)
  const page = Page.parse(previous)
  const print = (lines: ReadonlyArray<string>) => Page.print({ ...page, lines })
  if (isPlain(previous, page.lines, python)) {
    const comments = page.lines.filter((line) => /^\s*# /.test(line)).length
    for (let attempt = 0; attempt < 6; attempt++) {
      const bench: ScriptChange.Bench = {
        pen,
        rng,
        python,
        lines: page.lines,
        comment: () => comment(pen),
      }
      const made = ScriptChange.make(bench, drawKind(rng, comments))
      const text = made === undefined ? previous : print(made)
      if (text !== previous) return text
    }
  }
  const text = print(editHead(pen, page.lines))
  return text === previous ? `${previous}\n` : text
}
