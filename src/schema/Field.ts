/** Schemas of single fields whose messages say what to write instead. */
import * as Schema from "effect/Schema"

/** One of some words. */
export const oneOf = <const Values extends ReadonlyArray<string>>(
  values: Values,
): Schema.Schema<Values[number], string> =>
  Schema.String.pipe(
    Schema.filter((value): value is Values[number] => values.includes(value), {
      message: () => `write one of ${values.join(", ")}`,
    }),
  )

/** A text of a certain form. */
export const matching = (pattern: RegExp, advice: string): Schema.Schema<string> =>
  Schema.String.pipe(Schema.filter((value) => pattern.test(value) || advice))
