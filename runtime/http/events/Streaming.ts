/** One listener's stream: what was before, then what happens. */
import type { IncomingMessage } from "node:http"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import * as EventPages from "../../storage/EventPages.ts"
import { Fleet } from "../../storage/Fleet.ts"
import { Outbox } from "../../storage/Outbox.ts"
import { Caller } from "../Caller.ts"
import { Installation } from "../Installation.ts"
import * as Refusal from "../Refusal.ts"
import * as Frame from "./Frame.ts"
import { Hub } from "./Hub.ts"
import * as Order from "./Order.ts"
import * as Wire from "./Wire.ts"

const snapshotEvents = 50

/** Rows of the outbox that are read at a time for one who comes back. */
const pageMax = 250

const retryAfterSeconds = 15

interface Past {
  readonly bytes: Stream.Stream<Uint8Array, StoreUnavailable>
  /** Of what happens: whether it was told before. */
  readonly isTold: (frame: Frame.Frame) => boolean
}

const snapshot = Effect.gen(function* () {
  const { settings } = yield* Installation
  const { order } = yield* Hub
  // the number is older than the list: whoever goes on behind it misses nothing
  const id = order.last() ?? (yield* (yield* Outbox).newestId)
  const { rows } = yield* EventPages.list({}, { limit: snapshotEvents, offset: 0 })
  const { deckies } = yield* (yield* Fleet).list(settings.hostUuid)
  const data = { events: rows.map(Wire.event), deckies: deckies.length }
  const uuids = new Set(rows.map(({ uuid }) => uuid))
  const past: Past = {
    bytes: Stream.make(Frame.bytesOf("snapshot", data, id)),
    isTold: ({ uuid }) => uuids.has(uuid),
  }
  return past
})

/** Undefined where it lies too far back, or is no number of ours. */
const idsAfter = (lastId: string | undefined) =>
  Effect.gen(function* () {
    if (lastId === undefined || !/^\d{1,15}$/.test(lastId)) return undefined
    const outbox = yield* Outbox
    const { order } = yield* Hub
    const last = Number(lastId)
    const told = order.after(last)
    if (told === undefined && last > (yield* outbox.newestId)) return undefined
    // who tells has begun since: by number then
    const ids = told ?? (yield* outbox.idsAfter(last, Order.keptMax + 1))
    if (ids.length === 0) return ids
    const first = told === undefined ? last + 1 : Math.min(...ids)
    return ids.length > Order.keptMax || first < (yield* outbox.oldestId) ? undefined : ids
  })

const missed = (lastId: string | undefined) =>
  Effect.gen(function* () {
    const ids = yield* idsAfter(lastId)
    if (ids === undefined) return undefined
    const outbox = yield* Outbox
    const { role } = yield* Caller
    const known = new Set(ids)
    const past: Past = {
      // read as they are taken: a thousand may come back at once
      bytes: Stream.fromIterable(ids).pipe(
        Stream.rechunk(pageMax),
        Stream.mapChunksEffect((some) =>
          Effect.map(outbox.rows(Chunk.toReadonlyArray(some)), (rows) =>
            Chunk.fromIterable(
              rows.flatMap(({ id, envelope }) => Frame.of(envelope, id)?.bytes[role] ?? []),
            ),
          ),
        ),
      ),
      isTold: ({ id }) => id !== undefined && known.has(id),
    }
    return past
  })

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
    // a comment first, so that the headers are on their way before anything happens
    const opening = Stream.concat(Stream.make(Frame.keepAlive), past.bytes).pipe(
      // without the rest there would be a gap: he comes back and goes on behind the last one
      Stream.catchTag("StoreUnavailable", () =>
        Stream.fromEffect(Effect.zipRight(Effect.sync(cut), Effect.never)),
      ),
    )
    const live = seat.frames.pipe(
      Stream.filter((frame) => !past.isTold(frame)),
      Stream.map(({ bytes }) => bytes[caller.role]),
    )
    return HttpServerResponse.stream(Stream.concat(opening, live), {
      contentType: "text/event-stream",
      // a proxy that waits for the end would wait for ever
      headers: { "x-accel-buffering": "no" },
    })
  })
