import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import { Wordings } from "../../../src/ports/Wordings.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import * as Samples from "../../storage/contracts/Samples.ts"
import { start, type Api } from "../server.ts"

interface Row {
  readonly uuid: string
  readonly path: string
  readonly last_modified: string
}
interface Page {
  readonly total: number
  readonly limit: number
  readonly offset: number
  readonly next_cursor: string | null
  readonly data: ReadonlyArray<Row>
}

const monday = Date.UTC(2026, 0, 5)
const count = 130

let api: Api
beforeAll(async () => {
  api = await start()
  await api.run(
    Effect.gen(function* () {
      const { put } = yield* SyntheticFiles
      for (let n = 0; n < count; n++)
        yield* put(
          n % 10 === 0 ? "d2" : "local:web-1",
          Samples.row(`/home/a/${n}.txt`, {
            // several of the same moment
            mtime: { ms: monday + Math.floor(n / 3) * 1000, ns: 0 },
            class: n % 2 === 0 ? "note" : "todo",
            ...(n === 7 ? { touched: true, mode: 0o600, persona: undefined } : {}),
          }),
        )
      const { sql } = yield* Store
      // a row as the Python DECNET writes it: nothing beside it, and not in our counts
      yield* sql`INSERT INTO synthetic_files ${sql.insert({
        uuid: "python",
        decky_uuid: "d2",
        path: "/home/a/old.txt",
        persona: "Ana",
        content_class: "note",
        created_at: "2025-01-05 10:00:00",
        last_modified: "2025-01-05 10:00:00",
        edit_count: 3,
        content_hash: "b".repeat(64),
        last_body: "old\n",
      })}`
      yield* (yield* Wordings).put(
        Samples.wordingRow("local:web-1", "m1", { where: "/home/a/7.txt", at: monday }),
      )
    }),
  )
})
afterAll(() => api.stop())

const page = async (query: string): Promise<Page> =>
  (await api.ask(`/api/v1/realism/synthetic-files?${query}`, { token: api.viewer })).json as Page

const namesOf = ({ data }: Page) => data.map((row) => row.path)

describe("files", () => {
  it("come last modified first, each once, by number or by cursor", async () => {
    const byNumber: Array<string> = []
    for (let offset = 0; offset < count + 1; offset += 40)
      byNumber.push(...namesOf(await page(`limit=40&offset=${offset}`)))
    const byCursor: Array<string> = []
    let at: Page = await page("limit=40")
    for (;;) {
      byCursor.push(...namesOf(at))
      if (at.next_cursor === null) break
      at = await page(`limit=40&cursor=${at.next_cursor}`)
    }
    expect(at).toMatchObject({ total: count, limit: 40, offset: 0 })
    expect(new Set(byNumber).size).toBe(count + 1)
    expect(byCursor).toEqual(byNumber)
    const all = (await page("limit=200")).data.map((row) => row.last_modified)
    expect(all).toEqual([...all].sort().reverse())
  })

  it("are those of a decky, a person or a class", async () => {
    expect((await page("decky_uuid=d2")).total).toBe(13)
    expect((await page("content_class=todo&limit=200")).data).toHaveLength(65)
    expect((await page("decky_uuid=d2&content_class=todo")).total).toBe(0)
    expect(namesOf(await page("persona=Ana"))).toEqual(["/home/a/old.txt"])
    expect((await page("persona=%27%20OR%201%3D1")).total).toBe(0)
  })

  it("tell what is known of them, and have their text on a page of their own", async () => {
    const { data } = await page("limit=200")
    const touched = data.find((row) => row.path === "/home/a/7.txt")!
    const expected = {
      decky_uuid: "local:web-1",
      decky_name: "web-1",
      path: "/home/a/7.txt",
      persona: "",
      content_class: "todo",
      created_at: "2026-01-05T00:00:00.000Z",
      last_modified: "2026-01-05T00:00:02.000Z",
      edit_count: 0,
      content_hash: "a".repeat(64),
      bytes: 5,
      mode: "0600",
      owner: "annaberg",
      touched: true,
    }
    expect(touched).toEqual({ uuid: touched.uuid, ...expected })
    const whole = await api.ask(`/api/v1/realism/synthetic-files/${touched.uuid}`, {
      token: api.viewer,
    })
    expect(whole.json).toMatchObject({
      ...expected,
      last_body: "text\n",
      truncated: false,
      wordings: [{ at: "2026-01-05T00:00:00.000Z", outcome: "accepted", model: "llama3.1" }],
    })
  })

  it("that another program wrote are told as far as they go", async () => {
    const { json } = await api.ask("/api/v1/realism/synthetic-files/python", { token: api.viewer })
    expect(json).toMatchObject({
      decky_name: null,
      persona: "Ana",
      edit_count: 3,
      bytes: null,
      mode: null,
      touched: false,
      last_body: "old\n",
      wordings: [],
    })
  })

  it("have no page behind a cursor that was made up", async () => {
    for (const cursor of ["x", "WyJhIiwiYiJd", "W10", "bnVsbA"])
      expect(
        await api.ask(`/api/v1/realism/synthetic-files?cursor=${cursor}`, { token: api.viewer }),
      ).toMatchObject({
        status: 422,
        json: { detail: "cursor: write the next_cursor of the page before" },
      })
  })
})
