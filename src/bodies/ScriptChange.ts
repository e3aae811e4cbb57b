/** The changes that people make to a small script of theirs: limits, names, comments, checks. */
import type { Stream } from "../rng/Rng.ts"
import type { Kind } from "./Edit.ts"
import type { Pen } from "./Pen.ts"
import { sameOptions } from "./Shell.ts"

export interface Bench {
  readonly pen: Pen
  readonly rng: Stream
  readonly python: boolean
  readonly lines: ReadonlyArray<string>
  /** A comment's text that is safe anywhere. */
  readonly comment: () => string
}

type Lines = ReadonlyArray<string>
type Change = (bench: Bench) => Lines | undefined

const put = (lines: Lines, at: number, ...added: Lines): Lines => [
  ...lines.slice(0, at),
  ...added,
  ...lines.slice(at),
]

const swap = (lines: Lines, at: number, line: string): Lines =>
  lines.map((old, index) => (index === at ? line : old))

const without = (lines: Lines, at: number, count = 1): Lines =>
  lines.filter((_, index) => index < at || index >= at + count)

/** Indices of lines of a shape; the shebang is never one. */
const where = ({ lines }: Bench, test: (line: string, at: number) => boolean) =>
  lines.flatMap((line, at) => (at > 0 && test(line, at) ? [at] : []))

const isComment = (line: string): boolean => /^\s*# \S/.test(line)

/** A line before which another may stand: nothing is carried over from above. */
const isFree = (lines: Lines, at: number): boolean => !lines[at - 1]!.endsWith("\\")

const setting = /^([A-Za-z]\w*)( ?= ?)([1-9]\d{0,4})$/

/** Another limit: near the old one, and as round. */
const limit: Change = (bench) => {
  const { rng, lines } = bench
  const found = where(bench, (line) => {
    const name = setting.exec(line)?.[1]
    return name !== undefined && !/port|uid|^low$/i.test(name)
  })
  if (found.length === 0) return undefined
  const at = rng.pick(found)
  const [, name, equals, digits] = setting.exec(lines[at]!)!
  const old = Number(digits)
  const step =
    old % 100 === 0 ? 100 : old >= 20 && old % 10 === 0 ? 10 : old >= 15 && old % 5 === 0 ? 5 : 1
  const reach = Math.max(1, Math.floor(old / step / 3))
  const shifted = old + (rng.chance(1, 2) ? 1 : -1) * step * rng.between(1, Math.min(reach, 6))
  const percent = old >= 70 && old <= 98
  const next = percent ? Math.min(98, shifted) : shifted
  return next < 1 || next === old ? undefined : swap(lines, at, `${name}${equals}${next}`)
}

const synonyms: ReadonlyArray<ReadonlyArray<string>> = [
  ["keep_days", "max_age", "retention", "age_days", "retain_days"],
  ["limit", "threshold", "warn_at", "max_used", "upper"],
  ["log_dir", "log_root", "logs_in"],
  ["host", "node", "box", "server", "srv"],
  ["out", "outfile", "result", "report_file"],
  ["dir", "folder", "base", "root_dir"],
  ["src", "from", "source_dir", "src_dir"],
  ["dst", "dest", "dest_dir", "target"],
  ["idle_days", "unused", "unused_days"],
  ["days_left", "left", "rest_days"],
  ["zip_after", "gzip_days", "pack_after"],
  ["warn_days", "min_days", "soon"],
  ["older_than", "min_age", "age_limit"],
  ["old_days", "stale_after", "stale_days", "max_days"],
  ["soon_days", "look_ahead", "days_ahead"],
  ["per_person", "open_by", "by_owner"],
  ["limit_mb", "max_mb", "quota", "quota_mb"],
  ["unit", "svc", "service_name"],
  ["mount", "fs", "mountpoint"],
  ["missing", "unmatched", "not_found"],
  ["sums", "totals", "amounts"],
  ["file", "infile", "path_in"],
  ["log", "logfile", "log_to"],
  ["state", "status", "st"],
  ["count", "done_now", "moved_so_far"],
]

/** Whether every occurrence of a name is code, so that it may be called something else. */
const isOnlyCode = ({ lines, python }: Bench, name: string): boolean => {
  const all = new RegExp(`(?<!\\w)${name}(?!\\w)`, "g")
  const code = new RegExp(
    `(?<=\\$|\\$\\{)${name}(?!\\w)|(?<=^\\s*)${name}(?==)|(?<=for )${name}(?= in)`,
    "g",
  )
  return lines.every((line) => {
    const seen = line.match(all)?.length ?? 0
    if (python) return seen === 0 || !/['"#]|import |\.\w/.test(line)
    return seen === (line.match(code)?.length ?? 0)
  })
}

const rename: Change = (bench) => {
  const { rng, lines, python } = bench
  const text = lines.join("\n")
  const assigned = python ? /^\s*([A-Za-z]\w*) = /gm : /^\s*([A-Za-z]\w*)=/gm
  const names = [...new Set([...text.matchAll(assigned)].map((match) => match[1]!))]
  for (const name of rng.shuffle(names)) {
    const group = synonyms.find((words) => words.includes(name.toLowerCase()))
    if (group === undefined || !isOnlyCode(bench, name)) continue
    const fresh = group.filter((word) => !new RegExp(`(?<!\\w)${word}(?!\\w)`, "i").test(text))
    if (fresh.length === 0) continue
    const word = rng.pick(fresh)
    const next = name === name.toUpperCase() ? word.toUpperCase() : word
    return lines.map((line) => line.replace(new RegExp(`(?<!\\w)${name}(?!\\w)`, "g"), next))
  }
  return undefined
}

const options: Change = ({ rng, lines }) => {
  for (const [one, two] of rng.shuffle(sameOptions))
    for (const [old, fresh] of [
      [one, two],
      [two, one],
    ] as const) {
      const at = lines.findIndex((line) => line.includes(old) && !isComment(line))
      if (at > 0) return swap(lines, at, lines[at]!.replace(old, fresh))
    }
  return undefined
}

const rewordComment: Change = (bench) => {
  const found = where(bench, isComment)
  const text = bench.comment()
  if (found.length === 0 || text === "") return undefined
  const at = bench.rng.pick(found)
  return swap(bench.lines, at, `${/^\s*/.exec(bench.lines[at]!)![0]}# ${text}`)
}

/** A comment behind a setting: why it has this value. */
const explain: Change = (bench) => {
  const found = where(bench, (line) => setting.test(line))
  if (found.length === 0) return undefined
  const { rng, pen, lines } = bench
  const at = rng.pick(found)
  return swap(
    lines,
    at,
    `${lines[at]!}${rng.pick(["  ", " ", "   "])}# ${pen.subject.matter.ticket}`,
  )
}

/** Lines that begin a step, over which people write a comment. */
const addComment: Change = (bench) => {
  const found = where(
    bench,
    (line, at) =>
      /^\s*(?:for|while|if|with|find|awk|rsync|grep|tar|ssh|mail|sort|def|\w+ ?=)\b|^\w+=/.test(
        line,
      ) &&
      isFree(bench.lines, at) &&
      !isComment(bench.lines[at - 1]!),
  )
  const text = bench.comment()
  if (found.length === 0 || text === "") return undefined
  const at = bench.rng.pick(found)
  return put(bench.lines, at, `${/^\s*/.exec(bench.lines[at]!)![0]}# ${text}`)
}

/** The first line that does something. */
const firstStep = ({ lines }: Bench): number =>
  lines.findIndex((line, at) => at > 0 && line.trim() !== "" && !/^\s*#/.test(line))

const prologue = [
  "export LC_ALL=C",
  "umask 027",
  "umask 022",
  "renice -n 10 $$ > /dev/null",
  "set -u",
  "export LANG=C",
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "ionice -c3 -p $$ 2> /dev/null",
]

const shellCheck: Change = (bench) => {
  const { rng, lines } = bench
  const folder = /^(\w+)=(\/[\w/.-]+)$/
  const text = lines.join("\n")
  const found = where(bench, (line, at) => {
    const match = folder.exec(line)
    return (
      match !== null &&
      !/\.\w{2,4}$|\/$/.test(match[2]!) &&
      isFree(lines, at) &&
      !new RegExp(`(?:-d|mkdir -p|cd) "\\$\\{?${match[1]!}`).test(text)
    )
  })
  if (found.length > 0 && rng.chance(2, 3)) {
    const at = rng.pick(found)
    const name = folder.exec(lines[at]!)![1]!
    const makes = /^(?:out|dst|dest|store|into|dumps|target|archive_dir|work)$/i.test(name)
    return put(
      lines,
      at + 1,
      makes ? `mkdir -p "$${name}"` : `[ -d "$${name}" ] || exit ${rng.between(0, 2)}`,
    )
  }
  const at = firstStep(bench)
  const standing = lines.filter((line) => prologue.includes(line))
  const first = (line: string): string => line.split(/[ =]/)[0]!
  const free = prologue.filter((line) => !standing.some((old) => first(old) === first(line)))
  return at < 0 || standing.length > 1 || free.length === 0
    ? undefined
    : put(lines, at, rng.pick(free))
}

const indentOf = (line: string): string => /^\s*/.exec(line)![0]

const pythonCheck: Change = (bench) => {
  const { rng, lines } = bench
  const loop = /^(\s*)for (row|line|name|r|rec|entry|l|item)\b.* in .*:$/
  const found = where(bench, (line, at) => {
    const match = loop.exec(line)
    const below = lines[at + 1] ?? ""
    return (
      match !== null && indentOf(below).length > match[1]!.length && !/^\s*(?:if not|#)/.test(below)
    )
  })
  if (found.length > 0 && rng.chance(2, 3)) {
    const at = rng.pick(found)
    const [, outer, name] = loop.exec(lines[at]!)!
    const inner = indentOf(lines[at + 1]!)
    return put(
      lines,
      at + 1,
      `${inner}if not ${name!}:`,
      `${inner}${inner.slice(outer!.length)}continue`,
    )
  }
  const text = lines.join("\n")
  const first = lines.findIndex((line) => /^[A-Za-z]\w*(?:, \w+)* = /.test(line))
  if (
    first < 1 ||
    !/^import sys$/m.test(text) ||
    !text.includes("sys.argv[1]") ||
    text.includes("len(sys.argv)")
  )
    return undefined
  return put(
    lines,
    first,
    "if len(sys.argv) < 2:",
    `    sys.exit(${rng.pick(["__file__", "1", "2"])})`,
    "",
  )
}

const removeComment: Change = (bench) => {
  const found = where(bench, isComment)
  return found.length === 0 ? undefined : without(bench.lines, bench.rng.pick(found))
}

/** Takes back what `shellCheck` and `pythonCheck` bring. */
const removeCheck: Change = (bench) => {
  const { lines, rng } = bench
  if (bench.python) {
    const found = where(
      bench,
      (line, at) =>
        /^\s*if not \w+:$/.test(line) &&
        /^\s*continue$/.test(lines[at + 1] ?? "") &&
        indentOf(lines[at + 2] ?? "") === indentOf(line) &&
        (lines[at + 2] ?? "").trim() !== "" &&
        !/^\s*(?:elif|else)\b/.test(lines[at + 2]!),
    )
    return found.length === 0 ? undefined : without(lines, rng.pick(found), 2)
  }
  const found = where(
    bench,
    (line) =>
      prologue.includes(line) || /^\[{1,2} -d "\$\{?\w+\}?" \]{1,2} \|\| exit \d$/.test(line),
  )
  return found.length === 0 ? undefined : without(lines, rng.pick(found))
}

/** Comments behind settings go as they came. */
const removeExplanation: Change = (bench) => {
  const found = where(bench, (line) => /^\w+ ?= ?\d+ +# /.test(line))
  if (found.length === 0) return undefined
  const at = bench.rng.pick(found)
  return swap(bench.lines, at, bench.lines[at]!.replace(/ +# .*$/, ""))
}

const atEnd: Change = (bench) => {
  const last = bench.lines.at(-1)!
  if (last.endsWith("\\") || isComment(last) || /^exit\b/.test(last)) return undefined
  if (!bench.python && bench.rng.chance(1, 2)) return [...bench.lines, "exit 0"]
  const text = bench.comment()
  return text === "" ? undefined : [...bench.lines, "", `# ${text}`]
}

type Weighted = ReadonlyArray<readonly [Change, number]>

const changes: Readonly<Record<Exclude<Kind, "prepend">, Weighted>> = {
  inPlace: [
    [limit, 8],
    [rename, 4],
    [options, 3],
    [rewordComment, 2],
    [explain, 2],
    [removeExplanation, 2],
  ],
  insert: [
    [addComment, 4],
    [shellCheck, 3],
  ],
  remove: [
    [removeComment, 4],
    [removeCheck, 3],
  ],
  append: [[atEnd, 1]],
}

/** What is taken away at the end leaves no blank lines behind. */
const trimEnd = (lines: Lines): Lines => {
  let end = lines.length
  while (end > 1 && lines[end - 1]!.trim() === "") end--
  return lines.slice(0, end)
}

/** One change of that kind; undefined where the script offers nothing to it. */
export const make = (bench: Bench, kind: Exclude<Kind, "prepend">): Lines | undefined => {
  const list = changes[kind]
  for (let attempt = 0; attempt < 4; attempt++) {
    const [change] = bench.rng.weighted(list, ([, weight]) => weight)
    const made = (change === shellCheck && bench.python ? pythonCheck : change)(bench)
    if (made !== undefined) return trimEnd(made)
  }
  return undefined
}
