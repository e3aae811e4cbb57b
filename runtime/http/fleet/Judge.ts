/**
 * Looks a decky's recorded history over for what gives it away. One at a time, with turns for
 * others between, and not again while nothing has happened.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as PlannerConfig from "../../../src/planner/PlannerConfig.ts"
import type { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import * as Check from "../../../src/tells/Check.ts"
import type * as History from "../../../src/tells/History.ts"
import * as Instant from "../../../src/time/Instant.ts"
import * as DeckyFigures from "../../storage/DeckyFigures.ts"
import { RealismConfig } from "../../storage/RealismConfig.ts"
import type { Store } from "../../storage/Store.ts"
import * as Recorded from "./Recorded.ts"
import { Roll } from "./Roll.ts"
import { rowOf } from "./Showing.ts"

export interface Verdict {
  readonly findings: ReadonlyArray<{
    readonly tell: string
    readonly path: string | null
    readonly evidence: string
  }>
  /** Ids of the tells that could be looked for. */
  readonly checked: ReadonlyArray<string>
}

/** Verdicts that are kept; the oldest go. */
const keptMax = 2000

/** A verdict is as old as this at most: settings and people may have changed. */
const keptMillis = 10 * Instant.minuteMillis

const configNow = Effect.gen(function* () {
  const stored = yield* (yield* RealismConfig).get("weights")
  const parsed = Option.map(stored, (value) => PlannerConfig.parse(value))
  return Option.isSome(parsed) && Either.isRight(parsed.value)
    ? parsed.value.right.config
    : PlannerConfig.defaults
})

/** One tell after the other; a yield alone would let no request in. */
const judged = (history: History.History, tells: ReadonlyArray<string>) =>
  Effect.forEach(tells, (id) =>
    Effect.zipRight(
      Effect.sleep(0),
      Effect.sync(() => Check.check(history, { [id]: Check.all[id]! })),
    ),
  )

const judge = (uuid: string) =>
  Effect.gen(function* () {
    const { inhabited, root } = yield* Roll
    const stream = yield* root
    const [one] = yield* inhabited([yield* rowOf(uuid)])
    // without the seed nobody knows who lives there, and what they may speak of
    if (stream === undefined) return { findings: [], checked: [] }
    const now = yield* Clock.currentTimeMillis
    const { outward, inward } = yield* Recorded.of(one!, stream, yield* configNow, now)
    const found = [
      ...(yield* judged(outward, Recorded.outwardTells)),
      ...(yield* judged(inward, Recorded.inwardTells)),
    ].flat()
    const verdict: Verdict = {
      findings: found.map(({ tell, path, evidence }) => ({ tell, path: path ?? null, evidence })),
      checked: [...Recorded.outwardTells, ...Recorded.inwardTells].sort(),
    }
    return verdict
  })

type Needs = Store | Roll | SyntheticFiles | RealismConfig

const make = Effect.gen(function* () {
  const context = yield* Effect.context<Needs>()
  const one = yield* Effect.makeSemaphore(1)
  const kept = new Map<
    string,
    { readonly key: string; readonly at: number; readonly verdict: Verdict }
  >()

  const remember = (uuid: string, key: string, at: number, verdict: Verdict): void => {
    kept.delete(uuid)
    kept.set(uuid, { key, at, verdict })
    if (kept.size <= keptMax) return
    for (const oldest of kept.keys()) {
      kept.delete(oldest)
      break
    }
  }

  const keyOf = (uuid: string) =>
    Effect.map(DeckyFigures.of([uuid], Number.MAX_SAFE_INTEGER), ([figures]) =>
      JSON.stringify([figures!.last, figures!.files, figures!.touched]),
    )

  const recall = (uuid: string, key: string, now: number): Verdict | undefined => {
    const known = kept.get(uuid)
    return known?.key === key && now - known.at < keptMillis ? known.verdict : undefined
  }

  /** Whoever waited may find that another has asked the same meanwhile. */
  const decide = (uuid: string) =>
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const key = yield* keyOf(uuid)
      const known = recall(uuid, key, now)
      if (known !== undefined) return known
      const verdict = yield* judge(uuid)
      remember(uuid, key, now, verdict)
      return verdict
    }).pipe(one.withPermits(1))

  const check = (uuid: string) =>
    Effect.gen(function* () {
      yield* rowOf(uuid)
      const now = yield* Clock.currentTimeMillis
      return recall(uuid, yield* keyOf(uuid), now) ?? (yield* decide(uuid))
    }).pipe(Effect.provide(context))
  return { check }
})

export class Judge extends Context.Tag("decnet/http/Judge")<
  Judge,
  Effect.Effect.Success<typeof make>
>() {
  static readonly layer: Layer.Layer<Judge, never, Needs> = Layer.effect(Judge, make)
}
