/** Daemons of servers and workstations alike. */
import type { Desk } from "../Desk.ts"
import * as Mix from "../Mix.ts"
import { daily, monthly, type Template, weekly } from "../Template.ts"
import { activate } from "../TimerWork.ts"

/** Servers of the pools that the release's package configures. */
const timeServers = (desk: Desk) =>
  desk.facts.release.ubuntu
    ? ["185.125.190.56", "185.125.190.57", "185.125.190.58", "91.189.91.157"]
    : ["162.159.200.1", "162.159.200.123", "193.204.114.232", "85.199.214.98", "178.215.228.24"]

const timesyncd: Template = {
  id: "timesyncd",
  per100kHours: daily / 2,
  fits: (_host, facts) => facts.timeDaemon === "systemd-timesyncd",
  tell: (desk, at, rng) => {
    const number = rng.below(4)
    const name = desk.facts.release.ubuntu ? "ntp.ubuntu.com" : `${number}.debian.pool.ntp.org`
    const [first, second] = rng.sample(timeServers(desk), 2) as [string, string]
    const daemon = "systemd-timesyncd"
    desk.daemon(at, daemon, `Timed out waiting for reply from ${first}:123 (${name}).`)
    // ten seconds' patience for each server (timesyncd-manager.c, TIMEOUT_USEC)
    const again = at + 10_000_000 + rng.between(9000, 260_000)
    const verb = desk.facts.release.systemd >= 249 ? "Contacted" : "Synchronized to"
    desk.daemon(again, daemon, `${verb} time server ${second}:123 (${name}).`)
  },
}

const chrony: ReadonlyArray<Template> = [
  {
    id: "chrony-source",
    per100kHours: daily,
    fits: (_host, facts) => facts.timeDaemon === "chronyd",
    tell: (desk, at, rng) => {
      const server = rng.pick(timeServers(desk))
      const pool = desk.facts.release.ubuntu ? "ntp.ubuntu.com" : "2.debian.pool.ntp.org"
      desk.daemon(at, "chronyd", `Selected source ${server} (${pool})`)
    },
  },
  {
    id: "chrony-unreachable",
    per100kHours: weekly * 2,
    fits: (_host, facts) => facts.timeDaemon === "chronyd",
    tell: (desk, at, rng) => {
      const [before, after] = rng.sample(timeServers(desk), 2)
      desk.daemon(at, "chronyd", `Source ${before} replaced with ${after}`)
    },
  },
]

const askers = {
  hostname: ["hostnamectl", "/usr/bin/hostnamectl status "],
  timedate: ["timedatectl", "timedatectl status "],
  locale: ["localectl", "localectl status "],
} as const

const descriptions = {
  hostname: "Hostname Service",
  timedate: "Time & Date Service",
  locale: "Locale Service",
} as const

/** Somebody or something asks systemd's little services; they go away after half a minute. */
const asked = (name: keyof typeof askers, per100kHours: number): Template => ({
  id: `bus-${name}`,
  per100kHours,
  tell: (desk, at, rng) => {
    const unit = `dbus-org.freedesktop.${name}1.service`
    const asker = rng.pick(askers[name])
    const service = `org.freedesktop.${name}1`
    const ready = activate(desk, at, unit, descriptions[name], service, asker)
    const gone = ready + 30_000_000 + rng.between(4000, 90_000)
    desk.systemd(gone, desk.facts.wording.deactivated(`systemd-${name}d.service`))
  },
})

const packagekit: Template = {
  id: "packagekit",
  per100kHours: weekly * 2,
  fits: (host, facts) => facts.release.ubuntu || host.decky.role === "workstation",
  tell: (desk, at, rng) => {
    const asker = "/usr/bin/gdbus call --system --dest org.freedeskto"
    const name = "org.freedesktop.PackageKit"
    const ready = activate(desk, at, "packagekit.service", "PackageKit Daemon", name, asker)
    const pid = desk.pid(ready)
    desk.line(ready - 2100 - (at % 5000), "daemon", "PackageKit", "daemon start")
    const gone = ready + 305_000_000 + rng.between(10_000, 6_000_000)
    desk.line(gone, "daemon", `PackageKit[${pid}]`, "daemon quit")
    desk.systemd(Mix.after(gone, 9400), desk.facts.wording.deactivated("packagekit.service"))
  },
}

const resolved: ReadonlyArray<Template> = [
  {
    id: "resolved-degraded",
    per100kHours: weekly * 3,
    fits: (_host, facts) => facts.release.ubuntu,
    tell: (desk, at, rng) => {
      const [level, from] = rng.pick([
        ["UDP", "UDP+EDNS0"],
        ["TCP", "UDP"],
      ] as const)
      const server = `DNS server ${desk.facts.gateway}`
      const daemon = "systemd-resolved"
      const degraded = `Using degraded feature set ${level} instead of ${from} for ${server}.`
      desk.daemon(at, daemon, degraded)
      if (rng.chance(1, 2)) return
      const grace = at + 300_000_000 + rng.between(2000, 4_000_000)
      const resumed = "Grace period over, resuming full feature set (UDP+EDNS0)"
      desk.daemon(grace, daemon, `${resumed} for ${server}.`)
    },
  },
  {
    id: "resolved-clock",
    per100kHours: monthly,
    fits: (_host, facts) => facts.release.ubuntu,
    tell: (desk, at) => {
      desk.daemon(at, "systemd-resolved", "Clock change detected. Flushing caches.")
    },
  },
]

const rest: ReadonlyArray<Template> = [
  {
    id: "reload",
    per100kHours: weekly / 2,
    tell: (desk, at, rng) => {
      const version = desk.facts.release.systemd
      const begun = Mix.after(at, 900)
      if (version >= 255) {
        const pid = desk.pid(at)
        const unit = "('systemctl') (unit session-"
        const session = desk.open.at(-1)?.number ?? desk.sessionNext - 1
        const client = `client PID ${pid} ${unit}${session}.scope)`
        desk.systemd(at, `Reloading requested from ${client}...`)
      }
      desk.systemd(begun, version >= 252 ? "Reloading..." : "Reloading.")
      if (version < 255) return
      const tookMillis = rng.between(140, 419)
      desk.systemd(begun + tookMillis * 1000, `Reloading finished in ${tookMillis} ms.`)
    },
  },
  {
    id: "journald-suppressed",
    per100kHours: monthly / 3,
    tell: (desk, at, rng) => {
      const count = rng.between(3, 900)
      desk.daemon(at, "systemd-journald", `Suppressed ${count} messages from user.slice`)
    },
  },
  {
    id: "udevd-worker",
    per100kHours: monthly / 2,
    fits: (_host, facts) => facts.release.ubuntu,
    tell: (desk, at, rng) => {
      const command = "/usr/bin/unshare -m /usr/bin/snap auto-import"
      const text = `Process '${command}' failed with exit code 1.`
      desk.daemon(at, "systemd-udevd", `loop${rng.below(9)}: ${text}`)
    },
  },
  {
    id: "smartd",
    per100kHours: weekly * 3,
    fits: (host) => host.decky.role === "workstation",
    tell: (desk, at, rng) => {
      const [from, to] = rng.pick([
        [64, 63],
        [63, 62],
        [62, 64],
        [65, 66],
        [100, 99],
      ])
      const name = "SMART Usage Attribute: 194 Temperature_Celsius"
      const device = "Device: /dev/sda [SAT]"
      desk.daemon(at, "smartd", `${device}, ${name} changed from ${from} to ${to}`)
    },
  },
]

export const services: ReadonlyArray<Template> = [
  timesyncd,
  ...chrony,
  asked("hostname", weekly * 3),
  asked("timedate", weekly * 2),
  asked("locale", monthly / 2),
  packagekit,
  ...resolved,
  ...rest,
]
