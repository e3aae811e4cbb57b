/** What `decnet model show` does. */
import * as Effect from "effect/Effect"
import { type Tally, Wordings } from "../../../src/ports/Wordings.ts"
import * as Instant from "../../../src/time/Instant.ts"
import type { Environment, Settings } from "../../config/Settings.ts"
import { variables } from "../../config/Variables.ts"
import type { ModelSettings } from "../../llm/ModelSettings.ts"
import { Spending } from "../../llm/Spending.ts"
import * as Stored from "../../llm/Stored.ts"
import * as StoredFields from "../../llm/StoredFields.ts"
import * as Found from "../canary/Found.ts"
import { Caller } from "../Caller.ts"
import * as Columns from "../Columns.ts"

/** Where a value comes from when it is neither stored nor a flag's. */
const variableOf = {
  provider: variables.realismLlm,
  base_url: variables.realismOllamaUrl,
  model: variables.realismModel,
  timeout: variables.realismTimeout,
  concurrency: variables.realismConcurrency,
  budget_calls: variables.realismBudgetCalls,
  budget_tokens: variables.realismBudgetTokens,
} satisfies Record<StoredFields.Field, object>

const sourceOf = (
  found: Stored.Found,
  field: StoredFields.Field,
  environment: Environment,
): string => {
  if (found.from[field] !== "environment") return found.from[field]
  const { name, fallback } = variableOf[field]
  const set = [name, fallback].find(
    (each) => each !== undefined && (environment[each] ?? "").trim() !== "",
  )
  return set ?? "default"
}

interface Standing {
  readonly is: "off" | "fake" | "ready" | "missing" | "unreachable"
  readonly message: string
}

const standing = (settings: ModelSettings): Effect.Effect<Standing> => {
  if (settings.provider === "off")
    return Effect.succeed({
      is: "off",
      message: "no model is asked; switch one on with `decnet model set --provider ollama`",
    })
  if (settings.provider === "fake")
    return Effect.succeed({
      is: "fake",
      message:
        settings.fakeOutput === undefined
          ? "no model is asked, and DECNET_REALISM_FAKE_OUTPUT is not set; texts come from templates"
          : "no model is asked; every answer is DECNET_REALISM_FAKE_OUTPUT",
    })
  return Effect.gen(function* () {
    const Ollama = yield* Effect.promise(() => import("../../llm/Ollama.ts"))
    const check = yield* Ollama.check(settings)
    return check.is === "ready"
      ? { is: check.is, message: `ready: ${settings.model} is there` }
      : check
  })
}

/** Used ones first, then by how many. */
const order = (a: Tally, b: Tally): number =>
  Number(b.outcome === "accepted") - Number(a.outcome === "accepted") ||
  b.count - a.count ||
  (a.outcome < b.outcome ? -1 : a.outcome > b.outcome ? 1 : a.class < b.class ? -1 : 1)

const share = (part: number, whole: number): string =>
  whole === 0 ? "" : `${Math.round((part * 100) / whole)} %`

export const show = (settings: Settings, json: boolean) =>
  Effect.gen(function* () {
    const { write, note, roots, environment, now } = yield* Caller
    const day = Instant.toIso(yield* now).slice(0, 10)
    const { found, tally, spent } = yield* Found.withStores(
      settings,
      Effect.gen(function* () {
        return {
          found: yield* Stored.find(settings, roots),
          tally: [...(yield* (yield* Wordings).tally)].sort(order),
          spent: yield* (yield* Spending).spent(day),
        }
      }),
    )
    for (const line of found.warnings) yield* note(line)
    const model = found.settings
    const check = yield* standing(model)
    const from = Object.fromEntries(
      StoredFields.names.map((name) => [name, sourceOf(found, name, environment)]),
    ) as Record<StoredFields.Field, string>
    if (json) {
      const out = {
        ...Stored.describe(model),
        concurrency: model.concurrency,
        budget_calls: model.budgetCalls,
        budget_tokens: model.budgetTokens,
        from,
        check,
        today: { day, ...spent },
        tally,
      }
      return yield* write(`${JSON.stringify(out, undefined, 2)}\n`)
    }
    const key = model.apiKey === undefined ? ["none", ""] : ["set", "stored"]
    const rows = [
      ["provider", model.provider, from.provider],
      ["base-url", model.baseUrl, from.base_url],
      ["model", model.model, from.model],
      ["timeout", `${model.timeoutMillis / 1000} s`, from.timeout],
      ["api-key", ...key],
      ["concurrency", String(model.concurrency), from.concurrency],
      ["budget-calls", `${model.budgetCalls} a day`, from.budget_calls],
      ["budget-tokens", `${model.budgetTokens} a day`, from.budget_tokens],
    ].map((row) => row.map(Columns.clean))
    const asked = tally.reduce((sum, { count }) => sum + count, 0)
    const outcomes = tally.map(({ outcome, class: kind, count }) => [
      outcome,
      kind,
      String(count),
      share(count, asked),
    ])
    const lines = [
      ...Columns.lines(rows),
      "",
      Columns.clean(check.message),
      `today (${day}, UTC): ${spent.calls} calls, ${spent.tokens} tokens`,
      "",
      ...(asked === 0
        ? ["nothing was asked yet"]
        : Columns.lines([["outcome", "class", "texts", "share"], ...outcomes])),
    ]
    yield* write(`${lines.join("\n")}\n`)
  })
