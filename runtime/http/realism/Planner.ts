/** The planner's settings as the API reads and changes them. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as PlannerConfig from "../../../src/planner/PlannerConfig.ts"
import { RealismConfig } from "../../storage/RealismConfig.ts"
import { Store } from "../../storage/Store.ts"
import { orUnavailable } from "../Away.ts"
import { Conflict, Unprocessable } from "../Problem.ts"
import * as Version from "../Version.ts"
import type { Config } from "./ConfigWire.ts"
import * as PersonaFile from "./PersonaFile.ts"

const key = "weights"

const stored = Effect.flatMap(RealismConfig, ({ get }) =>
  Effect.map(
    get(key),
    Option.getOrElse((): unknown => ({})),
  ),
)

const wireOf = (config: PlannerConfig.PlannerConfig) =>
  // its fields are those of the schema
  PlannerConfig.toWire(config) as unknown as typeof Config.Type

const tagOf = (value: unknown): string => PersonaFile.tagOf(JSON.stringify(value))

export const read = Effect.gen(function* () {
  const value = yield* orUnavailable(stored)
  const parsed = PlannerConfig.parse(value)
  if (Either.isLeft(parsed))
    return yield* Effect.fail(
      new Conflict({
        detail: `What is stored is not valid (${parsed.left}); change that field, or go back to the defaults`,
      }),
    )
  const wire = wireOf(parsed.right.config)
  yield* Version.tell(tagOf(wire))
  return wire
})

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Kinds that are not named keep their weights, as fields do. */
const whole = (
  change: Readonly<Record<string, unknown>>,
  { kindWeights }: PlannerConfig.PlannerConfig,
): Readonly<Record<string, unknown>> => {
  const kinds = change["kind_weights"]
  return isObject(kinds) ? { ...change, kind_weights: { ...kindWeights, ...kinds } } : change
}

/** What is stored over the defaults; a field that is not valid has its default. */
const mended = (value: unknown): PlannerConfig.PlannerConfig =>
  Object.entries(isObject(value) ? value : {}).reduce(
    (config, [field, each]) =>
      Either.match(PlannerConfig.parse({ [field]: each }, config), {
        onLeft: () => config,
        onRight: (parsed) => parsed.config,
      }),
    PlannerConfig.defaults,
  )

/** What is there now, kept from other processes until the transaction ends. */
const held = Effect.gen(function* () {
  const { sql } = yield* Store
  yield* sql.onDialectOrElse({
    mysql: () => sql`SELECT uuid FROM realism_config WHERE ${sql("key")} = ${key} FOR UPDATE`,
    // its transactions write one after the other
    orElse: () => Effect.succeed([]),
  })
  return mended(yield* stored)
})

const apply = (change: Readonly<Record<string, unknown>>, ifMatch: string | undefined) =>
  Effect.gen(function* () {
    const base = yield* held
    yield* Version.match(ifMatch, tagOf(wireOf(base)), "The settings")
    const parsed = PlannerConfig.parse(whole(change, base), base)
    if (Either.isLeft(parsed)) return yield* Effect.fail(new Unprocessable({ detail: parsed.left }))
    const wire = wireOf(parsed.right.config)
    yield* (yield* RealismConfig).set(key, wire)
    yield* Version.tell(tagOf(wire))
    const { dropped } = parsed.right
    return dropped.length === 0 ? wire : { ...wire, dropped_entries: dropped }
  })

const oneAtATime = Effect.unsafeMakeSemaphore(1).withPermits(1)

export const change = (fields: Readonly<Record<string, unknown>>, ifMatch: string | undefined) =>
  oneAtATime(
    orUnavailable(Effect.flatMap(Store, ({ together }) => together(apply(fields, ifMatch)))),
  )

const forget = (ifMatch: string | undefined) =>
  Effect.gen(function* () {
    yield* Version.match(ifMatch, tagOf(wireOf(yield* held)), "The settings")
    yield* (yield* RealismConfig).reset(key)
    const wire = wireOf(PlannerConfig.defaults)
    yield* Version.tell(tagOf(wire))
    return wire
  })

export const reset = (ifMatch: string | undefined) =>
  oneAtATime(orUnavailable(Effect.flatMap(Store, ({ together }) => together(forget(ifMatch)))))
