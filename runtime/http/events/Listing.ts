/** Events page by page, and how many there were lately. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Instant from "../../../src/time/Instant.ts"
import * as EventPages from "../../storage/EventPages.ts"
import * as Timestamp from "../../storage/Timestamp.ts"
import * as Window from "../Window.ts"
import { secondsOf, type Params } from "./Api.ts"
import * as Wire from "./Wire.ts"

const truth = (text: "true" | "false" | undefined): boolean | undefined =>
  text === undefined ? undefined : text === "true"

export const page = (asked: Window.Asked, filter: EventPages.Filter) =>
  Effect.gen(function* () {
    const { limit, offset, after } = yield* Window.of(asked)
    const total = yield* EventPages.total(filter)
    const { rows, hasMore } = yield* EventPages.list(filter, {
      limit,
      offset,
      after: after && { ts: after[0], uuid: after[1] },
    })
    const last = rows.at(-1)
    return {
      total,
      limit,
      offset,
      next_cursor: Window.nextOf(hasMore, last && [last.ts, last.uuid]),
      data: rows.map(Wire.event),
    }
  })

export const list = (asked: typeof Params.Type) =>
  page(asked, {
    kind: asked.kind,
    decky: asked.decky_uuid,
    success: truth(asked.success),
  })

const failuresMax = 100

export const stats = (asked: {
  readonly since?: string | undefined
  readonly success?: "true" | "false" | undefined
}) =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const from = now - (secondsOf(asked.since ?? "1h") ?? 3600) * 1000
    const since = Timestamp.ofMillis(from)
    const success = truth(asked.success)
    const counts = yield* EventPages.counts(since, success)
    const { rows } =
      success === true
        ? { rows: [] }
        : yield* EventPages.list({ success: false, since }, { limit: failuresMax, offset: 0 })
    return {
      since: Instant.toIso(from),
      counts,
      failures: rows.map((row) => ({
        ts: Wire.secondsOf(row),
        kind: row.kind,
        action: row.kind === "email" ? "email:sent" : row.action,
        decky_uuid: row.decky === "" ? null : row.decky,
        why: Wire.why(row),
      })),
    }
  })
