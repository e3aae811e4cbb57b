/** One text that is asked for, and what comes of it. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Request from "../../src/llm/Request.ts"
import type { Silence } from "../../src/llm/Wording.ts"
import type { Answer, Answered } from "../../src/ports/LanguageModel.ts"
import type { Generated } from "./Backend.ts"
import type { Site } from "./Site.ts"

export interface Call {
  readonly site: Site
  readonly request: Request.Request
  readonly digest: string
  /** When it came, and when its turn is over: milliseconds of `monotonic`. */
  readonly cameAt: number
  readonly endsAt: number
  /** Nothing of the turn was gone when it came, and nothing since but on stores. */
  readonly isUndelayed: boolean
}

/** Milliseconds that go on evenly, whatever becomes of the date. */
export const monotonic: Effect.Effect<number> = Effect.map(Clock.currentTimeNanos, (nanos) =>
  Number(nanos / 1_000_000n),
)

export const make = (
  site: Site,
  request: Request.Request,
  cameAt: number,
  turn: { readonly begunAt: number; readonly endsAt: number },
): Call => ({
  site,
  request,
  digest: Request.digest(site.backend.model, request),
  cameAt,
  endsAt: turn.endsAt,
  isUndelayed: cameAt <= turn.begunAt,
})

/** It has waited for others. */
export const delayed = (call: Call): Call => ({ ...call, isUndelayed: false })

/** What the fake says may be another text after each start, and costs nothing: it is not kept. */
export const isKept = ({ site: { backend } }: Call): boolean => backend.name !== "fake"

export const silence = (call: Call, reason: Silence, detail: string): Effect.Effect<Answer> =>
  Effect.map(monotonic, (now) => ({
    _tag: "Unanswered",
    backend: call.site.backend.name,
    model: call.site.backend.model,
    digest: call.digest,
    durationMillis: Math.max(0, now - call.cameAt),
    reason,
    detail,
  }))

export const answered = (
  { site: { backend }, digest }: Call,
  { text, promptTokens, tokens, isCutOff }: Generated,
  durationMillis: number,
): Answered => ({
  _tag: "Answered",
  backend: backend.name,
  model: backend.model,
  digest,
  durationMillis,
  text,
  promptTokens,
  tokens,
  isCached: false,
  isCutOff,
})

/** The same for one who asks it again. */
export const again = (answer: Answered): Answered => ({
  ...answer,
  durationMillis: 0,
  isCached: true,
})
