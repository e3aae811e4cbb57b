/** What cron logs, held against the crontabs of its host. */
import type { CronJob } from "../host/HostProfile.ts"
import { hourMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import type { DeckyHistory } from "./History.ts"
import * as Lives from "./Lives.ts"

interface Scope {
  readonly history: DeckyHistory
  readonly lives: Lives.Lives
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

/** Local times of log lines, which mostly share their minute with others. */
export const clock = (zone: string) => {
  const known = new Map<number, { readonly local: Zone.LocalTime; readonly shifted: boolean }>()
  return (ms: number) => {
    const minute = Math.floor(ms / 60_000)
    const cached = known.get(minute)
    if (cached !== undefined) return cached
    const local = Zone.toLocal(zone, minute * 60_000)
    // After a change of clocks cron makes up for skipped jobs, whatever the minute.
    const shifted = Zone.offsetMinutes(zone, ms - 3 * hourMillis) !== local.offsetMinutes
    const value = { local, shifted }
    known.set(minute, value)
    return value
  }
}

const isProgram = (path: string): boolean =>
  /\.\w+$|\/bin\//.test(path) && !/\.(?:log|txt|out)$/.test(path)

/** What is wrong with one line of cron's. */
export const faults = (
  { history: { host }, lives }: Scope,
  message: string,
  ms: number,
  toLocal: ReturnType<typeof clock>,
): ReadonlyArray<string> => {
  const [, owner, command] = cronCommand.exec(message) ?? []
  const user = owner ?? cronOpen.exec(message)?.[1]
  if (user === undefined) return []
  if (!host.cronRuns) return ["cron does not run here"]
  const jobs = host.crontab.filter(
    (job) => job.user === user && (command === undefined || job.command.trim() === command.trim()),
  )
  if (jobs.length === 0) return ["no crontab has this command"]
  const { local, shifted } = toLocal(ms)
  if (!shifted && !jobs.some((job) => runsAt(job, local))) return ["no crontab runs this then"]
  return [...(command ?? "").matchAll(planted)]
    .map(([path]) => path)
    .filter((path) => isProgram(path) && !Lives.existsAt(lives, path, ms))
    .map((path) => `${path} does not exist then`)
}
