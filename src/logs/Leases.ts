/** Renewals of the machine's address; each says when the next one is due, and it comes then. */
import type { HostProfile } from "../host/HostProfile.ts"
import type { Desk } from "./Desk.ts"
import * as Facts from "./Facts.ts"
import * as Mix from "./Mix.ts"

/** The server's lease; NetworkManager's own client renews after half of it (RFC 2131, 4.4.5). */
const leaseSeconds = 86_400

/** When the first renewal after a moment is due; undefined where none is logged. */
export const first = (host: HostProfile, afterMicros: number): number | undefined => {
  const { network } = Facts.of(host)
  if (network !== "dhclient" && network !== "NetworkManager") return undefined
  const seconds = Mix.hash(`${host.decky.uuid}/${host.pids.base}/lease`) % (leaseSeconds / 2)
  return afterMicros + 60e6 + seconds * 1e6 + (afterMicros % 1000) + Mix.below(afterMicros, 11, 1e6)
}

const dhclient = (desk: Desk, at: number): number => {
  const { gateway } = desk.facts
  const { ip } = desk.host
  desk.daemon(at, "dhclient", `DHCPREQUEST for ${ip} on eth0 to ${gateway} port 67`)
  const answered = Mix.after(at, 4000)
  desk.daemon(answered, "dhclient", `DHCPACK of ${ip} from ${gateway}`)
  const bound = Mix.after(answered, 30_000)
  // between a half and nine tenths of the lease (dhclient.c, bind_lease)
  const seconds = leaseSeconds / 2 - Mix.below(at, 14, leaseSeconds / 10)
  desk.daemon(bound, "dhclient", `bound to ${ip} -- renewal in ${seconds} seconds.`)
  return bound + seconds * 1e6 + Mix.below(at, 15, 700_000)
}

const networkManager = (desk: Desk, at: number): number => {
  const { wording } = desk.facts
  const seconds = Math.floor(at / 1e6)
  const stamp = `${seconds}.${String(Math.floor((at % 1e6) / 100)).padStart(4, "0")}`
  const state = "state changed new lease"
  const text = `dhcp4 (eth0): ${state}, address=${desk.host.ip}`
  desk.daemon(at, "NetworkManager", `<info>  [${stamp}] ${text}`)
  const service = "org.freedesktop.nm_dispatcher"
  const unit = "NetworkManager-dispatcher.service"
  const description = "Network Manager Script Dispatcher Service"
  const pid = desk.facts.pidOf.NetworkManager
  const asker = `(uid=0 pid=${pid} comm="/usr/sbin/NetworkManager --no-daemon " `
  desk.daemon(
    Mix.after(at, 1400),
    "dbus-daemon",
    `[system] Activating via systemd: service name='${service}' ` +
      `unit='dbus-org.freedesktop.nm-dispatcher.service' requested by ':1.9' ${asker}` +
      `label="unconfined")`,
  )
  desk.systemd(Mix.after(at + 2300, 1100), wording.starting(unit, description))
  const ready = Mix.after(at + 4100, 20_000)
  desk.daemon(ready, "dbus-daemon", `[system] Successfully activated service '${service}'`)
  desk.systemd(Mix.after(ready, 180), wording.started(unit, description))
  desk.systemd(Mix.after(ready + 10_000_000, 15_000), wording.deactivated(unit))
  return at + (leaseSeconds / 2) * 1e6 + Mix.below(at, 18, 900_000)
}

/** Writes a renewal and appoints the next. */
export const renew = (desk: Desk, atMicros: number): void => {
  const write = desk.facts.network === "dhclient" ? dhclient : networkManager
  desk.appoint({ kind: "lease", atMicros: write(desk, atMicros) })
}
