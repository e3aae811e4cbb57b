/** Deckies for previews without a fleet file: a default one, and more of them by name. */
import type { Stream } from "../rng/Rng.ts"
import { releases, type Decky, type DeckyRole } from "./Decky.ts"

/** One host that serves ssh and imap. */
export const defaultDecky: Decky = {
  uuid: "6f1c2f0e-55d7-4a8e-9c1b-d2f0a4b7e001",
  name: "srv04",
  hostname: "srv04",
  ip: undefined,
  release: "debian-12",
  timezone: "Europe/London",
  services: ["ssh", "imap"],
  role: "server",
  topologyId: "site-1",
  personasFile: undefined,
  containers: {},
}

/** How many made deckies share a topology. */
const siteSize = 12

const prefixes: Readonly<Record<DeckyRole, ReadonlyArray<string>>> = {
  server: ["srv", "node", "vm"],
  workstation: ["ws", "pc"],
  bastion: ["gate", "hop"],
  mail: ["post", "mbx"],
}

/**
 * The default decky and `count - 1` others, each a function of seed and number: a longer list
 * begins with the shorter one.
 */
export const make = (root: Stream, count: number): ReadonlyArray<Decky> =>
  Array.from({ length: count }, (_, index) => {
    if (index === 0) return defaultDecky
    const rng = root.within("made-decky", index)
    const role = rng.weighted<DeckyRole>(["server", "workstation", "bastion", "mail"], (each) =>
      each === "server" ? 5 : each === "workstation" ? 3 : 1,
    )
    const site = Math.floor((index - 1) / siteSize)
    const hostname = `${rng.pick(prefixes[role])}${String(index + 10).padStart(2, "0")}`
    return {
      uuid: `${rng.hex(8)}-${rng.hex(4)}-4${rng.hex(3)}-a${rng.hex(3)}-${rng.hex(12)}`,
      name: hostname,
      hostname,
      ip: `10.${71 + Math.floor(site / 200)}.${site % 200}.${40 + (index % siteSize) * 7}`,
      release: rng.pick(releases),
      timezone: "Europe/London",
      services: role === "mail" || rng.chance(1, 4) ? ["ssh", "imap"] : ["ssh"],
      role,
      topologyId: `site-${site + 1}`,
      personasFile: undefined,
      containers: {},
    }
  })
