/** What Ubuntu's own services say. */
import type { Facts } from "../Facts.ts"
import type { HostProfile } from "../../host/HostProfile.ts"
import { daily, monthly, type Template, weekly } from "../Template.ts"

const fits = (_host: HostProfile, facts: Facts): boolean => facts.release.ubuntu

export const ubuntu: ReadonlyArray<Template> = [
  {
    // "refresh.timer" defaults to four times a day
    id: "snapd-refresh",
    per100kHours: daily * 3,
    fits,
    tell: (desk, at, rng) => {
      const noble = desk.facts.release.systemd >= 255
      const names = noble ? `"core22", "snapd"` : `"core20", "lxd", "snapd"`
      const line = noble ? 1012 : 773
      const text = `cannot refresh: snap has no updates available: ${names}`
      desk.daemon(at, "snapd", `storehelpers.go:${line}: ${text}`)
      const after = at + rng.between(700, 5600)
      desk.daemon(after, "snapd", "autorefresh.go:551: auto-refresh: all snaps are up-to-date")
    },
  },
  {
    id: "snapd-refresh-late",
    per100kHours: weekly,
    fits,
    tell: (desk, at) => {
      const host = "api.snapcraft.io"
      const text = `Get "https://${host}/api/v1/snaps/sections": dial tcp: lookup ${host}`
      const answer = "on 127.0.0.53:53: server misbehaving"
      desk.daemon(at, "snapd", `stateengine.go:149: state ensure error: ${text} ${answer}`)
    },
  },
  {
    id: "networkd-dispatcher",
    per100kHours: monthly,
    fits: (host, facts) => facts.release.ubuntu && host.decky.role !== "workstation",
    tell: (desk, at) => {
      const text = "WARNING:Unknown index 3 seen, reloading interface list"
      desk.daemon(at, "networkd-dispatcher", text)
    },
  },
  {
    id: "apport",
    per100kHours: weekly,
    fits,
    tell: (desk, at) => {
      const unit = "apport-autoreport.service"
      const description = "Process error reports when automatic reporting is enabled"
      const named = desk.facts.wording.named(unit, description)
      const condition = "(ConditionPathExists=/var/lib/apport/autoreport)"
      const skipped = "was skipped because of an unmet condition check"
      desk.systemd(at, `${named} ${skipped} ${condition}.`)
    },
  },
  {
    id: "advantage",
    per100kHours: weekly * 2,
    fits,
    tell: (desk, at) => {
      const advantage = desk.facts.release.systemd >= 255 ? "Ubuntu Pro" : "Ubuntu Advantage"
      const description = `${advantage} reboot cmds`
      const marker = "/var/lib/ubuntu-advantage/marker-reboot-cmds-required"
      const named = desk.facts.wording.named("ua-reboot-cmds.service", description)
      const skipped = "was skipped because of an unmet condition check"
      desk.systemd(at, `${named} ${skipped} (ConditionPathExists=${marker}).`)
    },
  },
]
