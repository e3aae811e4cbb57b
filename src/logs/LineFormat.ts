/** How rsyslog writes a line: its stamp, its host, and which files it goes to. */
import type { HostProfile } from "../host/HostProfile.ts"
import type { Facility, LogFile } from "../host/ReleaseFacts.ts"
import * as Civil from "../time/Civil.ts"
import { dayMillis, hourMillis, minuteMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import * as Facts from "./Facts.ts"
import * as Mix from "./Mix.ts"
import type { Line } from "./LogState.ts"

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")

/** The kernel's `%5lu.%06lu` since boot (kernel/printk/printk.c). */
const uptime = (sinceBoot: number): string => {
  const micros = Math.max(0, sinceBoot)
  const seconds = Math.floor(micros / 1e6)
  return `[${String(seconds).padStart(5)}.${String(micros - seconds * 1e6).padStart(6, "0")}]`
}

/** A formatter for lines in order of time; it keeps the stamp of the present second. */
export const formatter = (host: HostProfile): ((line: Line) => string) => {
  const { release } = Facts.of(host)
  const { hostname, timezone } = host.decky
  // the clock at which the kernel began to count is no round number of milliseconds
  const bootMicros = host.bootedAt * 1000 + (Mix.hash(host.decky.uuid) % 1000)
  let second = -1
  let stamp = ""
  let offsetText = ""
  const enter = (next: number): void => {
    second = next
    const offset = Zone.offsetMinutes(timezone, next * 1000)
    const local = next * 1000 + offset * minuteMillis
    const day = Math.floor(local / dayMillis)
    const rest = local - day * dayMillis
    const hour = Math.floor(rest / hourMillis)
    const minute = Math.floor((rest % hourMillis) / minuteMillis)
    const clock = `${two(hour)}:${two(minute)}:${two(Math.floor((rest % minuteMillis) / 1000))}`
    if (release.stamp === "iso8601") {
      stamp = `${Civil.toIsoDate(day)}T${clock}`
      offsetText = Zone.formatOffset(offset, ":")
      return
    }
    const { month, dayOfMonth } = Civil.fromDay(day)
    stamp = `${months[month - 1]} ${String(dayOfMonth).padStart(2)} ${clock}`
  }
  return ({ atMicros, tag, text, facility }) => {
    const at = Math.floor(atMicros / 1e6)
    if (at !== second) enter(at)
    const kernel = facility === "kern" && release.kernelUptime
    // rsyslog stamps what it reads from the kernel's buffer, some time after it was written there
    const readMicros = kernel ? 40 + Mix.below(second, 100, 3000) : 0
    const message = kernel ? `${uptime(atMicros - bootMicros - readMicros)} ${text}` : text
    if (release.stamp === "rfc3164") return `${stamp} ${hostname} ${tag}: ${message}\n`
    const fraction = String(atMicros - at * 1e6).padStart(6, "0")
    return `${stamp}.${fraction}${offsetText} ${hostname} ${tag}: ${message}\n`
  }
}

const known = new WeakMap<ReadonlyArray<LogFile>, Record<Facility, ReadonlyArray<number>>>()

/** Indexes into the release's files, by facility. */
export const routes = (files: ReadonlyArray<LogFile>): Record<Facility, ReadonlyArray<number>> => {
  const before = known.get(files)
  if (before !== undefined) return before
  const to = (facility: Facility): ReadonlyArray<number> =>
    files.flatMap((file, index) => (file.facilities.includes(facility) ? [index] : []))
  const made: Record<Facility, ReadonlyArray<number>> = {
    auth: to("auth"),
    authpriv: to("authpriv"),
    cron: to("cron"),
    daemon: to("daemon"),
    kern: to("kern"),
    syslog: to("syslog"),
    user: to("user"),
  }
  known.set(files, made)
  return made
}

const encoder = new TextEncoder()

/** Of a text in UTF-8; nearly every line is ASCII, whose length is known. */
export const bytesOf = (text: string): number => {
  for (let index = 0; index < text.length; index++)
    if (text.charCodeAt(index) > 127) return encoder.encode(text).length
  return text.length
}
