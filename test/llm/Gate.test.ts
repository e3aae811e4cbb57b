import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import * as TestContext from "effect/TestContext"
import { describe, expect, it } from "vitest"
import { Answers } from "../../runtime/llm/Answers.ts"
import { type Backend, BackendFailure, type Generated } from "../../runtime/llm/Backend.ts"
import * as Gate from "../../runtime/llm/Gate.ts"
import type { ModelSettings } from "../../runtime/llm/ModelSettings.ts"
import { Spending } from "../../runtime/llm/Spending.ts"
import { render } from "../../runtime/orchestrator/Prometheus.ts"
import type { Request } from "../../src/llm/Request.ts"
import type { Turn } from "../../src/ports/LanguageModel.ts"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import {
  asked,
  ending,
  gate,
  lines,
  log,
  request,
  settings as settingsOf,
  stores,
} from "./Samples.ts"

const timeoutMillis = 60_000
const settings = (own: Partial<ModelSettings> = {}): ModelSettings =>
  settingsOf({ timeoutMillis, ...own })

const generated: Generated = { text: "checked it", promptTokens: 30, tokens: 10, isCutOff: false }
const broken = Effect.fail(new BackendFailure({ detail: "HTTP 500" }))

/** A backend that does what `now` says, and remembers what it was asked. */
class Scripted {
  now: (request: Request) => Effect.Effect<Generated, BackendFailure> = () =>
    Effect.succeed(generated)
  readonly seeds: Array<number> = []
  underWay = 0
  most = 0

  readonly backendOf = ({ provider, model }: ModelSettings): Backend | undefined =>
    provider === "off"
      ? undefined
      : {
          name: provider,
          model,
          generate: (asked) =>
            Effect.suspend(() => {
              this.seeds.push(asked.sampling.seed)
              this.underWay += 1
              this.most = Math.max(this.most, this.underWay)
              return this.now(asked)
            }).pipe(Effect.ensuring(Effect.sync(() => void (this.underWay -= 1)))),
        }
}

const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, Layer.merge(TestContext.TestContext, log)))

const taking = (millis: number) => () => Effect.delay(Effect.succeed(generated), millis)

const turnOf = (to: Gate.Gate): Effect.Effect<Turn> =>
  Effect.map(to.model.turn, (turn) => {
    if (turn === undefined) throw new Error("switched off")
    return turn
  })

/** Each in its own turn, one after the other; their endings. */
const inARow = (to: Gate.Gate, seeds: ReadonlyArray<number>) =>
  Effect.forEach(seeds, (seed) => Effect.map(asked(to, seed), ending))

/** Forked, in order, up to where each of them waits. */
const together = (to: Gate.Gate, seeds: ReadonlyArray<number>) =>
  Effect.forEach(seeds, (seed) =>
    Effect.tap(Effect.fork(asked(to, seed)), () => Effect.repeatN(Effect.yieldNow(), 20)),
  )
const endings = <E>(fibers: ReadonlyArray<Fiber.Fiber<Parameters<typeof ending>[0], E>>) =>
  Effect.map(Fiber.joinAll(fibers), (all) => Array.from(all, ending))

/** Nothing is kept, and each look takes so long. */
const slowAnswers = (millis: number, onLook: () => void = () => undefined) =>
  Layer.succeed(Answers, {
    get: () =>
      Effect.sync(onLook).pipe(Effect.zipRight(Effect.sleep(millis)), Effect.as(Option.none())),
    put: () => Effect.void,
  })

const numbers = (count: number, first = 1): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, at) => first + at)

describe("the gate", () => {
  it("answers with what the model wrote, and how long that took", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(1500)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const fibers = yield* together(open, [1])
        yield* TestClock.adjust(1500)
        const [answer] = yield* Fiber.joinAll(fibers)
        expect(answer).toEqual({
          _tag: "Answered",
          backend: "ollama",
          model: "llama3.1",
          digest: expect.stringMatching(/^[0-9a-f]{64}$/),
          durationMillis: 1500,
          isCached: false,
          ...generated,
        })
        expect(yield* open.status).toEqual({
          enabled: true,
          backend: "ollama",
          model: "llama3.1",
          breaker: "closed",
          waiting: 0,
          callsToday: 1,
          tokensToday: 40,
          budgetCalls: 1000,
          budgetTokens: 1_000_000,
          lastLatencyMillis: 1500,
          lastFailure: undefined,
        })
      }),
    ))

  it("does not ask again what was answered, not even while the model is left alone", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        expect(yield* inARow(open, [1, 1])).toEqual(["answered", "cached"])
        model.now = () => broken
        expect(yield* inARow(open, [2, 3, 4, 5])).toEqual(["failed", "failed", "failed", "open"])
        expect(yield* asked(open, 1)).toMatchObject({
          isCached: true,
          durationMillis: 0,
          ...generated,
        })
        expect(model.seeds).toEqual([1, 2, 3, 4])
        expect((yield* open.status).callsToday).toBe(4)
      }),
    ))

  it("leaves a failing model alone for a minute, and lets one of fifty through after it", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = () => broken
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        yield* inARow(open, [1, 2, 3])
        yield* TestClock.adjust(59_999)
        expect(yield* inARow(open, [4])).toEqual(["open"])
        yield* TestClock.adjust(1)
        model.now = taking(100)
        const fibers = yield* together(open, numbers(50, 10))
        expect((yield* open.status).breaker).toBe("half-open")
        yield* TestClock.adjust(100)
        const all = yield* endings(fibers)
        expect(all.filter((one) => one === "answered").length).toBe(1)
        expect(all.filter((one) => one === "open").length).toBe(49)
        expect(model.seeds.length).toBe(4)
        expect((yield* open.status).breaker).toBe("closed")
        expect((yield* open.status).lastFailure).toEqual({ at: 0, detail: "HTTP 500" })
      }),
    ))

  it("takes an empty answer, a defect and a full timeout for failures alike", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        model.now = () => Effect.succeed({ ...generated, text: " \n" })
        expect(yield* asked(open, 1)).toMatchObject({ reason: "failed", detail: "an empty answer" })
        model.now = () => {
          throw new Error("a mistake of ours with sk-secret in it")
        }
        expect(yield* asked(open, 2)).toMatchObject({
          reason: "failed",
          detail: "the client broke",
        })
        model.now = () => Effect.never
        const fibers = yield* together(open, [3])
        yield* TestClock.adjust(timeoutMillis)
        expect(yield* endings(fibers)).toEqual(["timeout"])
        expect((yield* open.status).breaker).toBe("open")
      }),
    ))

  it("is not held up by a backend that cannot be interrupted", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        const held = yield* Deferred.make<Generated>()
        model.now = () => Effect.uninterruptible(Deferred.await(held))
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const fibers = yield* together(open, [1])
        yield* TestClock.adjust(timeoutMillis)
        expect(yield* endings(fibers)).toEqual(["timeout"])
        yield* Deferred.succeed(held, generated)
      }),
    ))

  it("gives a turn one timeout for all its texts, and does not blame the model for the rest", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(25_000)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const turn = yield* turnOf(open)
        // its time begins with its first request
        yield* TestClock.adjust(500_000)
        const fiber = yield* Effect.fork(
          Effect.forEach(numbers(5), (seed) => Effect.map(turn.complete(request(seed)), ending)),
        )
        yield* TestClock.adjust(timeoutMillis)
        expect(yield* Fiber.join(fiber)).toEqual(["answered", "answered", "late", "late", "late"])
        // ten seconds are too few for a third
        expect(model.seeds).toEqual([1, 2])
        expect(yield* open.status).toMatchObject({ breaker: "closed", lastFailure: undefined })
        expect(ending(yield* turn.complete(request(1)))).toBe("late")
        expect(yield* inARow(open, [1])).toEqual(["cached"])
      }),
    ))

  it("counts waiting for others as time of the turn", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(50_000)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const fibers = yield* together(open, [1, 2, 3])
        expect((yield* open.status).waiting).toBe(2)
        yield* TestClock.adjust(timeoutMillis)
        expect(yield* endings(fibers)).toEqual(["answered", "late", "late"])
        expect(model.seeds).toEqual([1])
        expect(yield* open.status).toMatchObject({ breaker: "closed", waiting: 0 })
      }),
    ))

  it.each([
    [1, 1, 1],
    [2, 8, 1],
    [3, 2, 1],
    [4, 1, 2],
    [4, 4, 2],
    [4, 8, 2],
    [8, 1, 4],
    [8, 8, 4],
    [64, 1, 32],
  ] as const)(
    "of %i lanes with %i calls at a time, holds %i up at most",
    (lanes, concurrency, held) =>
      run(
        Effect.gen(function* () {
          const model = new Scripted()
          model.now = () => Effect.never
          const open = yield* gate({ settings: settings(), lanes, backendOf: model.backendOf })
          // whatever is set later
          yield* open.use(settings({ concurrency }))
          const fibers = yield* together(open, numbers(lanes))
          yield* Effect.repeatN(Effect.yieldNow(), 100)
          const done = yield* Effect.forEach(fibers, Fiber.poll)
          expect(done.filter(Option.isNone).length).toBe(held)
          expect(model.underWay).toBe(Math.min(concurrency, held))
          yield* open.use(settings({ concurrency: 8 }))
          yield* Effect.repeatN(Effect.yieldNow(), 100)
          expect((yield* asked(open, 999))._tag).toBe("Unanswered")
          yield* TestClock.adjust(timeoutMillis)
          const all = yield* endings(fibers)
          expect(all.filter((one) => one === "busy").length).toBe(lanes - held)
          model.now = () => Effect.succeed(generated)
          yield* open.use(settings({ model: "qwen2" }))
          expect(yield* inARow(open, [1])).toEqual(["answered"])
        }),
      ),
  )

  it("counts those who wait for somebody else's equal call among the lanes held up", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(1000)
        const open = yield* gate({ settings: settings(), lanes: 4, backendOf: model.backendOf })
        const fibers = yield* together(open, [7, 7, 7])
        yield* TestClock.adjust(1000)
        expect(yield* endings(fibers)).toEqual(["answered", "cached", "busy"])
      }),
    ))

  it("lets sixteen wait and tells the others that it is busy", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(1000)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const fibers = yield* together(open, numbers(20))
        expect((yield* open.status).waiting).toBe(16)
        yield* TestClock.adjust(20_000)
        const all = yield* endings(fibers)
        expect(all.slice(0, 17)).toEqual(Array(17).fill("answered"))
        expect(all.slice(17)).toEqual(["busy", "busy", "busy"])
        expect(model.seeds).toEqual(numbers(17))
        expect(model.most).toBe(1)
      }),
    ))

  it("makes as many calls at a time as the settings say, from the moment they say it", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(1000)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const fibers = yield* together(open, numbers(8))
        expect(model.underWay).toBe(1)
        yield* open.use(settings({ concurrency: 4 }))
        yield* Effect.repeatN(Effect.yieldNow(), 50)
        expect(model.underWay).toBe(4)
        yield* TestClock.adjust(5000)
        expect(new Set(yield* endings(fibers))).toEqual(new Set(["answered"]))
        expect(model.most).toBe(4)
      }),
    ))

  it("asks once what several want at the same time", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(1000)
        const open = yield* gate({
          settings: settings({ concurrency: 8 }),
          backendOf: model.backendOf,
        })
        const fibers = yield* together(open, [7, 7, 7])
        yield* TestClock.adjust(1000)
        expect(yield* endings(fibers)).toEqual(["answered", "cached", "cached"])
        expect(model.seeds).toEqual([7])
      }),
    ))

  it("lets another ask where the one who asked is gone", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(1000)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const [first, ...others] = yield* together(open, [7, 7, 7])
        yield* Fiber.interrupt(first!)
        yield* TestClock.adjust(1000)
        expect((yield* endings(others)).sort()).toEqual(["answered", "cached"])
        expect(model.seeds).toEqual([7, 7])
      }),
    ))

  it("asks for itself where the turn of the one who asked is over", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(20_000)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const turn = yield* turnOf(open)
        const first = yield* Effect.fork(
          Effect.forEach([1, 2, 3], (seed) => Effect.map(turn.complete(request(seed)), ending)),
        )
        yield* TestClock.adjust(30_000)
        model.now = taking(35_000)
        yield* TestClock.adjust(25_000)
        const second = yield* together(open, [3])
        yield* TestClock.adjust(timeoutMillis)
        expect(yield* Fiber.join(first)).toEqual(["answered", "answered", "late"])
        expect(yield* endings(second)).toEqual(["answered"])
        expect((yield* open.status).breaker).toBe("closed")
        expect(model.seeds).toEqual([1, 2, 3, 3])
      }),
    ))

  it("does not wait for an equal call to the address that was left", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = () => Effect.never
        const open = yield* gate({
          settings: settings({ concurrency: 2 }),
          backendOf: model.backendOf,
        })
        const [old] = yield* together(open, [1])
        yield* open.use(settings({ concurrency: 2, baseUrl: "http://192.0.2.1:11434" }))
        model.now = () => Effect.succeed(generated)
        expect(yield* inARow(open, [1])).toEqual(["answered"])
        yield* Fiber.interrupt(old!)
      }),
    ))

  it("has as many calls a day as the budget says, and again on the next UTC day", () =>
    run(
      Effect.gen(function* () {
        yield* TestClock.setTime(Date.UTC(2026, 0, 5, 23, 59, 0))
        const model = new Scripted()
        const open = yield* gate({
          settings: settings({ budgetCalls: 2 }),
          backendOf: model.backendOf,
        })
        expect(yield* inARow(open, [1, 2, 3, 1])).toEqual([
          "answered",
          "answered",
          "budget",
          "cached",
        ])
        yield* TestClock.adjust(60_000)
        expect(yield* inARow(open, [3])).toEqual(["answered"])
        expect(yield* open.status).toMatchObject({ callsToday: 1, tokensToday: 40 })
      }),
    ))

  it("has no more tokens a day than the budget says and one call takes", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        const open = yield* gate({
          settings: settings({ budgetTokens: 41 }),
          backendOf: model.backendOf,
        })
        expect(yield* inARow(open, [1, 2, 3])).toEqual(["answered", "answered", "budget"])
      }),
    ))

  it("does not share the last call of a day among calls at the same time", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(1000)
        const { spent, add } = yield* Effect.provide(Spending, Spending.layerMemory)
        // as a database does, it lets others in between
        const slow = Layer.succeed(Spending, {
          spent: (day) => Effect.zipLeft(spent(day), Effect.sleep(10)),
          add: (day, more) => Effect.zipRight(Effect.sleep(10), add(day, more)),
        })
        const open = yield* Effect.provide(
          Gate.make({
            settings: settings({ budgetCalls: 3, concurrency: 8 }),
            backendOf: model.backendOf,
          }),
          Layer.merge(Answers.layerMemory, slow),
        )
        const fibers = yield* together(open, numbers(8))
        yield* TestClock.adjust(3000)
        expect((yield* endings(fibers)).filter((one) => one === "budget").length).toBe(5)
        expect(model.seeds.length).toBe(3)
      }),
    ))

  it("gives a probe's place back where the day's budget stops it", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = () => broken
        const open = yield* gate({
          settings: settings({ budgetCalls: 3 }),
          backendOf: model.backendOf,
        })
        yield* inARow(open, [1, 2, 3])
        yield* TestClock.adjust(60_000)
        expect(yield* inARow(open, [4, 5])).toEqual(["budget", "budget"])
        model.now = () => Effect.succeed(generated)
        yield* open.use(settings({ budgetCalls: 4 }))
        expect(yield* inARow(open, [6])).toEqual(["answered"])
        expect((yield* open.status).breaker).toBe("closed")
      }),
    ))

  it("frees its place, its probe and its place in the queue when callers are interrupted", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = () => broken
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        yield* inARow(open, [1, 2, 3])
        yield* TestClock.adjust(60_000)
        model.now = () => Effect.never
        const [probe] = yield* together(open, [4])
        expect((yield* open.status).breaker).toBe("half-open")
        yield* Fiber.interrupt(probe!)
        expect(yield* open.status).toMatchObject({ breaker: "open", waiting: 0 })
        expect(model.underWay).toBe(0)
        model.now = () => Effect.succeed(generated)
        expect(yield* inARow(open, [5])).toEqual(["answered"])
        model.now = () => Effect.never
        const all = yield* together(open, numbers(10, 20))
        expect(yield* open.status).toMatchObject({ waiting: 9 })
        yield* Fiber.interruptAll(all)
        expect(yield* open.status).toMatchObject({ breaker: "closed", waiting: 0 })
        model.now = () => Effect.succeed(generated)
        expect(yield* inARow(open, [6])).toEqual(["answered"])
      }),
    ))

  it("loses no place however soon a caller is interrupted", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = () => Effect.yieldNow().pipe(Effect.as(generated))
        const open = yield* gate({
          settings: settings({ budgetCalls: 1e6 }),
          backendOf: model.backendOf,
        })
        for (let steps = 0; steps < 120; steps++) {
          const fibers = yield* Effect.forEach(numbers(3, steps * 10 + 1000), (seed) =>
            Effect.fork(asked(open, seed)),
          )
          yield* Effect.repeatN(Effect.yieldNow(), steps)
          yield* Effect.forEach(fibers.slice(0, 2), Fiber.interruptFork)
          const last = yield* Fiber.await(fibers[2]!)
          expect(Exit.isSuccess(last) && ending(last.value)).toBe("answered")
        }
        yield* Effect.repeatN(Effect.yieldNow(), 50)
        expect(yield* open.status).toMatchObject({ breaker: "closed", waiting: 0 })
        expect(model.underWay).toBe(0)
      }),
    ))

  it("has no turn while it is off, and says so in turns that were begun before", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const turn = yield* turnOf(open)
        yield* open.use(settings({ provider: "off" }))
        expect(yield* open.model.turn).toBeUndefined()
        expect(yield* turn.complete(request(1))).toMatchObject({
          reason: "failed",
          detail: "it was switched off meanwhile",
        })
        expect(yield* open.status).toMatchObject({ enabled: false, backend: "off" })
        yield* open.use(settings())
        expect(yield* inARow(open, [1])).toEqual(["answered"])
        expect(model.seeds).toEqual([1])
      }),
    ))

  it.each([
    ["another model", { model: "qwen2" }],
    ["another address", { baseUrl: "http://192.0.2.1:11434" }],
    ["another key", { apiKey: Redacted.make("k") }],
    ["the fake", { provider: "fake", fakeOutput: "x" }],
  ] as const)("begins anew with %s", (_, own) =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = () => broken
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        yield* inARow(open, [1, 2, 3])
        yield* open.use(settings({ timeoutMillis: 5000, budgetCalls: 7 }))
        expect(yield* inARow(open, [4])).toEqual(["open"])
        yield* open.use(settings(own))
        expect(yield* open.status).toMatchObject({ breaker: "closed", lastFailure: undefined })
        model.now = () => Effect.succeed(generated)
        expect(yield* inARow(open, [5])).toEqual(["answered"])
      }),
    ),
  )

  it("finishes a call that is under way when the settings change, and drops those that wait", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(1000)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const fibers = yield* together(open, [1, 2])
        yield* open.use(settings({ model: "qwen2" }))
        model.now = taking(2000)
        const later = yield* together(open, [1])
        yield* TestClock.adjust(3000)
        expect(yield* endings(fibers)).toEqual(["answered", "failed"])
        const [answer] = yield* Fiber.joinAll(later)
        expect(answer).toMatchObject({ _tag: "Answered", model: "qwen2", isCached: false })
        expect((yield* open.status).lastLatencyMillis).toBe(2000)
        expect(model.seeds).toEqual([1, 1])
      }),
    ))

  it("does not count failures of the model before against the one that is asked now", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = () => Effect.delay(broken, 1000)
        const open = yield* gate({
          settings: settings({ concurrency: 3 }),
          backendOf: model.backendOf,
        })
        const fibers = yield* together(open, [1, 2, 3])
        yield* open.use(settings({ model: "qwen2" }))
        yield* TestClock.adjust(1000)
        expect(yield* endings(fibers)).toEqual(["failed", "failed", "failed"])
        expect(yield* open.status).toMatchObject({ breaker: "closed", lastFailure: undefined })
      }),
    ))

  it("does without what was answered before where the store is away, but not without a budget", () =>
    run(
      Effect.gen(function* () {
        const away = Effect.fail(new StoreUnavailable({ reason: "busy", detail: "locked" }))
        const model = new Scripted()
        const noAnswers = Layer.succeed(Answers, { get: () => away, put: () => away })
        const noSpending = Layer.succeed(Spending, { spent: () => away, add: () => away })
        const make = Gate.make({ settings: settings(), backendOf: model.backendOf })
        const first = yield* Effect.provide(make, Layer.merge(noAnswers, Spending.layerMemory))
        expect(yield* inARow(first, [1, 1])).toEqual(["answered", "answered"])
        const second = yield* Effect.provide(make, Layer.merge(Answers.layerMemory, noSpending))
        expect(yield* asked(second)).toMatchObject({
          reason: "failed",
          detail: "the day's budget: locked",
        })
        expect(yield* second.status).toMatchObject({ breaker: "closed", callsToday: 0 })
        expect(model.seeds).toEqual([1, 1])
      }),
    ))

  it("waits a second for a store that hangs or breaks, and no longer", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        const hanging = Layer.succeed(Answers, {
          get: () => Effect.never,
          put: () => Effect.dieMessage("a mistake"),
        })
        const open = yield* Effect.provide(
          Gate.make({ settings: settings(), backendOf: model.backendOf }),
          Layer.merge(hanging, Spending.layerMemory),
        )
        const fibers = yield* together(open, [1])
        yield* TestClock.adjust(1000)
        expect(yield* endings(fibers)).toEqual(["answered"])
      }),
    ))

  it("ends a turn in time where the store is slow, and leaves a model alone that hangs", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        let looks = 0
        model.now = () => Effect.never
        const open = yield* Effect.provide(
          Gate.make({ settings: settings({ timeoutMillis: 1500 }), backendOf: model.backendOf }),
          Layer.merge(
            slowAnswers(900, () => (looks += 1)),
            Spending.layerMemory,
          ),
        )
        const turn = yield* turnOf(open)
        const eight = yield* Effect.fork(
          Effect.forEach(numbers(8), (seed) => Effect.map(turn.complete(request(seed)), ending)),
        )
        yield* TestClock.adjust(1500)
        expect(yield* Fiber.join(eight)).toEqual(["timeout", ...Array(7).fill("late")])
        expect(looks).toBe(1)
        for (const seed of [10, 11]) {
          const fibers = yield* together(open, [seed])
          yield* TestClock.adjust(1500)
          expect(yield* endings(fibers)).toEqual(["timeout"])
        }
        expect(yield* open.status).toMatchObject({
          breaker: "open",
          lastFailure: { detail: "no answer in 600 ms" },
        })
      }),
    ))

  it("waits for no budget beyond the turn, and does not take that for a failure", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        const hanging = Layer.succeed(Spending, {
          spent: () => Effect.never,
          add: () => Effect.void,
        })
        const open = yield* Effect.provide(
          Gate.make({ settings: settings({ timeoutMillis: 600 }), backendOf: model.backendOf }),
          Layer.merge(slowAnswers(500), hanging),
        )
        const fibers = yield* together(open, [1])
        yield* TestClock.adjust(600)
        expect(yield* endings(fibers)).toEqual(["late"])
        expect(model.seeds).toEqual([])
      }),
    ))

  it("keeps an answer that came at the end of its turn without holding the turn up", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(59_900)
        const kept: Array<string> = []
        const slow = Layer.succeed(Answers, {
          get: () => Effect.succeed(Option.none()),
          put: ({ text }) =>
            Effect.zipRight(
              Effect.sleep(900),
              Effect.sync(() => kept.push(text)),
            ),
        })
        const open = yield* Effect.provide(
          Gate.make({ settings: settings(), backendOf: model.backendOf }),
          Layer.merge(slow, Spending.layerMemory),
        )
        const fibers = yield* together(open, [1])
        yield* TestClock.adjust(timeoutMillis)
        expect(yield* endings(fibers)).toEqual(["answered"])
        expect(kept).toEqual([])
        yield* TestClock.adjust(800)
        expect(kept).toEqual(["checked it"])
      }),
    ))

  it("begins no call that has clearly less time than answers take, and lets none wait for it", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(36_000)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const turn = yield* turnOf(open)
        const two = yield* Effect.fork(
          Effect.forEach([1, 2], (seed) => Effect.map(turn.complete(request(seed)), ending)),
        )
        yield* TestClock.adjust(36_000)
        // it did not take the rest of the minute to see that
        expect(yield* Fiber.join(two)).toEqual(["answered", "late"])
        const [inside, waiting] = yield* together(open, [3, 4])
        yield* TestClock.adjust(33_000)
        expect(Option.isSome(yield* Fiber.poll(waiting!))).toBe(true)
        yield* TestClock.adjust(3000)
        expect(yield* endings([inside!, waiting!])).toEqual(["answered", "late"])
        expect(model.seeds).toEqual([1, 3])
        expect(yield* open.status).toMatchObject({ callsToday: 2, breaker: "closed", waiting: 0 })
      }),
    ))

  it("does not blame the model for a call that waited for most of its turn", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = () => Effect.never
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const [queued] = yield* together(open, [1])
        yield* TestClock.adjust(5000)
        const [second] = yield* together(open, [2])
        yield* TestClock.adjust(timeoutMillis)
        expect(yield* endings([queued!, second!])).toEqual(["timeout", "late"])
        const [gone] = yield* together(open, [3])
        yield* TestClock.adjust(5000)
        // it waits for the same answer, and asks for itself when ten seconds are left
        const [joined] = yield* together(open, [3])
        yield* TestClock.adjust(50_000)
        yield* Fiber.interrupt(gone!)
        yield* TestClock.adjust(10_000)
        expect(yield* endings([joined!])).toEqual(["late"])
        expect(model.seeds).toEqual([1, 2, 3, 3])
        expect((yield* open.status).breaker).toBe("closed")
      }),
    ))

  it("still asks where the time-out was set to less than answers took, and sees it fail", () =>
    run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = taking(50_000)
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        const slow = yield* together(open, [1])
        yield* TestClock.adjust(50_000)
        expect(yield* endings(slow)).toEqual(["answered"])
        yield* open.use(settings({ timeoutMillis: 20_000 }))
        for (const seed of [2, 3, 4]) {
          const fibers = yield* together(open, [seed])
          yield* TestClock.adjust(20_000)
          expect(yield* endings(fibers)).toEqual(["timeout"])
        }
        expect((yield* open.status).breaker).toBe("open")
        // how long another model takes is not known
        yield* open.use(settings({ timeoutMillis: 20_000, model: "qwen2" }))
        expect((yield* open.status).lastLatencyMillis).toBeUndefined()
      }),
    ))

  it("keeps what was answered and spent for the gate after it, the fake's words aside", () =>
    run(
      Effect.provide(
        Effect.gen(function* () {
          const model = new Scripted()
          const make = (own?: Partial<ModelSettings>) =>
            Gate.make({ settings: settings(own), backendOf: model.backendOf })
          expect(yield* inARow(yield* make(), [1])).toEqual(["answered"])
          const next = yield* make({ budgetCalls: 2 })
          expect(yield* inARow(next, [1, 2, 3])).toEqual(["cached", "answered", "budget"])
          const fake = yield* make({ provider: "fake" })
          expect(yield* inARow(fake, [9, 9])).toEqual(["answered", "answered"])
          const kept = yield* Effect.flatMap(Answers, ({ get }) => get("nothing"))
          expect(Option.isNone(kept)).toBe(true)
        }),
        stores,
      ),
    ))

  it("tells the log once that a model fails, and once that it answers again", () => {
    lines.length = 0
    return run(
      Effect.gen(function* () {
        const model = new Scripted()
        model.now = () => broken
        const open = yield* gate({ settings: settings(), backendOf: model.backendOf })
        yield* inARow(open, [1, 2, 3, 4])
        yield* TestClock.adjust(60_000)
        yield* inARow(open, [5, 6])
        model.now = () => Effect.succeed(generated)
        yield* TestClock.adjust(60_000)
        yield* inARow(open, [7, 8])
        expect(lines).toEqual([
          "model: HTTP 500; texts come from templates, it is tried again every 60 s",
          "model: it answers again",
        ])
      }),
    )
  })

  it("is counted for Prometheus", async () => {
    const pairs = await Effect.runPromise(Metric.snapshot)
    const text = render(pairs)
    for (const outcome of ["answered", "cached", "open", "busy", "budget", "late", "timeout"])
      expect(text).toMatch(new RegExp(`^model_answers_total\\{outcome="${outcome}"\\} [1-9]`, "m"))
    expect(text).toMatch(/^model_latency_seconds_count [1-9]/m)
    expect(text).toMatch(/^model_tokens_total [1-9]/m)
  })

  it("has a fake that says what it was given, or that it was given nothing", async () => {
    const ask = (fakeOutput: string | undefined) =>
      Effect.runPromise(
        Effect.flatMap(gate({ settings: settings({ provider: "fake", fakeOutput }) }), (open) =>
          asked(open),
        ),
      )
    expect(await ask("as told")).toMatchObject({ backend: "fake", text: "as told" })
    expect(await ask(undefined)).toMatchObject({ detail: "DECNET_REALISM_FAKE_OUTPUT is not set" })
  })
})
