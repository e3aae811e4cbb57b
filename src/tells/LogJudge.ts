/**
 * Reads the logs of one decky once and keeps what the tells need: findings that concern this decky
 * alone, and its logins. The lines themselves are let go, since a fleet's logs are large.
 */
import type { CronJob } from "../host/HostProfile.ts"
import { dayMillis, hourMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import type { DeckyHistory } from "./History.ts"
import * as Evidence from "./Evidence.ts"
import * as Lives from "./Lives.ts"
import * as LogFile from "./LogFile.ts"
import * as LogRotation from "./LogRotation.ts"

export interface Login {
  readonly ms: number
  readonly user: string
  readonly ip: string
}

export interface LogFacts {
  readonly L01: ReadonlyArray<Evidence.Draft>
  readonly L02: ReadonlyArray<Evidence.Draft>
  readonly L03: ReadonlyArray<Evidence.Draft>
  readonly L04: ReadonlyArray<Evidence.Draft>
  readonly L05: ReadonlyArray<Evidence.Draft>
  readonly L07: ReadonlyArray<Evidence.Draft>
  /** Lines after their file's own mtime. */
  readonly late: ReadonlyArray<Evidence.Draft>
  readonly accepted: ReadonlyArray<Login>
  /** Connections that ended before they authenticated. */
  readonly unauthenticated: ReadonlyArray<Login>
  /** sshd sessions opened and never closed. */
  readonly open: ReadonlyArray<{
    readonly ms: number
    readonly line: string
    readonly path: string
  }>
  /** Where the oldest `auth.log` begins; undefined where there is none. */
  readonly authFrom: number | undefined
}

interface Scope {
  readonly history: DeckyHistory
  readonly files: ReadonlyArray<LogFile.LogFile>
  readonly lives: Lives.Lives
}

type Judge = (scope: Scope) => ReadonlyArray<Evidence.Draft>

const order: Judge = ({ history, files }) =>
  files.flatMap((file) => {
    const found: Array<Evidence.Draft> = []
    const older = files.find(
      (one) => one.family === file.family && one.generation === file.generation + 1,
    )
    let previous = older?.lines.at(-1)
    for (const line of file.lines) {
      if (previous !== undefined && LogFile.compare(line, previous) < 0) {
        const text = `${Evidence.quote(line.text)} follows ${Evidence.quote(previous.text)}`
        found.push(Evidence.draft(history.decky.uuid, text, file.path))
      }
      previous = line
    }
    return found
  })

const hosts: Judge = ({ history, files }) => {
  const { hostname, uuid } = history.decky
  const fits = new Set([hostname, hostname.split(".")[0]])
  return files.flatMap((file) =>
    file.lines
      .filter((line) => !fits.has(line.host))
      .map((line) =>
        Evidence.draft(
          uuid,
          `host ${line.host} is not ${hostname}: ${Evidence.quote(line.text)}`,
          file.path,
        ),
      ),
  )
}

const form: Judge = ({ history, files }) => {
  const { release, uuid } = history.decky
  const right = release === "debian-11" || release === "ubuntu-22.04" ? "rfc3164" : "iso"
  return files.flatMap((file) => [
    ...file.lines
      .filter((line) => line.form !== right)
      .map((line) =>
        Evidence.draft(
          uuid,
          `${release} has no such stamp: ${Evidence.quote(line.text)}`,
          file.path,
        ),
      ),
    ...file.strays.map((line) =>
      Evidence.draft(uuid, `in no syslog format: ${Evidence.quote(line)}`, file.path),
    ),
  ])
}

const late: Judge = ({ history, files }) =>
  files.flatMap((file) =>
    file.lines
      .filter((line) => line.ms > file.mtimeMillis)
      .map((line) => {
        const text = `${Evidence.quote(line.text)} is later than the file's mtime ${Evidence.at(file.mtimeMillis)}`
        return Evidence.draft(history.decky.uuid, text, file.path)
      }),
  )

const processOf = (tag: string): string =>
  tag.replace(/^\(|\)$/g, "").replace(/^sshd-session$/, "sshd")

const startsProcess = (line: LogFile.LogLine): boolean =>
  line.pid !== undefined &&
  ((line.tag === "CRON" && line.message.includes("session opened")) ||
    ((line.tag === "sshd" || line.tag === "sshd-session") && line.message.startsWith("Accepted ")))

/** Real hosts have 87 to 99.7 % of pids rising (realism.md 4.8); wraps at pid_max count as rising. */
const risingMin = 0.8
const processesMin = 50

const pids: Judge = ({ history, files }) => {
  const found: Array<Evidence.Draft> = []
  const last = new Map<
    number,
    { readonly name: string; readonly ms: number; readonly text: string }
  >()
  const auth = files.filter(({ family }) => family === "/var/log/auth.log")
  const lines = auth.toSorted((a, b) => b.generation - a.generation).flatMap(({ lines }) => lines)
  const starts: Array<{ readonly pid: number; readonly ms: number }> = []
  for (const line of lines) {
    if (line.pid === undefined) continue
    const name = processOf(line.tag)
    const before = last.get(line.pid)
    if (before !== undefined && before.name !== name && line.ms - before.ms < hourMillis) {
      const text = `pid ${line.pid} is ${before.name} and ${name}: ${Evidence.quote(line.text)}`
      found.push(Evidence.draft(history.decky.uuid, text, "/var/log/auth.log"))
    }
    last.set(line.pid, { name, ms: line.ms, text: line.text })
    if (startsProcess(line)) starts.push({ pid: line.pid, ms: line.ms })
  }
  const { max } = history.host.pids
  const steps = starts.slice(1).map((start, index) => ({ start, before: starts[index]! }))
  const apart = steps.filter(({ start, before }) => start.ms - before.ms > 2000)
  const rising = apart.filter(
    ({ start, before }) => start.pid > before.pid || before.pid - start.pid > max / 2,
  ).length
  if (apart.length >= processesMin && rising < risingMin * apart.length) {
    const text = `process ids rise in ${Evidence.share(rising, apart.length)} of new processes`
    found.push(Evidence.draft(history.decky.uuid, text, "/var/log/auth.log"))
  }
  return found
}

/** Whether a job runs in that local minute; cron joins two restricted day fields with "or". */
const runsAt = (job: CronJob, local: Zone.LocalTime): boolean => {
  const has = (list: ReadonlyArray<number> | "*", value: number): boolean =>
    list === "*" || list.includes(value)
  const weekday = (((local.day + 4) % 7) + 7) % 7
  const ofMonth = has(job.daysOfMonth, local.dayOfMonth)
  const ofWeek = has(job.daysOfWeek, weekday) || (weekday === 0 && has(job.daysOfWeek, 7))
  const either = job.daysOfMonth !== "*" && job.daysOfWeek !== "*"
  return (
    job.minutes.includes(local.minuteOfDay % 60) &&
    job.hours.includes(Math.floor(local.minuteOfDay / 60)) &&
    has(job.months, local.month) &&
    (either ? ofMonth || ofWeek : ofMonth && ofWeek)
  )
}

const planted = /(?:\/home|\/root|\/srv|\/opt|\/usr\/local)\/[\w./-]+/g

const cronCommand = /^\((\S+)\) CMD \((.*)\)$/
const cronOpen = /^pam_unix\(cron:session\): session opened for user (\w[\w.-]*)/

const cron: Judge = ({ history, files, lives }) => {
  const { decky, host } = history
  const found: Array<Evidence.Draft> = []
  for (const file of files)
    for (const line of file.lines) {
      if (line.tag !== "CRON") continue
      const command = cronCommand.exec(line.message)
      const user = command?.[1] ?? cronOpen.exec(line.message)?.[1]
      if (user === undefined) continue
      const add = (why: string) =>
        found.push(Evidence.draft(decky.uuid, `${why}: ${Evidence.quote(line.text)}`, file.path))
      const jobs = host.crontab.filter(
        (job) =>
          job.user === user && (command === null || job.command.trim() === command[2]!.trim()),
      )
      const local = Zone.toLocal(decky.timezone, line.ms)
      // After a change of clocks cron makes up for skipped jobs, whatever the minute.
      const shifted =
        Zone.offsetMinutes(decky.timezone, line.ms - 3 * hourMillis) !== local.offsetMinutes
      if (!host.cronRuns) add("cron does not run here")
      else if (jobs.length === 0) add("no crontab has this command")
      else if (!shifted && !jobs.some((job) => runsAt(job, local))) add("no crontab runs this then")
      for (const [path] of (command?.[2] ?? "").matchAll(planted))
        if (
          /\.\w+$|\/bin\//.test(path) &&
          !/\.(?:log|txt|out)$/.test(path) &&
          !Lives.existsAt(lives, path, line.ms)
        )
          add(`${path} does not exist then`)
    }
  return found
}

const acceptedLine = /^Accepted \S+ for (\S+) from (\S+) port/
const closedBefore =
  /^(?:Connection (?:closed|reset) by|Disconnected from) (?:authenticating user |invalid user )?(?:(\S+) )?([\d.]+|[\da-f:]+) port \d+ \[preauth\]$/
const openedLine = /^pam_unix\(sshd:session\): session opened for user/
const closedLine = /^pam_unix\(sshd:session\): session closed for user/

const logins = ({
  files,
}: Scope): Pick<LogFacts, "accepted" | "unauthenticated" | "open" | "authFrom"> => {
  const accepted: Array<Login> = []
  const unauthenticated: Array<Login> = []
  const open = new Map<number, { ms: number; line: string; path: string }>()
  const never: Array<{ ms: number; line: string; path: string }> = []
  const auth = files
    .filter(({ family }) => family === "/var/log/auth.log")
    .toSorted((a, b) => b.generation - a.generation)
  for (const { path, lines } of auth)
    for (const { ms, tag, pid, message, text } of lines) {
      if (tag !== "sshd" && tag !== "sshd-session") continue
      const login = acceptedLine.exec(message)
      if (login !== null) accepted.push({ ms, user: login[1]!, ip: login[2]! })
      const refused = closedBefore.exec(message)
      if (refused !== null) unauthenticated.push({ ms, user: refused[1] ?? "", ip: refused[2]! })
      if (pid === undefined) continue
      if (openedLine.test(message)) {
        const before = open.get(pid)
        if (before !== undefined) never.push(before)
        open.set(pid, { ms, line: text, path })
      } else if (closedLine.test(message)) open.delete(pid)
    }
  return {
    accepted,
    unauthenticated,
    open: [...never, ...open.values()],
    authFrom: auth.find(({ lines }) => lines.length > 0)?.lines[0]!.ms,
  }
}

/** A file that is mostly no syslog is judged by nobody here, unless rsyslog is the one to write it. */
const isSyslog = (file: LogFile.LogFile): boolean =>
  LogFile.names.has(file.family.slice("/var/log/".length)) || file.lines.length > file.strays.length

export const judge = (
  history: DeckyHistory,
  lives: Lives.Lives,
  read: ReadonlyArray<LogFile.LogFile>,
): LogFacts => {
  const scope: Scope = { history, lives, files: read.filter(isSyslog) }
  return {
    L01: order(scope),
    L02: hosts(scope),
    L03: pids(scope),
    L04: cron(scope),
    L05: LogRotation.judge(history, lives.tree, scope.files),
    L07: form(scope),
    late: late(scope),
    ...logins(scope),
  }
}

/** A day after which an open session should have been closed. */
export const sessionMillisMax = dayMillis
