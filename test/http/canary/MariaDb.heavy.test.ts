import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Consumer from "../../../runtime/canary/hits/Consumer.ts"
import * as DatabaseUrl from "../../../runtime/storage/DatabaseUrl.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import * as Instant from "../../../src/time/Instant.ts"
import { journalOf } from "../../canary/hits/Reading.ts"
import { http, monday, seen, slug, token } from "../../canary/hits/Samples.ts"
import * as MariaDb from "../../parts/MariaDb.ts"
import { start, type Api } from "../server.ts"

const tokensMade = 9
const usesMade = 7

const used = Effect.gen(function* () {
  const { open, settle } = yield* CanaryTokens
  for (let seed = 1; seed <= tokensMade; seed++) {
    const row = token(seed, { state: "pending" })
    yield* open(row)
    if (seed < 7)
      yield* settle(row.id, {
        state: "planted",
        at: Instant.make(monday + (seed % 3) * 1000, 7000),
      })
  }
  const { journal } = journalOf(
    Array.from({ length: usesMade }, (_, index) =>
      seen({
        id: `1:${index}`,
        // two and two at one moment
        at: monday + Math.floor(index / 2) * 1000,
        slug: slug((index % 3) + 1),
        ip: `185.220.101.${index}`,
        http: http(`agent ${index}`),
      }),
    ),
  )
  yield* Consumer.take(journal, "hits/local", undefined, Consumer.memory())
})

describe.skipIf(MariaDb.lacks() !== undefined)("With a real server", () => {
  let server: MariaDb.MariaDb
  let api: Api
  beforeAll(async () => {
    server = await MariaDb.start()
    api = await start({
      database: Either.getOrThrow(DatabaseUrl.parse(server.url)),
      environment: { DECNET_CANARY_BLOB_DIR: mkdtempSync(join(tmpdir(), "blobs-")) },
    })
    await api.run(used)
    for (const name of ["a.txt", "b.txt", "c.txt"])
      await api.ask("/api/v1/canary/blobs", {
        method: "POST",
        token: api.admin,
        raw: name,
        headers: { "x-filename": name },
      })
  })
  afterAll(async () => {
    await api?.stop()
    await server?.stop()
  })

  interface Page {
    readonly total: number
    readonly next_cursor: string | null
    readonly data: ReadonlyArray<{ readonly uuid: string; readonly filename?: string }>
  }

  const ask = async (path: string): Promise<Page> => {
    const answer = await api.ask(`/api/v1/canary/${path}`, { token: api.viewer })
    expect([answer.status, answer.text]).toEqual([200, expect.anything()])
    return answer.json as Page
  }

  it.each([
    ["tokens", tokensMade],
    ["triggers", usesMade],
    [`tokens/${token(1).id}/triggers`, 3],
  ])("gives /canary/%s the same by offset and by cursor", async (path, total) => {
    const whole = await ask(path)
    expect([whole.total, whole.data.length, whole.next_cursor]).toEqual([total, total, null])
    const byCursor: Array<unknown> = []
    const byOffset: Array<unknown> = []
    let cursor = ""
    for (let at = 0; at < total; at += 2) {
      const page = await ask(`${path}?limit=2${cursor}`)
      byCursor.push(...page.data)
      byOffset.push(...(await ask(`${path}?limit=2&offset=${at}`)).data)
      cursor = `&cursor=${page.next_cursor}`
    }
    expect(byCursor).toEqual(whole.data)
    expect(byOffset).toEqual(whole.data)
  })

  it("exports every use once", async () => {
    const answer = await api.ask("/api/v1/canary/export", { token: api.viewer })
    const rows = answer.json as ReadonlyArray<{ readonly trigger_id: string }>
    expect(new Set(rows.map((row) => row.trigger_id)).size).toBe(usesMade)
  })

  it("lists uploads", async () => {
    const { total, data } = await ask("blobs?limit=2")
    expect([total, data.length]).toEqual([3, 2])
    const next = await ask(`blobs?limit=2&cursor=${(await ask("blobs?limit=2")).next_cursor}`)
    expect([...data, ...next.data].map(({ filename }) => filename).sort()).toEqual([
      "a.txt",
      "b.txt",
      "c.txt",
    ])
  })
})
