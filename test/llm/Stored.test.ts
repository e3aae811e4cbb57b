import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import * as Sealed from "../../runtime/config/Sealed.ts"
import * as Settings from "../../runtime/config/Settings.ts"
import * as Stored from "../../runtime/llm/Stored.ts"
import { RealismConfig } from "../../runtime/storage/RealismConfig.ts"

const roots = { etc: "/nowhere/etc", state: "/nowhere/state", own: join("/nowhere", "own") }
const secretKey = "5a".repeat(32)

const settingsOf = (environment: Record<string, string> = {}): Settings.Settings =>
  Either.getOrThrow(Settings.read({ DECNET_SECRET_KEY: secretKey, ...environment }))

const standard = settingsOf({ DECNET_REALISM_MODEL: "qwen3:8b" })

/** A row of its own in memory, and what was logged. */
const within = async (
  row: unknown,
  program: Effect.Effect<void, unknown, RealismConfig>,
): Promise<{ readonly row: unknown; readonly logged: ReadonlyArray<string> }> => {
  let held = row
  const logged: Array<string> = []
  const config = Layer.succeed(RealismConfig, {
    get: () => Effect.sync(() => Option.fromNullable(held)),
    // as a database has it
    set: (_, value) => Effect.sync(() => void (held = JSON.parse(JSON.stringify(value)))),
    reset: () => Effect.sync(() => void (held = undefined)),
  })
  const logs = Logger.replace(
    Logger.defaultLogger,
    Logger.make(({ message }) => void logged.push(String(message))),
  )
  await Effect.runPromise(Effect.provide(program, Layer.merge(config, logs)))
  return { row: held, logged }
}

describe("the model that is in force", () => {
  it("is the environment's where nothing is stored", () =>
    within(
      undefined,
      Effect.gen(function* () {
        const { settings, from, warnings } = yield* Stored.find(standard, roots)
        expect(settings).toEqual({
          provider: "off",
          baseUrl: "http://127.0.0.1:11434",
          model: "qwen3:8b",
          timeoutMillis: 60_000,
          apiKey: undefined,
          fakeOutput: undefined,
          concurrency: 1,
          budgetCalls: 2000,
          budgetTokens: 1_000_000,
        })
        expect(new Set(Object.values(from))).toEqual(new Set(["environment"]))
        expect(warnings).toEqual([])
      }),
    ))

  it("is what is stored, field by field, and unknown fields are nobody's concern", () =>
    within(
      {
        provider: "ollama",
        timeout: 1.5,
        concurrency: 8,
        budget_calls: 0,
        later: true,
        model: null,
      },
      Effect.gen(function* () {
        const { settings, from, warnings } = yield* Stored.find(standard, roots)
        expect(settings).toMatchObject({
          provider: "ollama",
          model: "qwen3:8b",
          timeoutMillis: 1500,
          concurrency: 8,
          budgetCalls: 0,
        })
        expect(from).toMatchObject({ provider: "stored", model: "environment", timeout: "stored" })
        expect(warnings).toEqual([])
      }),
    ))

  it.each([
    [undefined, "fake", "ollama", "ollama"],
    [undefined, "ollama", "off", "off"],
    [false, "ollama", "ollama", "off"],
    [true, "off", "off", "ollama"],
    [true, "off", undefined, "ollama"],
    [true, "fake", "off", "fake"],
    [true, "ollama", "fake", "fake"],
  ] as const)("with the flag %s, %s set and %s stored is %s", (flag, set, stored, comesTo) =>
    within(
      stored === undefined ? undefined : { provider: stored },
      Effect.gen(function* () {
        const settings = settingsOf({ DECNET_REALISM_LLM: set })
        const found = yield* Stored.find(settings, roots, flag)
        expect(found.settings.provider).toBe(comesTo)
        expect(found.from.provider === "flag").toBe(flag !== undefined)
      }),
    ).then(() => undefined),
  )

  it.each([
    ["provider", "gpt", "write ollama, fake or off"],
    ["provider", true, "write ollama, fake or off"],
    ["base_url", "gpu:11434", "write an address such as http://127.0.0.1:11434"],
    ["base_url", "ftp://gpu", "write an address such as http://127.0.0.1:11434"],
    ["base_url", "http://", "write an address such as http://127.0.0.1:11434"],
    ["base_url", "http://a b", "write an address such as http://127.0.0.1:11434"],
    ["base_url", "http://u:hunter2@gpu", "write the address without user and password; a key"],
    ["base_url", "http://@gpu", "write the address without user and password; a key"],
    ["base_url", "http://gpu/?a=hunter2", "write the address without ? and #"],
    ["base_url", 7, "write an address such as http://127.0.0.1:11434"],
    ["model", "", "write a name of 1 to 128 characters, such as llama3.1"],
    ["model", "a\u0000b", "write a name of 1 to 128 characters, such as llama3.1"],
    ["model", "x".repeat(129), "write a name of 1 to 128 characters, such as llama3.1"],
    ["model", " a", "write a name of 1 to 128 characters, such as llama3.1"],
    ["timeout", 0.5, "write a number of seconds from 1 to 3600"],
    ["timeout", "60", "write a number of seconds from 1 to 3600"],
    ["timeout", 3601, "write a number of seconds from 1 to 3600"],
    ["concurrency", 9, "write a whole number from 1 to 8"],
    ["concurrency", 1.5, "write a whole number from 1 to 8"],
    ["budget_tokens", -1, "write a whole number from 0 to 999999999"],
  ])(
    "has the environment's value where %s is stored as %j, and says so",
    async (field, value, advice) => {
      const { logged } = await within(
        { [field]: value },
        Effect.gen(function* () {
          const found = yield* Stored.read(standard, roots)
          expect(found).toEqual((yield* Stored.find(standard, roots, undefined)).settings)
          expect(found.model).toBe("qwen3:8b")
          expect(found.baseUrl).toBe("http://127.0.0.1:11434")
        }),
      )
      expect(logged.length).toBe(1)
      expect(logged[0]!.startsWith(`the stored model settings: ${field}: ${advice}`)).toBe(true)
      expect(logged[0]).not.toMatch(/hunter2|\n/)
    },
  )

  it("is the environment's where what is stored is no object", async () => {
    const { logged } = await within(["ollama"], Effect.asVoid(Stored.read(standard, roots)))
    expect(logged).toEqual([
      "the stored model settings: they are no object; store them again with `decnet model set`",
    ])
  })

  it("tells a mistake once to whoever reads on and on, and again when it comes back", async () => {
    const { logged } = await within(
      { timeout: 0 },
      Effect.gen(function* () {
        const next = yield* Stored.reader(standard, roots)
        const { set } = yield* RealismConfig
        yield* next
        yield* next
        yield* set("llm", { timeout: 30 })
        expect((yield* next).timeoutMillis).toBe(30_000)
        yield* set("llm", { timeout: 0 })
        yield* next
      }),
    )
    expect(logged.length).toBe(2)
  })
})

describe("a key that is stored", () => {
  it("is sealed, comes back to whoever sends it, and is shown to nobody", async () => {
    const { row } = await within(
      { later: 1 },
      Effect.gen(function* () {
        yield* Stored.write(standard, roots, { provider: "ollama", api_key: "hunter2" })
        const { settings, warnings } = yield* Stored.find(standard, roots)
        expect(warnings).toEqual([])
        expect(Redacted.value(settings.apiKey!)).toBe("hunter2")
        expect(JSON.stringify(settings) + String(settings.apiKey)).not.toContain("hunter2")
        expect(Stored.describe(settings)).toEqual({
          provider: "ollama",
          base_url: "http://127.0.0.1:11434",
          model: "qwen3:8b",
          timeout: 60,
          api_key_set: true,
        })
      }),
    )
    expect(row).toMatchObject({ later: 1, provider: "ollama" })
    expect(JSON.stringify(row)).not.toContain("hunter2")
  })

  it("is none where another secret key sealed it, or there is none, or it is no such thing", async () => {
    const other = settingsOf({ DECNET_SECRET_KEY: "5b".repeat(32) })
    const { DECNET_SECRET_KEY: _, ...bare } = { DECNET_SECRET_KEY: "" }
    const without = Either.getOrThrow(Settings.read(bare))
    const { logged } = await within(
      undefined,
      Effect.gen(function* () {
        yield* Stored.write(standard, roots, { api_key: "hunter2" })
        for (const settings of [other, without]) {
          const found = yield* Stored.read(settings, roots)
          expect(found.apiKey).toBeUndefined()
          expect(Stored.describe(found).api_key_set).toBe(false)
        }
        yield* (yield* RealismConfig).set("llm", { api_key: "hunter2" })
        expect((yield* Stored.read(standard, roots)).apiKey).toBeUndefined()
      }),
    )
    expect(logged).toEqual([
      expect.stringMatching(
        /api_key: it was sealed with another secret key; no key is sent; store/,
      ),
      expect.stringMatching(
        /api_key: DECNET_SECRET_KEY is not set and .* no key is sent; store it/,
      ),
      expect.stringMatching(/api_key: it is of an unknown form; no key is sent/),
    ])
    expect(logged.join()).not.toContain("hunter2")
  })

  it("goes to no other host than the one that it was stored for", async () => {
    const { row } = await within(
      undefined,
      Effect.gen(function* () {
        const write = (change: Record<string, unknown>) => Stored.write(standard, roots, change)
        const keyed = Effect.map(
          Stored.find(standard, roots),
          ({ settings }) => settings.apiKey !== undefined,
        )
        yield* write({ base_url: "https://a.corp.net/one", api_key: "k" })
        expect(yield* write({ base_url: "https://a.corp.net/two/", model: "m" })).toEqual({
          keyDropped: false,
        })
        expect(yield* keyed).toBe(true)
        expect(yield* write({ base_url: "https://b.corp.net" })).toEqual({ keyDropped: true })
        expect(yield* keyed).toBe(false)
        expect(yield* write({ base_url: "https://c.corp.net", api_key: "k2" })).toEqual({
          keyDropped: false,
        })
        expect(yield* keyed).toBe(true)
        expect(yield* write({ base_url: null })).toEqual({ keyDropped: true })
        yield* write({ api_key: "k3" })
        yield* write({ api_key: null })
        expect(yield* keyed).toBe(false)
        // an address that cannot be read is none that a key could be for
        yield* write({ base_url: "https://a.corp.net", api_key: "k" })
        const config = yield* RealismConfig
        const stored = Option.getOrThrow(yield* config.get("llm"))
        yield* config.set("llm", { ...(stored as object), base_url: "nowhere" })
        expect(yield* keyed).toBe(false)
      }),
    )
    expect(row).toMatchObject({ base_url: "nowhere" })
  })
})

describe("a key and the address in force", () => {
  const at = (url: string) => settingsOf({ DECNET_REALISM_OLLAMA_URL: url })
  const a = at("https://llm.corp.net/one")

  it("part where the environment names another host, and a line says which", async () => {
    const { logged } = await within(
      undefined,
      Effect.gen(function* () {
        yield* Stored.write(a, roots, { provider: "ollama", api_key: "hunter2" })
        for (const other of [
          "http://evil.example:11434",
          // not even without TLS, on another port, or on a name below
          "http://llm.corp.net",
          "https://llm.corp.net:8443",
          "https://llm.corp.net.evil.example",
        ]) {
          const { settings, warnings } = yield* Stored.find(at(other), roots)
          expect(settings).toMatchObject({ baseUrl: other, apiKey: undefined })
          expect(warnings).toEqual([
            `the stored model settings: api_key: it is for https://llm.corp.net, and the address is ${other}; no key is sent; store it again with \`decnet model set --api-key-stdin\``,
          ])
        }
        const fallback = settingsOf({ OLLAMA_HOST: "evil.example" })
        expect((yield* Stored.read(fallback, roots)).apiKey).toBeUndefined()
        // a stored address that is wrong leaves the environment's
        const config = yield* RealismConfig
        const row = Option.getOrThrow(yield* config.get("llm")) as object
        yield* config.set("llm", { ...row, base_url: "http://[" })
        expect((yield* Stored.find(at("http://b.corp.net"), roots)).settings.apiKey).toBe(undefined)
        yield* config.set("llm", row)
        // and it is there again with its own host, on any path
        const back = yield* Stored.find(at("https://llm.corp.net/two/"), roots)
        expect(Redacted.value(back.settings.apiKey!)).toBe("hunter2")
        expect(back.warnings).toEqual([])
      }),
    )
    expect(logged.length).toBe(1)
    expect(logged.join()).not.toContain("hunter2")
  })

  it("part where a row was changed by hand, since the address is sealed in", () =>
    within(
      undefined,
      Effect.gen(function* () {
        yield* Stored.write(a, roots, { provider: "ollama", api_key: "hunter2" })
        const config = yield* RealismConfig
        const row = Option.getOrThrow(yield* config.get("llm")) as object
        yield* config.set("llm", { ...row, base_url: "https://evil.example" })
        const { settings, warnings } = yield* Stored.find(a, roots)
        expect(settings).toMatchObject({ baseUrl: "https://evil.example", apiKey: undefined })
        expect(warnings.length).toBe(1)
      }),
    ))

  it("part where a key was sealed without an address", () =>
    within(
      { api_key: Sealed.seal(secretKey, "model-keys", "realism_config/llm", "hunter2") },
      Effect.gen(function* () {
        const { settings, warnings } = yield* Stored.find(a, roots)
        expect(settings.apiKey).toBeUndefined()
        expect(warnings.join()).toMatch(/it was stored without the address that it is for/)
      }),
    ))
})

describe("storing", () => {
  it("refuses a field that is wrong by its name, and stores nothing of the rest", async () => {
    const { row } = await within(
      { model: "a" },
      Effect.gen(function* () {
        const refused = yield* Effect.flip(
          Stored.write(standard, roots, { model: "b", timeout: 0 }),
        )
        expect(refused).toMatchObject({ _tag: "ModelSettingRefused", field: "timeout" })
        const key = yield* Effect.flip(Stored.write(standard, roots, { api_key: "a\nb" }))
        expect(key.message).toBe("api_key: write 1 to 4096 visible ASCII characters")
      }),
    )
    expect(row).toEqual({ model: "a" })
  })

  it("takes fields back to the environment, one or all", async () => {
    const { row } = await within(
      { model: "a", timeout: 5, later: { x: 1 } },
      Effect.gen(function* () {
        yield* Stored.write(standard, roots, { model: null, api_key_set: true })
        expect((yield* Stored.find(standard, roots)).settings.model).toBe("qwen3:8b")
        expect(yield* (yield* RealismConfig).get("llm")).toEqual(
          Option.some({ timeout: 5, later: { x: 1 } }),
        )
        yield* Stored.reset
      }),
    )
    expect(row).toBeUndefined()
  })
})
