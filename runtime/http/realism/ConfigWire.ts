/** The planner's settings on the wire: `src/planner/PlannerConfig.ts` reads and writes them. */
import * as Schema from "effect/Schema"
import * as ContentClass from "../../../src/taxonomy/ContentClass.ts"

const weightOf = (classes: ReadonlyArray<string>) =>
  Schema.Array(Schema.Struct({ content_class: Schema.String, weight: Schema.Number })).annotations({
    jsonSchema: {
      type: "array",
      items: {
        type: "object",
        required: ["content_class", "weight"],
        properties: {
          content_class: { enum: classes },
          weight: { type: "integer", minimum: 0, maximum: 1_000_000 },
        },
      },
    },
  })

const between = (low: number, high: number, type: "number" | "integer" = "number") =>
  Schema.Number.annotations({ jsonSchema: { type, minimum: low, maximum: high } })

const weight = between(0, 1_000_000, "integer")

const fields = {
  user_class_weights: weightOf(ContentClass.user),
  system_class_weights: weightOf(ContentClass.system),
  canary_class_weights: weightOf(ContentClass.canary),
  kind_weights: Schema.Struct({ traffic: weight, file: weight, email: weight }),
  canary_probability: between(0, 1),
  leave_alone_probability: between(0, 1),
  edit_probability: between(0, 1),
  user_family_share: between(0, 1),
  moments_per_persona_day: between(0, 60),
  after_hours_share: between(0, 0.1),
  weekend_share: between(0, 1),
  rate_cv: between(0, 2),
  reply_share: between(0, 0.95),
  edit_max_age_days: between(1, 365, "integer"),
  canary_min_gap_days: between(0, 365, "integer"),
}

export const Config = Schema.Struct(fields)

export const ConfigWritten = Schema.Struct({
  ...fields,
  dropped_entries: Schema.optional(Schema.Array(Schema.String)),
})

/** Read by the planner itself, whose lines say what to write. */
export const ConfigChange = Schema.Record({
  key: Schema.String,
  value: Schema.Unknown,
}).annotations({
  message: () => ({ message: "write an object with the fields to change", override: true }),
  description: "Any of the fields of the answer",
  jsonSchema: { type: "object", additionalProperties: true },
})
