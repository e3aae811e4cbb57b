/** The routes of files: what was written on the deckies, and what stood in it before. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Reading } from "../Caller.ts"
import * as Field from "../Field.ts"
import * as Page from "../Page.ts"
import { NotFound } from "../Problem.ts"

const optional = (most: number, description: string) =>
  Schema.optional(Field.textParam(most)).annotations({ description })

export const Params = Schema.Struct({
  ...Page.params,
  decky_uuid: optional(64, "Of this decky only"),
  persona: optional(128, "Of this person only, as the rows have it"),
  content_class: optional(32, "Of this class only"),
})

export const File = Schema.Struct({
  uuid: Schema.String,
  decky_uuid: Schema.String,
  decky_name: Schema.NullOr(Schema.String),
  path: Schema.String,
  persona: Schema.String.annotations({ description: "Empty for the machine's own" }),
  content_class: Schema.String,
  created_at: Schema.NullOr(Field.moment),
  last_modified: Schema.NullOr(Field.moment),
  edit_count: Schema.Int,
  content_hash: Schema.String,
  bytes: Schema.NullOr(Schema.Int),
  mode: Schema.NullOr(Schema.String).annotations({ description: "Octal, such as 0644" }),
  owner: Schema.NullOr(Schema.String),
  touched: Schema.Boolean.annotations({ description: "A visitor was there" }),
}).annotations({ identifier: "File" })

const Wording = Schema.Struct({
  at: Field.moment,
  outcome: Schema.String,
  model: Schema.String,
  digest: Schema.String,
  seed: Schema.Number,
  duration_ms: Schema.Number,
  tokens: Schema.Int,
  detail: Schema.NullOr(Schema.String),
})

const Version = Schema.Struct({
  at: Field.moment,
  action: Schema.String.annotations({ description: "create or edit" }),
  bytes: Schema.Int,
  sha256: Schema.String,
  body: Schema.NullOr(Schema.String).annotations({
    description: "Null where it is no text, or one of more than 64 KiB",
  }),
})

const path = Schema.Struct({ uuid: Field.textParam(64) })

export class FilesGroup extends HttpApiGroup.make("files")
  .add(
    HttpApiEndpoint.get("list", "/realism/synthetic-files")
      .setUrlParams(Params)
      .addSuccess(Page.of(File))
      .middleware(Reading)
      .annotateContext(
        OpenApi.annotations({ summary: "Files of the deckies, last modified first" }),
      ),
  )
  .add(
    HttpApiEndpoint.get("get", "/realism/synthetic-files/:uuid")
      .setPath(path)
      .addSuccess(
        Schema.Struct({
          ...File.fields,
          last_body: Schema.String,
          truncated: Schema.Boolean,
          wordings: Schema.Array(Wording),
        }),
      )
      .addError(NotFound)
      .middleware(Reading)
      .annotateContext(
        OpenApi.annotations({
          summary: "A file with its text, and what a model was asked for it",
          description: "Viewers get no text of bait.",
        }),
      ),
  )
  .add(
    HttpApiEndpoint.get("versions", "/realism/synthetic-files/:uuid/versions")
      .setPath(path)
      .addSuccess(Schema.Struct({ data: Schema.Array(Version) }))
      .addError(NotFound)
      .middleware(Reading)
      .annotateContext(
        OpenApi.annotations({
          summary: "What stood in a file, oldest first",
          description:
            "The newest 40 versions of a note, to-do list, draft or script. Of other files, and of those that were written before versions were kept, there is the last one only. Viewers get no text of bait.",
        }),
      ),
  )
  .annotateContext(OpenApi.annotations({ description: "What was written on the deckies" })) {}
