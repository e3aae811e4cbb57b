/** What happened, for other processes and programs: versioned envelopes, never with bodies. */
import * as Schema from "effect/Schema"

const common = {
  v: Schema.Literal(1),
  /** Unique; a reader that sees one twice ignores the second. */
  id: Schema.String,
  topic: Schema.String,
  /** Epoch seconds. */
  ts: Schema.Number,
}

const OrchestratorPayload = Schema.Struct({
  kind: Schema.Literal("traffic", "file"),
  protocol: Schema.Literal("ssh"),
  /** `file:create`, `traffic:ssh` */
  action: Schema.String,
  src_decky_uuid: Schema.String,
  dst_decky_uuid: Schema.NullOr(Schema.String),
  success: Schema.Boolean,
  payload: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
  ts: Schema.Number,
})

const EmailPayload = Schema.Struct({
  kind: Schema.Literal("email"),
  mail_decky_uuid: Schema.String,
  thread_id: Schema.String,
  message_id: Schema.String,
  in_reply_to: Schema.NullOr(Schema.String),
  sender_email: Schema.String,
  recipient_email: Schema.String,
  subject: Schema.String,
  language: Schema.String,
  success: Schema.Boolean,
  ts: Schema.Number,
})

export const TrafficEvent = Schema.Struct({
  ...common,
  type: Schema.Literal("traffic"),
  payload: OrchestratorPayload,
})
export const FileEvent = Schema.Struct({
  ...common,
  type: Schema.Literal("file"),
  payload: OrchestratorPayload,
})
export const EmailEvent = Schema.Struct({
  ...common,
  type: Schema.Literal("email"),
  payload: EmailPayload,
})

export const Event = Schema.Union(TrafficEvent, FileEvent, EmailEvent)
export type Event = typeof Event.Type

/** `orchestrator.file.<decky uuid>` */
export const topicOf = (type: Event["type"], deckyUuid: string): string =>
  `orchestrator.${type}.${deckyUuid}`
