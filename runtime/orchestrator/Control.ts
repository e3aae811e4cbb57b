/** Waits until somebody says that the orchestrator of this host is to stop. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { ControlEvent, controlTopic } from "../../src/events/Event.ts"
import type { Bus } from "../bus/Nats.ts"
import { Outbox } from "../storage/Outbox.ts"

const decode = Schema.decodeUnknownOption(ControlEvent)
const decodeText = Schema.decodeUnknownOption(Schema.parseJson(ControlEvent))

const isFor = (host: string, event: Option.Option<ControlEvent>): boolean =>
  Option.isSome(event) &&
  event.value.payload.command === "stop" &&
  (event.value.payload.host_uuid ?? host) === host

type ControlEvent = typeof ControlEvent.Type

/** Through the database, and through the bus where there is one. */
export const stopped = (host: string, bus: Bus | undefined) =>
  Effect.gen(function* () {
    const outbox = yield* Outbox
    const told = outbox.follow(undefined, [controlTopic]).pipe(
      Stream.filter(({ envelope }) => isFor(host, decode(envelope))),
      Stream.runHead,
    )
    const heard =
      bus === undefined
        ? Effect.never
        : bus.subscribe(controlTopic).pipe(
            Stream.filter((text) => isFor(host, decodeText(text))),
            Stream.runHead,
          )
    yield* Effect.raceFirst(told, heard)
    yield* Effect.logInfo("told to stop")
  })

const relayEvery = Duration.seconds(1)
const relayMax = 500

/** Brings what was recorded to the bus as well, in order; at least once. Never ends. */
export const relay = (bus: Bus) =>
  Effect.gen(function* () {
    const outbox = yield* Outbox
    const rows = yield* outbox.unpublished(relayMax)
    for (const { topic, envelope } of rows) yield* bus.publish(topic, [JSON.stringify(envelope)])
    if (rows.length > 0) yield* outbox.markPublished(rows.map(({ id }) => id))
    if (rows.length < relayMax) yield* Effect.sleep(relayEvery)
  }).pipe(
    Effect.catchAll((error) =>
      Effect.zipRight(
        Effect.logWarning(`events wait: ${error.message}`),
        Effect.sleep(Duration.seconds(10)),
      ),
    ),
    Effect.forever,
  )
