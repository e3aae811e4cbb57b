/** Reads what rsyslog writes, in either of its two forms. */
import * as Civil from "../time/Civil.ts"
import { dayMillis, hourMillis, minuteMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"

export interface LogLine {
  /** Epoch milliseconds. */
  readonly ms: number
  /** Microseconds within the millisecond; 0 where the stamp has whole seconds. */
  readonly micros: number
  readonly host: string
  readonly tag: string
  readonly pid: number | undefined
  readonly message: string
  readonly form: "iso" | "rfc3164"
  readonly text: string
}

export interface LogFile {
  readonly path: string
  /** The live file's path: `/var/log/auth.log`. */
  readonly family: string
  /** 0 is the live file. */
  readonly generation: number
  readonly mtimeMillis: number
  readonly lines: ReadonlyArray<LogLine>
  /** Lines in neither form. */
  readonly strays: ReadonlyArray<string>
}

/** The files that rsyslog writes on the four releases, below `/var/log`. */
export const names: ReadonlySet<string> = new Set([
  "syslog",
  "auth.log",
  "cron.log",
  "kern.log",
  "mail.log",
  "user.log",
  "daemon.log",
  "messages",
  "debug",
  "mail.info",
  "mail.warn",
  "mail.err",
])

const generationPattern = /^(.*?)(?:\.(\d+))?(?:\.gz)?$/

/** `/var/log/auth.log.2.gz` is generation 2 of `/var/log/auth.log`. */
export const generationOf = (
  path: string,
): { readonly family: string; readonly generation: number } => {
  const match = generationPattern.exec(path)
  return { family: match?.[1] ?? path, generation: Number(match?.[2] ?? 0) }
}

const isoLine =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{6})(Z|[+-]\d\d:\d\d) (\S+) ([^\s:[]+)(?:\[(\d+)\])?: ?(.*)$/
const bsdLine =
  /^([A-Z][a-z]{2}) ( [1-9]|[123]\d) (\d\d):(\d\d):(\d\d) (\S+) ([^\s:[]+)(?:\[(\d+)\])?: ?(.*)$/
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

const numeric = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text)

const readIso = (text: string): LogLine | undefined => {
  const match = isoLine.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, fraction, offset, host, tag, pid, message] =
    match
  const sign = offset!.startsWith("-") ? -1 : 1
  const east =
    offset === "Z" ? 0 : sign * (Number(offset!.slice(1, 3)) * 60 + Number(offset!.slice(4)))
  const micros = Number(fraction)
  return {
    ms:
      Civil.toDay({ year: Number(year), month: Number(month), dayOfMonth: Number(day) }) *
        dayMillis +
      Number(hour) * hourMillis +
      (Number(minute) - east) * minuteMillis +
      Number(second) * 1000 +
      Math.floor(micros / 1000),
    micros: micros % 1000,
    host: host!,
    tag: tag!,
    pid: numeric(pid),
    message: message!,
    form: "iso",
    text,
  }
}

/**
 * The old stamp has neither year nor zone: the year is the latest that does not lie after the file's
 * mtime, the zone the host's. In the hour that occurs twice in autumn, the reading that keeps the
 * order is meant.
 */
const bsdReader = (zone: string, mtimeMillis: number) => {
  const year = Zone.toLocal(zone, mtimeMillis).year
  const hours = new Map<number, number>()
  let previous = Number.NEGATIVE_INFINITY
  const millis = (at: number, month: number, dayOfMonth: number, hour: number): number => {
    const wall = Civil.toDay({ year: at, month, dayOfMonth }) * 24 + hour
    let start = hours.get(wall)
    if (start === undefined) {
      start = Zone.fromLocal(zone, Math.floor(wall / 24), (wall % 24) * hourMillis)
      hours.set(wall, start)
    }
    return start
  }
  return (text: string): LogLine | undefined => {
    const match = bsdLine.exec(text)
    if (match === null) return undefined
    const [, name, day, hour, minute, second, host, tag, pid, message] = match
    const month = months.indexOf(name!) + 1
    if (month === 0) return undefined
    const rest = Number(minute) * minuteMillis + Number(second) * 1000
    let ms = millis(year, month, Number(day), Number(hour)) + rest
    if (ms > mtimeMillis + dayMillis) ms = millis(year - 1, month, Number(day), Number(hour)) + rest
    const again = ms + hourMillis
    const repeats = Zone.offsetMinutes(zone, again) === Zone.offsetMinutes(zone, ms) - 60
    if (repeats && ms < previous && again >= previous) ms = again
    previous = ms
    return {
      ms,
      micros: 0,
      host: host!,
      tag: tag!,
      pid: numeric(pid),
      message: message!,
      form: "rfc3164",
      text,
    }
  }
}

export const parse = (path: string, text: string, mtimeMillis: number, zone: string): LogFile => {
  const readBsd = bsdReader(zone, mtimeMillis)
  const lines: Array<LogLine> = []
  const strays: Array<string> = []
  for (const line of text.split("\n")) {
    if (line === "") continue
    const first = line.charCodeAt(0)
    const read = first >= 48 && first <= 57 ? readIso(line) : readBsd(line)
    if (read === undefined) strays.push(line)
    else lines.push(read)
  }
  return { path, ...generationOf(path), mtimeMillis, lines, strays }
}

/** Negative when `a` is earlier. */
export const compare = (a: LogLine, b: LogLine): number => a.ms - b.ms || a.micros - b.micros
