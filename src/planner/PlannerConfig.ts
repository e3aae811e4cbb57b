/** The planner's settings: weights and shares, as stored under `weights` and as users write them. */
import * as Either from "effect/Either"
import * as Taxonomy from "../taxonomy/ContentClass.ts"
import type { CanaryClass, ContentClass, SystemClass, UserClass } from "../taxonomy/ContentClass.ts"

export interface Weight<Class extends ContentClass> {
  readonly class: Class
  /** A whole number, 0 or more. */
  readonly weight: number
}

export interface PlannerConfig {
  readonly userWeights: ReadonlyArray<Weight<UserClass>>
  readonly systemWeights: ReadonlyArray<Weight<SystemClass>>
  readonly canaryWeights: ReadonlyArray<Weight<CanaryClass>>
  /** Of creates, until a home has its one. */
  readonly canaryProbability: number
  readonly kindWeights: { readonly traffic: number; readonly file: number; readonly email: number }
  readonly leaveAloneProbability: number
  readonly editProbability: number
  readonly userFamilyShare: number
  readonly momentsPerPersonaDay: number
  readonly afterHoursShare: number
  readonly weekendShare: number
  /** Coefficient of variation of the personal rates. */
  readonly rateCv: number
  /** Share of all mails that are replies. */
  readonly replyShare: number
  readonly editMaxAgeDays: number
  readonly canaryMinGapDays: number
}

export const defaults: PlannerConfig = {
  userWeights: [
    { class: "note", weight: 30 },
    { class: "todo", weight: 20 },
    { class: "draft", weight: 15 },
    { class: "script", weight: 10 },
  ],
  systemWeights: [
    { class: "log_cron", weight: 12 },
    { class: "log_daemon", weight: 8 },
    { class: "cache_tmp", weight: 5 },
  ],
  canaryWeights: Taxonomy.canary.map((value, index) => ({
    class: value,
    weight: index < Taxonomy.canaryUsual ? 1 : 0,
  })),
  canaryProbability: 0.03,
  kindWeights: { traffic: 45, file: 45, email: 10 },
  leaveAloneProbability: 0.1,
  editProbability: 0.3,
  userFamilyShare: 0.7,
  momentsPerPersonaDay: 8,
  afterHoursShare: 0,
  weekendShare: 0.03,
  rateCv: 0.9,
  replyShare: 0.6,
  editMaxAgeDays: 30,
  canaryMinGapDays: 2,
}

/** The wire form: the object of `GET /realism/config`. */
export interface Wire {
  readonly user_class_weights: ReadonlyArray<{
    readonly content_class: string
    readonly weight: number
  }>
  readonly system_class_weights: Wire["user_class_weights"]
  readonly canary_class_weights: Wire["user_class_weights"]
  readonly [field: string]: unknown
}

const lists = [
  ["user_class_weights", "userWeights", Taxonomy.user],
  ["system_class_weights", "systemWeights", Taxonomy.system],
  ["canary_class_weights", "canaryWeights", Taxonomy.canary],
] as const

/** Wire name, field, lowest and highest value, and whether it is a whole number. */
const numbers = [
  ["canary_probability", "canaryProbability", 0, 1, false],
  ["leave_alone_probability", "leaveAloneProbability", 0, 1, false],
  ["edit_probability", "editProbability", 0, 1, false],
  ["user_family_share", "userFamilyShare", 0, 1, false],
  ["moments_per_persona_day", "momentsPerPersonaDay", 0, 60, false],
  ["after_hours_share", "afterHoursShare", 0, 0.1, false],
  ["weekend_share", "weekendShare", 0, 1, false],
  ["rate_cv", "rateCv", 0, 2, false],
  ["reply_share", "replyShare", 0, 0.95, false],
  ["edit_max_age_days", "editMaxAgeDays", 1, 365, true],
  ["canary_min_gap_days", "canaryMinGapDays", 0, 365, true],
] as const

export const toWire = (config: PlannerConfig): Wire => ({
  user_class_weights: wireList(config.userWeights),
  system_class_weights: wireList(config.systemWeights),
  canary_class_weights: wireList(config.canaryWeights),
  kind_weights: config.kindWeights,
  ...Object.fromEntries(numbers.map(([wire, field]) => [wire, config[field]])),
})

const wireList = (weights: ReadonlyArray<Weight<ContentClass>>): Wire["user_class_weights"] =>
  weights.map(({ class: content_class, weight }) => ({ content_class, weight }))

export interface Parsed {
  readonly config: PlannerConfig
  /** Entries of a class that belongs to another family's list; left out. */
  readonly dropped: ReadonlyArray<string>
}

const isWeight = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 1e6

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const parseList = (
  field: string,
  value: unknown,
  family: ReadonlyArray<ContentClass>,
): Either.Either<
  { readonly weights: Array<Weight<ContentClass>>; readonly dropped: Array<string> },
  string
> => {
  if (!Array.isArray(value))
    return Either.left(
      `${field}: write a list such as [{"content_class":"${family[0]}","weight":30}]`,
    )
  const weights: Array<Weight<ContentClass>> = []
  const dropped: Array<string> = []
  for (const [index, item] of value.entries()) {
    const at = `${field}.${index}`
    if (!isObject(item)) return Either.left(`${at}: write {"content_class": ..., "weight": ...}`)
    const name = item["content_class"]
    const weight = item["weight"]
    const known = Taxonomy.all.find((each) => each === name)
    if (known === undefined)
      return Either.left(
        `${at}.content_class: write one of ${family.join(", ")} (found ${JSON.stringify(name)})`,
      )
    if (!isWeight(weight))
      return Either.left(
        `${at}.weight: write a whole number from 0 up (found ${JSON.stringify(weight)})`,
      )
    if (!family.includes(known)) {
      dropped.push(`${field}: ${known}`)
      continue
    }
    if (weights.some((each) => each.class === known))
      return Either.left(`${at}.content_class: ${known} stands twice; keep one of the two`)
    weights.push({ class: known, weight })
  }
  if (!weights.some((each) => each.weight > 0))
    return Either.left(
      `${field}: the weights sum to zero; give at least one class a weight above 0`,
    )
  return Either.right({ weights, dropped })
}

const parseKinds = (value: unknown): Either.Either<PlannerConfig["kindWeights"], string> => {
  const kinds = ["traffic", "file", "email"] as const
  if (!isObject(value))
    return Either.left('kind_weights: write {"traffic":45,"file":45,"email":10}')
  const unknown = Object.keys(value).find((key) => !kinds.some((kind) => kind === key))
  if (unknown !== undefined)
    return Either.left(`kind_weights.${unknown}: write one of traffic, file, email`)
  const merged = { ...defaults.kindWeights, ...value } as Record<string, unknown>
  for (const kind of kinds)
    if (!isWeight(merged[kind]))
      return Either.left(
        `kind_weights.${kind}: write a whole number from 0 up (found ${JSON.stringify(merged[kind])})`,
      )
  const weights = merged as unknown as PlannerConfig["kindWeights"]
  return kinds.every((kind) => weights[kind] === 0)
    ? Either.left("kind_weights: the weights sum to zero; give at least one kind a weight above 0")
    : Either.right(weights)
}

/**
 * A config from its wire form, any subset of fields over `base`. Left is one line that names the
 * field and says what to write.
 */
export const parse = (
  value: unknown,
  base: PlannerConfig = defaults,
): Either.Either<Parsed, string> => {
  if (!isObject(value)) return Either.left("write an object with the fields to change")
  const known: ReadonlyArray<string> = [
    "kind_weights",
    ...lists.map(([wire]) => wire),
    ...numbers.map(([wire]) => wire),
  ]
  const stray = Object.keys(value).find((key) => !known.includes(key))
  if (stray !== undefined) return Either.left(`${stray}: write one of ${known.join(", ")}`)
  const changes: Record<string, unknown> = {}
  const dropped: Array<string> = []
  for (const [wire, field, family] of lists) {
    if (value[wire] === undefined) continue
    const parsed = parseList(wire, value[wire], family)
    if (Either.isLeft(parsed)) return Either.left(parsed.left)
    changes[field] = parsed.right.weights
    dropped.push(...parsed.right.dropped)
  }
  if (value["kind_weights"] !== undefined) {
    const kinds = parseKinds(value["kind_weights"])
    if (Either.isLeft(kinds)) return Either.left(kinds.left)
    changes["kindWeights"] = kinds.right
  }
  for (const [wire, field, low, high, whole] of numbers) {
    const found = value[wire]
    if (found === undefined) continue
    if (
      typeof found !== "number" ||
      !(found >= low && found <= high) ||
      (whole && !Number.isInteger(found))
    )
      return Either.left(
        `${wire}: write a ${whole ? "whole " : ""}number from ${low} to ${high} (found ${JSON.stringify(found)})`,
      )
    changes[field] = found
  }
  return Either.right({ config: { ...base, ...changes }, dropped })
}
