/** What anybody may ask: whether the API answers, and what it offers. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Unavailable } from "../Problem.ts"

export const Health = Schema.Struct({ status: Schema.Literal("ok") })

export class MetaGroup extends HttpApiGroup.make("meta")
  .add(
    HttpApiEndpoint.get("health", "/health")
      .addSuccess(Health)
      .addError(Unavailable)
      .annotateContext(
        OpenApi.annotations({
          summary: "Whether the API and its database answer",
          description: "Without a token. 503 while the database does not answer.",
        }),
      ),
  )
  .add(
    HttpApiEndpoint.get("document", "/openapi.json")
      .addSuccess(Schema.Record({ key: Schema.String, value: Schema.Unknown }))
      .annotateContext(
        OpenApi.annotations({ summary: "This document", description: "Without a token." }),
      ),
  )
  .annotateContext(OpenApi.annotations({ description: "Open to anybody" })) {}
