import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import { Wordings } from "../../src/ports/Wordings.ts"
import { Store } from "../../runtime/storage/Store.ts"
import { Workers } from "../../runtime/storage/Workers.ts"
import * as Samples from "../storage/contracts/Samples.ts"
import * as Document from "./Document.ts"
import { problems } from "./JsonSchema.ts"
import { start, type Api, type Asked } from "./server.ts"

let api: Api
let document: Document.Document
beforeAll(async () => {
  api = await start()
  document = await Document.read(api)
  await api.run(
    Effect.gen(function* () {
      const { sql } = yield* Store
      yield* sql`INSERT INTO topologies ${sql.insert({
        id: "t1",
        name: "Lab",
        mode: "local",
        status: "active",
        created_at: "2026-01-05 10:00:00",
        status_changed_at: "2026-01-05 10:00:00",
        config_snapshot: "{}",
        version: 1,
        needs_resync: 0,
        language_default: "de",
      })}`
      yield* (yield* SyntheticFiles).put("local:web-1", Samples.row("/home/a/note.txt"))
      yield* sql`UPDATE synthetic_files SET uuid = 'f1'`
      yield* (yield* Wordings).put(
        Samples.wordingRow("local:web-1", "m1", { where: "/home/a/note.txt" }),
      )
      const { beat } = yield* Workers
      yield* beat("local", "orchestrator", { realism: { llm_breaker_state: "closed" } }, 5)
      yield* beat("local", "canary", "odd", Date.now())
    }),
  )
})
afterAll(() => api.stop())

const ana = { name: "Ana", email: "ana@corp.net", role: "Clerk", tone: null, badge: 7 }

/** Each operation of these groups, asked so that it does what it is for. */
const good: Readonly<Record<string, Asked & { readonly path: string }>> = {
  "meta.health": { path: "/health" },
  "meta.document": { path: "/openapi.json" },
  "access.session": { path: "/session" },
  "access.tokens": { path: "/tokens" },
  "access.mint": { path: "/tokens", method: "POST", body: { name: "a", role: "viewer" } },
  "workers.list": { path: "/workers" },
  "realism.replacePersonas": {
    path: "/realism/personas",
    method: "PUT",
    body: { personas: [ana, 5] },
  },
  "realism.personas": { path: "/realism/personas" },
  "realism.checkPersonas": {
    path: "/realism/personas/check",
    method: "POST",
    body: { personas: [ana, 5] },
  },
  "realism.topologies": { path: "/topologies" },
  "realism.replaceTopologyPersonas": {
    path: "/topologies/t1/personas",
    method: "PUT",
    body: { personas: [ana, 5] },
  },
  "realism.topologyPersonas": { path: "/topologies/t1/personas" },
  "realism.changeConfig": {
    path: "/realism/config",
    method: "PUT",
    body: { user_class_weights: [{ content_class: "note", weight: 1 }] },
  },
  "realism.config": { path: "/realism/config" },
  "realism.resetConfig": { path: "/realism/config", method: "DELETE" },
  "realism.changeLlm": { path: "/realism/llm", method: "PUT", body: { model: "x" } },
  "realism.llm": { path: "/realism/llm" },
  "realism.words": { path: "/realism/words" },
}

const groups = ["meta", "access", "workers", "realism"]

describe("the document", () => {
  it("is OpenAPI 3.1 with the program's version, a scheme of access and no loose ends", async () => {
    const { json, text } = await api.ask("/api/v1/openapi.json")
    expect(json).toMatchObject({
      openapi: "3.1.0",
      info: { title: "decnet", version: "1.2.3" },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
    })
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(document.schemas).toHaveProperty(name!)
    expect(text).not.toContain("HttpApiDecodeError")
  })

  it("has a summary, and one form of refusal, for each operation", async () => {
    const { json } = await api.ask("/api/v1/openapi.json")
    const paths = (json as { paths: Record<string, Record<string, { summary?: string }>> }).paths
    for (const [path, item] of Object.entries(paths))
      for (const [method, { summary }] of Object.entries(item))
        expect([path, method, summary ?? ""]).toEqual([path, method, expect.stringMatching(/\w/)])
    for (const { id, responses } of document.operations)
      for (const [status, { content }] of Object.entries(responses))
        if (Number(status) >= 400)
          expect([id, status, content]).toEqual([
            id,
            status,
            { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
          ])
  })

  it("names each operation of these groups that is asked below", () => {
    const named = document.operations
      .map(({ id }) => id)
      .filter((id) => groups.includes(id.split(".")[0]!))
    expect([...Object.keys(good), "access.revoke"].sort()).toEqual([...named].sort())
  })
})

describe("an answer is as the document has it", () => {
  it.each(Object.keys(good))("%s", async (id) => {
    const { path, ...asked } = good[id]!
    const operation = document.operations.find((each) => each.id === id)!
    const answer = await api.ask(`/api/v1${path}`, { token: api.admin, ...asked })
    expect(answer.status).toBeLessThan(300)
    expect(Document.faults(document, operation, answer)).toEqual([])
  })

  it("access.revoke", async () => {
    const { json } = await api.ask("/api/v1/tokens", { token: api.admin })
    const { id } = (json as { data: ReadonlyArray<{ id: string }> }).data.at(-1)!
    const operation = document.operations.find((each) => each.id === "access.revoke")!
    const answer = await api.ask(`/api/v1/tokens/${id}`, { token: api.admin, method: "DELETE" })
    expect(answer.status).toBe(204)
    expect(Document.faults(document, operation, answer)).toEqual([])
  })
})

describe("this test's own reading of schemas", () => {
  const schema = {
    type: "object",
    required: ["n"],
    properties: {
      n: { type: "integer", minimum: 1 },
      at: { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] },
      list: { type: "array", items: { $ref: "#/components/schemas/Word" } },
    },
    additionalProperties: false,
  }
  const check = (value: unknown) => problems(schema, value, { Word: { enum: ["a", "b"] } })

  it("finds what does not fit, and nothing else", () => {
    expect(check({ n: 1, at: "2026-01-05T00:00:00.000Z", list: ["a", "b"] })).toEqual([])
    expect(check({ n: 1, at: null })).toEqual([])
    for (const value of [
      {},
      { n: 0 },
      { n: 1.5 },
      { n: "1" },
      { n: 1, at: "yesterday" },
      { n: 1, list: ["c"] },
      { n: 1, more: 1 },
      [],
      null,
    ])
      expect(check(value)).not.toEqual([])
  })
})
