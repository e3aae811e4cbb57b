/**
 * When people are logged in: whoever writes a file on a host was on it at that time, and its logs
 * say so. One login spans the moments of a person that lie close together.
 */
import * as Lore from "../lore/Lore.ts"
import type { Register } from "../lexicon/Lexicon.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Table from "../rng/Table.ts"
import * as Instant from "../time/Instant.ts"
import type { Moment } from "./Agenda.ts"

export interface Login {
  /** Unique on the decky; part of stream names. */
  readonly id: string
  readonly email: string
  /** Epoch milliseconds. */
  readonly startMillis: number
  readonly endMillis: number
  /** First and last moment that it spans. */
  readonly moments: ReadonlyArray<Moment>
  readonly fromIp: string
}

/** Somebody who does nothing for longer has logged out. */
const idleMillis = 40 * Instant.minuteMillis

/** From login to the first thing done, ms. */
const leads = Table.lognormal(45_000, 900, 5 * Instant.minuteMillis)
/** From the last thing done to logout, ms; shorter than `idleMillis` less the lead. */
const tails = Table.lognormal(240_000, 1200, 30 * Instant.minuteMillis)

/**
 * The logins around the moments of one persona's day, in order. `busyUntil` gives the end of
 * sessions to elsewhere, by the moment that led to them: a login outlasts what runs in it.
 */
export const around = (
  root: Stream,
  deckyUuid: string,
  resident: Resident,
  lore: Lore.Lore,
  moments: ReadonlyArray<Moment>,
  busyUntil: ReadonlyMap<string, number>,
): ReadonlyArray<Login> => {
  const groups: Array<Array<Moment>> = []
  for (const moment of moments) {
    const group = groups.at(-1)
    const previous = group?.at(-1)
    if (
      group !== undefined &&
      previous !== undefined &&
      moment.at.ms - previous.at.ms <= idleMillis
    )
      group.push(moment)
    else groups.push([moment])
  }
  return groups.map((group) => {
    const first = group[0]!
    const rng = root.within("decky", deckyUuid, "login", first.id)
    return {
      id: first.id,
      email: resident.persona.email,
      startMillis: first.at.ms - Math.max(6000, rng.table(leads)) - rng.below(1000),
      endMillis:
        group.reduce((end, { id, at }) => Math.max(end, at.ms, busyUntil.get(id) ?? 0), 0) +
        Math.max(9000, rng.table(tails)) +
        rng.below(1000),
      moments: group,
      fromIp: Lore.deskOf(lore, resident.persona.email)?.ip ?? lore.hosts[0]!.ip,
    }
  })
}

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/** SHA-256 fingerprint of an identity's public half: 43 characters of base64, the last of them even. */
export const fingerprint = (root: Stream, identity: string): string => {
  const rng = root.within("ssh-key", identity)
  return rng.chars(base64, 42) + rng.pick([..."AEIMQUYcgkosw048"])
}

const sudoCommands = [
  "/usr/bin/systemctl status ssh",
  "/usr/bin/apt update",
  "/usr/bin/apt list --upgradable",
  "/usr/bin/journalctl -xe",
  "/usr/bin/tail -n 100 /var/log/syslog",
  "/usr/bin/less /var/log/auth.log",
  "/usr/bin/du -sh /var/log",
  "/usr/bin/crontab -l",
  "/usr/sbin/ss -tulpn",
  "/usr/bin/ls /root",
]

/** What administrators run through sudo in a login; others do not have it. */
export const sudo = (
  root: Stream,
  deckyUuid: string,
  login: Login,
  register: Register,
  account: string,
): ReadonlyArray<{ readonly atMillis: number; readonly command: string; readonly cwd: string }> => {
  if (register !== "ops") return []
  const rng = root.within("decky", deckyUuid, "sudo", login.id)
  const count = rng.weightedIndex([60, 25, 10, 5])
  return Array.from({ length: count }, () => ({
    atMillis: rng.between(login.startMillis + 4000, login.endMillis - 3000),
    command: rng.pick(sudoCommands),
    cwd: `/home/${account}`,
  })).sort((a, b) => a.atMillis - b.atMillis)
}
