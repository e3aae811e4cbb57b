import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import * as Ollama from "../../runtime/llm/Ollama.ts"
import type * as Gate from "../../runtime/llm/Gate.ts"
import * as Http from "../../runtime/llm/Http.ts"
import type { Answer } from "../../src/ports/LanguageModel.ts"
import { cases, json, roomyMillis, some, timeoutMillis } from "./Cases.ts"
import * as Samples from "./Samples.ts"
import * as StandIn from "./StandIn.ts"

let server: StandIn.StandIn
const prints = (["log", "warn", "error"] as const).map((name) =>
  vi.spyOn(console, name).mockImplementation(() => undefined),
)

beforeAll(async () => {
  server = await StandIn.start()
  for (const { model, script } of cases) server.scripts.set(model, script)
  let loads = 0
  server.scripts.set("load-first", (exchange) =>
    (loads++ === 0 ? StandIn.sends(StandIn.last("m", "load")) : StandIn.says("there"))(exchange),
  )
})
afterAll(async () => {
  await server.stop()
  expect(prints.flatMap((spy) => spy.mock.calls)).toEqual([])
})

const settingsOf = (model: string, own = roomyMillis) =>
  Samples.settings({ baseUrl: server.url, model, timeoutMillis: own })

const through = async (model: string, own?: number): Promise<{ answer: Answer; took: number }> => {
  const begun = Date.now()
  const answer = await Effect.runPromise(
    Effect.flatMap(Samples.gate({ settings: settingsOf(model, own) }), (gate) =>
      Samples.asked(gate),
    ),
  )
  return { answer, took: Date.now() - begun }
}

describe.concurrent("a model behind Ollama", () => {
  it.each(cases)(
    "$model comes to what it should, in time, and lets go of its connection",
    async (the) => {
      const own = the.expected["reason"] === "timeout" ? timeoutMillis : roomyMillis
      const { answer, took } = await through(the.model, own)
      expect(answer).toMatchObject({ backend: "ollama", model: the.model, ...the.expected })
      expect(took).toBeLessThan(own + 1000)
      const seen = server.of(the.model)
      expect(seen.length).toBe(the.model === "only-loaded" ? 2 : 1)
      for (const { socket } of seen)
        await StandIn.until(`the connection of ${the.model} is closed`, () => socket.destroyed)
    },
  )

  it("is asked what the request says, as one stream, for words alone", async ({ expect: own }) => {
    await through("plain")
    const { body, path } = server.of("plain")[0]!
    own(path).toBe("/api/generate")
    own(body).toEqual({
      model: "plain",
      system: "Write a note.",
      prompt: "Four lines about the backup of tuesday.",
      stream: true,
      think: false,
      keep_alive: "10m",
      options: { seed: 1, temperature: 0.8, num_predict: 200, num_ctx: 8192 },
    })
  })

  it("counts its tokens as it says itself", async () => {
    expect((await through("plain")).answer).toMatchObject({ promptTokens: 26, tokens: 298 })
  })

  it("is asked once more where it only came into memory", async () => {
    expect((await through("load-first")).answer).toMatchObject({ text: "there" })
  })

  it("fails at once where nothing listens", async () => {
    const other = await StandIn.start()
    await other.stop()
    const settings = Samples.settings({ baseUrl: other.url })
    const gate = await Effect.runPromise(Samples.gate({ settings }))
    expect(await Effect.runPromise(Samples.asked(gate))).toMatchObject({
      reason: "failed",
      detail: "connection refused",
    })
  })

  it.each([
    ["not an address", "its address cannot be read"],
    ["ftp://127.0.0.1:21", "its address is not http or https"],
    ["http://nowhere.invalid:11434", "no such host"],
  ])("says what is wrong with %s", async (baseUrl, detail) => {
    const generate = Ollama.make(Samples.settings({ baseUrl })).generate(Samples.request())
    expect(await Effect.runPromise(Effect.flip(generate))).toMatchObject({ detail })
  })

  it("gets the key as a bearer, and no message has it", async () => {
    const key = "sk-very-secret-1234"
    server.scripts.set("keyed", ({ headers, response }) =>
      StandIn.refuses(
        500,
        json(`bad header: ${headers.authorization}`),
      )({ response } as StandIn.Exchange),
    )
    const settings = { ...settingsOf("keyed"), apiKey: Redacted.make(key) }
    const failure = await Effect.runPromise(
      Effect.flip(Ollama.make(settings).generate(Samples.request())),
    )
    expect(server.of("keyed")[0]!.headers.authorization).toBe(`Bearer ${key}`)
    expect(failure.detail).toBe("HTTP 500: bad header: Bearer (key)")
    expect(JSON.stringify(failure) + String(failure.stack)).not.toContain(key)
  })

  it("says that a key cannot be sent, and not the key", async () => {
    const settings = { ...settingsOf("plain"), apiKey: Redacted.make("sk-secret\nx: y") }
    expect(
      await Effect.runPromise(Effect.flip(Ollama.make(settings).generate(Samples.request()))),
    ).toMatchObject({ detail: "the key has characters that cannot be sent" })
  })

  it("sends no key where none is set, not even one that the client found by itself", async () => {
    await Http.fetchWith(undefined, new AbortController().signal)(
      `${server.url}/api/version?mine`,
      {
        headers: { authorization: "Bearer found" },
      },
    )
    const [seen] = server.exchanges.filter(({ path }) => path.endsWith("?mine"))
    expect(seen!.headers.authorization).toBeUndefined()
  })

  it("is reached by one of fifty after the pause, and not for what it answered", async () => {
    server.scripts.set("fails", StandIn.refuses(500, json("out of memory")))
    const limits = { failures: 3, pauseMillis: 300 }
    const gate = await Effect.runPromise(
      Samples.gate({ settings: settingsOf("fails"), limits, waitingMax: 50 }),
    )
    const all = (count: number, first: number) =>
      Promise.all(
        Array.from({ length: count }, (_, at) =>
          Effect.runPromise(Effect.provide(Samples.asked(gate, first + at), Samples.log)),
        ),
      ).then((answers) => answers.map(Samples.ending))
    expect(await all(5, 0)).toEqual(["failed", "failed", "failed", "open", "open"])
    await StandIn.pause(limits.pauseMillis + 20)
    server.scripts.set("fails", StandIn.says("here again"))
    const after = await all(50, 100)
    expect(after.filter((ending) => ending === "answered")).toEqual(["answered"])
    expect(server.of("fails").length).toBe(4)
    expect(await all(1, 100 + after.indexOf("answered"))).toEqual(["cached"])
    expect(server.of("fails").length).toBe(4)
  })

  it("is asked where the settings say at the moment", async () => {
    const other = await StandIn.start()
    other.scripts.set("plain", StandIn.says("from elsewhere"))
    const gate = await Effect.runPromise(Samples.gate({ settings: settingsOf("plain") }))
    await Effect.runPromise(gate.use({ ...settingsOf("plain"), baseUrl: `${other.url}/` }))
    expect(await Effect.runPromise(Samples.asked(gate, 77))).toMatchObject({
      text: "from elsewhere",
    })
    await other.stop()
  })

  it("closes the connection when the caller is interrupted", async () => {
    server.scripts.set("left", StandIn.stallsAfter(some))
    const fiber = Effect.runFork(Ollama.make(settingsOf("left")).generate(Samples.request()))
    await StandIn.until("it was asked", () => server.of("left").length === 1)
    const begun = Date.now()
    const exit = await Effect.runPromise(Fiber.interrupt(fiber))
    expect(Exit.isInterrupted(exit)).toBe(true)
    expect(Date.now() - begun).toBeLessThan(roomyMillis)
    await StandIn.until("closed", () => server.of("left")[0]!.socket.destroyed)
  })
})

describe.concurrent("looking for the model at the start", () => {
  const check = (own: Parameters<typeof Samples.settings>[0]) =>
    Effect.runPromise(Ollama.check(Samples.settings(own)))
  const listing = async (...names: ReadonlyArray<string>) => {
    const other = await StandIn.start()
    other.names.push(...names)
    return other
  }

  it.each([
    ["llama3.1", "llama3.1:latest"],
    ["llama3.1:latest", "llama3.1"],
    ["qwen2:7b", "qwen2:7b"],
    ["hf.co:443/org/name", "hf.co:443/org/name:latest"],
  ])("takes %s for %s", async (model, name) => {
    const other = await listing("mistral:latest", name)
    expect(await check({ baseUrl: other.url, model })).toEqual({ is: "ready" })
    await other.stop()
  })

  it("says what to type where the model is missing, and what there is", async () => {
    const other = await listing("mistral:latest", "llama3.1:70b")
    expect(await check({ baseUrl: `${other.url}/` })).toEqual({
      is: "missing",
      message: `Ollama at ${other.url} does not have the model llama3.1, it has mistral:latest, llama3.1:70b; run: ollama pull llama3.1`,
    })
    await other.stop()
  })

  it("says that nobody is there", async () => {
    const other = await listing()
    await other.stop()
    expect(await check({ baseUrl: other.url })).toEqual({
      is: "unreachable",
      message: `Ollama at ${other.url} does not answer (connection refused); texts come from templates meanwhile`,
    })
  })

  it("does not take something else for Ollama", async () => {
    expect(await check({ baseUrl: `${server.url}/other` })).toMatchObject({
      is: "unreachable",
      message: expect.stringContaining("(HTTP 404: 404 page not found)"),
    })
  })

  it("is ready with a fake, which is nowhere", async () => {
    expect(await check({ provider: "fake" })).toEqual({ is: "ready" })
  })

  it("is a backend that a gate can be made of", async () => {
    const gate = await Effect.runPromise(Samples.gate({ settings: settingsOf("plain") }))
    const status: Gate.GateStatus = await Effect.runPromise(gate.status)
    expect(status).toMatchObject({ enabled: true, backend: "ollama", model: "plain" })
  })
})
