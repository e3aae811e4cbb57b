/** Rotations that the logrotate configuration of the releases would not have made. */
import * as Civil from "../time/Civil.ts"
import { hourMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import type { DeckyHistory } from "./History.ts"
import * as Evidence from "./Evidence.ts"
import * as LogFile from "./LogFile.ts"

interface Rule {
  readonly every: "daily" | "weekly" | "monthly"
  readonly keep: number
  readonly compress: boolean
  /** The newest old generation stays plain. */
  readonly delay: boolean
}

const weekly: Rule = { every: "weekly", keep: 4, compress: true, delay: true }
const monthly: Rule = { every: "monthly", keep: 12, compress: true, delay: true }
const apt: Rule = { ...monthly, delay: false }
const records: Rule = { every: "monthly", keep: 1, compress: false, delay: true }

/** /etc/logrotate.d of rsyslog 8.2102 to 8.2312, dpkg, apt, unattended-upgrades and wtmp. */
const ruleOf = (family: string): Rule | undefined => {
  const name = family.startsWith("/var/log/") ? family.slice(9) : ""
  if (LogFile.names.has(name)) return weekly
  if (name === "dpkg.log" || name === "alternatives.log") return monthly
  if (name === "apt/history.log" || name === "apt/term.log") return apt
  if (name.startsWith("unattended-upgrades/")) return { ...apt, keep: 6 }
  if (name === "wtmp" || name === "btmp") return records
  return undefined
}

const families = [
  ...[...LogFile.names].map((name) => `/var/log/${name}`),
  "/var/log/dpkg.log",
  "/var/log/alternatives.log",
  "/var/log/apt/history.log",
  "/var/log/apt/term.log",
  "/var/log/wtmp",
  "/var/log/btmp",
]

/** What the rule says about a name beside the live file's; undefined where it fits. */
const nameFault = (rule: Rule, rest: string, dailySyslog: boolean): string | undefined => {
  const match = /^\.(\d+)(\.gz)?$/.exec(rest)
  if (match === null) return `logrotate names no generation "${rest}"`
  const generation = Number(match[1])
  const packed = match[2] !== undefined
  const plain = !rule.compress || (rule.delay && generation === 1)
  const keep = dailySyslog ? 7 : rule.keep
  if (generation < 1 || generation > keep) return `only ${keep} generations are kept`
  if (packed && plain) return "this generation stays plain (delaycompress)"
  if (!packed && !plain) return "this generation is compressed"
  return undefined
}

/**
 * Some sources give Debian 11 a daily syslog, while the package's changelog (8.2102.0-1) merges the
 * rules into one weekly one; both pass.
 */
const mayBeDaily = (history: DeckyHistory, family: string): boolean =>
  history.decky.release === "debian-11" && family === "/var/log/syslog"

const names = (
  history: DeckyHistory,
  paths: ReadonlySet<string>,
): ReadonlyArray<Evidence.Draft> => {
  const found: Array<Evidence.Draft> = []
  for (const path of paths) {
    const family = families.find(
      (one) => path.startsWith(one) && /^[.-]/.test(path.slice(one.length)),
    )
    if (family === undefined) continue
    const rule = ruleOf(family)!
    const rest = path.slice(family.length)
    const fault = nameFault(rule, rest, mayBeDaily(history, family))
    if (fault !== undefined)
      found.push(Evidence.draft(history.decky.uuid, `${path}: ${fault}`, path))
    const generation = Number(/^\.(\d+)/.exec(rest)?.[1] ?? 0)
    const before = generation - 1
    const hasBefore = paths.has(`${family}.${before}`) || paths.has(`${family}.${before}.gz`)
    if (generation > 1 && !hasBefore)
      found.push(
        Evidence.draft(history.decky.uuid, `${path}: generation ${before} is missing`, path),
      )
  }
  return found
}

/** The window of the day in which logrotate runs: its timer has AccuracySec=1h. */
const window = (history: DeckyHistory): { readonly from: number; readonly until: number } => {
  const timer = history.host.timers.find(({ unit }) => unit.startsWith("logrotate"))
  const from = (timer?.secondsOfDay[0] ?? 0) * 1000
  return { from, until: from + hourMillis + (timer?.delaySeconds ?? 0) * 1000 }
}

const isSunday = (day: number): boolean => Civil.weekday(day) === 6

/**
 * "Weekly" rotates on Sunday, or when seven days have gone by since the last time. Of a log that
 * was empty on Sunday (`notifempty`) the turn therefore comes in the middle of the week.
 */
const events = (history: DeckyHistory): ReadonlyArray<Evidence.Draft> => {
  const { from, until } = window(history)
  const zone = history.decky.timezone
  const rotations = history.files.filter(({ action }) => action === "rotate")
  const lastDay = new Map<string, { readonly at: number; readonly before: number | undefined }>()
  return rotations.flatMap(({ path, at }) => {
    const { family } = LogFile.generationOf(path)
    const rule = ruleOf(family)
    if (rule === undefined) return []
    const { day } = Zone.toLocal(zone, at)
    const millis = at - Zone.fromLocal(zone, day, 0)
    const known = lastDay.get(family)
    const before = known?.at === at ? known.before : known && Zone.toLocal(zone, known.at).day
    lastDay.set(family, { at, before })
    const fits =
      rule.every !== "weekly" ||
      mayBeDaily(history, family) ||
      isSunday(day) ||
      before === undefined ||
      day - before >= 7
    if (fits && millis >= from && millis <= until) return []
    const text = `rotated at ${Evidence.at(at)}, but logrotate runs ${rule.every} after midnight`
    return [Evidence.draft(history.decky.uuid, text, path)]
  })
}

/**
 * Whether logrotate ran between the last line of a generation and the first of the next: on the
 * newest Sunday before that first line, or on any day where the older one was empty that Sunday.
 */
const ranBetween = (
  history: DeckyHistory,
  older: LogFile.LogFile,
  firstMillis: number,
): boolean => {
  const zone = history.decky.timezone
  const { from, until } = window(history)
  const lastMillis = LogFile.millis(older, older.count - 1)
  const start = (day: number): number => Zone.fromLocal(zone, day, from)
  let run = Zone.toLocal(zone, firstMillis + 60_000).day
  if (start(run) > firstMillis + 60_000) run -= 1
  let sunday = run
  while (!isSunday(sunday)) sunday -= 1
  const ran = (day: number): boolean => Zone.fromLocal(zone, day, 0) + until >= lastMillis
  const emptyOnSunday = LogFile.millis(older, 0) >= start(sunday)
  return ran(sunday) || ((emptyOnSunday || mayBeDaily(history, older.family)) && ran(run))
}

const boundaries = (
  history: DeckyHistory,
  files: ReadonlyArray<LogFile.LogFile>,
): ReadonlyArray<Evidence.Draft> =>
  files.flatMap((newer) => {
    const older = files.find(
      (one) => one.family === newer.family && one.generation === newer.generation + 1,
    )
    if (ruleOf(newer.family)?.every !== "weekly") return []
    if (older === undefined || older.count === 0 || newer.count === 0) return []
    const first = LogFile.millis(newer, 0)
    if (ranBetween(history, older, first)) return []
    const span = `${Evidence.at(LogFile.millis(older, older.count - 1))} and ${Evidence.at(first)}`
    const text = `split between ${span}, where logrotate does not run`
    return [Evidence.draft(history.decky.uuid, text, older.path)]
  })

export const judge = (
  history: DeckyHistory,
  paths: ReadonlySet<string>,
  files: ReadonlyArray<LogFile.LogFile>,
): ReadonlyArray<Evidence.Draft> => [
  ...names(history, paths),
  ...events(history),
  ...boundaries(history, files),
]
