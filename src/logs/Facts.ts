/** What follows from a host profile alone, worked out once a profile. */
import type { HostProfile } from "../host/HostProfile.ts"
import * as Release from "../host/Release.ts"
import type { ReleaseFacts } from "../host/ReleaseFacts.ts"
import * as Mix from "./Mix.ts"
import * as Wording from "./Wording.ts"

/** Daemons that log under one pid for as long as the machine is up, in the order they start. */
export const daemons = [
  "systemd-journald",
  "systemd-udevd",
  "systemd-networkd",
  "systemd-resolved",
  "systemd-timesyncd",
  "dhclient",
  "dbus-daemon",
  "NetworkManager",
  "networkd-dispatcher",
  "polkitd",
  "rsyslogd",
  "smartd",
  "snapd",
  "systemd-logind",
  "chronyd",
  "unattended-upgrade-shutdown",
] as const

export type Daemon = (typeof daemons)[number]

export type Network = "dhclient" | "static" | "networkd" | "NetworkManager"

export interface Facts {
  readonly release: ReleaseFacts
  readonly wording: Wording.Wording
  readonly pidOf: Readonly<Record<Daemon, number>>
  readonly network: Network
  readonly gateway: string
  readonly timeDaemon: "systemd-timesyncd" | "chronyd"
  /** `/dev/vda1` */
  readonly rootDevice: string
  readonly uidOf: ReadonlyMap<string, number>
}

const daemonPids = (host: HostProfile): Record<Daemon, number> => {
  const seed = `${host.decky.uuid}/${host.pids.base}`
  // from the first daemons of a boot up to the pid at which the profile says boot was over
  let pid = Math.floor(host.pids.base / 3)
  const step = Math.max(1, Math.floor((host.pids.base - pid) / (daemons.length + 2)))
  const out = {} as Record<Daemon, number>
  for (const daemon of daemons) {
    pid += 1 + (Mix.hash(seed + daemon) % step)
    out[daemon] = pid
  }
  return out
}

const networkOf = (host: HostProfile, release: ReleaseFacts, seed: string): Network => {
  if (host.decky.role === "workstation") return "NetworkManager"
  if (release.ubuntu) return "networkd"
  return Mix.hash(`${seed}/dhcp`) % 100 < 40 ? "dhclient" : "static"
}

const make = (host: HostProfile): Facts => {
  const release = Release.of(host.decky.release)
  const seed = `${host.decky.uuid}/${host.pids.base}`
  const chrony = host.decky.role !== "workstation" && Mix.hash(`${seed}/time`) % 100 < 30
  return {
    release,
    wording: Wording.of(release),
    pidOf: daemonPids(host),
    network: networkOf(host, release, seed),
    gateway: host.ip.replace(/\d+$/, host.ip.endsWith(".1") ? "254" : "1"),
    timeDaemon: chrony ? "chronyd" : "systemd-timesyncd",
    rootDevice: Mix.hash(`${seed}/disk`) % 2 === 0 ? "/dev/vda1" : "/dev/sda1",
    uidOf: new Map(host.accounts.map((account) => [account.login, account.uid])),
  }
}

const known = new WeakMap<HostProfile, Facts>()

export const of = (host: HostProfile): Facts => {
  const before = known.get(host)
  if (before !== undefined) return before
  const facts = make(host)
  known.set(host, facts)
  return facts
}
