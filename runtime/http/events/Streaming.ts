/** One listener's stream: what was before, then what happens. */
import type { IncomingMessage } from "node:http"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as EventPages from "../../storage/EventPages.ts"
import { Fleet } from "../../storage/Fleet.ts"
import { Outbox } from "../../storage/Outbox.ts"
import { Caller } from "../Caller.ts"
import { Installation } from "../Installation.ts"
import * as Refusal from "../Refusal.ts"
import * as Frame from "./Frame.ts"
import { Hub } from "./Hub.ts"
import * as Wire from "./Wire.ts"

const snapshotEvents = 50

/** Events that one who comes back is told one by one. */
const missedMax = 1000

const retryAfterSeconds = 15

interface Past {
  readonly bytes: ReadonlyArray<Uint8Array>
  /** What is not told again where it comes a second time. */
  readonly uuids: ReadonlySet<string>
}

const snapshot: Effect.Effect<
  Past,
  Effect.Effect.Error<ReturnType<typeof EventPages.list>>,
  Outbox | Fleet | Installation | Effect.Effect.Context<ReturnType<typeof EventPages.list>>
> = Effect.gen(function* () {
  const { settings } = yield* Installation
  // the number is older than the list: whoever goes on behind it misses nothing
  const id = yield* (yield* Outbox).newestId
  const { rows } = yield* EventPages.list({}, { limit: snapshotEvents, offset: 0 })
  const { deckies } = yield* (yield* Fleet).list(settings.hostUuid)
  const data = { events: rows.map(Wire.event), deckies: deckies.length }
  return {
    bytes: [Frame.bytesOf("snapshot", data, id)],
    uuids: new Set(rows.map(({ uuid }) => uuid)),
  }
})

/** Undefined where it lies too far back, or is no number of ours. */
const missed = (lastId: string | undefined) =>
  Effect.gen(function* () {
    if (lastId === undefined || !/^\d{1,15}$/.test(lastId)) return undefined
    const outbox = yield* Outbox
    const { role } = yield* Caller
    const last = Number(lastId)
    const newest = yield* outbox.newestId
    const oldest = yield* outbox.oldestId
    if (last > newest || (last < newest && last + 1 < oldest) || newest - last > missedMax)
      return undefined
    const rows = yield* outbox.since(last, [], missedMax)
    const frames = rows.flatMap(({ id, envelope }) => Frame.of(envelope, id) ?? [])
    const past: Past = {
      bytes: frames.map(({ bytes }) => bytes[role]),
      uuids: new Set(frames.map(({ uuid }) => uuid)),
    }
    return past
  })

/** A comment first, so that the headers are on their way before anything happens. */
const opening = (past: Past) => Stream.fromIterable([Frame.keepAlive, ...past.bytes])

export const answer = (lastId: string | undefined) =>
  Effect.gen(function* () {
    const caller = yield* Caller
    const request = yield* HttpServerRequest.HttpServerRequest
    const cut = (): void => {
      const { socket } = request.source as Partial<IncomingMessage>
      // what was written and not read would otherwise be kept for as long as he likes
      socket?.destroy()
    }
    const seat = yield* (yield* Hub).sit(caller, cut)
    if (seat === undefined)
      return Refusal.answer(429, "Too many event streams are open; close one and try again", {
        "retry-after": String(retryAfterSeconds),
      })
    const past = (yield* missed(lastId)) ?? (yield* snapshot)
    const live = seat.frames.pipe(
      Stream.filter(({ uuid }) => uuid === "" || !past.uuids.has(uuid)),
      Stream.map(({ bytes }) => bytes[caller.role]),
    )
    return HttpServerResponse.stream(Stream.concat(opening(past), live), {
      contentType: "text/event-stream",
      // a proxy that waits for the end would wait for ever
      headers: { "x-accel-buffering": "no" },
    })
  })
