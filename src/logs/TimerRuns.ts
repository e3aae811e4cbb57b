/** When systemd's timers elapse, and the lines of the services that they start. */
import type { HostProfile, Timer } from "../host/HostProfile.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Civil from "../time/Civil.ts"
import { dayMillis, minuteMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import type { Act, Desk } from "./Desk.ts"
import * as Mix from "./Mix.ts"
import * as Recent from "./Recent.ts"
import * as TimerWork from "./TimerWork.ts"

export interface Run {
  readonly timer: Timer
  readonly atMicros: number
  readonly runMicros: number
}

/** More runs a day than that draw nothing; their moments are stirred from the clock. */
const drawnSlotsMax = 4

const isOn = (timer: Timer, day: number): boolean => {
  if (timer.daysOfWeek !== "*" && !timer.daysOfWeek.includes((Civil.weekday(day) + 1) % 7))
    return false
  return timer.daysOfMonth === "*" || timer.daysOfMonth.includes(Civil.fromDay(day).dayOfMonth)
}

const layOutDay = (rng: Stream, host: HostProfile, day: number): ReadonlyArray<Run> => {
  const zone = host.decky.timezone
  const stream = rng.within("timers", day)
  const dayStart = Zone.fromLocal(zone, day, 0)
  const even = Zone.fromLocal(zone, day + 1, 0) - dayStart === dayMillis
  const out: Array<Run> = []
  // midnight's timers without a delay of their own elapse in one wake-up
  const wakeMicros = stream.between(1200, 1_900_000)
  host.timers.forEach((timer, index) => {
    const redrawMicros = (timer.redrawSecondsMax ?? 0) * 1_000_000
    const drawn = timer.secondsOfDay.length <= drawnSlotsMax
    for (const seconds of timer.secondsOfDay) {
      const redraw = drawn && redrawMicros > 0 ? stream.below(redrawMicros) : 0
      const share = drawn ? stream.between(780, 1260) : 0
      if (!isOn(timer, day)) continue
      const base = even ? dayStart + seconds * 1000 : Zone.fromLocal(zone, day, seconds * 1000)
      const noise = Mix.below(base / 1000, index, 250_000)
      const late = redrawMicros > 0 ? redraw : seconds === 0 ? wakeMicros : noise
      const atMicros = (base + timer.delaySeconds * 1000) * 1000 + late + 90 * index
      const permille = drawn ? share : 780 + (noise % 480)
      out.push({ timer, atMicros, runMicros: timer.runMillis * permille + (late % 1000) })
    }
  })
  return out
}

const ofDay = Recent.remember(layOutDay)

/** The latest second after midnight at which a timer of that host elapses. */
const reachSeconds = (host: HostProfile): number => {
  let reach = 0
  for (const { secondsOfDay, delaySeconds, redrawSecondsMax = 0 } of host.timers) {
    const last = secondsOfDay.at(-1) ?? 0
    reach = Math.max(reach, last + delaySeconds + redrawSecondsMax + 4)
  }
  return reach
}

const localDay = (zone: string, ms: number): number =>
  Math.floor((ms + Zone.offsetMinutes(zone, ms) * minuteMillis) / dayMillis)

/** Runs that begin in (from, until], unsorted. */
export const between = (
  rng: Stream,
  host: HostProfile,
  fromMicros: number,
  untilMicros: number,
): ReadonlyArray<Run> => {
  if (host.timers.length === 0) return []
  const zone = host.decky.timezone
  // two hours for days that a change of clocks makes longer or shorter
  const firstMillis = fromMicros / 1000 - (reachSeconds(host) + 7200) * 1000
  const first = localDay(zone, firstMillis) + 1
  const last = localDay(zone, untilMicros / 1000)
  const out: Array<Run> = []
  for (let day = first; day <= last; day++)
    for (const run of ofDay(rng, host, day))
      if (run.atMicros > fromMicros && run.atMicros <= untilMicros) out.push(run)
  return out
}

export const isLogrotate = (run: Run): boolean => run.timer.unit.startsWith("logrotate.")

/** The moment at which a run of logrotate renames; its service is still running then. */
export const rotationMillis = (run: Run): number =>
  Math.ceil((run.atMicros + Math.floor(run.runMicros * 0.7)) / 1000)

/** systemd mentions processor time from a second on (MENTIONWORTHY_CPU_NSEC). */
const consumed = (run: Run): string | undefined => {
  const cpuMillis = Math.floor((run.runMicros / 1000) * 0.62)
  if (cpuMillis < 1000) return undefined
  const seconds = Math.floor(cpuMillis / 1000)
  const rest = String(cpuMillis % 1000).padStart(3, "0")
  return `Consumed ${seconds}.${rest}s CPU time.`
}

const run = (desk: Desk, due: Run): void => {
  const { timer, atMicros, runMicros } = due
  const { wording } = desk.facts
  const service = timer.unit.replace(/\.timer$/, ".service")
  desk.systemd(atMicros, wording.starting(service, timer.description))
  TimerWork.lines(desk, service, atMicros, runMicros)
  const end = atMicros + runMicros
  desk.systemd(end, wording.deactivated(service))
  desk.systemd(Mix.after(end, 250), wording.finished(service, timer.description))
  const cpu = consumed(due)
  if (cpu !== undefined) desk.systemd(Mix.after(end + 400, 110), `${service}: ${cpu}`)
}

export const act = (due: Run): Act => ({
  atMicros: due.atMicros,
  run: (desk) => run(desk, due),
})
