/** A host profile made from a stream, for decoys that exist in simulation only. */
import type { Decky } from "../fleet/Decky.ts"
import { servesMail, servesSsh } from "../fleet/Decky.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Civil from "../time/Civil.ts"
import { dayMillis, hourMillis, minuteMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import * as Crontab from "./Crontab.ts"
import type { Account, CronJob, HostProfile, PidClock, Timer } from "./HostProfile.ts"
import * as Release from "./Release.ts"
import type { ReleaseFacts, Tag, TimerPlan } from "./ReleaseFacts.ts"

/** pid_max of 64-bit hosts under systemd (sysctl.d/50-pid-max.conf). */
const pidMax = 4_194_304

/** Reboots happen in working hours, or early after an upgrade; 3 to 70 days before the start. */
export const bootTime = (rng: Stream, zone: string, startMillis: number): number => {
  const today = Zone.toLocal(zone, startMillis).day
  let day = today - rng.between(4, 70)
  const early = rng.chance(2, 5)
  if (!early && Civil.weekday(day) > 4) day -= 2
  const millisOfDay = early
    ? 6 * hourMillis + rng.between(20 * minuteMillis, 55 * minuteMillis)
    : rng.between(8 * hourMillis, 18 * hourMillis)
  const at = Zone.fromLocal(zone, day, millisOfDay) + rng.below(1000)
  return Math.min(at, startMillis - 3 * dayMillis)
}

/** Idle servers fork 50 to 500 times an hour; desktops and mail servers more than others. */
const perHour: Readonly<Record<Decky["role"], readonly [number, number]>> = {
  workstation: [170, 480],
  server: [55, 260],
  bastion: [60, 300],
  mail: [140, 420],
}

const pidClock = (rng: Stream, role: Decky["role"]): PidClock => ({
  base: rng.between(940, 2100),
  perHour: rng.between(...perHour[role]),
  max: pidMax,
})

const automationAccount = (
  rng: Stream,
  login: string,
  residents: ReadonlyArray<Resident>,
  there: ReadonlyArray<Account>,
): ReadonlyArray<Account> => {
  if (login === "root" || residents.some((resident) => resident.login === login)) return []
  const taken = new Set([...residents, ...there].map(({ uid }) => uid))
  const system = rng.chance(1, 2) || taken.has(1100)
  let uid = system ? rng.between(997, 999) : 1100
  // as useradd --system goes on: downwards
  while (taken.has(uid)) uid--
  const home = system && rng.chance(1, 2) ? `/var/lib/${login}` : `/home/${login}`
  return [{ login, uid, gid: uid, gecos: "", home, shell: "/bin/bash" }]
}

const residentAccount = ({ login, uid, persona }: Resident): Account => ({
  login,
  uid,
  gid: uid,
  gecos: `${persona.name.replace(/[:,]/g, " ")},,,`,
  home: `/home/${login}`,
  shell: "/bin/bash",
})

/** Which optional packages a host has, in percent, by its role. */
const packages = (rng: Stream, decky: Decky): ReadonlySet<Tag> => {
  const web = decky.services.some((service) => service === "http" || service === "https")
  const out = new Set<Tag>()
  if (rng.within("sysstat").chance(decky.role === "workstation" ? 5 : 25, 100)) out.add("sysstat")
  if (rng.within("php").chance(web ? 45 : 0, 100)) out.add("php")
  if (rng.within("plocate").chance(40, 100)) out.add("plocate")
  return out
}

const dailySeconds = (rng: Stream, plan: TimerPlan, zone: string, bootedAt: number) => {
  if (plan.secondsOfDay.length > 0) return plan.secondsOfDay
  // a monotonic timer: so long after boot, then once a day
  const minutes = plan.unit.startsWith("systemd-tmpfiles") ? 15 : rng.between(5, 40)
  const after = minutes * minuteMillis + rng.between(4000, 52_000)
  const local = Zone.toLocal(zone, bootedAt + after)
  return [local.minuteOfDay * 60 + local.second]
}

const timer = (
  rng: Stream,
  plan: TimerPlan,
  zone: string,
  bootedAt: number,
  bootSecond: number,
): Timer => {
  const stream = rng.within(plan.unit)
  return {
    unit: plan.unit,
    description: plan.description,
    secondsOfDay: dailySeconds(stream, plan, zone, bootedAt),
    daysOfWeek: plan.daysOfWeek ?? "*",
    daysOfMonth: plan.daysOfMonth ?? "*",
    // systemd wakes for all timers of a minute at one second, drawn at boot; seen 00:00:02 to :09
    delaySeconds: plan.secondsOfDay.length > 0 ? bootSecond : 0,
    ...(plan.redrawSecondsMax === undefined ? {} : { redrawSecondsMax: plan.redrawSecondsMax }),
    runMillis: stream.between(...plan.runMillis),
  }
}

const timersOf = (
  rng: Stream,
  decky: Decky,
  facts: ReleaseFacts,
  tags: ReadonlySet<Tag>,
  bootedAt: number,
): ReadonlyArray<Timer> => {
  const bootSecond = rng.within("second").between(1, 7)
  const workstation = decky.role === "workstation"
  return facts.timers
    .filter((plan) => plan.tag === undefined || tags.has(plan.tag))
    .filter((plan) => plan.workstationOnly !== true || workstation)
    .map((plan) => timer(rng, plan, decky.timezone, bootedAt, bootSecond))
}

/** Accounts as they are on the host, and after them those that have to be made there. */
const accountsOf = (decky: Decky, made: ReadonlyArray<Account>): ReadonlyArray<Account> => {
  const there = decky.facts?.accounts ?? []
  return made.map((account) => there.find(({ login }) => login === account.login) ?? account)
}

/** The tables that the host has; its release's where it has none that could be read. */
const crontabOf = (decky: Decky, ofRelease: ReadonlyArray<CronJob>): ReadonlyArray<CronJob> => {
  const tables = decky.facts?.crontabs ?? []
  return tables.length === 0
    ? ofRelease
    : tables.flatMap(({ table, text }) => Crontab.parse(table, text))
}

/** `rng` is the decky's own "host" stream; `startMillis` is where its history begins. */
export const make = (
  rng: Stream,
  decky: Decky,
  residents: ReadonlyArray<Resident>,
  startMillis: number,
  ipDefault: string,
  automation: string,
): HostProfile => {
  const facts = Release.of(decky.release)
  const known = decky.facts
  const bootedAt = known?.bootedAt ?? bootTime(rng.within("boot"), decky.timezone, startMillis)
  const tags = packages(rng.within("packages"), decky)
  const tagged: ReadonlyArray<CronJob> = [...tags].flatMap((tag) => facts.taggedCrontab[tag])
  const root: Account = {
    login: "root",
    uid: 0,
    gid: 0,
    gecos: "root",
    home: "/root",
    shell: "/bin/bash",
  }
  return {
    decky,
    ip: decky.ip ?? ipDefault,
    bootedAt,
    pids: pidClock(rng.within("pids"), decky.role),
    accounts: accountsOf(decky, [
      root,
      ...automationAccount(
        rng.within("automation"),
        automation,
        residents,
        (known?.accounts ?? []).filter(({ login }) => login !== automation),
      ),
      ...residents.map(residentAccount),
    ]),
    crontab: crontabOf(decky, [...facts.crontab, ...tagged]),
    timers: timersOf(rng.within("timers"), decky, facts, tags, bootedAt),
    sshdRuns: servesSsh(decky) || !servesMail(decky),
    rsyslogRuns: true,
    cronRuns: true,
    logsAreOurs: known === undefined || (known.releaseKnown && !known.logsItself),
  }
}
