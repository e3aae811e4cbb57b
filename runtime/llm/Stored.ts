/**
 * The model that is in force: a flag counts before the stored `llm` settings, and these before the
 * environment. A stored field with a mistake is told, and the environment's value stands for it.
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type { Roots } from "../config/Places.ts"
import type { Settings } from "../config/Settings.ts"
import { RealismConfig } from "../storage/RealismConfig.ts"
import type { ModelSettings } from "./ModelSettings.ts"
import * as StoredFields from "./StoredFields.ts"
import * as StoredKey from "./StoredKey.ts"

const key = "llm"

/** A setting that cannot be stored; nothing was. */
export class ModelSettingRefused extends Schema.TaggedError<ModelSettingRefused>()(
  "ModelSettingRefused",
  {
    field: Schema.String,
    /** What to write. */
    advice: Schema.String,
  },
) {
  override get message(): string {
    return `${this.field}: ${this.advice}`
  }
}

export type Source = "flag" | "stored" | "environment"

export interface Found {
  readonly settings: ModelSettings
  readonly from: Readonly<Record<StoredFields.Field, Source>>
  /** One line for each stored field that is not used, with what to write. */
  readonly warnings: ReadonlyArray<string>
}

const environmentOf = (settings: Settings): StoredFields.Values => ({
  provider: settings.realismLlm.provider,
  base_url: settings.realismOllamaUrl,
  model: settings.realismModel,
  timeout: settings.realismTimeout,
  concurrency: settings.realismConcurrency,
  budget_calls: settings.realismBudgetCalls,
  budget_tokens: settings.realismBudgetTokens,
})

const stored = Effect.flatMap(RealismConfig, (config) =>
  Effect.map(
    config.get(key),
    Option.getOrElse((): unknown => ({})),
  ),
)

/** What a flag says of the model that is configured; `--llm` alone means Ollama. */
const flagged = (
  flag: boolean,
  provider: ModelSettings["provider"],
  fallback: ModelSettings["provider"],
): ModelSettings["provider"] => {
  if (!flag) return "off"
  return [provider, fallback].find((each) => each !== "off") ?? "ollama"
}

const merge = (
  settings: Settings,
  roots: Roots,
  flag: boolean | undefined,
  value: unknown,
): Found => {
  const environment = environmentOf(settings)
  const warnings: Array<string> = []
  const warn = (text: string) => void warnings.push(`the stored model settings: ${text}`)
  const row = StoredFields.isRow(value) ? value : {}
  if (row !== value) warn("they are no object; store them again with `decnet model set`")
  const values: Record<string, unknown> = { ...environment }
  const from = Object.fromEntries(
    StoredFields.names.map((name) => [name, "environment" as Source]),
  ) as Record<StoredFields.Field, Source>
  for (const name of StoredFields.names) {
    if (!StoredFields.isSet(row, name)) continue
    const parsed = StoredFields.read(name, row[name])
    if (Either.isLeft(parsed)) warn(`${name}: ${parsed.left}; the environment's value stands`)
    else {
      values[name] = parsed.right
      from[name] = "stored"
    }
  }
  const chosen = values as StoredFields.Values
  const opened = StoredFields.isSet(row, "api_key")
    ? StoredKey.open(settings, roots, chosen.base_url, row["api_key"])
    : undefined
  if (opened !== undefined && Either.isLeft(opened))
    warn(
      `api_key: ${opened.left}; no key is sent; store it again with \`decnet model set --api-key-stdin\``,
    )
  if (flag !== undefined) from.provider = "flag"
  return {
    settings: {
      provider:
        flag === undefined ? chosen.provider : flagged(flag, chosen.provider, environment.provider),
      baseUrl: chosen.base_url,
      model: chosen.model,
      timeoutMillis: Math.round(chosen.timeout * 1000),
      apiKey:
        opened !== undefined && Either.isRight(opened) ? Redacted.make(opened.right) : undefined,
      fakeOutput: settings.realismFakeOutput,
      concurrency: chosen.concurrency,
      budgetCalls: chosen.budget_calls,
      budgetTokens: chosen.budget_tokens,
    },
    from,
    warnings,
  }
}

/** Says nothing of mistakes itself. */
export const find = (
  settings: Settings,
  roots: Roots,
  flag?: boolean,
): Effect.Effect<Found, StoreUnavailable, RealismConfig> =>
  Effect.map(stored, (value) => merge(settings, roots, flag, value))

/** Tells each mistake. */
export const read = (
  settings: Settings,
  roots: Roots,
  flag?: boolean,
): Effect.Effect<ModelSettings, StoreUnavailable, RealismConfig> =>
  Effect.flatMap(find(settings, roots, flag), (found) =>
    Effect.as(
      Effect.forEach(found.warnings, (line) => Effect.logWarning(line)),
      found.settings,
    ),
  )

/** For whoever reads again and again: tells a mistake once, and again after it was mended. */
export const reader = (
  settings: Settings,
  roots: Roots,
  flag?: boolean,
): Effect.Effect<Effect.Effect<ModelSettings, StoreUnavailable, RealismConfig>> =>
  Effect.sync(() => {
    let told: ReadonlyArray<string> = []
    return Effect.flatMap(find(settings, roots, flag), (found) => {
      const fresh = found.warnings.filter((line) => !told.includes(line))
      told = found.warnings
      return Effect.as(
        Effect.forEach(fresh, (line) => Effect.logWarning(line)),
        found.settings,
      )
    })
  })

/** As people and programs may see it. */
export interface Described {
  readonly provider: ModelSettings["provider"]
  readonly base_url: string
  readonly model: string
  /** Seconds. */
  readonly timeout: number
  readonly api_key_set: boolean
}

export const describe = (settings: ModelSettings): Described => ({
  provider: settings.provider,
  base_url: settings.baseUrl,
  model: settings.model,
  timeout: settings.timeoutMillis / 1000,
  api_key_set: settings.apiKey !== undefined,
})

export interface Written {
  /** The key was for another address, and is gone. */
  readonly keyDropped: boolean
}

/** The address in force, without flags: one that cannot be read does not count. */
const addressOf = (settings: Settings, row: StoredFields.Row): string =>
  Either.getOrElse(StoredFields.fields.base_url(row["base_url"]), () => settings.realismOllamaUrl)

/**
 * Stores some fields and leaves the others; null takes a field back to the environment's value, and
 * what is no field is ignored. `api_key` comes in plain text and is stored sealed, for the address
 * that is in force then. Until it is given again, it is dropped where a change names another host,
 * and not sent where the environment does.
 */
export const write = (
  settings: Settings,
  roots: Roots,
  change: StoredFields.Row,
): Effect.Effect<Written, ModelSettingRefused | StoreUnavailable, RealismConfig> =>
  Effect.gen(function* () {
    const before = yield* stored
    const row: Record<string, unknown> = StoredFields.isRow(before) ? { ...before } : {}
    const origin = () => StoredKey.originOf(addressOf(settings, row))
    const originBefore = origin()
    for (const name of StoredFields.names) {
      const value = change[name]
      if (value === undefined) continue
      if (value === null) delete row[name]
      else {
        const parsed = StoredFields.read(name, value)
        if (Either.isLeft(parsed))
          return yield* new ModelSettingRefused({ field: name, advice: parsed.left })
        row[name] = parsed.right
      }
    }
    const keyDropped = StoredFields.isSet(row, "api_key") && origin() !== originBefore
    if (keyDropped || change["api_key"] === null) delete row["api_key"]
    if ((change["api_key"] ?? null) !== null) {
      const address = addressOf(settings, row)
      const sealed = StoredKey.seal(settings, roots, address, change["api_key"])
      if (Either.isLeft(sealed))
        return yield* new ModelSettingRefused({ field: "api_key", advice: sealed.left })
      row["api_key"] = sealed.right
    }
    yield* (yield* RealismConfig).set(key, row)
    return { keyDropped: keyDropped && (change["api_key"] ?? null) === null }
  })

/** The environment's values stand again. */
export const reset: Effect.Effect<void, StoreUnavailable, RealismConfig> = Effect.flatMap(
  RealismConfig,
  (config) => config.reset(key),
)
