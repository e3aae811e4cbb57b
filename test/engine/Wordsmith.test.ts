import * as Effect from "effect/Effect"
import * as fc from "effect/FastCheck"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import * as Simulation from "../../simulate/Simulation.ts"
import * as Transcript from "../../simulate/Transcript.ts"
import * as Bytes from "../../src/bytes/Bytes.ts"
import * as MemoryHost from "../../src/engine/MemoryHost.ts"
import type { Outcome } from "../../src/engine/Record.ts"
import * as Tick from "../../src/engine/Tick.ts"
import * as Request from "../../src/llm/Request.ts"
import { silences } from "../../src/llm/Wording.ts"
import { Carries } from "../../src/ports/Carries.ts"
import { Entropy } from "../../src/ports/Entropy.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { LanguageModel, type Answer } from "../../src/ports/LanguageModel.ts"
import * as Memory from "../../src/ports/Memory.ts"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import type { Pool } from "../../src/persona/Pool.ts"
import { Rng } from "../../src/rng/Rng.ts"
import { made, monday, options, pool } from "../worlds.ts"

const day = 86_400_000

type Wit = (request: Request.Request, digest: string) => Answer

const call = (digest: string) => ({ backend: "fake", model: "wit", digest, durationMillis: 0 })

const says =
  (text: (request: Request.Request, digest: string) => string): Wit =>
  (request, digest) => ({
    _tag: "Answered",
    ...call(digest),
    text: text(request, digest),
    promptTokens: 1,
    tokens: 1,
    isCached: false,
    isCutOff: false,
  })

/** Four-digit numbers that hardly two requests have in common. */
const figure = (digest: string, at: number): string =>
  String(1000 + (parseInt(digest.slice(at * 4, at * 4 + 4), 16) % 9000))

/** What a good model answers: short, about the matter, never twice the same. */
const clever = says(({ gist }, digest) => {
  const { ticket, project } = gist.slots
  const line = `${ticket} needs ${figure(digest, 0)} more rows before ${project} goes on`
  const other = `asked about the ${figure(digest, 1)} old entries, nobody knows them`
  if (gist.form === "mail")
    return `${line}. I have ${other.replace("asked", "asked around")}, ${figure(digest, 2)} left.`
  if (gist.follows) return `${gist.previous.trimEnd()}\n${line}\n`
  if (gist.form === "todo") return `- ${line}\n- ${other}\n- count ${figure(digest, 2)} again\n`
  if (gist.form === "draft")
    return `${line}. We ${other}.\n\nLast time it was ${figure(digest, 2)}.\n`
  return `${line}\n${other}\n`
})

const silent: Wit = (_, digest) => ({
  _tag: "Unanswered",
  ...call(digest),
  reason: silences[parseInt(digest.slice(0, 2), 16) % silences.length]!,
  detail: "nobody there",
})

const rubbish = says((_, digest) =>
  digest < "8" ? "I'm sorry, but as an AI I cannot do that." : "```\nlorem ipsum [Your Name]",
)

/** The wits speak English only. */
const english: Pool = {
  ...pool,
  personas: pool.personas.filter(({ language }) => language === "en"),
}

interface Told {
  readonly outcomes: ReadonlyArray<Outcome>
  /** Carries and rows as decisions see them. */
  readonly states: ReadonlyArray<string>
}

const history = (
  wit: ((now: number) => Wit | undefined) | undefined,
  seed: string,
  wakings: ReadonlyArray<number>,
): Told => {
  const run = Simulation.begin(
    options({ seed, days: 30, deckies: made(seed, 1), poolOf: () => english }),
  )
  let now = monday
  const layers = Layer.mergeAll(
    MemoryHost.layer(run.hosts, () => undefined),
    Memory.layer,
    EventBus.layerNoop,
    Layer.succeed(Rng, run.world.root),
    Layer.succeed(LanguageModel, {
      turn: Effect.sync(() => {
        const speaks = wit?.(now)
        return speaks === undefined
          ? undefined
          : {
              complete: (request: Request.Request) =>
                Effect.sync(() => speaks(request, Request.digest("wit", request))),
            }
      }),
    }),
    Entropy.layerCounted,
  )
  return Effect.runSync(
    Effect.provide(
      Effect.gen(function* () {
        const outcomes: Array<Outcome> = []
        const states: Array<string> = []
        for (const waking of wakings) {
          now = waking
          for (const uuid of run.world.casts.keys())
            outcomes.push(...(yield* Tick.upTo(run.world, uuid, waking)).outcomes)
        }
        for (const uuid of run.world.casts.keys()) {
          const rows = yield* (yield* SyntheticFiles).list(uuid)
          const carry = yield* (yield* Carries).get(uuid)
          states.push(
            JSON.stringify([
              carry,
              rows.map((row) =>
                JSON.stringify({
                  ...row,
                  template: undefined,
                  body: row.template ?? row.body,
                  bytes: row.template === undefined ? row.bytes : Bytes.ofText(row.template).length,
                  sha256:
                    row.template === undefined
                      ? row.sha256
                      : Bytes.sha256(Bytes.ofText(row.template)),
                }),
              ),
            ]),
          )
        }
        return { outcomes, states }
      }),
      layers,
    ),
  )
}

const end = monday + 4 * day

/** What was planned: everything but the words and what follows from their length. */
const plan = ({ outcomes }: Told): ReadonlyArray<string> =>
  outcomes.map((outcome) => {
    const line = Transcript.outcomeLine(outcome, true) as Readonly<Record<string, unknown>>
    const places = (line["deliveries"] ?? []) as ReadonlyArray<Record<string, unknown>>
    const deliveries = places.map(({ path, mtime, mailbox }) => [
      String(path).replace(/,S=\d+,W=\d+/, ""),
      mtime,
      mailbox,
    ])
    const wording = ["bytes", "sha256", "model", "body"]
    return JSON.stringify({
      ...Object.fromEntries(Object.entries(line).filter(([name]) => !wording.includes(name))),
      deliveries,
    })
  })

const lines = ({ outcomes }: Told): ReadonlyArray<string> =>
  outcomes.map((outcome) => JSON.stringify(Transcript.outcomeLine(outcome, true)))

const wordings = ({ outcomes }: Told) =>
  outcomes.flatMap(({ action }) =>
    (action._tag === "Create" || action._tag === "Edit" || action._tag === "Mail") &&
    action.worded !== undefined
      ? [action.worded.wording]
      : [],
  )

describe("a model", () => {
  const off = history(undefined, "1", [end])
  const on = history(() => clever, "1", [end])

  it("writes most of what people write", () => {
    expect(wordings(off)).toEqual([])
    const outcomes = wordings(on).map(({ outcome }) => outcome)
    expect(outcomes.length).toBeGreaterThan(20)
    expect(outcomes.filter((each) => each === "accepted").length).toBeGreaterThan(
      outcomes.length / 2,
    )
  })

  it("changes no plan, no path and no later decision, whatever it says", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9]{1,6}$/),
        fc.array(fc.constantFrom(clever, silent, rubbish, undefined), {
          minLength: 1,
          maxLength: 4,
        }),
        (seed, wits) => {
          const without = history(undefined, seed, [end])
          const hours = Array.from(
            { length: 32 },
            (_, index) => monday + (index + 1) * 3 * 3_600_000,
          )
          const moody = history(
            (now) => wits[Math.floor((now - monday) / (7 * 3_600_000)) % wits.length],
            seed,
            hours,
          )
          expect(plan(moody)).toEqual(plan(without))
          expect(moody.states).toEqual(without.states)
        },
      ),
      { numRuns: 3 },
    )
  })

  it("says the same whether four days are one step or many", () => {
    const wakings = Array.from({ length: 200 }, (_, index) =>
      Math.min(end, monday + (index + 1) * 29 * 60_000 + index),
    )
    expect(lines(history(() => clever, "1", [...wakings, end]))).toEqual(lines(on))
  })

  it("that is silent or talks rubbish leaves the templates as they are", () => {
    for (const wit of [silent, rubbish]) {
      const told = history(() => wit, "1", [end])
      expect(wordings(told).length).toBe(wordings(on).length)
      expect(wordings(told).every(({ outcome }) => outcome !== "accepted")).toBe(true)
      const bare = lines(told).map((line) => line.replace(/"model":\{[^}]*\},/, ""))
      expect(bare).toEqual(lines(off))
    }
  })

  it("is quoted by those who answer", () => {
    const mails = on.outcomes.flatMap(({ action }) => (action._tag === "Mail" ? [action] : []))
    const written = new Map(mails.map(({ message }) => [message.messageId, message.text]))
    const replies = mails.filter(
      ({ message, source }) =>
        message.inReplyTo !== undefined && /^>|^-----|^From:.*\n.*Sent:/m.test(source),
    )
    expect(replies.length).toBeGreaterThan(0)
    const quoted = replies.filter(({ message, source }) => {
      const [, rows] = /needs (\d{4}) more/.exec(written.get(message.inReplyTo!) ?? "") ?? []
      return rows !== undefined && source.includes(rows)
    })
    expect(quoted.length).toBeGreaterThan(0)
  })

  it("that is switched off leaves answers to what was sent, as one that is silent does", () => {
    const half = monday + 7 * day
    const whole = half * 2 - monday
    const replies = (wit: Wit | undefined) => {
      const told = history((now) => (now <= half ? clever : wit), "1", [half, whole])
      return told.outcomes.flatMap(({ at, action }) =>
        action._tag === "Mail" && at.ms > half && action.template !== undefined
          ? [action.message.text]
          : [],
      )
    }
    expect(replies(undefined).length).toBeGreaterThan(0)
    expect(replies(undefined)).toEqual(replies(silent))
  })

  it("that falls silent leaves its texts to their authors", () => {
    const half = monday + 7 * day
    const told = history((now) => (now <= half ? clever : undefined), "1", [
      half,
      half * 2 - monday,
    ])
    const edits = told.outcomes.flatMap(({ action }) =>
      action._tag === "Edit" && action.worded?.wording.outcome === "off" ? [action] : [],
    )
    // what the model wrote stands there still, in part at least
    const kept = edits.filter(({ body }) => /needs \d{4} more rows/.test(body))
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.every(({ body, template }) => body !== template)).toBe(true)
  })
})
