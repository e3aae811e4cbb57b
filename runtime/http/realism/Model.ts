/** The model's settings and figures as the API reads and changes them. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Wordings } from "../../../src/ports/Wordings.ts"
import * as Instant from "../../../src/time/Instant.ts"
import { Spending } from "../../llm/Spending.ts"
import * as Stored from "../../llm/Stored.ts"
import type { Field, Row } from "../../llm/StoredFields.ts"
import { Workers } from "../../storage/Workers.ts"
import { orUnavailable } from "../Away.ts"
import { Installation } from "../Installation.ts"
import { Unprocessable } from "../Problem.ts"

/** What a field's value comes from where nothing is stored. */
const variables: Readonly<Record<Field, ReadonlyArray<string>>> = {
  provider: ["DECNET_REALISM_LLM"],
  base_url: ["DECNET_REALISM_OLLAMA_URL", "OLLAMA_HOST"],
  model: ["DECNET_REALISM_MODEL"],
  timeout: ["DECNET_REALISM_TIMEOUT"],
  concurrency: ["DECNET_REALISM_CONCURRENCY"],
  budget_calls: ["DECNET_REALISM_BUDGET_CALLS"],
  budget_tokens: ["DECNET_REALISM_BUDGET_TOKENS"],
}

export const read = Effect.gen(function* () {
  const { settings, roots, environment } = yield* Installation
  const { settings: found, from, warnings } = yield* orUnavailable(Stored.find(settings, roots))
  const isSet = (field: Field): boolean =>
    variables[field].some((name) => (environment[name] ?? "").trim() !== "")
  const sources = Object.entries(from).map(([field, source]) => [
    field,
    source === "stored" ? source : isSet(field as Field) ? "environment" : "default",
  ])
  return {
    ...Stored.describe(found),
    concurrency: found.concurrency,
    budget_calls: found.budgetCalls,
    budget_tokens: found.budgetTokens,
    from: Object.fromEntries(sources) as Readonly<
      Record<string, "stored" | "environment" | "default">
    >,
    warnings,
  }
})

export const change = (row: Row) =>
  Effect.gen(function* () {
    const { settings, roots } = yield* Installation
    const { keyDropped } = yield* Stored.write(settings, roots, row).pipe(
      Effect.catchTag("ModelSettingRefused", ({ message }) =>
        Effect.fail(new Unprocessable({ detail: message })),
      ),
      orUnavailable,
    )
    return { ...(yield* read), key_dropped: keyDropped }
  })

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Three heartbeats. */
const aliveWithinMillis = 90_000

/** What the orchestrator that was heard of last says of its model. */
const told = (now: number) =>
  Effect.map(
    Effect.flatMap(Workers, ({ list }) => list),
    (workers) => {
      const [last] = workers
        .filter(
          ({ name, beatAtMillis }) =>
            name === "orchestrator" && now - beatAtMillis <= aliveWithinMillis,
        )
        .sort((a, b) => b.beatAtMillis - a.beatAtMillis)
      const realism = isObject(last?.extra) ? last.extra["realism"] : undefined
      return isObject(realism) ? realism : {}
    },
  )

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)

/** An orchestrator may have been started with a flag: what it says counts before the settings. */
export const words = Effect.gen(function* () {
  const { settings, roots } = yield* Installation
  const { settings: model } = yield* Stored.find(settings, roots)
  const now = yield* Clock.currentTimeMillis
  const { calls, tokens } = yield* (yield* Spending).spent(Instant.toIso(now).slice(0, 10))
  const said = yield* told(now)
  const { llm_enabled: enabled, latency_ms: latency } = said
  return {
    enabled: typeof enabled === "boolean" ? enabled : model.provider !== "off",
    backend: text(said["llm_backend"]) ?? model.provider,
    model: text(said["llm_model"]) ?? model.model,
    breaker: text(said["llm_breaker_state"]) ?? null,
    latency_ms: typeof latency === "number" ? latency : null,
    calls_today: calls,
    tokens_today: tokens,
    budget_calls: model.budgetCalls,
    budget_tokens: model.budgetTokens,
    outcomes: yield* (yield* Wordings).tally,
  }
}).pipe(orUnavailable)
