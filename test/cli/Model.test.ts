import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterAll, describe, expect, it } from "vitest"
import { Spending } from "../../runtime/llm/Spending.ts"
import { RealismConfig } from "../../runtime/storage/RealismConfig.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import { Wordings } from "../../src/ports/Wordings.ts"
import { wording, wordingRow } from "../storage/contracts/Samples.ts"
import { place } from "./decnet.ts"

/** An Ollama that has one model. */
const ollama = async () => {
  const asked: Array<string> = []
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ""}`.trim())
    response.setHeader("content-type", "application/json")
    response.end(
      JSON.stringify({ models: [{ name: "llama3.1:latest", model: "llama3.1:latest" }] }),
    )
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  ends.push(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const ends: Array<() => void> = []
afterAll(() => ends.forEach((end) => end()))

const host = async (input?: string) => {
  const here = place({ input: Effect.succeed(input) })
  const path = join(here.folder, "a.db")
  const environment = {
    DECNET_DB_URL: `sqlite:///${path}`,
    DECNET_SECRET_KEY: "5a".repeat(32),
  }
  const run = (args: ReadonlyArray<string>, more: Record<string, string> = {}) =>
    here.run(args, { ...environment, ...more })
  await run(["db", "migrate"])
  const within = <A, E>(
    work: Effect.Effect<A, E, Storage.Ports | Storage.Repositories>,
  ): Promise<A> =>
    Effect.runPromise(
      Effect.provide(work, Storage.layer({ kind: "sqlite", path }, { hostUuid: "local" })),
    )
  return { ...here, run, within }
}

describe("decnet model", () => {
  it("shows that none is asked, and how to switch one on", async () => {
    const { run } = await host()
    const { status, stdout, stderr } = await run(["model", "show"], {
      DECNET_REALISM_MODEL: "qwen3:8b",
    })
    expect([status, stderr]).toEqual([0, ""])
    expect(stdout).toBe(`provider       off                     default
base-url       http://127.0.0.1:11434  default
model          qwen3:8b                DECNET_REALISM_MODEL
timeout        60 s                    default
api-key        none
concurrency    1                       default
budget-calls   2000 a day              default
budget-tokens  1000000 a day           default

no model is asked; switch one on with \`decnet model set --provider ollama\`
today (2026-01-05, UTC): 0 calls, 0 tokens

nothing was asked yet
`)
  })

  it("stores settings, sends the key where they say, and shows what is there and what became of it", async () => {
    const { url, asked } = await ollama()
    const { run, within } = await host("hunter2\n")
    const address = ["--provider", "Ollama", "--base-url", `${url}/`, "--api-key-stdin"]
    const limits = ["--timeout", "90", "--concurrency", "2", "--budget-calls", "7"]
    const set = await run(["model", "set", ...address, ...limits])
    expect(set).toEqual({
      status: 0,
      stdout: "stored; a running orchestrator takes it within 5 ticks\n",
      stderr: "",
    })
    await within(
      Effect.gen(function* () {
        const { put } = yield* Wordings
        const refused = wording({ outcome: "language" })
        for (const index of [0, 1, 2]) yield* put(wordingRow("d", "m", { index }))
        yield* put(wordingRow("d", "m", { index: 3, class: "email", wording: refused }))
        yield* (yield* Spending).add("2026-01-05", { calls: 4, tokens: 1900 })
        const row = yield* (yield* RealismConfig).get("llm")
        expect(JSON.stringify(row)).not.toContain("hunter2")
      }),
    )
    const { stdout, stderr } = await run(["model", "show"])
    expect(stdout).toContain(`base-url       ${url}  stored\n`)
    expect(stdout).toMatch(/^timeout +90 s +stored$/m)
    expect(stdout).toMatch(/^api-key +set +stored$/m)
    expect(stdout).toMatch(/^ready: llama3\.1 is there$/m)
    expect(stdout).toMatch(/^today \(2026-01-05, UTC\): 4 calls, 1900 tokens$/m)
    expect(stdout).toMatch(/^accepted +note +3 +75 %\nlanguage +email +1 +25 %$/m)
    expect(asked).toEqual(["/api/tags Bearer hunter2"])
    expect(stdout + stderr).not.toContain("hunter2")
    const json = JSON.parse((await run(["model", "show", "--json"])).stdout) as object
    expect(json).toMatchObject({
      provider: "ollama",
      base_url: url,
      model: "llama3.1",
      timeout: 90,
      api_key_set: true,
      budget_calls: 7,
      from: { model: "default", timeout: "stored" },
      check: { is: "ready" },
      today: { day: "2026-01-05", calls: 4, tokens: 1900 },
      tally: [
        { outcome: "accepted", class: "note", count: 3 },
        { outcome: "language", class: "email", count: 1 },
      ],
    })
    const missing = await run(["model", "set", "--model", "mistral"])
    expect(missing.status).toBe(0)
    expect((await run(["model", "show"])).stdout).toMatch(/ollama pull mistral/)
    const moved = await run(["model", "set", "--base-url", "http://127.0.0.1:1"])
    expect(moved.stderr).toMatch(/^the stored key was for another address and is gone; store it/)
    expect((await run(["model", "show"])).stdout).toMatch(/127\.0\.0\.1:1 does not answer/)
    expect((await run(["model", "reset"])).status).toBe(0)
    expect((await run(["model", "show"])).stdout).toMatch(/^provider +off +default$/m)
  })

  it.each([
    [["--timeout", "1m"], "--timeout: write a number of seconds from 1 to 3600"],
    [["--provider", "gpt"], "--provider: write ollama, fake or off"],
    [["--base-url", "http://u:hunter2@gpu"], "--base-url: write the address without user and"],
    [["--budget-calls", "-1"], "--budget-calls: write a whole number from 0 to 999999999"],
    [["--model", ""], "--model: write a name of 1 to 128 characters, such as llama3.1"],
    [[], "nothing to store; write what is to change, such as: decnet model set --provider"],
    [["--api-key-stdin"], "--api-key-stdin: pipe the key in: decnet model set --api-key-stdin <"],
  ])("refuses %j in one line that says what to type", async (args, says) => {
    const { run } = await host()
    const { status, stderr } = await run(["model", "set", ...args])
    expect(status).toBe(2)
    expect(stderr.startsWith(`decnet: ${says}`)).toBe(true)
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr).not.toContain("hunter2")
  })

  it("says that the fake one asks nobody, and what it answers", async () => {
    const { run } = await host()
    const shown = async (more: Record<string, string>) =>
      (await run(["model", "show"], { DECNET_REALISM_LLM: "fake", ...more })).stdout
    expect(await shown({})).toMatch(/^no model is asked, .*_FAKE_OUTPUT is not set; texts come/m)
    expect(await shown({ DECNET_REALISM_FAKE_OUTPUT: "x" })).toMatch(/^no model is asked; every/m)
  })

  it("refuses a key that no secret key could seal", async () => {
    const { run } = await host("hunter2\n")
    const { status, stderr } = await run(["model", "set", "--api-key-stdin"], {
      DECNET_SECRET_KEY: "",
    })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^decnet: --api-key-stdin: DECNET_SECRET_KEY is not set .*`decnet init`/)
  })
})

describe("decnet doctor", () => {
  const modelLines = (stdout: string) =>
    stdout.split("\n").filter((line) => /^\w+ +model:/.test(line))

  it("looks for a model where one is switched on, and does not fail without it", async () => {
    const { url } = await ollama()
    const { run } = await host()
    const doctor = async (more: Record<string, string>) =>
      modelLines((await run(["doctor"], { DOCKER_HOST: "unix:///nowhere/d.sock", ...more })).stdout)
    expect(await doctor({})).toEqual([])
    expect(await doctor({ DECNET_REALISM_LLM: "ollama", DECNET_REALISM_OLLAMA_URL: url })).toEqual([
      `ok    model: llama3.1 at ${url}`,
    ])
    const [missing] = await doctor({
      DECNET_REALISM_LLM: "ollama",
      DECNET_REALISM_OLLAMA_URL: url,
      DECNET_REALISM_MODEL: "mistral",
    })
    expect(missing).toMatch(/^warn {2}model: .*mistral.* {2}run: ollama pull mistral$/)
    expect(await doctor({ DECNET_REALISM_LLM: "fake" })).toEqual([
      expect.stringMatching(/^warn {2}model: the provider is fake, .* {2}set ollama or off$/),
    ])
    const [gone] = await doctor({
      DECNET_REALISM_LLM: "ollama",
      DECNET_REALISM_OLLAMA_URL: "http://127.0.0.1:1",
    })
    expect(gone).toMatch(/^warn {2}model: .*does not answer.* {2}start it, or set its address/)
  })
})
