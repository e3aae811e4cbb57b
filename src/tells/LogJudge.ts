/**
 * Reads the logs of one decky once and keeps what the tells need: findings that concern this decky
 * alone, and its logins. The lines themselves are let go, since a fleet's logs are large.
 */
import { dayMillis, hourMillis } from "../time/Instant.ts"
import type { DeckyHistory } from "./History.ts"
import * as Evidence from "./Evidence.ts"
import * as Lives from "./Lives.ts"
import * as LogCron from "./LogCron.ts"
import * as LogFile from "./LogFile.ts"
import * as LogRotation from "./LogRotation.ts"

export interface Login {
  readonly ms: number
  readonly user: string
  readonly ip: string
}

export interface Open {
  readonly ms: number
  readonly line: string
  readonly path: string
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
  readonly open: ReadonlyArray<Open>
  /** Where the oldest `auth.log` begins; undefined where there is none. */
  readonly authFrom: number | undefined
}

interface Scope {
  readonly history: DeckyHistory
  readonly files: ReadonlyArray<LogFile.LogFile>
  readonly lives: Lives.Lives
}

type Judge = (scope: Scope) => ReadonlyArray<Evidence.Draft>

/** The generation that a file follows. */
const olderOf = (
  file: LogFile.LogFile,
  files: ReadonlyArray<LogFile.LogFile>,
): LogFile.LogFile | undefined =>
  files.find((one) => one.family === file.family && one.generation === file.generation + 1)

/** A finding for each line of which the words are not empty. */
const eachLine = (
  { history, files }: Scope,
  judgeLine: (file: LogFile.LogFile, line: number) => string | undefined,
): ReadonlyArray<Evidence.Draft> => {
  const found: Array<Evidence.Draft> = []
  for (const file of files)
    for (let line = 0; line < file.count; line += 1) {
      const text = judgeLine(file, line)
      if (text !== undefined) found.push(Evidence.draft(history.decky.uuid, text, file.path))
    }
  return found
}

const quoted = (file: LogFile.LogFile, line: number): string =>
  Evidence.quote(LogFile.lineText(file, line))

const order: Judge = (scope) =>
  eachLine(scope, (file, line) => {
    if (line > 0)
      return file.micros[line]! < file.micros[line - 1]!
        ? `${quoted(file, line)} follows ${quoted(file, line - 1)}`
        : undefined
    const older = olderOf(file, scope.files)
    const last = (older?.count ?? 0) - 1
    return older !== undefined && last >= 0 && file.micros[0]! < older.micros[last]!
      ? `${quoted(file, 0)} follows ${quoted(older, last)}`
      : undefined
  })

const hosts: Judge = (scope) => {
  const { hostname } = scope.history.decky
  const short = hostname.split(".")[0]
  return eachLine(scope, (file, line) => {
    const host = LogFile.hostOf(file, line)
    if (host === hostname || host === short) return undefined
    return `host ${host} is not ${hostname}: ${quoted(file, line)}`
  })
}

const form: Judge = (scope) => {
  const { release, uuid } = scope.history.decky
  const iso = release === "debian-11" || release === "ubuntu-22.04" ? 0 : 1
  return [
    ...eachLine(scope, (file, line) =>
      file.isIso[line] === iso ? undefined : `${release} has no such stamp: ${quoted(file, line)}`,
    ),
    ...scope.files.flatMap(({ strays, path }) =>
      strays.map((line) =>
        Evidence.draft(uuid, `in no syslog format: ${Evidence.quote(line)}`, path),
      ),
    ),
  ]
}

const late: Judge = (scope) =>
  eachLine(scope, (file, line) => {
    if (LogFile.millis(file, line) <= file.mtimeMillis) return undefined
    return `${quoted(file, line)} is later than the file's mtime ${Evidence.at(file.mtimeMillis)}`
  })

const processOf = (tag: string): string =>
  tag.replace(/^\(|\)$/g, "").replace(/^sshd-session$/, "sshd")

interface Start {
  readonly pid: number
  readonly ms: number
}

/** Whether a new process writes this line first. */
const isStart = (file: LogFile.LogFile, line: number, name: string): boolean => {
  if (name === "CRON") return / CMD |session opened/.test(LogFile.message(file, line))
  return name === "sshd" && file.text.startsWith("Accepted ", file.messageFrom[line])
}

/** Of real hosts' pids 87 to 99.7 % rise; a wrap at pid_max counts as rising. */
const risingMin = 0.8
const processesMin = 50

/** Words where too few new processes have a higher pid than the one before. */
const risingFault = (starts: ReadonlyArray<Start>, pidMax: number): string | undefined => {
  const steps = starts.slice(1).map((start, index) => ({ start, before: starts[index]! }))
  const apart = steps.filter(({ start, before }) => start.ms - before.ms > 2000)
  const rising = apart.filter(
    ({ start, before }) => start.pid > before.pid || before.pid - start.pid > pidMax / 2,
  ).length
  return apart.length >= processesMin && rising < risingMin * apart.length
    ? `process ids rise in ${Evidence.share(rising, apart.length)} of new processes`
    : undefined
}

const oldestFirst = (
  files: ReadonlyArray<LogFile.LogFile>,
  family: string,
): ReadonlyArray<LogFile.LogFile> =>
  files.filter((file) => file.family === family).toSorted((a, b) => b.generation - a.generation)

const readStarts = (
  files: ReadonlyArray<LogFile.LogFile>,
  reused: (file: LogFile.LogFile, line: number, before: string, name: string) => void,
): ReadonlyArray<Start> => {
  const names = new Map<number, string>()
  const times = new Map<number, number>()
  const starts: Array<Start> = []
  for (const file of files) {
    const processes = file.words.map(processOf)
    for (let line = 0; line < file.count; line += 1) {
      const pid = file.pid[line]!
      if (pid < 0) continue
      const name = processes[file.tag[line]!]!
      const ms = LogFile.millis(file, line)
      const before = names.get(pid)
      if (before !== undefined && before !== name && ms - times.get(pid)! < hourMillis)
        reused(file, line, before, name)
      names.set(pid, name)
      times.set(pid, ms)
      if (isStart(file, line, name)) starts.push({ pid, ms })
    }
  }
  return starts
}

/** The system log repeats what the others have: it is read where cron has no log of its own. */
const pids: Judge = ({ history, files }) => {
  const { uuid } = history.decky
  const hasCron = files.some(({ family }) => family === "/var/log/cron.log")
  return ["/var/log/auth.log", hasCron ? "/var/log/cron.log" : "/var/log/syslog"].flatMap(
    (family) => {
      const found: Array<Evidence.Draft> = []
      const starts = readStarts(oldestFirst(files, family), (file, line, before, name) => {
        const text = `pid ${file.pid[line]} is ${before} and ${name}: ${quoted(file, line)}`
        // Services of systemd keep the pid of the shell that started them.
        if (family !== "/var/log/syslog") found.push(Evidence.draft(uuid, text, file.path))
      })
      const fault = risingFault(starts, history.host.pids.max)
      return fault === undefined ? found : [...found, Evidence.draft(uuid, fault, family)]
    },
  )
}

const cron: Judge = (scope) => {
  const clock = LogCron.clock(scope.history.decky.timezone)
  return eachLine(scope, (file, line) => {
    if (LogFile.tagOf(file, line) !== "CRON") return undefined
    const ms = LogFile.millis(file, line)
    const faults = LogCron.faults(scope, LogFile.message(file, line), ms, clock)
    return faults.length === 0 ? undefined : `${faults.join(", ")}: ${quoted(file, line)}`
  })
}

const acceptedLine = /^Accepted \S+ for (\S+) from (\S+) port/
const closedBefore = new RegExp(
  "^(?:Connection (?:closed|reset) by|Disconnected from) (?:authenticating user |invalid user )?" +
    "(?:(\\S+) )?([\\d.]+|[\\da-f:]+) port \\d+ \\[preauth\\]$",
)
const openedLine = /^pam_unix\(sshd:session\): session opened for user/
const closedLine = /^pam_unix\(sshd:session\): session closed for user/

type Logins = Pick<LogFacts, "accepted" | "unauthenticated" | "open" | "authFrom">

const logins = ({ files }: Scope): Logins => {
  const accepted: Array<Login> = []
  const unauthenticated: Array<Login> = []
  const open = new Map<number, Open>()
  const never: Array<Open> = []
  const auth = oldestFirst(files, "/var/log/auth.log")
  for (const file of auth)
    for (let line = 0; line < file.count; line += 1) {
      if (processOf(LogFile.tagOf(file, line)) !== "sshd") continue
      const message = LogFile.message(file, line)
      const ms = LogFile.millis(file, line)
      const pid = file.pid[line]!
      const login = acceptedLine.exec(message)
      if (login !== null) accepted.push({ ms, user: login[1]!, ip: login[2]! })
      const refused = closedBefore.exec(message)
      if (refused !== null) unauthenticated.push({ ms, user: refused[1] ?? "", ip: refused[2]! })
      if (openedLine.test(message)) {
        const before = open.get(pid)
        if (before !== undefined) never.push(before)
        open.set(pid, { ms, line: LogFile.lineText(file, line), path: file.path })
      } else if (closedLine.test(message)) open.delete(pid)
    }
  const oldest = auth.find(({ count }) => count > 0)
  return {
    accepted,
    unauthenticated,
    open: [...never, ...open.values()],
    authFrom: oldest === undefined ? undefined : LogFile.millis(oldest, 0),
  }
}

/** A file that is mostly no syslog is not judged here, unless rsyslog is the one to write it. */
const isSyslog = (file: LogFile.LogFile): boolean =>
  LogFile.names.has(file.family.slice("/var/log/".length)) || file.count > file.strays.length

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
