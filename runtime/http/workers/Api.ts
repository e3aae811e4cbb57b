/** The processes at work, and what they say of themselves. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Reading } from "../Caller.ts"
import * as Field from "../Field.ts"

export const Worker = Schema.Struct({
  host_uuid: Schema.String,
  worker: Schema.String.annotations({ description: "orchestrator, canary or api" }),
  beat_at: Field.moment,
  age_seconds: Schema.Number,
  alive: Schema.Boolean.annotations({ description: "Heard of within the last 90 seconds" }),
  extra: Schema.Record({ key: Schema.String, value: Schema.Unknown }),
})

export class WorkersGroup extends HttpApiGroup.make("workers")
  .add(
    HttpApiEndpoint.get("list", "/workers")
      .addSuccess(Schema.Struct({ data: Schema.Array(Worker) }))
      .middleware(Reading)
      .annotateContext(
        OpenApi.annotations({
          summary: "The heartbeat of each process",
          description: "Each says every 30 seconds that it is there; by host and name.",
        }),
      ),
  )
  .annotateContext(OpenApi.annotations({ description: "The processes at work" })) {}
