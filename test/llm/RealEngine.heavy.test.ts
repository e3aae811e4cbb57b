import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Ollama from "../../runtime/llm/Ollama.ts"
import type { Request } from "../../src/llm/Request.ts"
import { faults } from "../../src/llm/Wording.ts"
import type { Answer, Answered } from "../../src/ports/LanguageModel.ts"
import * as Completion from "../../src/prompts/Completion.ts"
import * as Prompt from "../../src/prompts/Prompt.ts"
import type { Task } from "../../src/prompts/Task.ts"
import { file, mail, personas } from "../prompts/FixtureTasks.ts"
import * as Bridge from "./engine/Bridge.ts"
import * as Engine from "./engine/Engine.ts"
import * as Texts from "./engine/Texts.ts"
import * as TinyModel from "./engine/TinyModel.ts"
import * as Samples from "./Samples.ts"
import { until } from "./StandIn.ts"

const name = "counted-words:latest"

const of = (language: string) => personas.filter((each) => each.language === language)
const [english, spanish, german, portuguese] = ["en", "es", "de", "pt"].map(
  (language) => of(language)[0]!,
)

const tasks: ReadonlyArray<readonly [string, Task]> = [
  ["an English note", file(english!, "note", 1)],
  ["a German note", file(german!, "note", 2)],
  ["a Spanish to-do list", file(spanish!, "todo", 3)],
  ["an English to-do list", file(english!, "todo", 4)],
  ["a Portuguese draft", file(portuguese!, "draft", 5)],
  ["an English script", file(english!, "script", 6)],
  ["the next version of a German note", file(german!, "note", 7, true)],
  ["an English mail", mail(english!, 8)],
  ["a Spanish mail to two", mail(spanish!, 9, undefined, 2)],
  ["a German answer", mail(german!, 10, "Schaust du dir das heute an?\n\nDanke")],
]

const lack = Engine.lacks()

describe.skipIf(lack !== undefined)("a model that llama.cpp runs, behind Ollama's wire", () => {
  let folder: string | undefined
  let llama: Engine.Llama | undefined
  let bridge: Bridge.Bridge | undefined

  const settings = () =>
    Samples.settings({ baseUrl: bridge!.url, model: name, timeoutMillis: 60_000 })
  const generate = (request: Request) =>
    Effect.runPromise(Ollama.make(settings()).generate(request))

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "model-"))
    const modelPath = join(folder, "model.gguf")
    TinyModel.write(modelPath, Texts.known())
    llama = await Engine.load()
    const { begin, contextTokens } = TinyModel
    bridge = await Bridge.start({ llama, modelPath, name, begin, contextTokens })
  })
  afterAll(async () => {
    if (bridge !== undefined) await bridge.stop()
    await llama?.dispose()
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })

  it("is found by the look at the start", async () => {
    expect(await Effect.runPromise(Ollama.check(settings()))).toEqual({ is: "ready" })
  })

  it("is asked with the phrases that it looks for", () => {
    const foreign = tasks.filter(([, task]) => !TinyModel.isUnderstood(Prompt.request(task).prompt))
    expect(foreign.map(([what]) => what)).toEqual([])
  })

  it("answers ten tasks through the gate, and each answer is used or turned down", async () => {
    const gate = await Effect.runPromise(Samples.gate({ settings: settings() }))
    const before = bridge!.runs.length
    const answers: Array<Answer> = []
    for (const [, task] of tasks) {
      const turn = await Effect.runPromise(gate.model.turn)
      answers.push(await Effect.runPromise(turn!.complete(Prompt.request(task))))
    }
    const runs = bridge!.runs.slice(before)
    expect(answers.map(Samples.ending)).toEqual(tasks.map(() => "answered"))
    expect((answers as ReadonlyArray<Answered>).map(countsOf)).toEqual(runs.map(countsOf))
    expect(Math.min(...runs.map(({ tokens }) => tokens))).toBeGreaterThan(0)
    expect(Math.min(...runs.map(({ promptTokens }) => promptTokens))).toBeGreaterThan(100)

    for (const [at, [, task]] of tasks.entries()) {
      const { text, isCutOff } = answers[at] as Answered
      const verdict = Completion.judge(task, text, isCutOff)
      if (Either.isLeft(verdict)) {
        expect(faults).toContain(verdict.left.fault)
        expect(verdict.left.detail).not.toBe("")
      } else expect(Completion.judge(task, verdict.right)).toEqual(verdict)
    }
    expect(await Effect.runPromise(gate.status)).toMatchObject({
      breaker: "closed",
      callsToday: tasks.length,
      tokensToday: runs.reduce((sum, run) => sum + run.promptTokens + run.tokens, 0),
    })
  })

  it("says the same to an equal request, and something else by another seed", async () => {
    const request = Prompt.request(tasks[4]![1])
    const { sampling } = request
    const [first, second] = [await generate(request), await generate(request)]
    expect(second).toEqual(first)
    const other = { ...request, sampling: { ...sampling, seed: sampling.seed ^ 1 } }
    expect((await generate(other)).text).not.toBe(first.text)
  })

  it("answers two who ask at once one after the other, each with its own words", async () => {
    const requests = [tasks[0]!, tasks[2]!].map(([, task]) => Prompt.request(task))
    const alone = [await generate(requests[0]!), await generate(requests[1]!)]
    expect(await Promise.all(requests.map(generate))).toEqual(alone)
  })

  const endless = (): Request => ({
    ...Samples.request(),
    prompt: `Write a note to yourself.\nWrite in English.\n${TinyModel.endless}`,
  })

  it("is cut off at the limit of tokens, and says so", async () => {
    const { sampling } = endless()
    const answer = await generate({ ...endless(), sampling: { ...sampling, maxTokens: 40 } })
    expect(answer).toMatchObject({ tokens: 40, isCutOff: true })
    const verdict = Completion.judge(tasks[0]![1], answer.text, answer.isCutOff)
    expect(Either.isLeft(verdict)).toBe(true)
  })

  it("stops to write when nobody waits any more", async () => {
    const { sampling } = endless()
    const request = { ...endless(), sampling: { ...sampling, maxTokens: 6000 } }
    const count = bridge!.runs.length
    const fiber = Effect.runFork(Ollama.make(settings()).generate(request))
    await until("it writes", () => (bridge!.runs[count]?.tokens ?? 0) > 5, 20_000)
    expect(Exit.isInterrupted(await Effect.runPromise(Fiber.interrupt(fiber)))).toBe(true)
    const run = bridge!.runs[count]!
    await until("it has stopped", () => run.is !== "running", 5000)
    expect(run.is).toBe("abandoned")
    expect(run.tokens).toBeLessThan(1000)
    // and the next is served as ever
    expect((await generate(Prompt.request(tasks[0]![1]))).text).not.toBe("")
  })
})

const countsOf = (each: {
  readonly promptTokens: number
  readonly tokens: number
  readonly text: string
}) => ({ promptTokens: each.promptTokens, tokens: each.tokens, text: each.text })
