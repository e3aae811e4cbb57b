/**
 * Sessions between hosts. A traffic moment is an outgoing session to a host of the lore; sessions
 * between two deckies come on top, on the pair's own stream, so that no decky's own history
 * depends on who its neighbours are.
 */
import type { Moment } from "../agenda/Agenda.ts"
import type { Decky, DeckyRole } from "../fleet/Decky.ts"
import { servesSsh } from "../fleet/Decky.ts"
import * as Lore from "../lore/Lore.ts"
import type { Register } from "../lexicon/Lexicon.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Table from "../rng/Table.ts"
import * as Instant from "../time/Instant.ts"
import * as Civil from "../time/Civil.ts"
import * as Zone from "../time/Zone.ts"

/** Session lengths in ms: p25 21 s, median 20 min, p75 60 min, from p0 to p100 in sixteenths. */
const durations: Table.Table = [
  2000, 3000, 5000, 9000, 21_000, 90_000, 300_000, 720_000, 1_200_000, 1_680_000, 2_220_000,
  2_850_000, 3_600_000, 4_500_000, 5_700_000, 7_600_000, 14_000_000,
]

const commands: Readonly<Record<Register, ReadonlyArray<string>>> = {
  ops: [
    "",
    "",
    "",
    "uptime",
    "df -h",
    "systemctl status {service}",
    "journalctl -u {service} -n 100",
    "free -m",
    "last -n 20",
    "ss -tlnp",
  ],
  dev: [
    "",
    "",
    "",
    "git -C /srv/{project} log -1",
    "tail -n 200 /var/log/{project}.log",
    "uptime",
    "ls -l /srv/{project}",
    "docker ps",
  ],
  office: ["", "", "", "", "ls", "df -h ."],
}

export interface Outgoing {
  readonly host: Lore.LoreHost
  /** What was run; empty for an interactive session. */
  readonly command: string
  readonly durationMillis: number
}

/**
 * People go to few hosts, and mostly to those that their workplace is for; one moment in five goes
 * by a person's own order. Ranks by a keyed hash, weights 1/rank^2.
 */
const favourite = (
  root: Stream,
  moment: Stream,
  decky: string,
  email: string,
  lore: Lore.Lore,
): Lore.LoreHost => {
  const whose = moment.within("habit").chance(4, 5) ? decky : email
  const ranked = root.within("favourites", lore.id, whose).shuffle(Lore.servers(lore))
  return ranked[
    moment.weightedIndex(ranked.map((_, rank) => Math.floor(10_000 / ((rank + 1) * (rank + 1)))))
  ]!
}

/** The outgoing session of a moment; `moment` is its own stream. */
export const outgoing = (
  root: Stream,
  moment: Stream,
  decky: string,
  email: string,
  register: Register,
  lore: Lore.Lore,
): Outgoing => {
  const rng = moment.within("traffic")
  const host = favourite(root, rng, decky, email, lore)
  const command = rng
    .pick(commands[register])
    .replace(/\{(\w+)\}/g, (_, slot: string) =>
      slot === "service" ? (host.services[0] ?? "ssh") : rng.pick(lore.projects).name,
    )
  return {
    host,
    command,
    durationMillis: command === "" ? rng.table(durations) : rng.between(400, 9000),
  }
}

/** A pair's sessions go one way: people reach servers, servers reach servers, nobody a workstation. */
const reaches: Readonly<Record<DeckyRole, Readonly<Record<DeckyRole, number>>>> = {
  // per mille of the pairs of these roles that exist
  workstation: { workstation: 0, server: 330, bastion: 400, mail: 150 },
  bastion: { workstation: 0, server: 420, bastion: 150, mail: 300 },
  server: { workstation: 0, server: 180, bastion: 0, mail: 120 },
  mail: { workstation: 0, server: 60, bastion: 0, mail: 100 },
}

export interface Pair {
  readonly source: Decky
  readonly target: Decky
  /** Chance that a moment of a shared persona leads to the target, in thousandths. */
  readonly perMoment: number
  /** Hours between the automation's runs; undefined where it has none here. */
  readonly automationHours: number | undefined
}

const momentChances = Table.lognormal(14, 1300, 260)

/** The pair's stream: its name does not depend on which of the two is asked. */
const streamOf = (root: Stream, a: Decky, b: Decky): Stream =>
  a.uuid < b.uuid ? root.within("pair", a.uuid, b.uuid) : root.within("pair", b.uuid, a.uuid)

/** The pair of two deckies of one topology; undefined where they have nothing to do with each other. */
export const pairOf = (root: Stream, a: Decky, b: Decky): Pair | undefined => {
  if (a.topologyId !== b.topologyId || a.uuid === b.uuid) return undefined
  const rng = streamOf(root, a, b)
  const forth = reaches[a.role][b.role]
  const back = reaches[b.role][a.role]
  const turned = forth === back ? rng.within("way").chance(1, 2) === a.uuid < b.uuid : back > forth
  const [source, target] = turned ? [b, a] : [a, b]
  if (!servesSsh(target) || !rng.chance(Math.max(forth, back), 1000)) return undefined
  const automated = source.role !== "workstation" && rng.chance(1, 2)
  return {
    source,
    target,
    perMoment: Math.max(1, rng.table(momentChances)),
    automationHours: automated
      ? rng.weighted([2, 12, 24, 168], (hours) => (hours === 2 ? 1 : hours === 168 ? 5 : 3))
      : undefined,
  }
}

export interface PairSession {
  /** Unique in the fleet; part of stream names. */
  readonly id: string
  readonly pair: Pair
  /** The persona; undefined for the automation account. */
  readonly email: string | undefined
  /** The moment of the person's that led to it. */
  readonly momentId: string | undefined
  readonly startMillis: number
  readonly endMillis: number
  readonly command: string
}

/** Sessions that grow out of a person's moments on the source; the person has an account on both. */
export const personal = (
  root: Stream,
  pair: Pair,
  resident: Resident,
  register: Register,
  moments: ReadonlyArray<Moment>,
): ReadonlyArray<PairSession> => {
  const stream = streamOf(root, pair.source, pair.target)
  const sessions: Array<PairSession> = []
  for (const moment of moments) {
    const rng = stream.within("moment", moment.id)
    if (!rng.chance(pair.perMoment, 1000)) continue
    const startMillis = moment.at.ms + rng.between(5000, 70_000)
    const command = rng.pick(commands[register])
    const simple = command.includes("{") ? "uptime" : command
    sessions.push({
      id: `${pair.source.uuid}>${pair.target.uuid}/${moment.id}`,
      pair,
      email: resident.persona.email,
      momentId: moment.id,
      startMillis,
      endMillis: startMillis + (simple === "" ? rng.table(durations) : rng.between(400, 9000)),
      command: simple,
    })
  }
  return sessions
}

const automationCommands = [
  "rsync --server --sender -logDtpre.iLsfxCIvu . /srv/",
  "/usr/bin/df -P",
  "cat /proc/loadavg",
  "/usr/bin/uptime",
  "systemctl is-system-running",
]

/** The automation account's sessions that begin on a day of the source's calendar. */
export const automated = (root: Stream, pair: Pair, day: number): ReadonlyArray<PairSession> => {
  if (pair.automationHours === undefined) return []
  const stream = streamOf(root, pair.source, pair.target).within("automation")
  const phase = stream.between(0, pair.automationHours * 60 - 1)
  const command = stream.pick(automationCommands)
  const sessions: Array<PairSession> = []
  for (let hour = 0; hour < 24; hour++) {
    const minuteOfAge = (day * 24 + hour) * 60
    const offset =
      (((phase - minuteOfAge) % (pair.automationHours * 60)) + pair.automationHours * 60) %
      (pair.automationHours * 60)
    if (offset >= 60) continue
    const rng = stream.within("run", day, hour)
    // its scheduler spreads the runs over a minute and a half
    const wall = (hour * 60 + offset) * Instant.minuteMillis + rng.between(400, 95_000)
    const startMillis = Zone.fromLocal(pair.source.timezone, day, wall)
    sessions.push({
      id: `${pair.source.uuid}>${pair.target.uuid}/run/${Civil.toIsoDate(day)}/${hour}`,
      pair,
      email: undefined,
      momentId: undefined,
      startMillis,
      endMillis: startMillis + rng.between(600, 14_000),
      command,
    })
  }
  return sessions
}
