/** What `decnet model set` and `reset` do. */
import * as Effect from "effect/Effect"
import type { Settings } from "../../config/Settings.ts"
import * as Stored from "../../llm/Stored.ts"
import type { Field } from "../../llm/StoredFields.ts"
import { Caller } from "../Caller.ts"
import { UsageFailure } from "../Failure.ts"
import * as Opened from "../Opened.ts"

export type Given = Readonly<Record<Field, string | undefined>>

const usage = (message: string) => new UsageFailure({ message })

/** What is no number is left to the field, which says what to write. */
const valueOf = (name: string, text: string): unknown =>
  name === "provider"
    ? text.toLowerCase()
    : name === "base_url" || name === "model" || !/^\d{1,9}(?:\.\d{1,6})?$/.test(text)
      ? text
      : Number(text)

const option = (field: string): string =>
  field === "api_key" ? "--api-key-stdin" : `--${field.replaceAll("_", "-")}`

const apiKey = Effect.gen(function* () {
  const { input } = yield* Caller
  const text = yield* input
  const key = text?.replace(/\r?\n$/, "")
  if (key === undefined || key === "")
    return yield* usage("--api-key-stdin: pipe the key in: decnet model set --api-key-stdin < FILE")
  return key
})

export const set = (settings: Settings, given: Given, apiKeyStdin: boolean) =>
  Effect.gen(function* () {
    const { write, note, roots } = yield* Caller
    const change: Record<string, unknown> = {}
    for (const [name, text] of Object.entries(given))
      if (text !== undefined) change[name] = valueOf(name, text)
    if (apiKeyStdin) change["api_key"] = yield* apiKey
    if (Object.keys(change).length === 0)
      return yield* usage(
        "nothing to store; write what is to change, such as: decnet model set --provider ollama --model llama3.1",
      )
    const { keyDropped } = yield* Opened.withStorage(
      settings,
      Stored.write(settings, roots, change),
    ).pipe(
      Effect.catchTag("ModelSettingRefused", ({ field, advice }) =>
        Effect.fail(usage(`${option(field)}: ${advice}`)),
      ),
    )
    if (keyDropped)
      yield* note(
        "the stored key was for another address and is gone; store it again with `decnet model set --api-key-stdin` where this one asks for it",
      )
    yield* write("stored; a running orchestrator takes it within 5 ticks\n")
  })

export const reset = (settings: Settings) =>
  Effect.gen(function* () {
    const { write } = yield* Caller
    yield* Opened.withStorage(settings, Stored.reset)
    yield* write(
      "the environment's values stand again; a running orchestrator takes them within 5 ticks\n",
    )
  })
