/** Hosts and sessions that the log tests share. */
import type { Decky, DeckyRole, Release } from "../../src/fleet/Decky.ts"
import type { HostProfile } from "../../src/host/HostProfile.ts"
import * as Profile from "../../src/host/Profile.ts"
import type { Session } from "../../src/logs/Session.ts"
import type { Resident } from "../../src/persona/Resident.ts"
import { fromSeed, type Stream } from "../../src/rng/Rng.ts"
import { dayMillis, hourMillis, minuteMillis } from "../../src/time/Instant.ts"

/** A Monday. */
export const start = Date.UTC(2026, 0, 5)

export const decky = (
  release: Release,
  timezone = "Europe/Madrid",
  role: DeckyRole = "server",
): Decky => ({
  uuid: `d-${release}-${role}`,
  name: "d",
  hostname: "ledger02",
  ip: "10.20.4.17",
  release,
  timezone,
  services: ["ssh", "http"],
  role,
  topologyId: undefined,
  personasFile: undefined,
  containers: {},
})

const resident = (login: string, uid: number): Resident => {
  const persona = { name: login, email: `${login}@acme.test` }
  return { persona, login, uid, timezone: "UTC" } as Resident
}

export const host = (seed: string, of: Decky, startMillis = start): HostProfile => {
  const residents = [resident("ana", 1000), resident("martinkellerman", 1001)]
  const rng = fromSeed(seed).within("host", of.uuid)
  return Profile.make(rng, of, residents, startMillis, "10.0.0.9", "deploy")
}

export const logsRng = (seed: string, of: Decky): Stream => fromSeed(seed).within(of.uuid, "logs")

const fingerprint = "d+GFmHd++mXOMEUEY90r5Ak3EfKvMlgI1IMOTWViZAM"

/** About `perDay` logins a day, some of them overlapping. */
export const sessions = (seed: string, startMillis: number, days: number, perDay: number) => {
  const rng = fromSeed(seed)
  const out: Array<Session> = []
  for (let day = 0; day < days; day++) {
    for (let index = 0; index < perDay; index++) {
      const [login, uid] = rng.pick([
        ["ana", 1000],
        ["martinkellerman", 1001],
        ["root", 0],
      ] as const)
      const startAt = startMillis + day * dayMillis + 8 * hourMillis + rng.below(9 * hourMillis)
      const endMillis = startAt + rng.between(800, rng.chance(1, 2) ? 90_000 : 150 * minuteMillis)
      const pty = rng.chance(2, 3)
      const atMillis = startAt + Math.floor((endMillis - startAt) / 2)
      const sudo = pty && uid !== 0 && rng.chance(1, 2)
      out.push({
        id: `s${day}-${index}`,
        login,
        uid,
        startMillis: startAt,
        endMillis,
        fromIp: `10.20.4.${rng.between(20, 90)}`,
        pty,
        keyFingerprint: fingerprint,
        sudo: sudo ? [{ atMillis, command: "/usr/bin/apt update", cwd: `/home/${login}` }] : [],
      })
    }
  }
  return out.sort((a, b) => a.startMillis - b.startMillis)
}
