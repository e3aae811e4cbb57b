/** When cron starts what, and the lines that it leaves. */
import * as Crontab from "../host/Crontab.ts"
import type { CronJob, HostProfile } from "../host/HostProfile.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Civil from "../time/Civil.ts"
import { hourMillis, minuteMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import type { Act, Desk } from "./Desk.ts"
import * as Recent from "./Recent.ts"

interface Step {
  readonly job: CronJob
  readonly openMicros: number
  readonly commandMicros: number
  readonly closeMicros: number
}

/** The jobs of one minute; offsets are from `atMicros`. */
export interface Group {
  readonly minuteMillis: number
  readonly atMicros: number
  /** In the order in which cron forks them. */
  readonly steps: ReadonlyArray<Step>
  /** Forks are over. */
  readonly forkedMicros: number
  /** The last line. */
  readonly endMicros: number
}

/** Zone rules change at full or half hours, never inside such a piece. */
const pieceMillis = 30 * minuteMillis

/** Whether the wall clock shows this time the second time; cron runs a fixed hour's jobs once. */
const isRepeated = (zone: string, ms: number): boolean =>
  Zone.offsetMinutes(zone, ms - hourMillis) > Zone.offsetMinutes(zone, ms)

type Minutes = Map<number, Array<CronJob>>

const collect = (host: HostProfile, pieceAt: number, minutes: Minutes): void => {
  const zone = host.decky.timezone
  const wall = Math.floor(pieceAt / minuteMillis) + Zone.offsetMinutes(zone, pieceAt)
  const first = ((wall % 60) + 60) % 60
  for (const job of host.crontab) {
    for (const minute of job.minutes) {
      const index = (minute - first + 60) % 60
      if (index >= 30) continue
      const day = Math.floor((wall + index) / 1440)
      const hour = Math.floor((wall + index - day * 1440) / 60)
      if (job.hours.length < 24 && !job.hours.includes(hour)) continue
      if (job.daysOfWeek !== "*" || job.daysOfMonth !== "*" || job.months !== "*") {
        const { dayOfMonth, month } = Civil.fromDay(day)
        const dayOfWeek = (Civil.weekday(day) + 1) % 7
        if (!Crontab.runsOnDay(job, dayOfMonth, month, dayOfWeek)) continue
      }
      const at = pieceAt + index * minuteMillis
      if (job.hours.length < 24 && isRepeated(zone, at)) continue
      const others = minutes.get(at)
      if (others === undefined) minutes.set(at, [job])
      else others.push(job)
    }
  }
}

/**
 * Lays a minute's jobs out in time. cron wakes in second :01 in 98 % of minutes; the command's fork
 * follows its session's opening at once, or after the next job's where several start together.
 */
const layOut = (rng: Stream, minute: number, jobs: ReadonlyArray<CronJob>): Group => {
  const second = rng.chance(98, 100) ? 1 : 2
  const atMicros = (minute + second * 1000) * 1000 + rng.between(1800, 96_000)
  const opens: Array<number> = []
  const commands: Array<number> = []
  let at = 0
  while (commands.length < jobs.length) {
    const left = opens.length < jobs.length
    if (left && (opens.length === commands.length || rng.chance(1, 2))) opens.push(at)
    else commands.push(at)
    at += rng.between(600, 3400)
  }
  let endMicros = 0
  const steps = jobs.map((job, index): Step => {
    // open to close: p50 14 ms, p90 45 ms
    const runMicros = rng.chance(4, 5) ? rng.between(3000, 19_000) : rng.between(19_000, 64_000)
    const commandMicros = commands[index]!
    const closeMicros = commandMicros + runMicros
    endMicros = Math.max(endMicros, closeMicros)
    return { job, openMicros: opens[index]!, commandMicros, closeMicros }
  })
  return { minuteMillis: minute, atMicros, steps, forkedMicros: at, endMicros }
}

const layOutHour = (rng: Stream, host: HostProfile, hour: number): ReadonlyArray<Group> => {
  if (!host.cronRuns) return []
  const minutes: Minutes = new Map()
  collect(host, hour * hourMillis, minutes)
  collect(host, hour * hourMillis + pieceMillis, minutes)
  if (minutes.size === 0) return []
  const stream = rng.within("cron", hour)
  return [...minutes.entries()]
    .sort(([a], [b]) => a - b)
    .map(([minute, jobs]) => layOut(stream, minute, jobs))
}

/** The runs of one UTC hour, by minute. */
export const ofHour = Recent.remember(layOutHour)

const run = (desk: Desk, group: Group): void => {
  const start = desk.begin(group.atMicros, group.forkedMicros)
  const forks = group.steps.flatMap((step) => [
    { step, at: step.openMicros, opens: true },
    { step, at: step.commandMicros, opens: false },
  ])
  forks.sort((a, b) => a.at - b.at)
  const pids = new Map<Step, number>()
  for (const { step, at, opens } of forks) {
    const { user, command } = step.job
    if (!opens) {
      // in one of six runs something else forks between the two
      const gap = desk.host.pids.perHour > 0 && (start + at) % 6 === 0 ? 2 : 1
      desk.line(start + at, "cron", `CRON[${desk.take(gap)}]`, `(${user}) CMD (${command})`)
      continue
    }
    const pid = desk.pid(start + at)
    pids.set(step, pid)
    const uid = desk.facts.uidOf.get(user) ?? (user === "www-data" ? 33 : 0)
    const opener = desk.facts.release.pamNamesOpener ? user : ""
    const text = `session opened for user ${user}(uid=${uid}) by ${opener}(uid=0)`
    desk.line(start + at, "authpriv", `CRON[${pid}]`, `pam_unix(cron:session): ${text}`)
  }
  for (const step of group.steps) {
    const tag = `CRON[${pids.get(step)}]`
    const text = `pam_unix(cron:session): session closed for user ${step.job.user}`
    desk.line(start + step.closeMicros, "authpriv", tag, text)
  }
}

export const act = (group: Group): Act => ({
  atMicros: group.atMicros,
  run: (desk) => run(desk, group),
})
