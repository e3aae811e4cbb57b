/** Personas as the API has them: as the operator writes them, fields of others included. */
import * as Schema from "effect/Schema"

/** Checked one by one: each mistake is told, and the others are taken. */
const Entry = Schema.Record({ key: Schema.String, value: Schema.Unknown }).annotations({
  jsonSchema: {
    type: "object",
    required: ["name", "email", "role"],
    properties: {
      name: { type: "string", maxLength: 128 },
      email: { type: "string", maxLength: 255 },
      role: { type: "string", maxLength: 128 },
      tone: { enum: ["formal", "direct", "casual", "technical", "custom", null] },
      tone_custom: { type: ["string", "null"], maxLength: 512 },
      mannerisms: { type: ["array", "null"], items: { type: "string" }, maxItems: 12 },
      language: { type: ["string", "null"], description: "ISO 639-1" },
      signature: { type: ["string", "null"], maxLength: 512 },
      active_hours: { type: ["string", "null"], description: "09:00-18:00" },
      reply_latency: { enum: ["fast", "normal", "slow", null] },
      uses_llms_heavily: { type: ["boolean", "null"] },
      timezone: { type: ["string", "null"], description: "IANA" },
      weekend_share: { type: ["number", "null"], minimum: 0, maximum: 1 },
      holidays: { type: ["string", "null"], description: "ISO 3166-1 alpha-2" },
      leave: {
        type: ["array", "null"],
        items: {
          type: "object",
          required: ["from", "to"],
          properties: { from: { type: "string" }, to: { type: "string" } },
        },
      },
      mail_client: { enum: ["outlook", "thunderbird", "apple-mail", "mutt", null] },
    },
    additionalProperties: true,
  },
})

const Rejection = Schema.Struct({
  index: Schema.Int.annotations({ description: "Place in the list, from 0" }),
  reason: Schema.String,
})

const rejected = Schema.Array(Rejection)

const advice = 'write a list such as [{"name":…,"email":…,"role":…}]'

export const Draft = Schema.Struct({
  personas: Schema.Array(Schema.Unknown).annotations({
    message: () => ({ message: advice, override: true }),
    jsonSchema: { type: "array", items: { type: "object" } },
  }),
})

/** Entries that are checked at a time: anybody who may read asks for it, as often as they type. */
const checkedMax = 1000

/** Its length is looked at before its entries are. */
const isShortList = (value: unknown): value is ReadonlyArray<unknown> =>
  Array.isArray(value) && value.length <= checkedMax

export const CheckDraft = Schema.Struct({
  personas: Schema.declare(isShortList).annotations({
    message: ({ actual }) => ({
      message: Array.isArray(actual) ? "write at most 1,000 personas" : advice,
      override: true,
    }),
    jsonSchema: { type: "array", items: { type: "object" }, maxItems: checkedMax },
  }),
})

export const Pool = Schema.Struct({
  path: Schema.String.annotations({ description: "The file that holds the pool" }),
  personas: Schema.Array(Entry),
  rejected: rejected.annotations({ description: "Entries of the file that are not used" }),
  problem: Schema.NullOr(Schema.String).annotations({
    description: "Why the file cannot be used as it is, and what to do",
  }),
})

export const PoolWritten = Schema.Struct({
  path: Schema.String,
  personas: Schema.Array(Entry),
  rejected,
})

export const Checked = Schema.Struct({ accepted: Schema.Array(Entry), rejected })

const topology = {
  topology_id: Schema.String,
  topology_name: Schema.String,
  language_default: Schema.String,
}

export const TopologyPool = Schema.Struct({ ...topology, personas: Schema.Array(Entry), rejected })
export const TopologyPoolWritten = TopologyPool

export const Topologies = Schema.Struct({
  total: Schema.Int,
  data: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      name: Schema.String,
      mode: Schema.String,
      status: Schema.String,
      deckies: Schema.Int,
      language_default: Schema.String,
    }),
  ),
})
