/**
 * The way to the model: what was answered before is not asked again, so many calls at a time, so
 * many a day, none while it fails again and again, and no turn waits longer than one call may take.
 * Whatever goes wrong comes out as a silence, and the template stands.
 */
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Breaker from "../../src/llm/Breaker.ts"
import type { Silence } from "../../src/llm/Wording.ts"
import type { Answer, LanguageModel, Turn } from "../../src/ports/LanguageModel.ts"
import * as Admission from "./Admission.ts"
import type { Answers } from "./Answers.ts"
import { type Backend, BackendFailure, type Generated, oneLine } from "./Backend.ts"
import * as Call from "./Call.ts"
import * as Guard from "./Guard.ts"
import * as Kept from "./Kept.ts"
import * as ModelMeters from "./ModelMeters.ts"
import type { ModelSettings } from "./ModelSettings.ts"
import * as Site from "./Site.ts"
import type { Spending } from "./Spending.ts"
import * as UnderWay from "./UnderWay.ts"

export interface Options {
  readonly settings: ModelSettings
  /** Calls that wait for others to end; further ones are told that it is busy. */
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
  /** The median of the last 20 answers; undefined before the first. */
  readonly lastLatencyMillis: number | undefined
  readonly lastFailure: Guard.Failure | undefined
}

export interface Gate {
  readonly model: Context.Tag.Service<LanguageModel>
  readonly status: Effect.Effect<GateStatus>
  /** From the next call on; those that wait are not made where another model is asked now. */
  readonly use: (settings: ModelSettings) => Effect.Effect<void>
}

const waitingStandard = 16

type Outcome =
  | { readonly is: "generated"; readonly generated: Generated }
  | { readonly is: "silent"; readonly reason: Silence; readonly detail: string }

/** Asks the backend for no longer than `left`; whatever it does, it ends with an outcome. */
const attempt = (
  { request, site: { backend, settings } }: Call.Call,
  left: number,
): Effect.Effect<Outcome> =>
  Effect.suspend(() => backend.generate(request)).pipe(
    Effect.filterOrFail(
      ({ text }) => text.trim() !== "",
      () => new BackendFailure({ detail: "an empty answer" }),
    ),
    Effect.disconnect,
    Effect.timeoutOption(left),
    Effect.exit,
    Effect.map((exit): Outcome => {
      if (Exit.isFailure(exit)) {
        const failure = Option.getOrUndefined(Cause.failureOption(exit.cause))
        return { is: "silent", reason: "failed", detail: failure?.detail ?? "the client broke" }
      }
      if (Option.isSome(exit.value)) return { is: "generated", generated: exit.value.value }
      // what stands before a first call takes a moment, so nine tenths of the time are all of it
      return left * 10 < settings.timeoutMillis * 9
        ? { is: "silent", reason: "late", detail: `the turn was over ${left} ms into the call` }
        : { is: "silent", reason: "timeout", detail: `no answer in ${settings.timeoutMillis} ms` }
    }),
  )

/** How a call is made: in its place in the queue, with a ticket, and within the budget. */
interface Ways {
  readonly kept: Kept.Kept
  readonly guard: Guard.Guard
  readonly admission: Admission.Admission
  readonly latencies: ModelMeters.Latencies
  /** Whether another model is asked now. */
  readonly isStale: (call: Call.Call) => boolean
}

const generate = ({ kept, guard, latencies }: Ways, call: Call.Call, ticket: Breaker.Ticket) =>
  Effect.gen(function* () {
    const taken = yield* Effect.either(kept.take(call))
    // a budget that cannot be read is not one to go over
    if (Either.isLeft(taken))
      return yield* Call.silence(call, "failed", `the day's budget: ${taken.left.detail}`)
    const day = taken.right
    if (day === undefined)
      return yield* Call.silence(call, "budget", "the day's calls or tokens are used up")
    const begunAt = yield* Call.monotonic
    const left = call.endsAt - begunAt
    if (left <= 0) return yield* Call.silence(call, "late", "the turn was over before the call")
    const outcome = yield* attempt(call, left)
    if (outcome.is === "silent") {
      const { reason, detail } = outcome
      if (reason !== "late") yield* guard.failed(ticket, detail)
      return yield* Call.silence(call, reason, detail)
    }
    const { generated } = outcome
    const took = (yield* Call.monotonic) - begunAt
    yield* guard.succeeded(ticket)
    latencies.add(took)
    ModelMeters.took(took, generated.promptTokens + generated.tokens)
    yield* kept.keep(call, day, generated, took)
    return Call.answered(call, generated, took)
  })

const ask = (ways: Ways, call: Call.Call): Effect.Effect<Answer> => {
  const { guard, admission, isStale } = ways
  const withTicket = (use: (ticket: Breaker.Ticket) => Effect.Effect<Answer>) =>
    guard.withTicket(use, Call.silence(call, "open", "it is left alone after failures in a row"))
  const admitted = (whenIn: Effect.Effect<Answer>) =>
    Effect.flatMap(Call.monotonic, (now) =>
      admission.within(
        Math.max(0, call.endsAt - now),
        Effect.suspend(() =>
          isStale(call)
            ? Call.silence(call, "failed", "the settings changed while it waited")
            : whenIn,
        ),
        (reason) =>
          reason === "full"
            ? Call.silence(call, "busy", "too many texts wait for the model")
            : Call.silence(call, "late", "the turn was over while others were served"),
      ),
    )
  return Effect.suspend(() =>
    // whoever probes takes its ticket before it waits, so that those who come meanwhile see it
    guard.state() === "closed"
      ? admitted(withTicket((ticket) => generate(ways, call, ticket)))
      : withTicket((ticket) => admitted(generate(ways, call, ticket))),
  )
}

/** From what was kept, else from the model; never fails. */
const complete = (ways: Ways, underWay: UnderWay.UnderWay, call: Call.Call) =>
  Effect.gen(function* () {
    const before = yield* ways.kept.recall(call)
    if (before !== undefined) return before
    return call.endsAt <= (yield* Call.monotonic)
      ? yield* Call.silence(call, "late", "the turn was over before the call")
      : yield* underWay.once(call, (own) => ask(ways, own))
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
    const { backendOf = Site.backendOf, waitingMax = waitingStandard } = options
    const siteOf = (settings: ModelSettings): Site.Site | undefined => {
      const backend = backendOf(settings)
      return backend === undefined ? undefined : { settings, backend }
    }
    let settings = options.settings
    let site = siteOf(settings)
    const underWay = UnderWay.make()
    const ways: Ways = {
      kept: yield* Kept.make,
      guard: Guard.make(options.limits ?? Breaker.standard),
      admission: Admission.make(() => settings.concurrency, waitingMax),
      latencies: ModelMeters.latencies(),
      isStale: (call) => !Site.isSamePlace(settings, call.site.settings),
    }

    const turnOf = (first: Site.Site): Turn => {
      let begunAt: number | undefined
      return {
        complete: (request) =>
          Effect.flatMap(Call.monotonic, (now) => {
            begunAt ??= now
            const current = site ?? first
            const call = Call.make(current, request, now, begunAt + current.settings.timeoutMillis)
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
        lastLatencyMillis: ways.latencies.median(),
        lastFailure: ways.guard.lastFailure(),
      })),
    }
  })
