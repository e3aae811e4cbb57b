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

/** /etc/logrotate.d of rsyslog 8.2102 to 8.2312, dpkg, apt, unattended-upgrades, and logrotate's own. */
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
 * Debian 11 is told to have a daily syslog by some sources, while the package's changelog (8.2102.0-1)
 * merges the rules into one weekly one; both pass.
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

const fitsDay = (rule: Rule, day: number): boolean =>
  rule.every !== "weekly" || Civil.weekday(day) === 6

const events = (history: DeckyHistory): ReadonlyArray<Evidence.Draft> => {
  const { from, until } = window(history)
  return history.files.flatMap(({ action, path, at }) => {
    const { family } = LogFile.generationOf(path)
    const rule = action === "rotate" ? ruleOf(family) : undefined
    if (rule === undefined) return []
    const { day } = Zone.toLocal(history.decky.timezone, at)
    const millis = at - Zone.fromLocal(history.decky.timezone, day, 0)
    const daily = mayBeDaily(history, family)
    if ((daily || fitsDay(rule, day)) && millis >= from && millis <= until) return []
    const text = `rotated at ${Evidence.at(at)}, but logrotate runs ${rule.every} after midnight`
    return [Evidence.draft(history.decky.uuid, text, path)]
  })
}

/** Between the last line of a generation and the first of the next there must be a run of logrotate. */
const boundaries = (
  history: DeckyHistory,
  files: ReadonlyArray<LogFile.LogFile>,
): ReadonlyArray<Evidence.Draft> => {
  const { from, until } = window(history)
  const zone = history.decky.timezone
  return files.flatMap((newer) => {
    const older = files.find(
      (one) => one.family === newer.family && one.generation === newer.generation + 1,
    )
    const rule = ruleOf(newer.family)
    const last = older?.lines.at(-1)
    const first = newer.lines[0]
    if (rule === undefined || rule.every === "monthly") return []
    if (last === undefined || first === undefined || older === undefined) return []
    let day = Zone.toLocal(zone, first.ms + 60_000).day
    const step = mayBeDaily(history, newer.family) ? 1 : 7
    while (
      Zone.fromLocal(zone, day, from) > first.ms + 60_000 ||
      (step === 7 && !fitsDay(rule, day))
    )
      day -= 1
    if (Zone.fromLocal(zone, day, 0) + until >= last.ms) return []
    const text = `split between ${Evidence.at(last.ms)} and ${Evidence.at(first.ms)}, where logrotate does not run`
    return [Evidence.draft(history.decky.uuid, text, older.path)]
  })
}

export const judge = (
  history: DeckyHistory,
  paths: ReadonlySet<string>,
  files: ReadonlyArray<LogFile.LogFile>,
): ReadonlyArray<Evidence.Draft> => [
  ...names(history, paths),
  ...events(history),
  ...boundaries(history, files),
]
