/** The hand in which one person writes shell scripts: names, quotes, brackets, indentation. */
import * as Lore from "../lore/Lore.ts"
import type { Stream } from "../rng/Rng.ts"
import type { Subject } from "./Subject.ts"

/** Where a comment may be put; taken out when the script is put together. */
export const gap = "\u0003"

export interface Kit {
  readonly rng: Stream
  readonly subject: Subject
  readonly home: string
  /** What the script's name says it is about: `certs`, `invoices`, a project, a host. */
  readonly noun: string
  /** `#!/bin/sh`: no arrays, no double brackets. */
  readonly posix: boolean
  /** A name for a variable, one of these, in the script's capitalisation; never one twice. */
  readonly id: (...names: ReadonlyArray<string>) => string
  /** `"$name"` or `"${name}"`, for use as a word. */
  readonly q: (name: string) => string
  /** `$name` or `${name}`, for use inside double quotes. */
  readonly v: (name: string) => string
  readonly when: (condition: string, body: Lines, otherwise?: Lines) => Lines
  readonly each: (name: string, words: string, body: Lines) => Lines
  readonly test: (expression: string) => string
  /** Prints a message, in double quotes. */
  readonly say: (message: string) => string
  /** `$(date +%F)` */
  readonly stamp: string
  readonly hosts: (kinds: ReadonlyArray<Lore.HostKind>, max?: number) => ReadonlyArray<string>
  /** A line in so many cases of a hundred. */
  readonly maybe: (percent: number, ...lines: Lines) => Lines
}

export type Lines = ReadonlyArray<string>

/** Names of the lore's hosts of some kinds, the subject's own first; any hosts where there are none. */
const pickHosts = (
  rng: Stream,
  subject: Subject,
  kinds: ReadonlyArray<Lore.HostKind>,
  max: number,
): ReadonlyArray<string> => {
  const servers = Lore.servers(subject.lore)
  const fitting = servers.filter((host) => kinds.length === 0 || kinds.includes(host.kind))
  const own = subject.matter.host
  const first = fitting.some((host) => host.name === own.name) ? [own] : []
  const rest = rng.shuffle(
    (fitting.length === 0 ? servers : fitting).filter((h) => h.name !== own.name),
  )
  return [...first, ...rest].slice(0, Math.max(1, max)).map((host) => host.name)
}

const stamps = [
  "$(date +%F)",
  "$(date +%Y%m%d)",
  "$(date +%Y-%m-%d)",
  "$(date '+%F %H:%M')",
  "$(date +%d.%m.)",
  "$(date +%FT%H:%M)",
]

export const kit = (rng: Stream, subject: Subject, noun: string): Kit => {
  const { habits, resident } = subject.author
  const posix = habits.shebang.endsWith("/sh")
  const shout = rng.chance(1, 3)
  const braces = rng.chance(1, 3)
  const double = !posix && rng.chance(1, 2)
  const sameLine = rng.chance(4, 5)
  const tab = habits.indent === 0 ? "\t" : " ".repeat(habits.indent)
  const taken = new Set<string>()
  const v = (name: string): string => (braces ? `\${${name}}` : `$${name}`)
  const indented = (lines: Lines): Lines =>
    lines.map((line) => (line === "" || line === gap ? line : tab + line))
  const open = (head: string, word: string): Lines =>
    sameLine ? [`${head}; ${word}`] : [head, word]
  const printer = rng.weightedIndex([7, 2, 1])
  return {
    rng,
    subject,
    home: `/home/${resident.login}`,
    noun,
    posix,
    id: (...names) => {
      const free = names.filter((name) => !taken.has(name))
      const name = free.length === 0 ? `${names[0]!}${taken.size}` : rng.pick(free)
      taken.add(name)
      return shout ? name.toUpperCase() : name
    },
    v,
    q: (name) => `"${v(name)}"`,
    when: (condition, body, otherwise) => [
      ...open(`if ${condition}`, "then"),
      ...indented(body),
      ...(otherwise === undefined ? [] : ["else", ...indented(otherwise)]),
      "fi",
    ],
    each: (name, words, body) => [
      ...open(`for ${name} in ${words}`, "do"),
      ...indented(body),
      "done",
    ],
    test: (expression) => (double ? `[[ ${expression} ]]` : `[ ${expression} ]`),
    say: (message) =>
      printer === 0
        ? `echo "${message}"`
        : printer === 1
          ? `printf '%s\\n' "${message}"`
          : `echo -e "${message}"`,
    stamp: rng.pick(stamps.slice(0, posix ? 5 : 6)),
    hosts: (kinds, max = rng.between(2, 6)) => pickHosts(rng, subject, kinds, max),
    maybe: (percent, ...lines) => (rng.chance(percent, 100) ? lines : []),
  }
}

/** Lines read by `while read`, from a command. */
export const readLoop = (
  { rng, subject }: Kit,
  command: string,
  names: string,
  body: Lines,
): Lines => {
  const { indent } = subject.author.habits
  const tab = indent === 0 ? "\t" : " ".repeat(indent)
  const head = rng.chance(1, 3)
    ? [`${command} |`, `while read -r ${names}; do`]
    : [`${command} | while read -r ${names}; do`]
  return [...head, ...body.map((line) => tab + line), "done"]
}

/** Options that mean the same in another order: what people fiddle with. */
export const sameOptions: ReadonlyArray<readonly [string, string]> = [
  ["rsync -av ", "rsync -va "],
  ["rsync -a -v ", "rsync -av "],
  ["--delete --stats", "--stats --delete"],
  ["du -sh ", "du -hs "],
  ["du -sk ", "du -ks "],
  ["sort -rn", "sort -nr"],
  ["sort -n -r", "sort -rn"],
  ["df -hP", "df -Ph"],
  ["df -P -k", "df -kP"],
  ["tar -czf ", "tar czf "],
  ["ls -lh ", "ls -hl "],
  ["ping -c 1 -W 2", "ping -W 2 -c 1"],
  ["ping -c1 -W2", "ping -W2 -c1"],
  ["head -n 10", "head -10"],
  ["head -n 20", "head -20"],
  ["tail -n 20", "tail -20"],
  ["grep -c ", "grep -ac "],
  ["cut -d: -f1", "cut -f1 -d:"],
  ["ssh -o BatchMode=yes -o ConnectTimeout=5", "ssh -o ConnectTimeout=5 -o BatchMode=yes"],
]
