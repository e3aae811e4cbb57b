import { expect, it } from "vitest"
import { releases } from "../../src/fleet/Decky.ts"
import * as Release from "../../src/host/Release.ts"
import { dayMillis } from "../../src/time/Instant.ts"
import * as World from "../logs/world.ts"

const seeds = Array.from({ length: 25 }, (_, index) => `seed-${index}`)

it("boots 3 to 71 days before the history begins", () => {
  for (const seed of seeds)
    for (const release of releases) {
      const host = World.host(seed, World.decky(release, "America/New_York"))
      const days = (World.start - host.bootedAt) / dayMillis
      expect(days).toBeGreaterThanOrEqual(3)
      expect(days).toBeLessThan(73)
    }
})

it("gives the same profile for the same names and another for another seed", () => {
  const decky = World.decky("debian-12")
  expect(World.host("a", decky)).toEqual(World.host("a", decky))
  expect(World.host("a", decky)).not.toEqual(World.host("b", decky))
})

it("has root, the residents and the automation account, each with an id of its own", () => {
  for (const seed of seeds) {
    const { accounts } = World.host(seed, World.decky("ubuntu-22.04"))
    expect(accounts.map(({ login }) => login)).toEqual(["root", "deploy", "ana", "martinkellerman"])
    expect(new Set(accounts.map(({ uid }) => uid)).size).toBe(accounts.length)
    for (const { uid, gid } of accounts) expect(gid).toBe(uid)
  }
})

it("carries its release's own crontab and no two jobs of one name", () => {
  for (const release of releases) {
    const host = World.host("x", World.decky(release))
    const commands = host.crontab.map(({ command }) => command)
    for (const { command } of Release.of(release).crontab) expect(commands).toContain(command)
    expect(new Set(host.crontab.map(({ id }) => id)).size).toBe(host.crontab.length)
    const braces = commands.some((command) => command.includes("|| {"))
    expect(braces).toBe(release === "debian-12" || release === "ubuntu-24.04")
  }
})

it("has cron's own file on Debian 12 only", () => {
  for (const release of releases) {
    const cron = Release.of(release).files.filter((file) => file.class === "log_cron")
    expect(cron.map(({ path }) => path)).toEqual(
      release === "debian-12" ? ["/var/log/cron.log"] : [],
    )
  }
})
