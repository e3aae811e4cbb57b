/** How deckies are, as the process that drives them said last. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Instant from "../../../src/time/Instant.ts"
import { Workers } from "../../storage/Workers.ts"
import { Installation } from "../Installation.ts"

export interface Condition {
  readonly ailing: { readonly since: string; readonly why: string } | null
  readonly quiet: Readonly<Record<string, string>> | null
}

/** Three heartbeats: what was said before that is no news. */
const heardWithinMillis = 90_000

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {}

const ailingOf = (value: unknown): Condition["ailing"] => {
  const { since, why } = record(value)
  return typeof since === "number" && typeof why === "string"
    ? { since: Instant.toIso(Math.floor(since * 1000)), why }
    : null
}

const quietOf = (value: unknown): Condition["quiet"] => {
  const reasons = Object.entries(record(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  )
  return reasons.length === 0 ? null : Object.fromEntries(reasons)
}

/** By uuid of the decky. */
export const now = Effect.gen(function* () {
  const { settings } = yield* Installation
  const at = yield* Clock.currentTimeMillis
  const worker = (yield* (yield* Workers).list).find(
    ({ hostUuid, name }) => hostUuid === settings.hostUuid && name === "orchestrator",
  )
  const extra = record(
    worker !== undefined && at - worker.beatAtMillis <= heardWithinMillis ? worker.extra : {},
  )
  const [ailing, quiet] = [record(extra["ailing"]), record(extra["quiet"])]
  return (uuid: string): Condition => ({
    ailing: ailingOf(ailing[uuid]),
    quiet: quietOf(quiet[uuid]),
  })
})
