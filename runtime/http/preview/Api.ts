/** The route of previews. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import * as Preview from "../../../src/figures/Preview.ts"
import { Reading } from "../Caller.ts"
import { BadRequest, Conflict } from "../Problem.ts"

const whole = (low: number, high: number) =>
  Schema.Int.pipe(Schema.between(low, high)).annotations({
    message: () => ({ message: `write a whole number from ${low} to ${high}`, override: true }),
  })

const text = (most: number) =>
  Schema.String.pipe(
    Schema.filter(
      (value) => (value.length >= 1 && value.length <= most) || `write 1 to ${most} characters`,
      { jsonSchema: { type: "string", minLength: 1, maxLength: most } },
    ),
  )

export const Asked = Schema.Struct({
  days: whole(1, Preview.daysMax),
  seed: Schema.optional(
    text(256).annotations({
      description: "Another seed, other dice (default 1; of a decky of yours, the installation's)",
    }),
  ),
  start: Schema.optional(
    text(40).annotations({ description: "ISO 8601 (default today at midnight, UTC)" }),
  ),
  deckies: Schema.optional(
    whole(1, Preview.deckiesMax).annotations({
      description: "How many made-up ones (default 1); not beside decky_uuid",
    }),
  ),
  decky_uuid: Schema.optional(
    text(128).annotations({ description: "Of a running decky, or its name" }),
  ),
  config: Schema.optional(
    Schema.Unknown.annotations({
      description: "Fields of /realism/config to be tried, over what is stored",
      jsonSchema: { type: "object" },
    }),
  ),
  personas: Schema.optional(
    Schema.Array(Schema.Unknown).annotations({
      description: "People to be tried (default those who are stored)",
    }),
  ),
})

export class PreviewGroup extends HttpApiGroup.make("preview")
  .add(
    HttpApiEndpoint.post("simulate", "/realism/simulate")
      .setPayload(Asked)
      .addSuccess(HttpApiSchema.Text({ contentType: "application/x-ndjson" }))
      .addError(BadRequest)
      .addError(Conflict)
      .middleware(Reading)
      .annotateContext(
        OpenApi.annotations({
          summary: "What the days to come would be",
          description:
            'Runs the engine and stores nothing. Lines of JSON: {"type":"progress","percent"} as it goes on, and last {"type":"result"} with summary, tree and threads, or {"type":"error","detail"}. It ends when the caller goes away; two run at a time, others get 429.',
        }),
      ),
  )
  .annotateContext(
    OpenApi.annotations({ description: "Trying settings and people before they count" }),
  ) {}
