/** People sit before these: devices come and go, desktops complain. */
import type { Facts } from "../Facts.ts"
import type { HostProfile } from "../../host/HostProfile.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Desk } from "../Desk.ts"
import * as Mix from "../Mix.ts"
import { daily, monthly, type Template, weekly } from "../Template.ts"

const fits = (host: HostProfile, _facts: Facts): boolean => host.decky.role === "workstation"

const sticks = [
  ["0781", "5581", "Ultra", "SanDisk"],
  ["0951", "1666", "DataTraveler 3.0", "Kingston"],
  ["090c", "1000", "Flash Disk", "USB"],
  ["13fe", "6300", "USB DISK 3.2", ""],
] as const

/** Counts what happens to a machine since its boot, without keeping count. */
const since = (desk: Desk, atMicros: number, hoursEach: number): number =>
  Math.floor((atMicros / 1000 - desk.host.bootedAt) / 3.6e6 / hoursEach)

const plugged = (desk: Desk, at: number, rng: Stream): void => {
  const [vendor, product, name, maker] = rng.pick(sticks)
  // numbers go up to 127 and start again (drivers/usb/core/hub.c, choose_devnum)
  const number = 4 + (since(desk, at, 29) % 120)
  const port = `1-${rng.between(1, 6)}`
  const kernel = (micros: number, text: string) => desk.line(micros, "kern", "kernel", text)
  kernel(at, `usb ${port}: new high-speed USB device number ${number} using xhci_hcd`)
  const ids = `idVendor=${vendor}, idProduct=${product}, bcdDevice= 1.00`
  const strings = [
    `New USB device found, ${ids}`,
    "New USB device strings: Mfr=1, Product=2, SerialNumber=3",
    `Product: ${name}`,
    ...(maker === "" ? [] : [`Manufacturer: ${maker}`]),
  ]
  let next = at + 149_000 + Mix.below(at, 90, 9000)
  for (const text of strings) {
    kernel(next, `usb ${port}: ${text}`)
    next = Mix.after(next, 6)
  }
  kernel(Mix.after(next, 1900), `usb-storage ${port}:1.0: USB Mass Storage device detected`)
  const probed = Mix.after(next, 14_000)
  const tag = `mtp-probe[${desk.pid(probed)}]`
  const device = `/sys/devices/pci0000:00/0000:00:14.0/usb1/${port}`
  desk.line(probed, "user", tag, `checking bus 1, device ${number}: "${device}"`)
  const none = `bus: 1, device: ${number} was not an MTP device`
  desk.line(Mix.after(probed, 500), "user", tag, none)
  const gone = at + rng.between(240_000_000, 5_400_000_000)
  kernel(gone, `usb ${port}: USB disconnect, device number ${number}`)
}

export const workstation: ReadonlyArray<Template> = [
  { id: "usb-stick", per100kHours: weekly * 3, byDay: true, fits, tell: plugged },
  {
    id: "cups",
    per100kHours: weekly * 2,
    fits,
    tell: (desk, at, rng) => {
      const { wording } = desk.facts
      desk.systemd(at, wording.stopping("cups.service", "CUPS Scheduler"))
      const down = Mix.after(at, 4100)
      desk.systemd(down, wording.deactivated("cups.service"))
      desk.systemd(Mix.after(down, 190), wording.stopped("cups.service", "CUPS Scheduler"))
      desk.systemd(Mix.after(down + 310, 1500), wording.starting("cups.service", "CUPS Scheduler"))
      const up = down + 4600 + rng.between(9000, 52_000)
      desk.systemd(up, wording.started("cups.service", "CUPS Scheduler"))
    },
  },
  {
    id: "nm-connectivity",
    per100kHours: weekly,
    fits,
    tell: (desk, at, rng) => {
      const info = (micros: number): string => {
        const seconds = Math.floor(micros / 1e6)
        return `<info>  [${seconds}.${String(Math.floor((micros % 1e6) / 100)).padStart(4, "0")}]`
      }
      const text = "manager: NetworkManager state is now"
      desk.daemon(at, "NetworkManager", `${info(at)} ${text} CONNECTED_SITE`)
      const later = at + rng.between(2_000_000, 290_000_000)
      desk.daemon(later, "NetworkManager", `${info(later)} ${text} CONNECTED_GLOBAL`)
    },
  },
  {
    id: "polkit",
    per100kHours: weekly,
    fits,
    tell: (desk, at) => desk.daemon(at, "polkitd", "Reloading rules", "authpriv"),
  },
  {
    id: "thermal",
    per100kHours: monthly * 3,
    byDay: true,
    fits,
    tell: (desk, at, rng) => {
      const cpu = rng.below(8)
      const count = 1 + since(desk, at, 5)
      const text = `Core temperature above threshold, cpu clock throttled (total events = ${count})`
      desk.line(at, "kern", "kernel", `mce: CPU${cpu}: ${text}`)
      const normal = `mce: CPU${cpu}: Core temperature/speed normal`
      desk.line(at + rng.between(1000, 4000), "kern", "kernel", normal)
    },
  },
  {
    id: "idle-device",
    per100kHours: daily,
    byDay: true,
    fits,
    tell: (desk, at) => {
      const text = "Requested to keep a device that is not in use: /dev/dri/card0"
      desk.daemon(at, "systemd-logind", text, "auth")
    },
  },
]
