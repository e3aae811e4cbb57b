/** Requests and settings for the tests of the model. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import type { Request } from "../../src/llm/Request.ts"
import type { Answer } from "../../src/ports/LanguageModel.ts"
import { Answers } from "../../runtime/llm/Answers.ts"
import * as Gate from "../../runtime/llm/Gate.ts"
import type { ModelSettings } from "../../runtime/llm/ModelSettings.ts"
import { Spending } from "../../runtime/llm/Spending.ts"

export const request = (seed = 1): Request => ({
  system: "Write a note.",
  prompt: "Four lines about the backup of tuesday.",
  sampling: { seed, temperature: 0.8, maxTokens: 200 },
  gist: {
    form: "note",
    follows: false,
    language: "en",
    extension: "txt",
    slots: {},
    previous: "",
  },
})

export const settings = (own: Partial<ModelSettings> = {}): ModelSettings => ({
  provider: "ollama",
  baseUrl: "http://127.0.0.1:9",
  model: "llama3.1",
  timeoutMillis: 400,
  apiKey: undefined,
  fakeOutput: undefined,
  concurrency: 1,
  budgetCalls: 1000,
  budgetTokens: 1_000_000,
  ...own,
})

export const stores: Layer.Layer<Answers | Spending> = Layer.merge(
  Answers.layerMemory,
  Spending.layerMemory,
)

export const gate = (options: Gate.Options): Effect.Effect<Gate.Gate> =>
  Effect.provide(Gate.make(options), stores)

/** One request in a turn of its own. */
export const asked = (to: Gate.Gate, seed = 1): Effect.Effect<Answer> =>
  Effect.flatMap(to.model.turn, (turn) =>
    turn === undefined ? Effect.dieMessage("switched off") : turn.complete(request(seed)),
  )

/** `Answered` or the reason why not. */
export const ending = (answer: Answer): string =>
  answer._tag === "Answered" ? (answer.isCached ? "cached" : "answered") : answer.reason

/** What the log was told since the test emptied it. */
export const lines: Array<string> = []

export const log: Layer.Layer<never> = Logger.replace(
  Logger.defaultLogger,
  Logger.make(({ message }) => void lines.push(String(message))),
)
