/** The way out for alerts: to a web address, a chat, a mailbox or a log server. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Alert } from "../canary/alerts/Alert.ts"
import { Filter } from "../canary/alerts/Policy.ts"

/** Not delivered; `retry` says whether it may help to try again. */
export class AlertFailed extends Schema.TaggedError<AlertFailed>()("AlertFailed", {
  retry: Schema.Boolean,
  /** One line for the operator, without what the target keeps secret. */
  reason: Schema.String,
}) {
  override get message(): string {
    return this.reason
  }
}

const port = Schema.Int.pipe(Schema.between(1, 65_535))
const host = Schema.String.pipe(Schema.pattern(/^[a-z0-9]([\w.:-]{0,253}[a-z0-9])?$/i))
const httpUrl = Schema.String.pipe(Schema.pattern(/^https?:\/\/[^\s/@]+(?:[/?]\S*)?$/i))
const address = Schema.String.pipe(Schema.pattern(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/))

/** Whether addresses that are not of the open internet may be called. */
const allowPrivate = Schema.Boolean

/** Where a route leads; sealed wherever it is stored. */
export const Target = Schema.Union(
  Schema.Struct({
    kind: Schema.Literal("webhook"),
    url: httpUrl,
    /** Signs what is sent; nothing is signed where there is none. */
    secret: Schema.NullOr(Schema.String),
    allowPrivate,
  }),
  Schema.Struct({
    kind: Schema.Literal("slack", "discord", "teams"),
    url: httpUrl,
    allowPrivate,
  }),
  Schema.Struct({
    kind: Schema.Literal("email"),
    host,
    port,
    /** `starttls` refuses a server that does not offer it. */
    tls: Schema.Literal("none", "starttls", "tls"),
    user: Schema.NullOr(Schema.String),
    password: Schema.NullOr(Schema.String),
    from: address,
    to: Schema.NonEmptyArray(address).pipe(Schema.maxItems(20)),
    allowPrivate,
  }),
  Schema.Struct({
    kind: Schema.Literal("syslog"),
    host,
    port,
    transport: Schema.Literal("udp", "tcp"),
    allowPrivate,
  }),
)
export type Target = typeof Target.Type

export const kinds = ["webhook", "slack", "discord", "teams", "email", "syslog"] as const
export type TargetKind = (typeof kinds)[number]

export interface Route {
  readonly id: string
  readonly name: string
  readonly target: Target
  readonly filter: Filter
  readonly enabled: boolean
}

/** An alert on its way by one route. */
export interface Parcel {
  /** The same in each attempt, so that a receiver can tell a repetition. */
  readonly id: string
  readonly alert: Alert
}

export class AlertSink extends Context.Tag("decnet/ports/AlertSink")<
  AlertSink,
  {
    readonly deliver: (route: Route, parcel: Parcel) => Effect.Effect<void, AlertFailed>
  }
>() {
  /** Delivered to nobody. */
  static readonly layerNoop: Layer.Layer<AlertSink> = Layer.succeed(AlertSink, {
    deliver: () => Effect.void,
  })
}
