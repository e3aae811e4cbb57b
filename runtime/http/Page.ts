/** Lists: a page by number among the first, or by cursor as far as there are any. */
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Field from "./Field.ts"

export const limitStandard = 50
export const limitMax = 200
/** The first hundred pages of the usual size; further ones go by cursor. */
export const offsetMax = 4950

export const params = {
  limit: Schema.optional(Field.wholeParam(1, limitMax)).annotations({
    description: `Rows of a page (default ${limitStandard})`,
  }),
  offset: Schema.optional(Field.wholeParam(0, offsetMax)).annotations({
    description: "Rows to leave out at the beginning (default 0)",
  }),
  cursor: Schema.optional(Field.textParam(512)).annotations({
    description: "`next_cursor` of the page before; `offset` does not count then",
  }),
}

export const of = <A, I, R>(row: Schema.Schema<A, I, R>) =>
  Schema.Struct({
    total: Schema.Int,
    limit: Schema.Int,
    offset: Schema.Int,
    next_cursor: Schema.NullOr(Schema.String),
    data: Schema.Array(row),
  })

/** Opaque to callers. */
export const cursorOf = (place: ReadonlyArray<string | number>): string =>
  Buffer.from(JSON.stringify(place)).toString("base64url")

export const cursorAdvice = "cursor: write the next_cursor of the page before"

/** Left is what to write. */
export const placeOf = <A>(
  cursor: string,
  schema: Schema.Schema<A, string>,
): Either.Either<A, string> => {
  const text = Buffer.from(cursor, "base64url").toString("utf8")
  return Either.mapLeft(Schema.decodeEither(schema)(text), () => cursorAdvice)
}
