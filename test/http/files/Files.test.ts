import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Store } from "../../../runtime/storage/Store.ts"
import { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import { Wordings } from "../../../src/ports/Wordings.ts"
import { row, wordingRow } from "../../storage/contracts/Samples.ts"
import { start, type Api } from "../server.ts"

interface Page {
  readonly total: number
  readonly limit: number
  readonly offset: number
  readonly next_cursor: string | null
  readonly data: ReadonlyArray<Readonly<Record<string, unknown>>>
}

const monday = Date.UTC(2026, 0, 5)
const path = "/api/v1/realism/synthetic-files"

describe("files", () => {
  let api: Api
  beforeAll(async () => {
    api = await start()
    await api.run(
      Effect.gen(function* () {
        const { put } = yield* SyntheticFiles
        for (let index = 0; index < 25; index++)
          yield* put(
            index % 5 === 0 ? "local:boreas" : "local:atlas",
            row(`/home/anna/${index}.md`, {
              persona: index % 2 === 0 ? "anna@holmgate.net" : "bo@holmgate.net",
              class: index % 3 === 0 ? "todo" : "note",
              mtime: { ms: monday + index * 1000 + 7, ns: 0 },
            }),
          )
      }),
    )
  })
  afterAll(() => api?.stop())

  const ask = async (query = ""): Promise<Page> => {
    const answer = await api.ask(`${path}${query}`, { token: api.viewer })
    expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.anything()])
    return answer.json as Page
  }

  it("are listed last modified first, without their texts", async () => {
    const page = await ask("?limit=2")
    expect(page).toMatchObject({ total: 25, limit: 2, offset: 0 })
    expect(page.data[0]).toEqual({
      uuid: expect.any(String),
      decky_uuid: "local:atlas",
      decky_name: "atlas",
      path: "/home/anna/24.md",
      persona: "anna@holmgate.net",
      content_class: "todo",
      created_at: "2026-01-05T00:00:00.000Z",
      last_modified: "2026-01-05T00:00:24.007Z",
      edit_count: 0,
      content_hash: "a".repeat(64),
      bytes: 5,
      mode: "0644",
      owner: "annaberg",
      touched: false,
    })
  })

  it("come to the same by offset and by cursor, and end there", async () => {
    for (const filter of ["", "&persona=bo@holmgate.net", "&decky_uuid=local:boreas"]) {
      const byOffset: Array<unknown> = []
      for (let offset = 0; ; offset += 4) {
        const page = await ask(`?limit=4&offset=${offset}${filter}`)
        byOffset.push(...page.data)
        if (page.data.length < 4) break
      }
      const byCursor: Array<unknown> = []
      let cursor: string | null = ""
      while (cursor !== null) {
        const page: Page = await ask(
          `?limit=4${filter}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
        )
        byCursor.push(...page.data)
        cursor = page.next_cursor
      }
      expect(byCursor).toEqual(byOffset)
      expect((await ask(`?limit=1${filter}`)).total).toBe(byOffset.length)
    }
  })

  it("are counted by each filter, and by several", async () => {
    const total = async (query: string) => (await ask(query)).total
    expect(await total("?content_class=todo")).toBe(9)
    expect(await total("?persona=anna@holmgate.net")).toBe(13)
    expect(await total("?persona=anna@holmgate.net&content_class=todo")).toBe(5)
    expect(await total("?decky_uuid=local:boreas&persona=anna@holmgate.net")).toBe(3)
    expect(await total("?decky_uuid=nobody")).toBe(0)
    expect((await ask("?content_class=nothing")).data).toEqual([])
  })

  it("refuse a page that is none, and say what to write", async () => {
    for (const [query, detail] of [
      ["?cursor=abc", /cursor: write the next_cursor/],
      ["?limit=0", /limit: write a whole number from 1 to 200/],
      ["?limit=201", /limit/],
      ["?offset=4951", /offset: write a whole number from 0 to 4950/],
    ] as const) {
      const answer = await api.ask(`${path}${query}`, { token: api.viewer })
      expect([query, answer.status]).toEqual([query, 422])
      expect(answer.text).toMatch(detail)
    }
    // a cursor that was made by somebody else
    const made = Buffer.from(JSON.stringify(["' OR 1=1", "x"])).toString("base64url")
    const answer = await api.ask(`${path}?cursor=${made}`, { token: api.viewer })
    expect(answer.status).toBe(422)
  })

  it("are shown one by one with their text, what a model wrote of it, and their versions", async () => {
    const where = "/home/anna/plan.md"
    await api.run(
      Effect.gen(function* () {
        const { put } = yield* SyntheticFiles
        const wordings = yield* Wordings
        yield* put("local:atlas", row(where, { body: "one\n", sha256: "1".repeat(64) }))
        yield* put(
          "local:atlas",
          row(where, { body: "one\ntwo\n", bytes: 8, editCount: 1, sha256: "2".repeat(64) }),
        )
        yield* wordings.put(wordingRow("local:atlas", "m/1", { where }))
      }),
    )
    const { data } = await ask("?limit=200")
    const { uuid } = data.find((each) => each["path"] === where)!
    const one = (await api.ask(`${path}/${String(uuid)}`, { token: api.viewer })).json
    expect(one).toMatchObject({
      uuid,
      last_body: "one\ntwo\n",
      truncated: false,
      wordings: [{ outcome: "accepted", model: "llama3.1", detail: null }],
    })
    const versions = (await api.ask(`${path}/${String(uuid)}/versions`, { token: api.viewer })).json
    expect(versions).toMatchObject({
      data: [
        { action: "create", body: "one\n", sha256: "1".repeat(64) },
        { action: "edit", body: "one\ntwo\n", bytes: 8, at: "2026-01-05T10:00:00.123Z" },
      ],
    })
  })

  it("of bait are shown to admins only, as far as their text goes", async () => {
    const where = "/home/anna/app/.env"
    const bait = { class: "canary_env_file", body: "KEY=slug7\n", persona: undefined } as const
    await api.run(Effect.flatMap(SyntheticFiles, ({ put }) => put("bait", row(where, bait))))
    const { data } = await ask("?decky_uuid=bait")
    const own = `${path}/${String(data[0]!["uuid"])}`
    for (const rest of [own, `${own}/versions`]) {
      expect((await api.ask(rest, { token: api.viewer })).text).not.toContain("slug7")
      expect((await api.ask(rest, { token: api.admin })).text).toContain("slug7")
    }
  })

  it("have one version, the last, where none was kept", async () => {
    const { data } = await ask("?limit=1&decky_uuid=local:boreas")
    const { uuid } = data[0]!
    await api.run(Effect.flatMap(Store, ({ sql, write }) => write(sql`DELETE FROM file_versions`)))
    const versions = (await api.ask(`${path}/${String(uuid)}/versions`, { token: api.viewer })).json
    expect(versions).toMatchObject({
      data: [{ action: "create", body: "text\n", sha256: "a".repeat(64), bytes: 5 }],
    })
  })

  it("are nobody's without a token, and 404 where there is none", async () => {
    expect((await api.ask(path)).status).toBe(401)
    for (const rest of ["/nothing", "/nothing/versions"]) {
      const answer = await api.ask(`${path}${rest}`, { token: api.viewer })
      expect([answer.status, answer.json]).toEqual([404, { detail: "There is no such file" }])
    }
  })
})
