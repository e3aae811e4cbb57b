/** The contract of CanaryTokens. */
import { randomBytes, randomUUID } from "node:crypto"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as Token from "../../../src/canary/Token.ts"
import { CanaryTokens, type TokenRow } from "../../../src/ports/CanaryTokens.ts"
import { using, type Ports, type Subject } from "./Contract.ts"
import { newDecky } from "./Samples.ts"

const tokens = Effect.serviceFunctions(CanaryTokens)

const slug = (): string => Token.ofEntropy(randomBytes(Token.entropyBytes)).slug

const at = { ms: Date.UTC(2026, 0, 5, 10, 14, 33, 127), ns: 481_000 }

const token = (decky: string, changes: Partial<TokenRow> = {}): TokenRow => ({
  id: randomUUID(),
  kind: "http",
  class: "canary_env_file",
  decky,
  deckyName: "srv-04",
  topologyId: undefined,
  momentId: "anna.berg@holmgate.net/2026-01-05/3",
  path: "/home/annaberg/app/.env",
  slug: slug(),
  secret: "5e".repeat(32),
  nonce: undefined,
  context: {
    class: "canary_env_file",
    salt: "5a".repeat(16),
    path: "/home/annaberg/app/.env",
    owner: {
      name: "Anna Berg",
      email: "anna.berg@holmgate.net",
      role: "Developer",
      language: "de",
      signature: undefined,
      login: "annaberg",
      home: "/home/annaberg",
      timezone: "Europe/Berlin",
      activeHours: { startMinute: 540, endMinute: 1080 },
    },
    organisation: {
      name: "Holmgate",
      domain: "holmgate.net",
      hosts: [],
      projects: [{ name: "ledger-é🦊", team: "platform", branches: ["main"] }],
      teams: [],
      vendors: [],
      customers: [],
      meetings: [],
      databases: [],
      tickets: [],
      people: [],
      automation: "deploy",
    },
    hostname: "srv-04",
    release: "debian-12",
    mtime: at,
    document: undefined,
    callback: { httpBase: "https://assets.holmgate.net", dnsZone: undefined },
  },
  createdBy: "orchestrator",
  state: "pending",
  lastError: undefined,
  files: [{ path: "/home/annaberg/app/.env", mode: 0o600, bytes: 812, sha256: "a".repeat(64) }],
  placedAt: undefined,
  lastTriggeredAt: undefined,
  triggerCount: 0,
  ...changes,
})

export const contract = (subject: Subject<Ports>): void => {
  describe(`CanaryTokens on ${subject.name}`, () => {
    it("gives back what was opened, by moment, by id and by slug", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const row = token(decky, {
          nonce: "Zx9-kd_31",
          upload: { blob: randomUUID(), instrumenter: "docx" },
        })
        await run(tokens.open(row))
        expect(await run(tokens.ofMoment(decky, row.momentId))).toEqual(row)
        expect(await run(tokens.get(row.id))).toEqual(row)
        expect(await run(tokens.bySlugs([slug(), row.slug]))).toEqual([row])
        expect(await run(tokens.ofMoment(newDecky(), row.momentId))).toBeUndefined()
        expect(await run(tokens.get(randomUUID()))).toBeUndefined()
        expect(await run(tokens.bySlugs([]))).toEqual([])
      }))

    it("keeps the first token of a moment, whatever is opened later", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const first = token(decky)
        await run(tokens.open(first))
        await run(tokens.open(token(decky)))
        expect(await run(tokens.list(decky))).toEqual([first])
      }))

    it("says what became of each", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const [planted, failed, revoked] = ["a", "b", "c"].map((momentId) =>
          token(decky, { momentId, path: `/home/annaberg/${momentId}` }),
        ) as [TokenRow, TokenRow, TokenRow]
        for (const each of [revoked, planted, failed]) await run(tokens.open(each))
        await run(tokens.settle(planted.id, { state: "planted", at }))
        await run(tokens.settle(failed.id, { state: "failed", reason: "something else is there" }))
        await run(tokens.settle(revoked.id, { state: "planted", at }))
        await run(tokens.settle(revoked.id, { state: "revoked" }))
        // what was taken away does not come back
        await run(tokens.settle(revoked.id, { state: "planted", at: { ms: at.ms + 1, ns: 0 } }))
        await run(tokens.settle(failed.id, { state: "planted", at }))
        await run(tokens.settle(randomUUID(), { state: "revoked" }))
        expect(await run(tokens.list(decky))).toEqual([
          { ...planted, state: "planted", placedAt: at },
          { ...failed, state: "failed", lastError: "something else is there" },
          { ...revoked, state: "revoked", placedAt: at },
        ])
      }))

    it("finds any number of slugs at once", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const rows = Array.from({ length: 7 }, (_, index) => token(decky, { momentId: `${index}` }))
        for (const row of rows) await run(tokens.open(row))
        const asked = [...Array.from({ length: 1200 }, slug), ...rows.map((row) => row.slug)]
        const found = await run(tokens.bySlugs(asked))
        expect(found.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort())
      }))
  })
}
