/** The routes of bait: what was laid, who used it, and files to be made into more. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as Multipart from "@effect/platform/Multipart"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { classes } from "../../../src/canary/hits/Classify.ts"
import { Reading, Writing } from "../Caller.ts"
import * as Field from "../Field.ts"
import * as Media from "../Media.ts"
import * as Page from "../Page.ts"
import { BadRequest, Conflict, NotFound, NotWritten, TooLarge, WrongType } from "../Problem.ts"

const optionalMoment = Schema.NullOr(Field.moment)
const optionalText = Schema.NullOr(Schema.String)

const file = {
  path: Schema.String,
  mode: Schema.String.annotations({ description: "Octal, such as 0600" }),
  bytes: Schema.Int,
  sha256: Schema.String,
}

export const Token = Schema.Struct({
  uuid: Schema.String,
  class: Schema.String.annotations({ description: "`canary_env_file`" }),
  kind: Schema.Literal("http", "dns", "aws_passive"),
  decky_uuid: Schema.String,
  decky_name: Schema.String,
  topology_id: optionalText,
  path: Schema.String,
  files: Schema.Array(Schema.Struct(file)),
  slug: optionalText.annotations({
    description: "What its addresses carry; null for viewers",
  }),
  state: Schema.Literal("pending", "planted", "failed", "revoked"),
  last_error: optionalText,
  persona: Schema.String.annotations({ description: "Mail address of whose home it lies in" }),
  blob_uuid: optionalText,
  instrumenter: optionalText,
  created_by: Schema.String,
  placed_at: optionalMoment,
  last_triggered_at: optionalMoment,
  trigger_count: Schema.Int,
}).annotations({ identifier: "CanaryToken" })

export const Use = Schema.Struct({
  uuid: Schema.String,
  token_uuid: Schema.String,
  occurred_at: Field.moment,
  src_ip: Schema.String,
  protocol: Schema.Literal("http", "dns"),
  method: optionalText,
  request_path: optionalText,
  user_agent: optionalText,
  raw_headers: Schema.Array(Schema.Tuple(Schema.String, Schema.String)),
  dns_qname: optionalText,
  query_type: optionalText,
  transport: optionalText,
  client_subnet: optionalText,
  count: Schema.Int.annotations({ description: "Hits that it stands for" }),
  class: Schema.Literal(...classes),
  reason: Schema.String,
  incident_id: Schema.String,
  extras: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
}).annotations({ identifier: "CanaryTrigger" })

const Fingerprint = Schema.Struct({
  digest: Schema.String,
  trigger_uuid: Schema.String,
  collected_at: Field.moment,
  body: Schema.Unknown,
})

export const Shown = Schema.Struct({
  ...file,
  text: optionalText.annotations({ description: "Null where it is no text, or none for viewers" }),
})

export const Blob = Schema.Struct({
  uuid: Schema.String,
  sha256: Schema.String,
  filename: Schema.String,
  content_type: Schema.String,
  size_bytes: Schema.Int,
  uploaded_by: Schema.String,
  uploaded_at: Field.moment,
  tokens: Schema.Int.annotations({ description: "Bait made of it that is not revoked" }),
}).annotations({ identifier: "CanaryBlob" })

const bounded = (most: number) =>
  Schema.String.pipe(
    Schema.filter(
      (text) =>
        (text.length >= 1 && text.length <= most && !/\p{Cc}/u.test(text)) ||
        `write 1 to ${most} characters on one line`,
      { jsonSchema: { type: "string", minLength: 1, maxLength: most } },
    ),
  )

const asked = {
  class: bounded(64).annotations({
    description: "`env_file`, `aws_creds`, `honeydoc_pdf`, …; with or without `canary_` before it",
  }),
  decky: bounded(128).annotations({ description: "Name or uuid of a decky that was met" }),
  persona: Schema.optional(
    bounded(254).annotations({
      description: "Mail address of whose home it lies in (default somebody who lives there)",
    }),
  ),
  path: Schema.optional(
    bounded(512).annotations({ description: "Absolute (default a fitting place)" }),
  ),
}

export const Asked = Schema.Struct(asked)

export const Create = Schema.Struct({
  ...asked,
  blob: Schema.optional(
    bounded(64).annotations({ description: "uuid of an upload that it is to be made of" }),
  ),
})

const said = (summary: string, description?: string) =>
  OpenApi.annotations({ summary, ...(description === undefined ? {} : { description }) })

const uuid = { uuid: Field.textParam(64) }
const since = Field.textParam(40).annotations({
  description: "From this date or moment on (ISO 8601)",
})

const tokens = HttpApiEndpoint.get("tokens", "/canary/tokens")
  .setUrlParams(
    Schema.Struct({
      ...Page.params,
      decky: Schema.optional(Field.textParam(128)),
      state: Schema.optional(Field.choice("pending", "planted", "failed", "revoked")),
      class: Schema.optional(Field.textParam(64)),
      kind: Schema.optional(Field.choice("http", "dns", "aws_passive")),
      used: Schema.optional(Field.choice("true", "false")),
    }),
  )
  .addSuccess(Page.of(Token))
  .middleware(Reading)
  .annotateContext(said("The bait that was laid, the newest first"))

const token = HttpApiEndpoint.get("token", "/canary/tokens/:uuid")
  .setPath(Schema.Struct(uuid))
  .addSuccess(Schema.Struct({ ...Token.fields, fingerprints: Schema.Array(Fingerprint) }))
  .addError(NotFound)
  .middleware(Reading)
  .annotateContext(said("A piece of bait, with what browsers told of themselves"))

const create = HttpApiEndpoint.post("create", "/canary/tokens")
  .setPayload(Create)
  .addSuccess(Schema.Struct({ ...Token.fields, statement: optionalText }), { status: 201 })
  .addError(BadRequest)
  .addError(NotFound)
  .addError(Conflict)
  .addError(TooLarge)
  .middleware(Writing)
  .annotateContext(
    said("Lay a piece of bait on a decky now", "`statement` says what was done to an upload."),
  )

const revoke = HttpApiEndpoint.del("revoke", "/canary/tokens/:uuid")
  .setPath(Schema.Struct(uuid))
  .setUrlParams(Schema.Struct({ reason: Schema.optional(Field.textParam(200)) }))
  .addSuccess(
    Schema.Struct({
      uuid: Schema.String,
      state: Schema.Literal("revoked"),
      left: Schema.Array(Schema.String).annotations({
        description: "Files that somebody changed, or that are gone; they are left alone",
      }),
    }),
  )
  .addError(NotFound)
  .addError(Conflict)
  .middleware(Writing)
  .annotateContext(
    said("Take a piece of bait away", "Its uses are still recorded, and told no more."),
  )

const preview = HttpApiEndpoint.get("preview", "/canary/tokens/:uuid/preview")
  .setPath(Schema.Struct(uuid))
  .addSuccess(Schema.Struct({ uuid: Schema.String, files: Schema.Array(Shown) }))
  .addError(NotFound)
  .middleware(Reading)
  .annotateContext(
    said(
      "Its files as they were planted",
      "Viewers see stars for the slug, and null for the text of pages and drawings that carry it ciphered.",
    ),
  )

const draft = HttpApiEndpoint.post("draft", "/canary/preview")
  .setPayload(Asked)
  .addSuccess(
    Schema.Struct({
      class: Schema.String,
      kind: Schema.Literal("http", "dns", "aws_passive"),
      persona: Schema.String,
      path: Schema.String,
      files: Schema.Array(Shown),
    }),
  )
  .addError(BadRequest)
  .addError(Conflict)
  .middleware(Reading)
  .annotateContext(
    said("What a piece of bait would be", "With a token that is nobody's; nothing is laid."),
  )

const triggers = HttpApiEndpoint.get("triggers", "/canary/tokens/:uuid/triggers")
  .setPath(Schema.Struct(uuid))
  .setUrlParams(Schema.Struct(Page.params))
  .addSuccess(Page.of(Use))
  .addError(NotFound)
  .middleware(Reading)
  .annotateContext(said("Uses of a piece of bait, the newest first"))

const allTriggers = HttpApiEndpoint.get("allTriggers", "/canary/triggers")
  .setUrlParams(Schema.Struct(Page.params))
  .addSuccess(Page.of(Use))
  .middleware(Reading)
  .annotateContext(said("Uses of any bait, the newest first"))

const exported = HttpApiEndpoint.get("export", "/canary/export")
  .setUrlParams(
    Schema.Struct({
      format: Schema.optional(Field.choice("json", "csv", "ndjson", "stix")),
      since: Schema.optional(since),
    }),
  )
  .addSuccess(HttpApiSchema.Text({ contentType: "text/plain" }))
  .middleware(Reading)
  .annotateContext(
    said(
      "Uses of bait for other programs",
      "Oldest first, as application/json, text/csv, application/x-ndjson, or a STIX 2.1 bundle; at most the newest 100,000, and then with the header X-Truncated: true. Two run at a time, others get 429.",
    ),
  )
  .annotateContext(
    Media.answers([
      "application/json",
      "text/csv",
      "application/x-ndjson",
      "application/stix+json",
    ]),
  )

const blobs = HttpApiEndpoint.get("blobs", "/canary/blobs")
  .setUrlParams(Schema.Struct(Page.params))
  .addSuccess(Page.of(Blob))
  .middleware(Reading)
  .annotateContext(said("Files to be made into bait, the newest first"))

const upload = HttpApiEndpoint.post("upload", "/canary/blobs")
  .setPayload(
    Schema.Union(
      HttpApiSchema.Multipart(Schema.Struct({ file: Multipart.SingleFileSchema })),
      HttpApiSchema.Uint8Array(),
    ),
  )
  .addSuccess(
    Schema.Struct({
      ...Blob.fields,
      class: Schema.String.annotations({ description: "What bait made of it is laid as" }),
      format: Schema.String,
      statement: Schema.String.annotations({ description: "What is done to it, in a sentence" }),
    }),
    { status: 201 },
  )
  .addError(BadRequest)
  .addError(Conflict)
  .addError(TooLarge)
  .addError(WrongType)
  .addError(NotWritten)
  .middleware(Writing)
  .annotateContext(
    said(
      "Keep a file to be made into bait",
      "At most 20 MiB: as the part `file` of multipart/form-data, or as the body itself with its name, percent-encoded, in X-Filename. It is kept once a try at making it into bait went well, and the same bytes once.",
    ),
  )

const forget = HttpApiEndpoint.del("forget", "/canary/blobs/:uuid")
  .setPath(Schema.Struct(uuid))
  .addSuccess(HttpApiSchema.NoContent)
  .addError(NotFound)
  .addError(Conflict)
  .addError(NotWritten)
  .middleware(Writing)
  .annotateContext(said("Forget a file", "Not while bait that was made of it is in place: 409."))

export class CanaryGroup extends HttpApiGroup.make("canary")
  .add(tokens)
  .add(token)
  .add(create)
  .add(revoke)
  .add(preview)
  .add(draft)
  .add(triggers)
  .add(allTriggers)
  .add(exported)
  .add(blobs)
  .add(upload)
  .add(forget)
  .annotateContext(
    OpenApi.annotations({ description: "Bait on the deckies, its uses, and uploads" }),
  ) {}
