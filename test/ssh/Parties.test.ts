import { describe, expect, it } from "vitest"
import * as Parties from "../../runtime/ssh/Parties.ts"
import type { HostFacts } from "../../src/fleet/HostFacts.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import { made, monday, options, outcomesOf } from "../worlds.ts"

const facts: HostFacts = {
  bootedAt: monday - 86_400_000,
  accounts: [],
  crontabs: [],
  sshClient: true,
  sshdRuns: true,
  logsItself: false,
  releaseKnown: true,
}

describe("who logs in where", () => {
  const deckies = made("1", 8).slice(1)
  const sessions = outcomesOf(options({ deckies, days: 7 })).flatMap(({ decky, action }) =>
    action._tag === "Connect" ? [{ decky, action }] : [],
  )
  const worldWith = (changes: Partial<HostFacts>) =>
    Simulation.begin(
      options({ deckies: deckies.map((decky) => ({ ...decky, facts: { ...facts, ...changes } })) }),
    ).world

  it("is known of sessions between two deckies, and of no other", () => {
    const world = worldWith({})
    expect(sessions.some(({ action }) => action.target !== undefined)).toBe(true)
    for (const { decky, action } of sessions) {
      const parties = Parties.of(world, decky, action)
      expect(parties !== undefined).toBe(action.target !== undefined)
      if (parties === undefined) continue
      expect(parties.target).toBe(action.target)
      expect(parties.targetAccount.login).toBe(action.user)
      expect(parties.targetIp).toBe(action.targetIp)
      expect(parties.source.home).toMatch(/^\//)
    }
  })

  it.each([{ sshClient: false }, { sshdRuns: false }])("is not known where %j", (changes) => {
    const world = worldWith(changes)
    for (const { decky, action } of sessions)
      expect(Parties.of(world, decky, action)).toBeUndefined()
  })
})
