import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Wordings } from "../../../src/ports/Wordings.ts"
import * as PlannerConfig from "../../../src/planner/PlannerConfig.ts"
import { Spending } from "../../../runtime/llm/Spending.ts"
import { RealismConfig } from "../../../runtime/storage/RealismConfig.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import { Workers } from "../../../runtime/storage/Workers.ts"
import * as Samples from "../../storage/contracts/Samples.ts"
import { start, type Api } from "../server.ts"

let api: Api
beforeAll(async () => {
  api = await start({ environment: { DECNET_REALISM_MODEL: "qwen" } })
})
afterAll(() => api.stop())

const get = (path: string) => api.ask(`/api/v1/realism/${path}`, { token: api.viewer })
const put = (path: string, body: unknown, match?: string) =>
  api.ask(`/api/v1/realism/${path}`, {
    method: "PUT",
    token: api.admin,
    body,
    headers: match === undefined ? {} : { "if-match": match },
  })
const reset = (match?: string) =>
  api.ask("/api/v1/realism/config", {
    method: "DELETE",
    token: api.admin,
    headers: match === undefined ? {} : { "if-match": match },
  })

const defaults = JSON.parse(JSON.stringify(PlannerConfig.toWire(PlannerConfig.defaults))) as object

describe("the planner's settings", () => {
  it("are the defaults until something is changed, and again after a reset", async () => {
    expect((await get("config")).json).toEqual(defaults)
    expect((await put("config", { rate_cv: 0.5 })).json).toEqual({ ...defaults, rate_cv: 0.5 })
    expect((await get("config")).json).toEqual({ ...defaults, rate_cv: 0.5 })
    expect(await reset()).toMatchObject({ status: 200, json: defaults })
    expect((await get("config")).json).toEqual(defaults)
  })

  it("change by any subset; what is not named stays", async () => {
    await put("config", { edit_probability: 0.5, kind_weights: { traffic: 1, file: 2, email: 3 } })
    const { json } = await put("config", { kind_weights: { email: 9 } })
    expect(json).toEqual({
      ...defaults,
      edit_probability: 0.5,
      kind_weights: { traffic: 1, file: 2, email: 9 },
    })
    await reset()
  })

  it("leave out classes of another list, and say so", async () => {
    const { json } = await put("config", {
      user_class_weights: [
        { content_class: "note", weight: 1 },
        { content_class: "log_cron", weight: 1 },
      ],
    })
    expect(json).toMatchObject({
      user_class_weights: [{ content_class: "note", weight: 1 }],
      dropped_entries: ["user_class_weights: log_cron"],
    })
    await reset()
  })

  it.each([
    [{ canary_probability: 2 }, "canary_probability: write a number from 0 to 1 (found 2)"],
    [{ kind_weights: { mail: 1 } }, "kind_weights.mail: write one of traffic, file, email"],
    [5, "write an object with the fields to change"],
    [{ user_class_weights: [] }, /^user_class_weights: the weights sum to zero; /],
    [{ colour: 1 }, /^colour: write one of kind_weights, /],
  ])("refuse %j with what to write", async (change, detail) => {
    const { status, json } = await put("config", change)
    expect(status).toBe(422)
    expect((json as { detail: string }).detail).toEqual(
      typeof detail === "string" ? detail : expect.stringMatching(detail),
    )
    expect((await get("config")).json).toEqual(defaults)
  })

  it("take a change of the version that was read only, where a version is named", async () => {
    const tag = String((await get("config")).headers["etag"])
    expect((await put("config", { rate_cv: 0.1 }, tag)).status).toBe(200)
    expect((await put("config", { rate_cv: 0.2 }, tag)).status).toBe(412)
    expect((await put("config", { rate_cv: 0.3 })).json).toMatchObject({ rate_cv: 0.3 })
    expect((await reset(tag)).status).toBe(412)
    const now = await get("config")
    expect(now.json).toMatchObject({ rate_cv: 0.3 })
    expect((await reset(String(now.headers["etag"]))).status).toBe(200)
    expect((await get("config")).json).toEqual(defaults)
  })

  it("lose no change where many come at once", async () => {
    const fields = ["rate_cv", "edit_probability", "reply_share", "weekend_share"]
    await Promise.all(fields.map((field) => put("config", { [field]: 0.11 })))
    expect((await get("config")).json).toMatchObject(
      Object.fromEntries(fields.map((field) => [field, 0.11])),
    )
    await reset()
  })

  it("say so where what is stored is not valid, and can be mended", async () => {
    await api.run(Effect.flatMap(RealismConfig, ({ set }) => set("weights", { rate_cv: "fast" })))
    expect(await get("config")).toMatchObject({
      status: 409,
      json: { detail: expect.stringMatching(/^What is stored is not valid \(rate_cv: /) },
    })
    expect((await put("config", { rate_cv: 1 })).json).toEqual({ ...defaults, rate_cv: 1 })
    await reset()
  })

  it("keep what is valid of what is stored beside what is not", async () => {
    const odd = { edit_probability: 7, canary_probability: 0.77, was_here_once: 1, rate_cv: "fast" }
    await api.run(Effect.flatMap(RealismConfig, ({ set }) => set("weights", odd)))
    expect((await put("config", { edit_probability: 0.2 })).json).toEqual({
      ...defaults,
      edit_probability: 0.2,
      canary_probability: 0.77,
    })
    expect((await get("config")).status).toBe(200)
    await reset()
  })
})

describe("the model's settings", () => {
  it("say where each value comes from, and never the key", async () => {
    expect((await get("llm")).json).toMatchObject({
      provider: "off",
      model: "qwen",
      api_key_set: false,
      from: { provider: "default", model: "environment" },
    })
    const secret = "sk-1234567890"
    const change = { provider: "ollama", model: "mistral", timeout: 30, api_key: secret }
    const changed = await put("llm", change)
    expect(changed.json).toMatchObject({
      provider: "ollama",
      model: "mistral",
      timeout: 30,
      api_key_set: true,
      key_dropped: false,
      from: { provider: "stored", model: "stored", base_url: "default" },
    })
    const rows = await api.run(
      Effect.flatMap(Store, ({ sql }) => sql`SELECT * FROM realism_config`),
    )
    expect([changed.text, JSON.stringify(rows), api.log.join("\n")].join("\n")).not.toContain(
      secret,
    )
  })

  it("lose the key with its host, and go back to the environment with null", async () => {
    expect((await put("llm", { base_url: "http://10.0.0.9:11434" })).json).toMatchObject({
      api_key_set: false,
      key_dropped: true,
    })
    const all = { provider: null, base_url: null, model: null, timeout: null, api_key: null }
    expect((await put("llm", all)).json).toMatchObject({ provider: "off", model: "qwen" })
  })

  it.each([
    [{ timeout: "slow" }, "timeout: write a number of seconds from 1 to 3600"],
    [{ api_key: "a b" }, "api_key: write 1 to 4096 visible ASCII characters"],
    [{ provider: "openai" }, "provider: write ollama, fake or off"],
  ])("refuse %j with what to write", async (change, detail) => {
    expect(await put("llm", change)).toMatchObject({ status: 422, json: { detail } })
  })
})

describe("the model's figures", () => {
  const beat = (agoMillis: number, extra: object) =>
    api.run(
      Effect.flatMap(Workers, (workers) =>
        workers.beat("local", "orchestrator", extra, Date.now() - agoMillis),
      ),
    )

  it("are the settings' and the day's while no orchestrator says more", async () => {
    expect((await get("words")).json).toEqual({
      enabled: false,
      backend: "off",
      model: "qwen",
      breaker: null,
      latency_ms: null,
      calls_today: 0,
      tokens_today: 0,
      budget_calls: 2000,
      budget_tokens: 1_000_000,
      outcomes: [],
    })
  })

  it("are an orchestrator's as long as it is heard of", async () => {
    const realism = {
      llm_enabled: true,
      llm_backend: "ollama",
      llm_model: "mistral",
      llm_breaker_state: "closed",
      latency_ms: 812,
    }
    await beat(5000, { realism })
    await api.run(
      Effect.zipRight(
        Effect.flatMap(Wordings, ({ put }) =>
          put(Samples.wordingRow("d1", "m1", { wording: Samples.wording({ outcome: "refusal" }) })),
        ),
        Effect.flatMap(Spending, ({ add }) =>
          add(new Date().toISOString().slice(0, 10), { calls: 3, tokens: 700 }),
        ),
      ),
    )
    expect((await get("words")).json).toMatchObject({
      enabled: true,
      backend: "ollama",
      model: "mistral",
      breaker: "closed",
      latency_ms: 812,
      calls_today: 3,
      tokens_today: 700,
      outcomes: [{ outcome: "refusal", count: 1 }],
    })
    await beat(120_000, { realism })
    expect((await get("words")).json).toMatchObject({ enabled: false, breaker: null })
  })
})
