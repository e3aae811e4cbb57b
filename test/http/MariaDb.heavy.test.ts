import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"
import { Store } from "../../runtime/storage/Store.ts"
import * as MariaDb from "../parts/MariaDb.ts"
import { start, type Api } from "./server.ts"

interface Row {
  readonly id: string
  readonly role: string
  readonly revoked_at: string | null
}

let server: Awaited<ReturnType<typeof MariaDb.start>>
let api: Api

describe.skipIf(MariaDb.lacks() !== undefined)("the API on MariaDB", () => {
  beforeAll(async () => {
    server = await MariaDb.start()
    api = await start({ database: Either.getOrThrow(DatabaseUrl.parse(server.url)) })
  })
  afterAll(async () => {
    await api?.stop()
    await server?.stop()
  })

  const tokens = async (): Promise<ReadonlyArray<Row>> =>
    (
      (await api.ask("/api/v1/tokens", { token: api.admin })).json as {
        readonly data: ReadonlyArray<Row>
      }
    ).data

  it("knows tokens, roles and guesses apart", async () => {
    const status = async (token: string) => (await api.ask("/api/v1/tokens", { token })).status
    expect([
      await status(api.admin),
      await status(api.viewer),
      await status("x".repeat(43)),
      await status(api.admin.toLowerCase()),
    ]).toEqual([200, 403, 401, 401])
  })

  it("keeps one admin although each of two revokes the other at once", async () => {
    const { token } = (
      await api.ask("/api/v1/tokens", {
        method: "POST",
        token: api.admin,
        body: { name: "cy", role: "admin" },
      })
    ).json as { readonly token: string }
    const [first, second] = (await tokens()).filter(({ role }) => role === "admin")
    const revoke = (by: string, id: string) =>
      api.ask(`/api/v1/tokens/${id}`, { method: "DELETE", token: by })
    await Promise.all([revoke(api.admin, second!.id), revoke(token, first!.id)])
    const rows = await api.run(
      Effect.flatMap(
        Store,
        ({ sql }) => sql`SELECT id FROM api_tokens WHERE role = 'admin' AND revoked_at IS NULL`,
      ),
    )
    expect(rows).toHaveLength(1)
  })

  it("keeps settings, and lists what there is", async () => {
    const viewer = api.viewer
    for (const path of ["topologies", "workers", "realism/config", "realism/llm", "realism/words"])
      expect([path, (await api.ask(`/api/v1/${path}`, { token: viewer })).status]).toEqual([
        path,
        200,
      ])
    const config = (method: string, body?: unknown) =>
      api.ask("/api/v1/realism/config", { method, token: api.admin, body })
    expect(await config("PUT", { rate_cv: 0.5 })).toMatchObject({
      status: 200,
      json: { rate_cv: 0.5 },
    })
    const changed = await Promise.all([0.6, 0.7].map((rate) => config("PUT", { rate_cv: rate })))
    expect(changed.map(({ status }) => status)).toEqual([200, 200])
    expect((await config("DELETE")).status).toBe(200)
  })
})
