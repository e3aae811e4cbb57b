/** What the services behind timers say while they run, where they say anything. */
import type { Desk } from "./Desk.ts"
import * as Mix from "./Mix.ts"

type Work = (desk: Desk, atMicros: number, runMicros: number) => void

const gibibyte = 1_073_741_824

/** util-linux writes sizes with one decimal and the bytes behind it. */
const trimmed = (bytes: number): string => {
  const tenths = Math.round((bytes / gibibyte) * 10)
  return `${Math.floor(tenths / 10)}.${tenths % 10} GiB (${bytes} bytes) trimmed`
}

const fstrim: Work = (desk, atMicros, runMicros) => {
  const pid = desk.pid(atMicros)
  const blocks = 260_000 + Mix.below(atMicros, 3, 4_900_000)
  const text = `/: ${trimmed(blocks * 4096)} on ${desk.facts.rootDevice}`
  desk.line(atMicros + runMicros - 300 - (atMicros % 1900), "daemon", `fstrim[${pid}]`, text)
}

/** Ubuntu's own services that apt-daily starts (ubuntu-advantage-tools). */
const aptDaily: Work = (desk, atMicros) => {
  if (!desk.facts.release.ubuntu) return
  const { wording } = desk.facts
  const units = [
    ["apt-news.service", "Update APT News"],
    ["esm-cache.service", "Update the local ESM caches"],
  ] as const
  units.forEach(([unit, description], index) => {
    const stagger = index * (310 + (atMicros % 170))
    const start = Mix.after(atMicros, 280_000) + stagger
    const end = start + 110_000 + Mix.below(atMicros, 4 + index, 600_000)
    desk.systemd(start, wording.starting(unit, description))
    desk.systemd(end, wording.deactivated(unit))
    desk.systemd(Mix.after(end, 260), wording.finished(unit, description))
  })
}

const news = [
  [
    " * Introducing Expanded Security Maintenance for Applications.",
    "   Receive updates to over 25,000 software packages with your",
    "   Ubuntu Pro subscription. Free for personal use.",
    "     https://ubuntu.com/pro",
  ],
  [
    " * Strictly confined Kubernetes makes edge and IoT secure. Learn how MicroK8s",
    "   just raised the bar for easy, resilient and secure K8s cluster deployment.",
    "   https://ubuntu.com/engage/secure-kubernetes-at-the-edge",
  ],
] as const

const motdNews: Work = (desk, atMicros, runMicros) => {
  // the message stays for weeks, so the day decides and not the run; mostly there is none
  const season = Math.floor(atMicros / 86_400e6 / 45)
  const text = news[Mix.hash(`news/${season}`) % 4]
  if (text === undefined) return
  const pid = desk.pid(atMicros)
  const end = atMicros + runMicros - 800
  text.forEach((line, index) =>
    desk.line(end + index * (9 + (end % 11)), "daemon", `50-motd-news[${pid}]`, line),
  )
}

/** The D-Bus daemon and systemd, when a service is asked for by name. */
export const activate = (
  desk: Desk,
  atMicros: number,
  unit: string,
  description: string,
  name: string,
  asker: string,
): number => {
  const { wording } = desk.facts
  // bus names are counted from boot, some dozens a day
  const hours = (atMicros / 1000 - desk.host.bootedAt) / 3.6e6
  const bus = `:1.${24 + Math.floor(hours * 1.3)}`
  const pid = desk.pid(atMicros)
  const ready = atMicros + 16_000 + (atMicros % 84_000)
  desk.daemon(
    atMicros,
    "dbus-daemon",
    `[system] Activating via systemd: service name='${name}' unit='${unit}' ` +
      `requested by '${bus}' (uid=0 pid=${pid} comm="${asker}" label="unconfined")`,
  )
  const own = unit.replace(/^dbus-org\.freedesktop\.(\w+)1\.service$/, "systemd-$1d.service")
  desk.systemd(Mix.after(atMicros, 1900), wording.starting(own, description))
  desk.daemon(ready, "dbus-daemon", `[system] Successfully activated service '${name}'`)
  desk.systemd(Mix.after(ready, 150), wording.started(own, description))
  return ready
}

const fwupdRefresh: Work = (desk, atMicros, runMicros) => {
  const pid = desk.pid(atMicros)
  const tag = `fwupdmgr[${pid}]`
  const ready = activate(
    desk,
    Mix.after(atMicros, 21_000),
    "fwupd.service",
    "Firmware update daemon",
    "org.freedesktop.fwupd",
    "/usr/bin/fwupdmgr refresh ",
  )
  // it leaves when nobody has asked for two hours (fwupd's IdleTimeout=7200)
  const idle = Mix.after(ready + 7_200_000_000, 300_000)
  desk.systemd(idle, desk.facts.wording.deactivated("fwupd.service"))
  const end = atMicros + Math.max(runMicros - 2900 + (atMicros % 700), 110_000)
  desk.line(end, "daemon", tag, "Updating lvfs")
  const text = "Successfully downloaded new metadata: 0 local devices supported"
  desk.line(Mix.after(end, 1300), "daemon", tag, text)
}

const work: Readonly<Record<string, Work>> = {
  "fstrim.service": fstrim,
  "apt-daily.service": aptDaily,
  "motd-news.service": motdNews,
  "fwupd-refresh.service": fwupdRefresh,
}

export const lines = (desk: Desk, service: string, atMicros: number, runMicros: number): void =>
  work[service]?.(desk, atMicros, runMicros)
