import { readdirSync } from "node:fs"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Export from "../../../runtime/canary/Export.ts"
import * as Consumer from "../../../runtime/canary/hits/Consumer.ts"
import * as Masked from "../../../runtime/http/canary/Masked.ts"
import * as Paging from "../../../runtime/http/Page.ts"
import type { Exported } from "../../../src/canary/hits/Exported.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import * as Instant from "../../../src/time/Instant.ts"
import { journalOf } from "../../canary/hits/Reading.ts"
import { http, lookup, monday, seen, slug, token } from "../../canary/hits/Samples.ts"
import type { Answer, Asked } from "../server.ts"
import { site } from "./Site.ts"

let api: Awaited<ReturnType<typeof site>>

const tokensMade = 7

const used = Effect.gen(function* () {
  const { open, settle } = yield* CanaryTokens
  for (let seed = 1; seed <= tokensMade; seed++) {
    const row = token(seed, {
      state: "pending",
      ...(seed === 2 ? { class: "canary_netrc", path: "/home/anna/.netrc" } : {}),
    })
    yield* open(row)
    if (seed < 6)
      yield* settle(row.id, { state: "planted", at: Instant.make(monday + (seed % 3) * 1000, 7) })
  }
  const { journal } = journalOf([
    seen({
      id: "1:0",
      http: http("git/2.39.5", { target: `/git/${slug(1).toUpperCase()}/info/refs` }),
    }),
    seen({ id: "1:1", at: monday + 60_000, http: http("=cmd|'/c calc'!A1") }),
    seen({
      id: "1:2",
      at: monday + 90_000,
      slug: slug(2),
      ip: "172.253.5.3",
      http: undefined,
      dns: lookup("A", `${slug(2)}.c.example.net`),
    }),
  ])
  yield* Consumer.take(journal, "hits/local", undefined, Consumer.memory())
})

beforeAll(async () => {
  api = await site()
  await api.run(used)
})
afterAll(() => api.stop())

const as =
  (token: string) =>
  (path: string, asked: Asked = {}) =>
    api.ask(`/api/v1${path}`, { ...asked, token })
const admin = (path: string, asked?: Asked) => as(api.admin)(path, asked)
const viewer = (path: string, asked?: Asked) => as(api.viewer)(path, asked)

interface Row {
  readonly uuid: string
  readonly slug: string | null
  readonly path: string
  readonly state: string
  readonly trigger_count: number
  readonly placed_at: string | null
}

interface Page<A> {
  readonly total: number
  readonly limit: number
  readonly offset: number
  readonly next_cursor: string | null
  readonly data: ReadonlyArray<A>
}

const page = <A = Row>(answer: Answer): Page<A> => {
  expect([answer.status, answer.text]).toEqual([200, expect.anything()])
  return answer.json as Page<A>
}

describe("GET /canary/tokens", () => {
  it("has what was laid last first, and what never was last", async () => {
    const { total, data } = page(await admin("/canary/tokens"))
    expect(total).toBe(tokensMade)
    expect(data.map(({ uuid }) => Number(uuid.slice(-2)))).toEqual([2, 5, 1, 4, 3, 6, 7])
    expect(data[2]).toMatchObject({
      class: "canary_env_file",
      decky_name: "srv-1",
      slug: slug(1),
      state: "planted",
      persona: "anna.berg@holmgate.net",
      trigger_count: 2,
      placed_at: "2026-01-05T10:00:01.000Z",
      last_triggered_at: "2026-01-05T10:01:00.000Z",
    })
  })

  it("comes to the same page by page by cursor", async () => {
    const whole = page(await admin("/canary/tokens")).data
    const rows: Array<Row> = []
    let cursor = ""
    for (let pages = 0; pages < 10; pages++) {
      const next = page(await admin(`/canary/tokens?limit=2${cursor}`))
      expect(next.total).toBe(tokensMade)
      rows.push(...next.data)
      if (next.next_cursor === null) break
      cursor = `&cursor=${next.next_cursor}`
    }
    expect(rows).toEqual(whole)
    const third = page(await admin("/canary/tokens?limit=2&offset=4"))
    expect(third.data).toEqual(whole.slice(4, 6))
  })

  it("ends with the last page although that one is full", async () => {
    for (const path of ["/canary/tokens?limit=7", "/canary/triggers?limit=3"]) {
      const { data, total, next_cursor: next } = page(await admin(path))
      expect([data.length, next]).toEqual([total, null])
    }
    const six = page(await admin("/canary/tokens?limit=6"))
    const rest = page(await admin(`/canary/tokens?limit=6&cursor=${six.next_cursor}`))
    expect([rest.data.length, rest.next_cursor]).toEqual([1, null])
  })

  it.each([
    ["state=pending", [6, 7]],
    ["state=planted&decky=srv-3", [3]],
    ["decky=local:srv-4", [4]],
    ["class=netrc", [2]],
    ["class=canary_netrc&kind=dns", []],
    ["used=true", [2, 1]],
    ["used=false&state=planted", [5, 4, 3]],
  ])("finds %s", async (query, found) => {
    const { data, total } = page(await viewer(`/canary/tokens?${query}`))
    expect(data.map(({ uuid }) => Number(uuid.slice(-2)))).toEqual(found)
    expect(total).toBe(found.length)
  })

  it.each([
    ["limit=0", /^limit: write a whole number from 1 to 200/],
    ["offset=4951", /^offset: write a whole number from 0 to 4950/],
    ["state=gone", /^state: write one of pending, planted, failed, revoked/],
    [`cursor=${Paging.cursorOf(["2026-13-01 10:00:00.000000", "x"])}`, /^cursor: write the next/],
    [`cursor=${Paging.cursorOf(["zzz", "x"])}`, /^cursor: write the next_cursor/],
    ["cursor=x", /^cursor: write the next_cursor of the page before/],
  ])("answers %s with one line", async (query, line) => {
    const answer = await admin(`/canary/tokens?${query}`)
    expect(answer.status).toBe(422)
    expect((answer.json as { detail: string }).detail).toMatch(line)
  })

  it("shows slugs to admins only, and secrets to nobody", async () => {
    for (const path of [
      "/canary/tokens",
      `/canary/tokens/${token(1).id}`,
      `/canary/tokens/${token(1).id}/preview`,
      `/canary/tokens/${token(1).id}/triggers`,
      "/canary/triggers",
      "/canary/export",
      "/canary/export?format=stix",
      "/canary/export?format=csv",
    ]) {
      const [shown, masked] = [await admin(path), await viewer(path)]
      expect([path, shown.status, masked.status]).toEqual([path, 200, 200])
      expect([path, shown.text.toLowerCase().includes(slug(1))]).toEqual([path, true])
      expect([path, masked.text.toLowerCase().includes(slug(1))]).toEqual([path, false])
      expect(masked.text.toLowerCase()).not.toContain(slug(2))
      expect(shown.text + masked.text).not.toContain(token(1).secret)
    }
  })
})

it("masks a slug however a caller percent-encodes it", () => {
  const code = (sign: string): string => `%${sign.charCodeAt(0).toString(16)}`
  const ways = [code, (sign: string) => code(sign.toUpperCase()).toUpperCase()]
  for (const way of [...ways, (sign: string) => code(sign).replace("%", "%2525")])
    for (const nth of [1, 3]) {
      const written = [...slug(1)].map((sign, at) => (at % nth === 0 ? way(sign) : sign)).join("")
      expect(Masked.forRole("viewer", slug(1), `/a/${written}/b`)).toMatch(/^\/a\/\*+\/b$/)
      expect(Masked.forRole("admin", slug(1), written)).toBe(written)
    }
})

describe("uses", () => {
  it("come newest first, of one piece of bait or of all", async () => {
    const own = page<{ request_path: string; class: string; count: number }>(
      await admin(`/canary/tokens/${token(1).id}/triggers`),
    )
    expect([own.total, own.data.length, own.next_cursor]).toEqual([2, 2, null])
    expect(own.data[1]).toMatchObject({
      occurred_at: "2026-01-05T10:00:00.000Z",
      class: "likely-person",
      reason: expect.stringContaining("git 2.39.5"),
      request_path: `/git/${slug(1).toUpperCase()}/info/refs`,
    })
    const first = page<{ uuid: string }>(await admin("/canary/triggers?limit=2"))
    const last = page<{ uuid: string }>(
      await admin(`/canary/triggers?limit=2&cursor=${first.next_cursor}`),
    )
    expect([first.total, first.data.length, last.data.length]).toEqual([3, 2, 1])
    expect(new Set([...first.data, ...last.data].map(({ uuid }) => uuid)).size).toBe(3)
  })

  it("are exported for two at a time, whether or not the body is taken", async () => {
    for (let n = 0; n < 3; n++)
      expect((await admin("/canary/export", { method: "HEAD" })).status).toBe(200)
    const many = await Promise.all(Array.from({ length: 6 }, () => viewer("/canary/export")))
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200, 429]))
    const refused = many.find(({ status }) => status === 429)
    expect([refused?.json, refused?.headers["retry-after"]]).toEqual([
      { detail: "Two exports are under way; try again once one is done" },
      "5",
    ])
    expect((await viewer("/canary/export")).status).toBe(200)
  })

  it("are exported in four forms", async () => {
    const ndjson = await admin("/canary/export?format=ndjson")
    expect(ndjson.headers["content-type"]).toBe("application/x-ndjson")
    expect(ndjson.headers["content-disposition"]).toBe('attachment; filename="bait-uses.ndjson"')
    expect(
      ndjson.text
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { occurred_at: string }).occurred_at),
    ).toEqual(["2026-01-05T10:00:00.000Z", "2026-01-05T10:01:00.000Z", "2026-01-05T10:01:30.000Z"])
    const csv = await admin("/canary/export?format=csv")
    expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8")
    expect(csv.text).toContain(`,"'=cmd|'/c calc'!A1",`)
    const stix = await admin("/canary/export?format=stix")
    expect(stix.headers["content-type"]).toBe("application/stix+json;version=2.1")
    expect(stix.json).toMatchObject({ type: "bundle" })
    const json = await admin("/canary/export")
    expect(json.headers["content-type"]).toBe("application/json")
    expect(json.json).toHaveLength(3)
    const since = await admin("/canary/export?since=2026-01-05T10:01:30Z")
    expect(since.json).toHaveLength(1)
    expect((await admin("/canary/export?since=yesterday")).json).toEqual({
      detail: "since: write a date such as 2026-01-05 or 2026-01-05T10:00:00Z",
    })
  })
})

describe("an export part by part", () => {
  const bait = {
    id: token(1).id,
    class: "canary_env_file",
    kind: "http",
    deckyName: "srv-1",
    path: "/home/anna/a,b\r\n.env",
    httpBase: undefined,
  }
  const uses = Array.from({ length: 5 }, (_, index): Exported => ({
    bait,
    use: {
      id: `u-${index}`,
      at: monday + index,
      ip: "192.0.2.7",
      protocol: "http",
      method: "GET",
      path: "/x",
      userAgent: "a\r\nb",
      qname: undefined,
      queryType: undefined,
      transport: undefined,
      subnet: undefined,
      count: 1,
      class: "likely-person",
      reason: "",
      incident: "u-0",
      extras: {},
    },
  }))

  it.each(Export.formats)("is the same in %s as at once", (format) => {
    for (const size of [1, 2, 5]) {
      const chunks = Array.from({ length: Math.ceil(5 / size) }, (_, at) =>
        uses.slice(at * size, (at + 1) * size),
      )
      const parts = [...Export.parts(format, chunks, (each) => each)]
      expect(parts.join("")).toBe(Export.text(format, uses))
    }
    expect([...Export.parts(format, [], (each) => each)].join("")).toBe(Export.text(format, []))
  })
})

describe("POST /canary/tokens", () => {
  const ask = (body: unknown, who = admin) => who("/canary/tokens", { method: "POST", body })

  it.each([
    [{ class: "passwords", decky: "atlas" }, 400, /^class: write one of aws_creds, env_file/],
    [{ class: "env_file", decky: "nobody" }, 400, /^there is no running decky "nobody" here/],
    [{ class: "env_file", decky: "quarry" }, 409, /^quarry: it was never met; start/],
    [
      { class: "env_file", decky: "atlas", persona: "x@y.z" },
      400,
      /^x@y\.z has no account on atlas; write one of /,
    ],
    [{ class: "env_file", decky: "atlas", path: ".env" }, 400, /^path: write an absolute path/],
    [{ class: "git_config", decky: "atlas", path: "/x" }, 400, /^path: write where the repository/],
    [{ class: "env_file", decky: "atlas", blob: "none" }, 404, /^There is no upload none$/],
    [{ class: "env_file" }, 422, /^decky: is missing$/],
    [{ class: "env_file", decky: "atlas" }, 503, /^\S+ does not answer \(down\); try again/],
  ])("answers %j with %i and one line", async (body, status, line) => {
    const answer = await ask(body)
    const { detail } = answer.json as { detail: string }
    expect([answer.status, detail]).toEqual([status, expect.stringMatching(line)])
    expect(detail).not.toContain("\n")
  })

  it("keeps what could not be laid, as failed", async () => {
    const { data } = page(await admin("/canary/tokens?state=failed&decky=atlas"))
    expect(data[0]).toMatchObject({
      created_by: "ana",
      last_error: expect.stringMatching(/does not answer/),
    })
  })

  it("is not for viewers", async () => {
    expect((await ask({ class: "env_file", decky: "atlas" }, viewer)).status).toBe(403)
  })
})

describe("POST /canary/preview", () => {
  it("shows what bait would be, and lays nothing", async () => {
    const before = page(await admin("/canary/tokens")).total
    const answer = await viewer("/canary/preview", {
      method: "POST",
      body: { class: "env_file", decky: "atlas" },
    })
    expect(answer.status).toBe(200)
    const { files, ...rest } = answer.json as {
      files: ReadonlyArray<{ path: string; mode: string; text: string; bytes: number }>
    }
    expect(rest).toMatchObject({ class: "canary_env_file", kind: "http" })
    expect(files[0]).toMatchObject({ mode: "0600", path: expect.stringMatching(/^\/home\//) })
    expect(files[0]!.text).toMatch(/https:\/\/files\.example\.net\/\S*[a-z2-7]{26}/)
    expect(Buffer.byteLength(files[0]!.text)).toBe(files[0]!.bytes)
    expect(page(await admin("/canary/tokens")).total).toBe(before)
  })
})

describe("DELETE /canary/tokens/{uuid}", () => {
  it("says of one that is not there, and of a host that does not answer", async () => {
    const none = await admin("/canary/tokens/none", { method: "DELETE" })
    expect([none.status, none.json]).toEqual([404, { detail: "There is no token none" }])
    const { data } = page(await admin("/canary/tokens?state=failed&decky=atlas"))
    const away = await admin(`/canary/tokens/${data[0]!.uuid}`, { method: "DELETE" })
    expect([away.status, away.text]).toEqual([503, expect.stringMatching(/does not answer/)])
    expect((await viewer(`/canary/tokens/${token(1).id}`, { method: "DELETE" })).status).toBe(403)
  })

  it("changes nothing about one that was revoked before", async () => {
    const { id } = token(7)
    await api.run(Effect.flatMap(CanaryTokens, ({ settle }) => settle(id, { state: "revoked" })))
    const again = await admin(`/canary/tokens/${id}`, { method: "DELETE" })
    expect([again.status, again.json]).toEqual([200, { uuid: id, state: "revoked", left: [] }])
  })
})

const html = "<!DOCTYPE html><html><body><h1>Rota</h1></body></html>\n"

const upload = (raw: string | Buffer, headers: Readonly<Record<string, string>>) =>
  admin("/canary/blobs", { method: "POST", raw, headers })

const form = (name: string, bytes: Buffer): readonly [Buffer, string] => {
  const boundary = "----boundary7d1"
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/html\r\n\r\n`
  return [
    Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    `multipart/form-data; boundary=${boundary}`,
  ]
}

describe("/canary/blobs", () => {
  it("keeps a body with its name, and the same bytes of a form once", async () => {
    const kept = await upload(html, {
      "content-type": "text/html",
      "x-filename": encodeURIComponent("Dienstplan März.html"),
    })
    expect([kept.status, kept.json]).toEqual([
      201,
      expect.objectContaining({
        filename: "Dienstplan März.html",
        content_type: "text/html",
        size_bytes: html.length,
        uploaded_by: "ana",
        class: "canary_honeydoc",
        format: "html",
        tokens: 0,
      }),
    ])
    const [body, type] = form("../../rota.html", Buffer.from(html))
    const again = await upload(body, { "content-type": type })
    const { uuid } = kept.json as { uuid: string }
    expect(again.json).toMatchObject({ uuid, filename: "Dienstplan März.html" })
    expect(readdirSync(api.blobs)).toHaveLength(1)
    expect(page<{ uuid: string }>(await viewer("/canary/blobs"))).toMatchObject({
      total: 1,
      data: [{ uuid }],
    })
    expect((await admin(`/canary/blobs/${uuid}`, { method: "DELETE" })).status).toBe(204)
    expect(readdirSync(api.blobs)).toHaveLength(0)
    expect((await admin(`/canary/blobs/${uuid}`, { method: "DELETE" })).status).toBe(404)
  })

  it.each([
    ["no name", html, { "content-type": "text/html" }, 400, /^X-Filename: give the file's name/],
    ["a name that is none", html, { "x-filename": ".." }, 400, /^The file's name: write/],
    ["a broken name", html, { "x-filename": "%zz" }, 400, /^X-Filename/],
    ["no bytes", "", { "x-filename": "a.txt" }, 400, /^The file is empty$/],
    ["an unknown type", html, { "content-type": "application/zip" }, 415, /^Content-Type: write/],
    ["a form that is none", html, { "content-type": "multipart/form-data; boundary=x" }, 400, /./],
    ["a broken document", "PK\u0003\u0004", { "x-filename": "a.docx" }, 400, /was not taken/],
  ])("refuses %s", async (_, raw, headers, status, line) => {
    const answer = await upload(raw, headers)
    expect([answer.status, (answer.json as { detail: string }).detail]).toEqual([
      status,
      expect.stringMatching(line),
    ])
  })

  it("refuses more than 20 MiB, as a body and as a form", async () => {
    const large = Buffer.alloc(20 * 1024 * 1024 + 1, 32)
    const plain = await upload(large, { "x-filename": "a.txt" })
    const [body, type] = form("a.txt", large)
    const formed = await upload(body, { "content-type": type })
    expect([plain.status, formed.status]).toEqual([413, 413])
  })

  it("keeps what bait in place was made of", async () => {
    const kept = await upload(html, { "content-type": "text/html", "x-filename": "rota.html" })
    const { uuid } = kept.json as { uuid: string }
    const row = token(20, {
      class: "canary_honeydoc",
      path: "/home/anna/rota.html",
      upload: { blob: uuid, instrumenter: "html" },
      files: [{ path: "/home/anna/rota.html", mode: 0o644, bytes: 9, sha256: "0".repeat(64) }],
    })
    await api.run(Effect.flatMap(CanaryTokens, ({ open }) => open(row)))
    const refused = await admin(`/canary/blobs/${uuid}`, { method: "DELETE" })
    expect([refused.status, refused.text]).toEqual([409, expect.stringMatching(/rota\.html is/)])
    const shown = await admin(`/canary/tokens/${row.id}/preview`)
    expect(shown.text).toContain("<h1>Rota</h1>")
    expect(shown.text).toContain(slug(20))
    expect((await viewer(`/canary/tokens/${row.id}/preview`)).text).not.toContain(slug(20))
    await api.run(
      Effect.flatMap(CanaryTokens, ({ settle }) => settle(row.id, { state: "revoked" })),
    )
    expect((await admin(`/canary/blobs/${uuid}`, { method: "DELETE" })).status).toBe(204)
    expect((await admin(`/canary/tokens/${row.id}/preview`)).json).toMatchObject({
      files: [{ path: "/home/anna/rota.html", text: null, bytes: 9 }],
    })
  })
})
