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

/** What a process says of itself every half minute. */
export const HealthEvent = Schema.Struct({
  ...common,
  type: Schema.Literal("health"),
  payload: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
})

/** What an orchestrator is told; one without a host is for all of them. */
export const ControlEvent = Schema.Struct({
  ...common,
  type: Schema.Literal("control"),
  payload: Schema.Struct({
    command: Schema.Literal("stop"),
    host_uuid: Schema.NullOr(Schema.String),
  }),
})

const baitOf = {
  token_id: Schema.String,
  decky_id: Schema.String,
  decky_name: Schema.String,
}

/** Bait lies where it was to lie. */
export const PlacedEvent = Schema.Struct({
  ...common,
  type: Schema.Literal("placed"),
  payload: Schema.Struct({
    ...baitOf,
    kind: Schema.String,
    instrumenter: Schema.optional(Schema.String),
    placement_path: Schema.String,
    /** Epoch seconds. */
    placed_at: Schema.Number,
  }),
})

export const RevokedEvent = Schema.Struct({
  ...common,
  type: Schema.Literal("revoked"),
  payload: Schema.Struct({
    ...baitOf,
    revoked_at: Schema.Number,
    reason: Schema.optional(Schema.String),
  }),
})

/** Somebody, or something, used it. */
export const TriggeredEvent = Schema.Struct({
  ...common,
  type: Schema.Literal("triggered"),
  payload: Schema.Struct({
    ...baitOf,
    trigger_id: Schema.String,
    src_ip: Schema.String,
    user_agent: Schema.optional(Schema.String),
    request_path: Schema.optional(Schema.String),
    dns_qname: Schema.optional(Schema.String),
    raw_headers: Schema.optional(Schema.Unknown),
    occurred_at: Schema.Number,
  }),
})

export const Event = Schema.Union(
  TrafficEvent,
  FileEvent,
  EmailEvent,
  HealthEvent,
  ControlEvent,
  PlacedEvent,
  RevokedEvent,
  TriggeredEvent,
)
export type Event = typeof Event.Type

/** What happens to bait. */
export type CanaryEvent = Extract<
  Event,
  { readonly type: "placed" | "revoked" | "triggered" }
>

/** What happens on deckies. */
export type DeckyEvent = Extract<Event, { readonly type: "traffic" | "file" | "email" }>

export const controlTopic = "system.orchestrator.control"

/** `system.orchestrator.health` */
export const healthTopic = (process: "orchestrator" | "canary" | "api"): string =>
  `system.${process}.health`

/** `canary.<token id>.placed` */
export const canaryTopic = (type: CanaryEvent["type"], tokenId: string): string =>
  `canary.${tokenId}.${type}`

/** `orchestrator.file.<decky uuid>` */
export const topicOf = (type: DeckyEvent["type"], deckyUuid: string): string =>
  `orchestrator.${type}.${deckyUuid}`
