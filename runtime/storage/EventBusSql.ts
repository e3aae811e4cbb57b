/**
 * Events through the database: into the outbox, where other processes read them, and into the
 * tables that the dashboard lists. Both belong to the transaction of what they tell.
 */
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { Event, type DeckyEvent } from "../../src/events/Event.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { isDuplicate } from "./Classify.ts"
import { Outbox } from "./Outbox.ts"
import { Retention } from "./Retention.ts"
import { Store } from "./Store.ts"
import * as Tallies from "./Tallies.ts"
import * as Timestamp from "./Timestamp.ts"
import * as Uuid from "./Uuid.ts"

const decode = Schema.decodeUnknownOption(Event)

/** The columns' bound; an address or a subject that is longer is shown cut. */
const textMax = 255

const short = (text: string): string => text.slice(0, textMax)

const emailColumns = (event: Extract<Event, { readonly type: "email" }>) => ({
  uuid: Uuid.ofText(event.id),
  ts: Timestamp.ofSeconds(event.payload.ts),
  mail_decky_uuid: event.payload.mail_decky_uuid,
  thread_id: event.payload.thread_id.slice(0, 128),
  message_id: short(event.payload.message_id),
  in_reply_to: event.payload.in_reply_to === null ? null : short(event.payload.in_reply_to),
  sender_email: short(event.payload.sender_email),
  recipient_email: short(event.payload.recipient_email),
  subject: short(event.payload.subject),
  language: event.payload.language,
  eml_path: "",
  success: event.payload.success ? 1 : 0,
  payload: "{}",
})

const otherColumns = (event: Extract<Event, { readonly type: "traffic" | "file" }>) => ({
  uuid: Uuid.ofText(event.id),
  ts: Timestamp.ofSeconds(event.payload.ts),
  kind: event.payload.kind,
  protocol: event.payload.protocol,
  action: event.payload.action,
  src_decky_uuid: event.payload.src_decky_uuid,
  dst_decky_uuid: event.payload.dst_decky_uuid,
  success: event.payload.success ? 1 : 0,
  payload: JSON.stringify(event.payload.payload),
})

export const layer: Layer.Layer<EventBus, never, Store | Outbox | Retention> = Layer.effect(
  EventBus,
  Effect.gen(function* () {
    const { sql, together } = yield* Store
    const outbox = yield* Outbox
    const retention = yield* Retention
    const write = (
      table: "orchestrator_emails" | "orchestrator_events",
      columns: ReturnType<typeof emailColumns> | ReturnType<typeof otherColumns>,
      event: DeckyEvent,
    ): Effect.Effect<void, SqlError> =>
      sql`INSERT INTO ${sql(table)} ${sql.insert(columns)}`.pipe(
        Effect.as(true),
        // what is told twice is one row, and counted once; a statement that fails is undone alone
        Effect.catchIf(isDuplicate, () => Effect.succeed(false)),
        Effect.flatMap((isNew) => (isNew ? Tallies.eventAdded(sql, event) : Effect.void)),
      )
    /** Into the table that is listed by decky; what processes say of themselves has none. */
    const list = (event: Event): Effect.Effect<void, SqlError> => {
      switch (event.type) {
        case "email":
          retention.note("emails", event.payload.mail_decky_uuid)
          return write("orchestrator_emails", emailColumns(event), event)
        case "traffic":
        case "file":
          retention.note("events", event.payload.src_decky_uuid)
          return write("orchestrator_events", otherColumns(event), event)
        default:
          return Effect.void
      }
    }
    return {
      publish: (event) =>
        together(
          Effect.zipRight(
            outbox.append(event),
            Effect.suspend(() => list(event)),
          ),
        ),
      events: Stream.filterMap(outbox.follow(undefined, []), ({ envelope }) =>
        // newer versions may tell more than this one understands
        decode(envelope),
      ),
    }
  }),
)
