/** Schemas of fields that several routes have; their messages say what to write. */
import * as Schema from "effect/Schema"

/** What is no text in a query is a list: the name stands there more than once. */
const once = Schema.String.annotations({
  message: () => ({ message: "write it once", override: true }),
})

/** A whole number within bounds, from a query. */
export const wholeParam = (low: number, high: number) =>
  Schema.transform(
    once.pipe(
      Schema.filter(
        (text) =>
          (/^\d{1,15}$/.test(text) && Number(text) >= low && Number(text) <= high) ||
          `write a whole number from ${low} to ${high}`,
      ),
    ),
    Schema.Number,
    { strict: true, decode: Number, encode: String },
  ).annotations({ jsonSchema: { type: "integer", minimum: low, maximum: high } })

/** A text of a query or a path. */
export const textParam = (most: number) =>
  once.pipe(
    Schema.filter(
      (text) =>
        (text.length >= 1 && text.length <= most && !/\p{Cc}/u.test(text)) ||
        `write 1 to ${most} characters on one line`,
      { jsonSchema: { type: "string", minLength: 1, maxLength: most } },
    ),
  )

/** One of some words. */
export const choice = <const Values extends readonly [string, ...ReadonlyArray<string>]>(
  ...values: Values
) =>
  Schema.Literal(...values).annotations({
    message: () => ({ message: `write one of ${values.join(", ")}`, override: true }),
  })

/** A moment in UTC, `2026-01-05T09:14:33.127Z`. */
export const moment = Schema.String.annotations({
  jsonSchema: { type: "string", format: "date-time" },
})

export const ifMatch = Schema.Struct({
  "if-match": Schema.optional(
    Schema.String.annotations({
      description: "The ETag of the version that is to be replaced; without it the last write wins",
    }),
  ),
})
