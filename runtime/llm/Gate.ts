/**
 * The way to the model: what was answered before is not asked again, so many calls at a time, so
 * many a day, none while it fails again and again, none that cannot end in time. No turn is held up
 * longer than one call may take, stores included, and no more turns at a time than half of the
 * worker's lanes. Whatever goes wrong comes out as a silence, and the template stands.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Breaker from "../../src/llm/Breaker.ts"
import type { Answer, LanguageModel, Turn } from "../../src/ports/LanguageModel.ts"
import * as Admission from "./Admission.ts"
import type { Answers } from "./Answers.ts"
import * as Attempt from "./Attempt.ts"
import { type Backend, oneLine } from "./Backend.ts"
import * as Call from "./Call.ts"
import * as Chance from "./Chance.ts"
import * as Guard from "./Guard.ts"
import * as Kept from "./Kept.ts"
import * as ModelMeters from "./ModelMeters.ts"
import type { ModelSettings } from "./ModelSettings.ts"
import * as Places from "./Places.ts"
import * as Site from "./Site.ts"
import type { Spending } from "./Spending.ts"
import * as UnderWay from "./UnderWay.ts"

export interface Options {
  readonly settings: ModelSettings
  /** Of the worker that asks: no more than half of them are held up; undefined: all may be. */
  readonly lanes?: number | undefined
  /** Calls that wait for others to end, in place of a bound by lanes; further ones are `busy`. */
  readonly waitingMax?: number
  readonly limits?: Breaker.Limits
  /** In place of the real ones; undefined where none is switched on. */
  readonly backendOf?: (settings: ModelSettings) => Backend | undefined
}

export interface GateStatus {
  readonly enabled: boolean
  /** As in the settings; `off` where none is switched on. */
  readonly backend: ModelSettings["provider"]
  readonly model: string
  readonly breaker: Breaker.Breaker["is"]
  readonly waiting: number
  readonly callsToday: number
  readonly tokensToday: number
  readonly budgetCalls: number
  readonly budgetTokens: number
  /** The median of the last 20 answers of this model; undefined before the first. */
  readonly lastLatencyMillis: number | undefined
  readonly lastFailure: Guard.Failure | undefined
}

export interface Gate {
  readonly model: Context.Tag.Service<LanguageModel>
  readonly status: Effect.Effect<GateStatus>
  /** From the next call on; those that wait are not made where another model is asked now. */
  readonly use: (settings: ModelSettings) => Effect.Effect<void>
}

/** Where nothing is known of lanes. */
const waitingStandard = 16

/** How a call is made: in its place in the queue, with a ticket, and within the budget. */
interface Ways {
  readonly kept: Kept.Kept
  readonly guard: Guard.Guard
  readonly admission: Admission.Admission
  readonly places: Places.Places
  /** Of the model that is asked now. */
  readonly latencies: () => ModelMeters.Latencies
  /** Whether another model is asked now. */
  readonly isStale: (call: Call.Call) => boolean
}

const generate = (ways: Ways, call: Call.Call, ticket: Breaker.Ticket) =>
  Effect.gen(function* () {
    const { kept, guard, latencies, isStale } = ways
    const isWorth = (now: number): boolean =>
      Chance.isWorth(call, call.endsAt - now, latencies().median())
    const late = Call.silence(call, "late", "too little of the turn was left for a call")
    if (!isWorth(yield* Call.monotonic)) return yield* late
    const taken = yield* Effect.either(kept.take(call))
    const begunAt = yield* Call.monotonic
    if (!isWorth(begunAt)) return yield* late
    // a budget that cannot be read is not one to go over
    if (Either.isLeft(taken))
      return yield* Call.silence(call, "failed", `the day's budget: ${taken.left.detail}`)
    const day = taken.right
    if (day === undefined)
      return yield* Call.silence(call, "budget", "the day's calls or tokens are used up")
    const outcome = yield* Attempt.make(call, call.endsAt - begunAt)
    if (outcome.is === "silent") {
      const { reason, detail } = outcome
      if (reason !== "late") yield* guard.failed(ticket, detail)
      return yield* Call.silence(call, reason, detail)
    }
    const { generated } = outcome
    const took = (yield* Call.monotonic) - begunAt
    yield* guard.succeeded(ticket)
    if (!isStale(call)) latencies().add(took)
    ModelMeters.took(took, generated.promptTokens + generated.tokens)
    yield* kept.keep(call, day, generated, took)
    return Call.answered(call, generated, took)
  })

const ask = (ways: Ways, call: Call.Call): Effect.Effect<Answer> => {
  const { guard, admission, latencies, isStale } = ways
  const withTicket = (use: (ticket: Breaker.Ticket) => Effect.Effect<Answer>) =>
    guard.withTicket(use, Call.silence(call, "open", "it is left alone after failures in a row"))
  const admitted = (whenIn: (own: Call.Call) => Effect.Effect<Answer>) =>
    Effect.flatMap(Call.monotonic, (now) =>
      admission.within(
        Math.max(0, call.endsAt - now - Chance.enoughMillis(latencies().median())),
        (hasWaited) =>
          Effect.suspend(() =>
            isStale(call)
              ? Call.silence(call, "failed", "the settings changed while it waited")
              : whenIn(hasWaited ? Call.delayed(call) : call),
          ),
        (reason) =>
          reason === "full"
            ? Call.silence(call, "busy", "too many texts wait for the model")
            : Call.silence(
                call,
                "late",
                "too little of the turn was left while others were served",
              ),
      ),
    )
  return Effect.suspend(() =>
    // whoever probes takes its ticket before it waits, so that those who come meanwhile see it
    guard.state() === "closed"
      ? admitted((own) => withTicket((ticket) => generate(ways, own, ticket)))
      : withTicket((ticket) => admitted((own) => generate(ways, own, ticket))),
  )
}

/** From what was kept, else from the model; never fails. */
const complete = (ways: Ways, underWay: UnderWay.UnderWay, call: Call.Call) =>
  Effect.gen(function* () {
    const late = Call.silence(call, "late", "the turn was over before the call")
    // a turn that is over waits for no store either
    if (call.endsAt <= (yield* Call.monotonic)) return yield* late
    const before = yield* ways.kept.recall(call)
    if (before !== undefined) return before
    if (call.endsAt <= (yield* Call.monotonic)) return yield* late
    return yield* ways.places.within(
      underWay.once(call, (own) => ask(ways, own)),
      Call.silence(call, "busy", "as many lanes wait for the model as may"),
    )
  }).pipe(
    Effect.catchAllDefect((defect) =>
      Effect.zipRight(
        Effect.logError(`model: ${oneLine(String(defect))}`),
        Call.silence(call, "failed", "the way to the model broke"),
      ),
    ),
    Effect.tap((answer) =>
      Effect.sync(() =>
        ModelMeters.count(
          answer._tag === "Unanswered" ? answer.reason : answer.isCached ? "cached" : "answered",
        ),
      ),
    ),
  )

export const make = (options: Options): Effect.Effect<Gate, never, Answers | Spending> =>
  Effect.gen(function* () {
    const { backendOf = Site.backendOf, lanes } = options
    const placesMax = lanes === undefined ? Infinity : Places.ofLanes(lanes)
    const { waitingMax = lanes === undefined ? waitingStandard : placesMax } = options
    const siteOf = (settings: ModelSettings): Site.Site | undefined => {
      const backend = backendOf(settings)
      return backend === undefined ? undefined : { settings, backend }
    }
    let settings = options.settings
    let site = siteOf(settings)
    const underWay = UnderWay.make()
    let latencies = ModelMeters.latencies()
    const ways: Ways = {
      kept: yield* Kept.make,
      guard: Guard.make(options.limits ?? Breaker.standard),
      admission: Admission.make(() => settings.concurrency, waitingMax),
      places: Places.make(placesMax),
      latencies: () => latencies,
      isStale: (call) => !Site.isSamePlace(settings, call.site.settings),
    }

    const turnOf = (first: Site.Site): Turn => {
      let begunAt: number | undefined
      return {
        complete: (request) =>
          Effect.flatMap(Call.monotonic, (now) => {
            begunAt ??= now
            const current = site ?? first
            const endsAt = begunAt + current.settings.timeoutMillis
            const call = Call.make(current, request, now, { begunAt, endsAt })
            return site === undefined
              ? Call.silence(call, "failed", "it was switched off meanwhile")
              : complete(ways, underWay, call)
          }),
      }
    }

    return {
      model: { turn: Effect.sync(() => (site === undefined ? undefined : turnOf(site))) },
      use: (next) =>
        Effect.sync(() => {
          if (!Site.isSamePlace(settings, next)) {
            ways.guard.reset()
            underWay.forget()
            latencies = ModelMeters.latencies()
          }
          settings = next
          site = siteOf(next)
          ways.admission.look()
        }),
      status: Effect.map(ways.kept.today, ({ calls, tokens }) => ({
        enabled: site !== undefined,
        backend: settings.provider,
        model: site?.backend.model ?? settings.model,
        breaker: ways.guard.state(),
        waiting: ways.admission.waiting(),
        callsToday: calls,
        tokensToday: tokens,
        budgetCalls: settings.budgetCalls,
        budgetTokens: settings.budgetTokens,
        lastLatencyMillis: latencies.median(),
        lastFailure: ways.guard.lastFailure(),
      })),
    }
  })
