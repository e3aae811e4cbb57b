import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Limiter from "../../../runtime/http/Limiter.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import * as Document from "../Document.ts"
import { start, type Api } from "../server.ts"

let api: Api
beforeAll(async () => void (api = await start()))
afterAll(() => api.stop())

interface Minted {
  readonly id: string
  readonly token: string
}

const mint = async (role: "viewer" | "admin", name = "cy"): Promise<Minted> =>
  (
    await api.ask("/api/v1/tokens", {
      method: "POST",
      token: api.admin,
      body: { name, role },
    })
  ).json as Minted

const statusWith = async (token: string): Promise<number> =>
  (await api.ask("/api/v1/session", { token })).status

describe("each route", () => {
  it("is open to nobody, viewers or admins as the document says", async () => {
    const { operations } = await Document.read(api)
    expect(operations.length).toBeGreaterThan(15)
    const revoked = await mint("admin")
    await api.ask(`/api/v1/tokens/${revoked.id}`, { method: "DELETE", token: api.admin })
    for (const { id, path, method, isSecured, isAdmins } of operations) {
      const ask = (token: string | undefined, headers = {}) =>
        api.ask(path.replaceAll(/\{\w+\}/g, "none"), { method, token, headers })
      const expected = isSecured ? 401 : 200
      const refused = [
        undefined,
        "",
        "x",
        "x".repeat(43),
        `${api.admin}x`,
        api.admin.toLowerCase(),
        revoked.token,
      ]
      for (const token of refused)
        expect([id, token, (await ask(token)).status]).toEqual([id, token, expected])
      for (const header of [api.admin, `Basic ${api.admin}`, `Bearer  ${api.admin}`, "Bearer"])
        expect([id, (await ask(undefined, { authorization: header })).status]).toEqual([
          id,
          expected,
        ])
      if (!isSecured) continue
      expect((await ask(undefined)).json).toEqual({ detail: "Could not validate credentials" })
      expect((await ask(undefined)).headers["www-authenticate"]).toBe("Bearer")
      const viewer = await ask(api.viewer)
      if (isAdmins)
        expect([id, viewer.status, viewer.json]).toEqual([
          id,
          403,
          { detail: "Insufficient permissions" },
        ])
      else expect([401, 403]).not.toContain(viewer.status)
      expect([401, 403]).not.toContain((await ask(api.admin)).status)
    }
  })
})

describe("a token", () => {
  it("tells whose it is", async () => {
    expect((await api.ask("/api/v1/session", { token: api.viewer })).json).toEqual({
      name: "bo",
      role: "viewer",
      version: "1.2.3",
      host_uuid: "local",
    })
  })

  it("is shown once, kept as a hash, and of 32 bytes", async () => {
    const { id, token } = await mint("viewer", "Renée's phone")
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await statusWith(token)).toBe(200)
    const list = await api.ask("/api/v1/tokens", { token: api.admin })
    expect(list.text).not.toContain(token)
    expect((list.json as { data: ReadonlyArray<unknown> }).data).toContainEqual(
      expect.objectContaining({ id, name: "Renée's phone", role: "viewer", revoked_at: null }),
    )
    const rows = await api.run(
      Effect.flatMap(Store, ({ sql }) => sql`SELECT * FROM api_tokens WHERE id = ${id}`),
    )
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(JSON.stringify(rows)).toContain(createHash("sha256").update(token).digest("hex"))
    expect(api.log.join("\n")).not.toContain(token)
  })

  it("is refused from the next request on once it was revoked", async () => {
    const { id, token } = await mint("admin")
    expect(await statusWith(token)).toBe(200)
    const revoke = () => api.ask(`/api/v1/tokens/${id}`, { method: "DELETE", token: api.admin })
    expect(await revoke()).toMatchObject({ status: 204, text: "" })
    expect(await statusWith(token)).toBe(401)
    expect((await revoke()).status).toBe(404)
  })

  it("of the last admin stays", async () => {
    const one = await start()
    const { data } = (await one.ask("/api/v1/tokens", { token: one.admin })).json as {
      readonly data: ReadonlyArray<{ readonly id: string; readonly role: string }>
    }
    const revoke = (role: string) =>
      one.ask(`/api/v1/tokens/${data.find((each) => each.role === role)!.id}`, {
        method: "DELETE",
        token: one.admin,
      })
    expect(await revoke("admin")).toMatchObject({
      status: 409,
      json: { detail: "This is the last admin token; make another one first" },
    })
    expect((await revoke("viewer")).status).toBe(204)
    expect((await one.ask("/api/v1/session", { token: one.admin })).status).toBe(200)
    await one.stop()
  })
})

describe("a limiter", () => {
  it("gives so many at once and the rest by and by", () => {
    const limiter = Limiter.make(60)
    const now = 1_000_000
    for (let n = 0; n < 60; n++) expect(limiter.take("a", now)).toBe(0)
    expect(limiter.take("a", now)).toBe(1)
    expect(limiter.ask("b", now)).toBe(0)
    expect(limiter.take("a", now + 999)).toBe(1)
    expect(limiter.take("a", now + 2100)).toBe(0)
    // a clock that is set back gives nothing
    expect(limiter.take("a", now - 60_000)).toBe(0)
    expect(limiter.take("a", now - 60_000)).toBe(1)
  })

  it("remembers a bounded number of callers", () => {
    const limiter = Limiter.make(1)
    for (let n = 0; n < 50_000; n++) limiter.take(String(n), 0)
    expect(limiter.size()).toBe(20_000)
    expect(limiter.take("49999", 0)).toBeGreaterThan(0)
  })
})
