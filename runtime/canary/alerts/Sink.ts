/** The real way out for alerts. */
import { createHmac } from "node:crypto"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Payload from "../../../src/canary/alerts/Payload.ts"
import {
  AlertSink,
  type AlertFailed,
  type Parcel,
  type Route,
} from "../../../src/ports/AlertSink.ts"
import * as HttpPost from "./HttpPost.ts"
import * as Mail from "./Mail.ts"
import * as Syslog from "./Syslog.ts"

/** Of the timestamp's text, a dot, and the body, so that neither can be used with another. */
export const signature = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`

const json = { "content-type": "application/json; charset=utf-8", "user-agent": "decnet" }

const chat = (
  { url, allowPrivate }: { readonly url: string; readonly allowPrivate: boolean },
  payload: unknown,
): Effect.Effect<void, AlertFailed> =>
  HttpPost.post(url, allowPrivate, json, JSON.stringify(payload))

const deliver = ({ target }: Route, parcel: Parcel): Effect.Effect<void, AlertFailed> => {
  switch (target.kind) {
    case "webhook":
      return Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const body = JSON.stringify(Payload.webhook(parcel.id, parcel.alert))
        const timestamp = String(Math.floor(now / 1000))
        return HttpPost.post(
          target.url,
          target.allowPrivate,
          {
            ...json,
            "idempotency-key": parcel.id,
            "x-timestamp": timestamp,
            ...(target.secret === null
              ? {}
              : { "x-signature-256": signature(target.secret, timestamp, body) }),
          },
          body,
        )
      })
    case "slack":
      return chat(target, Payload.slack(parcel.alert))
    case "discord":
      return chat(target, Payload.discord(parcel.alert))
    case "teams":
      return chat(target, Payload.teams(parcel.alert))
    case "email":
      return Mail.deliver(target, parcel)
    case "syslog":
      return Syslog.deliver(target, parcel)
  }
}

export const layer: Layer.Layer<AlertSink> = Layer.succeed(AlertSink, { deliver })
