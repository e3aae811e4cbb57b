/** logrotate's nightly run: which files it renames, compresses and removes, and when. */
import type { HostProfile } from "../host/HostProfile.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Civil from "../time/Civil.ts"
import { make, type Instant } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import * as Chunk from "./Chunk.ts"
import * as Facts from "./Facts.ts"
import type { FileState, Line, LogState, OlderFile } from "./LogState.ts"
import * as Mix from "./Mix.ts"
import * as TimerRuns from "./TimerRuns.ts"

export interface Due {
  readonly atMillis: number
}

export interface Step {
  readonly kind: "remove" | "compress" | "rename" | "fresh"
  /** The file whose generation this is, in its live name. */
  readonly log: string
  /** Missing for a fresh file. */
  readonly from?: string
  /** Missing for a removed file. */
  readonly to?: string
  /** Of the file that comes to stand at `to`: rename and compress keep it. */
  readonly mtime: Instant
  /** Ordinal of the content, to find it by; for a fresh file its own. */
  readonly generation: number
  /** Of the uncompressed content. */
  readonly bytes: number
  readonly mode: number
  readonly owner: string
  readonly group: string
  readonly class: Chunk.Chunk["class"]
}

interface Rule {
  readonly period: "daily" | "weekly" | "monthly"
  readonly rotate: number
  readonly compress: boolean
  /** Smaller files stay. */
  readonly bytesMin: number
}

/** `/etc/logrotate.d/wtmp`: monthly, minsize 1M, rotate 1. */
const wtmpRule: Rule = { period: "monthly", rotate: 1, compress: false, bytesMin: 1_048_576 }

/** The runs in (fromMillis, toMillis], by time: advance to each, then `plan`. */
export const due = (
  rng: Stream,
  host: HostProfile,
  fromMillis: number,
  toMillis: number,
): ReadonlyArray<Due> =>
  // a run begins less than two seconds before it renames
  TimerRuns.between(rng, host, fromMillis * 1000 - 2e6, toMillis * 1000)
    .filter(TimerRuns.isLogrotate)
    .map((run) => ({ atMillis: TimerRuns.rotationMillis(run) }))
    .filter(({ atMillis }) => atMillis > fromMillis && atMillis <= toMillis)
    .sort((a, b) => a.atMillis - b.atMillis)

/** logrotate.c, findNeedRotating: a new Sunday or seven days; a new day; a new month. */
const isDue = (rule: Rule, file: FileState, today: number): boolean => {
  if (file.bytes < rule.bytesMin || file.bytes === 0) return false
  const days = today - file.rotatedDay
  if (rule.period === "daily") return days >= 1
  if (rule.period === "weekly") return days >= 7 || (days >= 1 && Civil.weekday(today) === 6)
  const now = Civil.fromDay(today)
  const then = Civil.fromDay(file.rotatedDay)
  return now.month !== then.month || now.year !== then.year
}

const nameOf = (path: string, number: number, compressed: boolean): string =>
  `${path}.${number}${compressed ? ".gz" : ""}`

type Owned = Pick<Step, "log" | "mode" | "owner" | "group" | "class">

/** Steps from the oldest to the live file, and the file's state after them. */
const rotate = (
  rule: Rule,
  file: FileState,
  owned: Owned,
  today: number,
  freshMtime: Instant,
): { readonly steps: ReadonlyArray<Step>; readonly file: FileState } => {
  const path = owned.log
  const steps: Array<Step> = []
  const older: Array<OlderFile> = []
  for (let number = file.older.length; number >= 1; number--) {
    const old = file.older[number - 1]!
    const from = nameOf(path, number, old.compressed)
    const { mtime, generation, bytes } = old
    const common = { ...owned, mtime, generation, bytes, from }
    if (number >= rule.rotate) {
      steps.push({ ...common, kind: "remove" })
      continue
    }
    // delaycompress: what was .1 until now is compressed on its way to .2
    const kind = rule.compress && !old.compressed ? "compress" : "rename"
    const compressed = rule.compress
    steps.push({ ...common, kind, to: nameOf(path, number + 1, compressed) })
    older.unshift({ ...old, compressed })
  }
  const mtime = file.mtime ?? freshMtime
  const { generation, bytes } = file
  const to = nameOf(path, 1, false)
  steps.push({ ...owned, kind: "rename", from: path, to, mtime, generation, bytes })
  older.unshift({ bytes, mtime, generation, compressed: false })
  const next = generation + 1
  steps.push({ ...owned, kind: "fresh", to: path, mtime: freshMtime, generation: next, bytes: 0 })
  return {
    steps,
    file: {
      bytes: 0,
      firstMicros: 0,
      lastMicros: 0,
      generation: next,
      rotatedDay: today,
      mtime: freshMtime,
      older,
    },
  }
}

const hangUp = (host: HostProfile, atMicros: number): Line => {
  const { release, pidOf } = Facts.of(host)
  const origin =
    `software="rsyslogd" swVersion="${release.rsyslogVersion}" ` +
    `x-pid="${pidOf.rsyslogd}" x-info="https://www.rsyslog.com"`
  const text = `[origin ${origin}] rsyslogd was HUPed`
  return { atMicros, facility: "syslog", tag: "rsyslogd", text }
}

export interface Plan {
  readonly state: LogState
  /** To be done in this order. */
  readonly steps: ReadonlyArray<Step>
}

/**
 * What logrotate does at one of the `due` moments, to which the state must have been advanced. Each
 * stanza that rotated anything sends rsyslogd a hang-up, which is the first line of the new syslog.
 */
export const plan = (host: HostProfile, state: LogState, atMillis: number): Plan => {
  const { release } = Facts.of(host)
  const today = Zone.toLocal(host.decky.timezone, atMillis).day
  const steps: Array<Step> = []
  const files: Record<string, FileState> = { ...state.files }
  const hangUps: Array<Line> = []
  let order = 0
  // each creation some microseconds after the one before, all within the moment's millisecond
  const freshMtime = (): Instant => {
    const micros = 20 + 90 * order++ + Mix.below(atMillis, 60 + order, 60)
    return make(atMillis, micros * 1000 + Mix.below(atMillis, 80 + order, 1000))
  }
  const apply = (rule: Rule, owned: Owned): boolean => {
    const file = files[owned.log]
    if (file === undefined) return false
    if (file.rotatedDay === 0 && file.mtime !== undefined) {
      // logrotate only notes what it meets for the first time
      files[owned.log] = { ...file, rotatedDay: today }
      return false
    }
    if (!isDue(rule, file, today)) return false
    const rotated = rotate(rule, file, owned, today, freshMtime())
    steps.push(...rotated.steps)
    files[owned.log] = rotated.file
    return true
  }
  if (host.rsyslogRuns)
    release.stanzas.forEach((stanza, index) => {
      const rule = { ...stanza, compress: true, bytesMin: 1 }
      const { owner, group } = release
      const mine = release.files.filter((file) => file.stanza === index)
      const rotated = mine.filter((file) =>
        apply(rule, { log: file.path, mode: 0o640, owner, group, class: file.class }),
      )
      if (rotated.length > 0) hangUps.push(hangUp(host, atMillis * 1000 + 830 + index * 9700))
    })
  const wtmp = { log: Chunk.wtmpPath, mode: 0o664, owner: "root", group: "utmp" }
  apply(wtmpRule, { ...wtmp, class: "login_record" })
  return { state: { ...state, files, pending: [...hangUps, ...state.pending] }, steps }
}
