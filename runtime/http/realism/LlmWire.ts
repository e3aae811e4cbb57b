/** The model's settings and figures on the wire. */
import * as Schema from "effect/Schema"
import * as Field from "../Field.ts"

const source = Field.choice("stored", "environment", "default")

export const Llm = Schema.Struct({
  provider: Field.choice("off", "ollama", "fake"),
  base_url: Schema.String,
  model: Schema.String,
  timeout: Schema.Number.annotations({ description: "Seconds" }),
  api_key_set: Schema.Boolean,
  concurrency: Schema.Int,
  budget_calls: Schema.Int.annotations({ description: "A UTC day's" }),
  budget_tokens: Schema.Int.annotations({ description: "A UTC day's" }),
  from: Schema.Record({ key: Schema.String, value: source }).annotations({
    description: "Where each field's value comes from",
  }),
  warnings: Schema.Array(Schema.String).annotations({
    description: "Stored fields that are not used, and what to do",
  }),
})

export const LlmWritten = Schema.Struct({
  ...Llm.fields,
  key_dropped: Schema.Boolean.annotations({
    description: "The stored key was for another address, and is gone",
  }),
})

const nullable = (type: "string" | "number" | "integer") =>
  Schema.optional(Schema.Unknown.annotations({ jsonSchema: { type: [type, "null"] } }))

/** Each field is read by the store, whose lines say what to write. */
export const LlmChange = Schema.Struct({
  provider: Schema.optional(
    Schema.Unknown.annotations({ jsonSchema: { enum: ["ollama", "fake", "off", null] } }),
  ),
  base_url: nullable("string"),
  model: nullable("string"),
  timeout: nullable("number"),
  concurrency: nullable("integer"),
  budget_calls: nullable("integer"),
  budget_tokens: nullable("integer"),
  api_key: nullable("string"),
})

export const Words = Schema.Struct({
  enabled: Schema.Boolean,
  backend: Schema.String,
  model: Schema.String,
  breaker: Schema.NullOr(Schema.String).annotations({
    description: "null where no orchestrator has said it",
  }),
  latency_ms: Schema.NullOr(Schema.Number),
  calls_today: Schema.Int,
  tokens_today: Schema.Int,
  budget_calls: Schema.Int,
  budget_tokens: Schema.Int,
  outcomes: Schema.Array(
    Schema.Struct({ outcome: Schema.String, class: Schema.String, count: Schema.Int }),
  ),
})
