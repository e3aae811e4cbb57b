/** The routes of events: what happened on the deckies, and what happens now. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Reading } from "../Caller.ts"
import * as Field from "../Field.ts"
import * as Page from "../Page.ts"

const optionalText = Schema.NullOr(Schema.String)
const seconds = Schema.Number.annotations({ description: "Seconds since 1970" })

export const Event = Schema.Struct({
  uuid: Schema.String,
  ts: seconds,
  kind: Schema.Literal("traffic", "file", "email"),
  action: Schema.String.annotations({ description: "`file:create`, `traffic:ssh`, `email:sent`" }),
  src_decky_uuid: optionalText,
  dst_decky_uuid: optionalText,
  success: Schema.Boolean,
  payload: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
  mail_decky_uuid: optionalText.annotations({ description: "Mails only, as the rest of these" }),
  thread_id: optionalText,
  message_id: optionalText,
  in_reply_to: optionalText,
  sender_email: optionalText,
  recipient_email: optionalText,
  subject: optionalText,
  language: optionalText,
}).annotations({ identifier: "Event" })

const success = Schema.optional(Field.choice("true", "false"))

export const Params = Schema.Struct({
  ...Page.params,
  kind: Schema.optional(Field.choice("traffic", "file", "email")),
  decky_uuid: Schema.optional(Field.textParam(64)).annotations({
    description: "Where it began, or whose mailboxes it reached",
  }),
  success,
})

const ofUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Undefined where it is none. */
export const secondsOf = (text: string): number | undefined => {
  const match = /^(\d{1,6})([smhd])$/.exec(text)
  const value = match === null ? 0 : Number(match[1]) * ofUnit[match[2]!]!
  return value >= 60 && value <= 7 * 86_400 ? value : undefined
}

const since = Schema.String.pipe(
  Schema.filter(
    (text) =>
      secondsOf(text) !== undefined || "write a stretch of time from 60s to 7d, such as 15m or 1h",
    { jsonSchema: { type: "string", pattern: "^[0-9]{1,6}[smhd]$" } },
  ),
)

const Stats = Schema.Struct({
  since: Field.moment,
  counts: Schema.Struct({ traffic: Schema.Int, file: Schema.Int, email: Schema.Int }),
  failures: Schema.Array(
    Schema.Struct({
      ts: seconds,
      kind: Schema.Literal("traffic", "file", "email"),
      action: Schema.String,
      decky_uuid: optionalText,
      why: Schema.String,
    }),
  ).annotations({ description: "The newest, at most 100" }),
})

export class EventsGroup extends HttpApiGroup.make("events")
  .add(
    HttpApiEndpoint.get("list", "/orchestrator/events")
      .setUrlParams(Params)
      .addSuccess(Page.of(Event))
      .middleware(Reading)
      .annotateContext(OpenApi.annotations({ summary: "Sessions, files and mails, newest first" })),
  )
  .add(
    HttpApiEndpoint.get("stats", "/orchestrator/events/stats")
      .setUrlParams(
        Schema.Struct({
          since: Schema.optional(since).annotations({
            description: "How far back, such as 15m or 24h (default 1h)",
          }),
          success,
        }),
      )
      .addSuccess(Stats)
      .middleware(Reading)
      .annotateContext(
        OpenApi.annotations({ summary: "How much happened lately, and what went wrong" }),
      ),
  )
  .add(
    HttpApiEndpoint.get("stream", "/orchestrator/events/stream")
      .setHeaders(
        Schema.Struct({
          "last-event-id": Schema.optional(
            Schema.String.annotations({ description: "Go on behind this event" }),
          ),
        }),
      )
      .addSuccess(HttpApiSchema.Text({ contentType: "text/event-stream" }))
      .middleware(Reading)
      .annotateContext(
        OpenApi.annotations({
          summary: "What happens, as it happens",
          description:
            "Server-sent events: `snapshot` with the last 50 events and the number of deckies, then `traffic`, `file`, `email`, `canary` and `health`, each with its envelope. `id` is a number to go on behind with Last-Event-ID; what lies too far back is told by a new snapshot. A comment comes every 15 seconds. At most 10 streams a token; who does not keep up is let go.",
        }),
      ),
  )
  .annotateContext(
    OpenApi.annotations({ description: "What happened on the deckies, and what happens now" }),
  ) {}
