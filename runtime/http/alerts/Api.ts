/** The routes of alert routes: where somebody is told of bait that was used. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import { kinds } from "../../../src/ports/AlertSink.ts"
import { Reading, Writing } from "../Caller.ts"
import * as Field from "../Field.ts"
import { BadRequest, Conflict, NotFound } from "../Problem.ts"

const text = (most: number, description: string) =>
  Schema.String.pipe(
    Schema.filter(
      (value) =>
        (value.length >= 1 && value.length <= most && !/\p{Cc}/u.test(value)) ||
        `write 1 to ${most} characters on one line`,
      { jsonSchema: { type: "string", minLength: 1, maxLength: most } },
    ),
  ).annotations({ description })

const texts = (most: number, description: string) =>
  Schema.Array(text(254, description)).pipe(
    Schema.maxItems(most, { message: () => `write at most ${most}` }),
  )

const level = Field.choice(...Policy.levels).annotations({
  description:
    "person: what looks like somebody at work; use: whatever called; all: repeated lookups too",
})

export const Route = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  kind: Schema.Literal(...kinds),
  where: Schema.String.annotations({
    description: "Host it leads to; the rest of the address is never returned",
  }),
  enabled: Schema.Boolean,
  level: Schema.Literal(...Policy.levels),
  deckies: Schema.Array(Schema.String),
  kinds: Schema.Array(Schema.String),
  exclude: Schema.Array(Schema.String),
  digest_minutes: Schema.Int,
  created_at: Field.moment,
  waiting: Schema.Int,
  sent: Schema.Int,
  failed: Schema.Int,
  last_error: Schema.NullOr(Schema.String),
}).annotations({ identifier: "AlertRoute" })

export const Create = Schema.Struct({
  name: text(64, "1 to 64 letters, digits, dots or dashes"),
  kind: Field.choice(...kinds),
  address: text(
    2048,
    "https://…, smtps://user@host, smtp://host, udp://host or tcp://host, as its kind demands",
  ),
  secret: Schema.optional(
    text(1024, "The key that signs webhooks, or the mail user's password; never returned"),
  ),
  from: Schema.optional(text(254, "email: the sender's address")),
  to: Schema.optional(texts(20, "email: recipients' addresses")),
  level: Schema.optional(level),
  deckies: Schema.optional(texts(200, "Names of deckies (default all)")),
  kinds: Schema.optional(texts(50, "Classes, http or dns (default all)")),
  exclude: Schema.optional(texts(200, "Addresses or networks whose uses are not told")),
  digest_minutes: Schema.optional(
    Schema.Int.pipe(Schema.between(1, 1440)).annotations({
      description: "After a first alert, further uses come as one digest each so many minutes",
      message: () => ({ message: "write a whole number from 1 to 1440", override: true }),
    }),
  ),
  allow_private: Schema.optional(
    Schema.Boolean.annotations({ description: "The receiver may have a private address" }),
  ),
})

const id = Schema.Struct({ id: Field.textParam(64) })

const said = (summary: string, description?: string) =>
  OpenApi.annotations({ summary, ...(description === undefined ? {} : { description }) })

const list = HttpApiEndpoint.get("routes", "/alerts/routes")
  .addSuccess(Schema.Struct({ total: Schema.Int, data: Schema.Array(Route) }))
  .middleware(Reading)
  .annotateContext(said("Where alerts go, and what became of them"))

const add = HttpApiEndpoint.post("add", "/alerts/routes")
  .setPayload(Create)
  .addSuccess(Route, { status: 201 })
  .addError(BadRequest)
  .addError(Conflict)
  .middleware(Writing)
  .annotateContext(
    said("Send alerts somewhere", "Address and secret are kept encrypted, and never returned."),
  )

const remove = HttpApiEndpoint.del("remove", "/alerts/routes/:id")
  .setPath(id)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(NotFound)
  .middleware(Writing)
  .annotateContext(said("Send no more there", "What waits is dropped."))

const test = HttpApiEndpoint.post("test", "/alerts/routes/:id/test")
  .setPath(id)
  .addSuccess(
    Schema.Struct({
      delivered: Schema.Boolean,
      reason: Schema.NullOr(Schema.String).annotations({ description: "Why it was not" }),
      retry: Schema.Boolean.annotations({ description: "Whether trying again may help" }),
    }),
  )
  .addError(NotFound)
  .addError(Conflict)
  .middleware(Writing)
  .annotateContext(said("Send a test now", "Answers once the receiver did, or in 30 seconds."))

export class AlertsGroup extends HttpApiGroup.make("alerts")
  .add(list)
  .add(add)
  .add(remove)
  .add(test)
  .annotateContext(OpenApi.annotations({ description: "Who is told of bait that was used" })) {}
