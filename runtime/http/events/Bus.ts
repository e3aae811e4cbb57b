/**
 * What comes by NATS. Most of it stands in the outbox too: then it only says that there is
 * something to read now. What other databases' processes tell is told without a number.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { Event } from "../../../src/events/Event.ts"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import * as Nats from "../../bus/Nats.ts"
import * as Frame from "./Frame.ts"

const subjects = ["orchestrator.>", "canary.>", "system.>"] as const

/** How long the reader of the outbox has to find what the bus told of. */
const graceMillis = Duration.seconds(1)

const connectEvery = Duration.seconds(10)

/** A second reading of an event finds it among so many. */
const seenMax = 5000

const decode = Schema.decodeUnknownOption(Schema.parseJson(Event))

export interface Seen {
  readonly add: (uuid: string) => void
  readonly has: (uuid: string) => boolean
}

export const makeSeen = (): Seen => {
  const uuids = new Set<string>()
  return {
    has: (uuid) => uuids.has(uuid),
    add: (uuid) => {
      uuids.add(uuid)
      if (uuids.size <= seenMax) return
      for (const oldest of uuids) {
        uuids.delete(oldest)
        break
      }
    },
  }
}

export interface Ears {
  /** There is something to read in the outbox. */
  readonly ring: Effect.Effect<void>
  readonly isKnown: (
    frame: Frame.Frame,
    envelopeId: string,
  ) => Effect.Effect<boolean, StoreUnavailable>
  readonly tell: (frame: Frame.Frame) => Effect.Effect<void>
}

const hear =
  ({ ring, isKnown, tell }: Ears) =>
  (text: string) =>
    Effect.gen(function* () {
      const event = Option.getOrUndefined(decode(text))
      const frame = event && Frame.of(event, undefined)
      if (event === undefined || frame === undefined) return
      yield* ring
      if (yield* isKnown(frame, event.id)) return
      yield* Effect.sleep(graceMillis)
      if (!(yield* isKnown(frame, event.id))) yield* tell(frame)
    }).pipe(
      // the outbox is waited for by its own reader
      Effect.catchTag("StoreUnavailable", () => Effect.void),
    )

/** Never ends; while the bus is away the outbox is read as often as without it. */
export const listen = (url: string, ears: Ears): Effect.Effect<void> =>
  Effect.scoped(
    Effect.flatMap(Nats.connect(url), (bus) =>
      Stream.mergeAll(subjects.map(bus.subscribe), { concurrency: "unbounded" }).pipe(
        Stream.mapEffect(hear(ears), { concurrency: 64, unordered: true }),
        Stream.runDrain,
      ),
    ),
  ).pipe(
    Effect.catchTag("BusUnreachable", ({ message }) => Effect.logWarning(message)),
    Effect.zipRight(Effect.sleep(connectEvery)),
    Effect.forever,
  )
