import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import * as Settings from "../../runtime/config/Settings.ts"
import * as Words from "../../runtime/orchestrator/Words.ts"
import { RealismConfig } from "../../runtime/storage/RealismConfig.ts"
import * as Samples from "../llm/Samples.ts"
import * as StandIn from "../llm/StandIn.ts"

const roots = { etc: "/nowhere/etc", state: "/nowhere/state", own: "/nowhere/own" }
const settings = (environment: Record<string, string> = {}) =>
  Either.getOrThrow(Settings.read({ DECNET_SECRET_KEY: "5a".repeat(32), ...environment }))

let server: StandIn.StandIn
let row: unknown
beforeAll(async () => {
  server = await StandIn.start()
  server.names.push("good:latest")
  server.scripts.set("good", StandIn.says("checked the backup of tuesday"))
  server.scripts.set("hangs", StandIn.stallsAfter(""))
  server.scripts.set("bad", StandIn.refuses(500, JSON.stringify({ error: "out of memory" })))
})
beforeEach(() => {
  row = undefined
  Samples.lines.length = 0
})
afterAll(() => server.stop())

const config = Layer.succeed(RealismConfig, {
  get: () => Effect.sync(() => Option.fromNullable(row)),
  set: (_, value) => Effect.sync(() => void (row = value)),
  reset: () => Effect.sync(() => void (row = undefined)),
})

const within = <A>(
  given: Omit<Words.Given, "roots">,
  use: (words: Words.Words) => Effect.Effect<A, unknown>,
): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(Effect.flatMap(Words.make({ ...given, roots }), use)).pipe(
      Effect.provide(Layer.mergeAll(config, Samples.stores, Samples.log)),
    ),
  )

const ask = ({ model }: Words.Words, seed: number) =>
  Effect.flatMap(model.turn, (turn) =>
    turn === undefined
      ? Effect.succeed("off")
      : Effect.map(turn.complete(Samples.request(seed)), Samples.ending),
  )

describe("the model of a worker", () => {
  it("is the stored one from the next look on, without a restart", () =>
    within({ settings: settings(), llm: undefined }, (words) =>
      Effect.gen(function* () {
        expect(yield* ask(words, 1)).toBe("off")
        row = { provider: "ollama", base_url: server.url, model: "good" }
        expect(yield* ask(words, 2)).toBe("off")
        yield* words.refresh
        expect(yield* ask(words, 3)).toBe("answered")
        expect(Words.told(yield* words.status)).toMatchObject({
          llm_enabled: true,
          llm_backend: "ollama",
          llm_model: "good",
          llm_breaker_state: "closed",
          calls_today: 1,
        })
        row = { provider: "off" }
        yield* words.refresh
        expect(yield* ask(words, 4)).toBe("off")
        expect(server.of("good").length).toBe(1)
      }),
    ))

  it("shows an open breaker to whoever reads its heartbeat", () =>
    within(
      {
        settings: settings({
          DECNET_REALISM_LLM: "ollama",
          DECNET_REALISM_OLLAMA_URL: server.url,
          DECNET_REALISM_MODEL: "bad",
        }),
        llm: undefined,
      },
      (words) =>
        Effect.gen(function* () {
          for (const seed of [1, 2, 3]) expect(yield* ask(words, seed)).toBe("failed")
          expect(yield* ask(words, 4)).toBe("open")
          expect(Words.told(yield* words.status)).toMatchObject({
            llm_enabled: true,
            llm_model: "bad",
            llm_breaker_state: "open",
            last_failure: { why: "HTTP 500: out of memory" },
          })
          expect(server.of("bad").length).toBe(3)
        }),
    ))

  it("holds up half of the worker's lanes at most, also after its settings change", () =>
    within(
      {
        settings: settings({
          DECNET_CONCURRENCY: "4",
          DECNET_REALISM_LLM: "ollama",
          DECNET_REALISM_OLLAMA_URL: server.url,
          DECNET_REALISM_MODEL: "hangs",
          DECNET_REALISM_TIMEOUT: "1",
        }),
        llm: undefined,
      },
      (words) =>
        Effect.gen(function* () {
          const four = (first: number) =>
            Effect.forEach([0, 1, 2, 3], (at) => ask(words, first + at), {
              concurrency: "unbounded",
            })
          const busy = ["busy", "busy"]
          expect((yield* four(10)).slice(2)).toEqual(busy)
          row = { concurrency: 8 }
          yield* words.refresh
          expect(yield* four(20)).toEqual(["timeout", "timeout", ...busy])
          expect(server.of("hangs").length).toBe(3)
        }),
    ))

  it("stays off where --no-llm was typed, whatever is stored", () =>
    within({ settings: settings(), llm: false }, (words) =>
      Effect.gen(function* () {
        row = { provider: "ollama", base_url: server.url, model: "good" }
        yield* words.refresh
        expect(yield* ask(words, 1)).toBe("off")
        expect(Words.told(yield* words.status)).toMatchObject({ llm_enabled: false })
      }),
    ))

  it("is told of where it is missing, and work begins without it", () =>
    within(
      {
        settings: settings({
          DECNET_REALISM_LLM: "llama",
          DECNET_REALISM_OLLAMA_URL: server.url,
          DECNET_REALISM_MODEL: "other",
        }),
        llm: undefined,
      },
      () =>
        Effect.promise(async () => {
          await StandIn.until("it is told", () => Samples.lines.length > 1)
          expect(Samples.lines.join("\n")).toMatch(
            /"llama" is taken for ollama[\s\S]*ollama pull other/,
          )
        }),
    ))
})
