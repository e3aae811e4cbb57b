/** The model that words texts for a worker: asked through one gate, its settings read anew. */
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type { Roots } from "../config/Places.ts"
import type { Settings } from "../config/Settings.ts"
import * as Gate from "../llm/Gate.ts"
import type { ModelSettings } from "../llm/ModelSettings.ts"
import * as Ollama from "../llm/Ollama.ts"
import * as Stored from "../llm/Stored.ts"
import { RealismConfig } from "../storage/RealismConfig.ts"

export interface Given {
  readonly settings: Settings
  readonly roots: Roots
  /** `--llm` or `--no-llm`, where one was typed. */
  readonly llm: boolean | undefined
}

export interface Words extends Pick<Gate.Gate, "model" | "status"> {
  /** Reads the stored settings; they count from the next text on. */
  readonly refresh: Effect.Effect<void, StoreUnavailable>
}

/** Says what is asked now, and whether it is there; nothing waits for that. */
const tell = (model: ModelSettings) =>
  model.provider === "off"
    ? Effect.logInfo("no model: templates write all texts")
    : model.provider === "fake"
      ? Effect.logInfo("model: the fake one")
      : Effect.flatMap(Ollama.check(model), (found) =>
          found.is === "ready"
            ? Effect.logInfo(`model: ${model.model} at ${model.baseUrl}`)
            : Effect.logWarning(`model: ${found.message}; templates write until it is there`),
        )

const isSame = (
  { apiKey: ownKey, ...own }: ModelSettings,
  { apiKey, ...other }: ModelSettings,
): boolean => Equal.equals(ownKey, apiKey) && JSON.stringify(own) === JSON.stringify(other)

export const make = ({ settings, roots, llm }: Given) =>
  Effect.gen(function* () {
    const { unknown } = settings.realismLlm
    if (unknown !== undefined)
      yield* Effect.logWarning(
        `DECNET_REALISM_LLM: ${JSON.stringify(unknown)} is taken for ollama; write ollama, fake or off`,
      )
    const config = yield* RealismConfig
    const stored = Effect.provideService(
      yield* Stored.reader(settings, roots, llm),
      RealismConfig,
      config,
    )
    let current = yield* stored
    const gate = yield* Gate.make({ settings: current, lanes: settings.concurrency })
    yield* Effect.forkScoped(tell(current))
    const refresh = Effect.flatMap(stored, (found) => {
      if (isSame(found, current)) return Effect.void
      current = found
      return Effect.zipRight(gate.use(found), Effect.asVoid(Effect.forkDaemon(tell(found))))
    })
    const words: Words = { model: gate.model, status: gate.status, refresh }
    return words
  })

/** As heartbeats carry it. */
export const told = (status: Gate.GateStatus) => ({
  llm_enabled: status.enabled,
  llm_backend: status.backend,
  llm_model: status.model,
  llm_breaker_state: status.breaker,
  waiting: status.waiting,
  calls_today: status.callsToday,
  tokens_today: status.tokensToday,
  budget_calls: status.budgetCalls,
  budget_tokens: status.budgetTokens,
  latency_ms: status.lastLatencyMillis ?? null,
  last_failure:
    status.lastFailure === undefined
      ? null
      : { at: status.lastFailure.at / 1000, why: status.lastFailure.detail },
})
