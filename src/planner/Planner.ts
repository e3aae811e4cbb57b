/** Decides what a file moment becomes, and what a new file is given for its life. */
import * as Effect from "effect/Effect"
import { Rng, type Stream } from "../rng/Rng.ts"
import * as Table from "../rng/Table.ts"
import * as Instant from "../time/Instant.ts"
import type { CanaryClass, ContentClass } from "../taxonomy/ContentClass.ts"
import type { Editable, Plan } from "./Plan.ts"
import type { PlannerConfig, Weight } from "./PlannerConfig.ts"

export interface Subject {
  /** Epoch milliseconds. */
  readonly at: number
  /** The author's own files, whole in the store, in order of path. */
  readonly editable: ReadonlyArray<Editable>
  /** Bait that may lie here now, asked for where it matters; empty where none is configured or the home has its one. */
  readonly bait: () => ReadonlyArray<CanaryClass>
}

const probability = (rng: Stream, value: number): boolean =>
  rng.below(1_000_000) < Math.round(value * 1_000_000)

const weightedClass = <Class extends ContentClass>(
  rng: Stream,
  weights: ReadonlyArray<Weight<Class>>,
): Class => rng.weighted(weights, (each) => each.weight).class

/** Younger files than this are as warm as can be. */
const warmHours = 6

/**
 * Hotness cubed over age squared, which keeps edits to a small hot set: of files edited this week
 * about a third are edited again in the next, of the quiet ones under 2 % (Tarasov et al., ATC
 * 2012; `docs/measurements.md`).
 */
export const editWeight = (file: Editable, at: number): number => {
  const hours = Math.max(warmHours, Math.floor((at - file.changedAt) / Instant.hourMillis))
  const cube = Math.floor((file.hotness * file.hotness) / 1000) * file.hotness
  return Math.floor((cube * 10) / (hours * hours)) + 1
}

export const candidates = (subject: Subject, config: PlannerConfig): ReadonlyArray<Editable> =>
  subject.editable.filter(
    (file) => subject.at - file.changedAt <= config.editMaxAgeDays * Instant.dayMillis,
  )

const decide = (rng: Stream, subject: Subject, config: PlannerConfig): Plan => {
  const rolled = rng.below(1_000_000)
  const leave = Math.round(config.leaveAloneProbability * 1_000_000)
  const edit = Math.round(config.editProbability * 1_000_000)
  if (rolled < leave) return { _tag: "LeaveAlone" }
  if (rolled < leave + edit) {
    const open = candidates(subject, config)
    if (open.length > 0)
      return {
        _tag: "Edit",
        file: rng.within("edit").weighted(open, (file) => editWeight(file, subject.at)),
      }
  }
  if (probability(rng.within("canary"), config.canaryProbability)) {
    const classes = subject.bait()
    const open = config.canaryWeights.filter(
      (each) => each.weight > 0 && classes.includes(each.class),
    )
    if (open.length > 0)
      return { _tag: "Canary", class: weightedClass(rng.within("canary-class"), open) }
  }
  const create = rng.within("create")
  if (probability(create, config.userFamilyShare))
    return { _tag: "Create", class: weightedClass(create, config.userWeights) }
  return weightedClass(create, config.systemWeights) === "cache_tmp"
    ? { _tag: "CreateTemporary" }
    : { _tag: "FlushLogs" }
}

/** Draws from the moment's own stream. */
export const plan = (subject: Subject, config: PlannerConfig): Effect.Effect<Plan, never, Rng> =>
  Rng.draw((rng) => decide(rng.within("plan"), subject, config))

const hotness = Table.lognormal(1000, 1500)

/** How long a file that is soon removed lives: an hour to six days, mostly a day or two. */
const briefLife = Table.lognormal(36 * Instant.hourMillis, 1100, 6 * Instant.dayMillis)

/** How long a program's temporary file lives: minutes to ten days. */
const temporaryLife = Table.lognormal(5 * Instant.hourMillis, 1800, 10 * Instant.dayMillis)

export interface Fate {
  /** See `Editable.hotness`. */
  readonly hotness: number
  /** Epoch milliseconds from which its author removes it; undefined for good. */
  readonly removeAt: number | undefined
}

/** What is drawn once, at a file's creation: of people's files one in five goes within a week. */
export const fate = (rng: Stream, at: number, temporary: boolean): Fate => ({
  hotness: Math.max(1, rng.table(hotness)),
  removeAt: temporary
    ? at + Math.max(3 * Instant.minuteMillis, rng.table(temporaryLife)) + rng.below(60_000)
    : rng.chance(21, 100)
      ? at + Math.max(20 * Instant.minuteMillis, rng.table(briefLife))
      : undefined,
})
