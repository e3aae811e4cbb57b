/**
 * Reads what rsyslog writes, in either of its two forms. A fleet's logs have millions of lines, so
 * that a file is kept as columns over its text and a line is a number.
 */
import * as Civil from "../time/Civil.ts"
import { dayMillis, hourMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"

export interface LogFile {
  readonly path: string
  /** The live file's path: `/var/log/auth.log`. */
  readonly family: string
  /** 0 is the live file. */
  readonly generation: number
  readonly mtimeMillis: number
  readonly text: string
  /** How many lines the columns have. */
  readonly count: number
  /** Epoch microseconds; whole seconds in the older form. */
  readonly micros: Float64Array
  /** -1 where there is none. */
  readonly pid: Int32Array
  /** Indices into `words`. */
  readonly host: Uint16Array
  readonly tag: Uint16Array
  readonly isIso: Uint8Array
  /** Where line, message and line end stand in `text`. */
  readonly from: Int32Array
  readonly messageFrom: Int32Array
  readonly to: Int32Array
  /** Hosts and tags. */
  readonly words: ReadonlyArray<string>
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

export const millis = (file: LogFile, line: number): number => Math.floor(file.micros[line]! / 1000)
export const lineText = ({ text, from, to }: LogFile, line: number): string =>
  text.slice(from[line], to[line])
export const message = ({ text, messageFrom, to }: LogFile, line: number): string =>
  text.slice(messageFrom[line], to[line])
export const hostOf = ({ words, host }: LogFile, line: number): string => words[host[line]!]!
export const tagOf = ({ words, tag }: LogFile, line: number): string => words[tag[line]!]!

/** The number in two or more columns of digits; NaN where they are none. */
const digits = (text: string, from: number, to: number): number => {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** Epoch microseconds of the stamp at a position and where it ends; NaN where there is none. */
interface Clock {
  readonly micros: (text: string, from: number) => number
  readonly length: (text: string, from: number) => number
}

const minuteMicros = 60_000_000
const dayMicros = dayMillis * 1000

/** `2026-03-02T08:17:01.051678+01:00 `; with `Z` the stamp is five characters shorter. */
const isoClock = (): Clock => {
  let key = -1
  let day = 0
  return {
    micros: (text, from) => {
      const date =
        digits(text, from, from + 4) * 10_000 +
        digits(text, from + 5, from + 7) * 100 +
        digits(text, from + 8, from + 10)
      if (date !== key) {
        day = Civil.toDay({
          year: Math.floor(date / 10_000),
          month: Math.floor(date / 100) % 100,
          dayOfMonth: date % 100,
        })
        key = date
      }
      const zone = text.charCodeAt(from + 26)
      const sign = zone === 45 ? -1 : zone === 43 ? 1 : zone === 90 ? 0 : Number.NaN
      const east =
        sign === 0
          ? 0
          : sign * (digits(text, from + 27, from + 29) * 60 + digits(text, from + 30, from + 32))
      const minutes =
        digits(text, from + 11, from + 13) * 60 + digits(text, from + 14, from + 16) - east
      const seconds = digits(text, from + 17, from + 19)
      return (
        day * dayMicros +
        minutes * minuteMicros +
        seconds * 1e6 +
        digits(text, from + 20, from + 26)
      )
    },
    length: (text, from) => (text.charCodeAt(from + 26) === 90 ? 27 : 32),
  }
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/**
 * `Mar  2 08:17:01 ` has neither year nor zone: the year is the latest that does not lie after the
 * file's mtime, the zone the host's. In the hour that occurs twice in autumn, the reading that
 * keeps the order is meant.
 */
const bsdClock = (zone: string, mtimeMillis: number): Clock => {
  const year = Zone.toLocal(zone, mtimeMillis).year
  const hours = new Map<number, number>()
  let previous = Number.NEGATIVE_INFINITY
  const hourStart = (at: number, month: number, dayOfMonth: number, hour: number): number => {
    const wall = Civil.toDay({ year: at, month, dayOfMonth }) * 24 + hour
    let start = hours.get(wall)
    if (start === undefined) {
      start = Zone.fromLocal(zone, Math.floor(wall / 24), (wall % 24) * hourMillis)
      hours.set(wall, start)
    }
    return start
  }
  return {
    micros: (text, from) => {
      const month = months.indexOf(text.slice(from, from + 3)) + 1
      const padded = text.charCodeAt(from + 4) === 32
      const dayOfMonth = digits(text, from + (padded ? 5 : 4), from + 6)
      const hour = digits(text, from + 7, from + 9)
      const rest =
        digits(text, from + 10, from + 12) * 60_000 + digits(text, from + 13, from + 15) * 1000
      const wrong = month === 0 || (!padded && dayOfMonth < 10) || text.charCodeAt(from + 15) !== 32
      if (wrong || Number.isNaN(dayOfMonth + hour + rest)) return Number.NaN
      let ms = hourStart(year, month, dayOfMonth, hour) + rest
      if (ms > mtimeMillis + dayMillis) ms = hourStart(year - 1, month, dayOfMonth, hour) + rest
      if (ms < previous && ms + hourMillis >= previous) {
        const again = Zone.offsetMinutes(zone, ms + hourMillis)
        if (again === Zone.offsetMinutes(zone, ms) - 60) ms += hourMillis
      }
      previous = ms
      return ms * 1000
    },
    length: () => 15,
  }
}

/** Numbers for words, so that a column holds them. */
const numbered = () => {
  const words: Array<string> = []
  const numbers = new Map<string, number>()
  return {
    words,
    number: (word: string): number => {
      let number = numbers.get(word)
      if (number === undefined) {
        number = words.push(word) - 1
        numbers.set(word, number)
      }
      return number
    },
  }
}

const lineCount = (text: string): number => {
  let count = 1
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1
  return count
}

export const parse = (path: string, text: string, mtimeMillis: number, zone: string): LogFile => {
  const size = lineCount(text)
  const [micros, pid] = [new Float64Array(size), new Int32Array(size)]
  const [host, tag] = [new Uint16Array(size), new Uint16Array(size)]
  const [from, messageFrom, to] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)]
  const isIso = new Uint8Array(size)
  const strays: Array<string> = []
  const { words, number } = numbered()
  const [iso, bsd] = [isoClock(), bsdClock(zone, mtimeMillis)]
  let count = 0
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start)
    const end = newline < 0 ? text.length : newline
    const first = text.charCodeAt(start)
    const clock = first >= 48 && first <= 57 ? iso : bsd
    const at = end - start < 15 ? Number.NaN : clock.micros(text, start)
    const hostFrom = start + clock.length(text, start) + 1
    const hostEnd = text.indexOf(" ", hostFrom)
    const colon = text.indexOf(":", hostEnd)
    const fits =
      !Number.isNaN(at) &&
      text.charCodeAt(hostFrom - 1) === 32 &&
      hostEnd > hostFrom &&
      colon > 0 &&
      colon < end
    if (fits) {
      const bracket = text.charCodeAt(colon - 1) === 93 ? text.lastIndexOf("[", colon) : -1
      const hasPid = bracket > hostEnd
      micros[count] = at
      isIso[count] = clock === iso ? 1 : 0
      host[count] = number(text.slice(hostFrom, hostEnd))
      tag[count] = number(text.slice(hostEnd + 1, hasPid ? bracket : colon))
      pid[count] = hasPid ? digits(text, bracket + 1, colon - 1) : -1
      from[count] = start
      messageFrom[count] = text.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1
      to[count] = end
      count += 1
    } else if (end > start) strays.push(text.slice(start, end))
    start = end + 1
  }
  const columns = { micros, pid, host, tag, isIso, from, messageFrom, to }
  return { path, ...generationOf(path), mtimeMillis, text, count, ...columns, words, strays }
}
