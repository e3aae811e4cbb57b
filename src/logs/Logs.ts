/**
 * A machine's logs as a function of host, interval and sessions: what is written does not depend on
 * where the interval is cut.
 */
import type { HostProfile } from "../host/HostProfile.ts"
import type { Stream } from "../rng/Rng.ts"
import { hourMillis } from "../time/Instant.ts"
import * as Civil from "../time/Civil.ts"
import * as Zone from "../time/Zone.ts"
import * as Chunk from "./Chunk.ts"
import * as CronRuns from "./CronRuns.ts"
import { type Act, Desk } from "./Desk.ts"
import * as Facts from "./Facts.ts"
import * as Leases from "./Leases.ts"
import type { FileState, LogState } from "./LogState.ts"
import * as Mix from "./Mix.ts"
import * as Oddity from "./Oddity.ts"
import type { Session } from "./Session.ts"
import * as SessionLines from "./SessionLines.ts"
import * as TimerRuns from "./TimerRuns.ts"

export type { Chunk } from "./Chunk.ts"
export type { LogState } from "./LogState.ts"

export interface Advanced {
  readonly state: LogState
  /** In order of path; only files that got lines. */
  readonly chunks: ReadonlyArray<Chunk.Chunk>
}

/** The state of a machine whose logs begin at that moment, all of them empty. */
export const initial = (host: HostProfile, startMillis: number): LogState => {
  const startMicros = startMillis * 1000
  const upHours = Math.max(0, startMillis - host.bootedAt) / hourMillis
  const used = Math.floor(upHours * host.pids.perHour)
  const { release } = Facts.of(host)
  const today = Zone.toLocal(host.decky.timezone, startMillis).day
  // what logrotate's state file would say: each stanza ran when it last had to
  const sunday = today - ((Civil.weekday(today) + 1) % 7)
  const empty = (rotatedDay: number): FileState => ({
    bytes: 0,
    firstMicros: 0,
    lastMicros: 0,
    generation: 0,
    rotatedDay,
    older: [],
  })
  const files: Record<string, FileState> = {}
  const often: ReadonlySet<string> = new Set(["auth", "cron", "daemon"])
  for (const file of release.files) {
    const ran = release.stanzas[file.stanza]?.period === "daily" ? today : sunday
    // a file that seldom gets lines comes with its first one, and logrotate has not met it
    files[file.path] = empty(file.facilities.some((one) => often.has(one)) ? ran : 0)
  }
  files[Chunk.wtmpPath] = empty(today)
  const lease = Leases.first(host, startMicros)
  return {
    atMillis: startMillis,
    pidNext: ((host.pids.base + used) % host.pids.max) + 1,
    pidAtMicros: startMicros,
    busyUntilMicros: 0,
    // a dozen logins a week since boot
    sessionNext: 2 + Math.floor((upHours * (3 + (Mix.hash(host.decky.uuid) % 20))) / 168),
    open: [],
    managers: [],
    agenda: lease === undefined ? [] : [{ kind: "lease", atMicros: lease }],
    pending: [],
    pendingRecords: [],
    files,
  }
}

const planned = (
  rng: Stream,
  host: HostProfile,
  fromMillis: number,
  untilMillis: number,
  sessions: ReadonlyArray<Session>,
): ReadonlyArray<Act> => {
  const fromMicros = fromMillis * 1000
  const untilMicros = untilMillis * 1000
  const acts: Array<Act> = []
  const keep = (act: Act): void => {
    if (act.atMicros > fromMicros && act.atMicros <= untilMicros) acts.push(act)
  }
  const last = Math.floor(untilMillis / hourMillis)
  if (host.rsyslogRuns) {
    for (let hour = Math.floor(fromMillis / hourMillis); hour <= last; hour++) {
      for (const group of CronRuns.ofHour(rng, host, hour)) keep(CronRuns.act(group))
      for (const act of Oddity.ofHour(rng, host, hour)) keep(act)
    }
    for (const run of TimerRuns.between(rng, host, fromMicros, untilMicros))
      acts.push(TimerRuns.act(run))
  }
  for (const session of sessions) keep(SessionLines.act(session))
  // a stable sort: of two at one moment the order above decides, wherever the interval was cut
  return acts.sort((a, b) => a.atMicros - b.atMicros)
}

const perform = (desk: Desk, acts: ReadonlyArray<Act>, untilMicros: number): void => {
  let index = 0
  for (;;) {
    const item = desk.agenda[0]
    const act = acts[index]
    const appointed = item !== undefined && item.atMicros <= untilMicros
    if (appointed && (act === undefined || item.atMicros <= act.atMicros)) {
      desk.agenda.shift()
      if (item.kind === "lease") Leases.renew(desk, item.atMicros)
      else SessionLines.keep(desk, item)
    } else if (act !== undefined) {
      index++
      act.run(desk)
    } else return
  }
}

/** Splits a list that was decided in this order into what is due, by time, and what is not. */
const due = <A extends { readonly atMicros: number }>(
  items: ReadonlyArray<A>,
  untilMicros: number,
): readonly [now: ReadonlyArray<A>, later: ReadonlyArray<A>] => {
  const now: Array<A> = []
  const later: Array<A> = []
  for (const item of items)
    if (item.atMicros + Chunk.writeMicros <= untilMicros) now.push(item)
    else later.push(item)
  return [now.sort((a, b) => a.atMicros - b.atMicros), later]
}

/**
 * Everything up to `untilMillis`. `rng` is the decky's "logs" stream; `sessions` are those that
 * start in (state.atMillis, untilMillis], by start.
 */
export const advance = (
  rng: Stream,
  host: HostProfile,
  state: LogState,
  untilMillis: number,
  sessions: ReadonlyArray<Session>,
): Advanced => {
  if (untilMillis <= state.atMillis) return { state, chunks: [] }
  const desk = new Desk(rng, host, state)
  const untilMicros = untilMillis * 1000
  perform(desk, planned(rng, host, state.atMillis, untilMillis, sessions), untilMicros)
  const [lines, pending] = due(desk.lines, untilMicros)
  const [records, pendingRecords] = due(desk.records, untilMicros)
  const written = Chunk.write(host, state.files, host.rsyslogRuns ? lines : [], records)
  return {
    chunks: written.chunks,
    state: {
      atMillis: untilMillis,
      pidNext: desk.pidNext,
      pidAtMicros: desk.pidAtMicros,
      busyUntilMicros: desk.busyUntilMicros,
      sessionNext: desk.sessionNext,
      open: desk.open,
      managers: desk.managers,
      agenda: desk.agenda,
      pending: host.rsyslogRuns ? pending : [],
      pendingRecords,
      files: written.files,
    },
  }
}

/** The end of the hour's last run where cron is not there to give the beat. */
const lastRun = (rng: Stream, host: HostProfile, hour: number): number | undefined => {
  const from = hour * hourMillis * 1000
  const runs = TimerRuns.between(rng, host, from, from + hourMillis * 1000)
  if (runs.length === 0) return undefined
  return Math.max(...runs.map((run) => run.atMicros + run.runMicros))
}

/**
 * Moments in (fromMillis, toMillis] at which the machine flushes its logs: at most one an hour,
 * shortly after the last line of cron's hourly run, else of the hour's last timer.
 */
const hasHourlyJob = (host: HostProfile): boolean =>
  host.cronRuns && host.crontab.some(({ hours }) => hours.length === 24)

export const flushMoments = (
  rng: Stream,
  host: HostProfile,
  fromMillis: number,
  toMillis: number,
): ReadonlyArray<number> => {
  if (!host.rsyslogRuns) return []
  const moments: Array<number> = []
  // a run at the end of an hour may be over in the next
  const first = Math.floor(fromMillis / hourMillis) - 1
  for (let hour = first; hour <= Math.floor(toMillis / hourMillis); hour++) {
    const groups = CronRuns.ofHour(rng, host, hour)
    const hourly = groups.filter(({ steps }) => steps.some(({ job }) => job.hours.length === 24))
    const group =
      hourly.find(({ steps }) => steps.some(({ job }) => job.command.includes("cron.hourly"))) ??
      hourly[0]
    const end = group === undefined ? undefined : group.atMicros + group.endMicros
    // a host whose crontab has nothing hourly is written to by its timers' beat
    const lastMicros = end ?? (hasHourlyJob(host) ? undefined : lastRun(rng, host, hour))
    if (lastMicros === undefined) continue
    const written = Math.ceil((lastMicros + Chunk.writeMicros) / 1000)
    const moment = written + 1 + Mix.below(lastMicros, 50, 180)
    if (moment > fromMillis && moment <= toMillis) moments.push(moment)
  }
  return moments
}
