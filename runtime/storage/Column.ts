/** How columns read in both databases, and how rows are decoded. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type * as Instant from "../../src/time/Instant.ts"
import * as Timestamp from "./Timestamp.ts"

/** Booleans are 0 and 1 in both. */
export const flag = Schema.transform(Schema.Union(Schema.Boolean, Schema.Number), Schema.Boolean, {
  strict: true,
  decode: (value) => value === true || value === 1,
  encode: (value) => value,
})

/** Whole numbers; MySQL's driver hands out large ones as text. */
export const whole = Schema.transform(
  Schema.Union(Schema.Number, Schema.String.pipe(Schema.pattern(/^-?\d{1,16}$/))),
  Schema.Int,
  { strict: true, decode: Number, encode: (value) => value },
)

const instant: Schema.Schema<Instant.Instant> = Schema.Struct({
  ms: Schema.Number,
  ns: Schema.Number,
})

export const timestamp: Schema.Schema<Instant.Instant, string> = Schema.transformOrFail(
  Schema.String,
  instant,
  {
    strict: true,
    decode: (text, _, ast) => {
      const parsed = Timestamp.parse(text)
      return parsed === undefined
        ? ParseResult.fail(new ParseResult.Type(ast, text, "no time"))
        : ParseResult.succeed(parsed)
    },
    encode: (value) => ParseResult.succeed(Timestamp.ofInstant(value)),
  },
)

/** JSON text, or what a driver has made of a JSON column. Text that is no JSON is undefined. */
export const json = (value: unknown): unknown => {
  if (typeof value !== "string") return value ?? undefined
  try {
    return JSON.parse(value) as unknown
  } catch {
    return undefined
  }
}

/** Rows by a schema. What does not fit is told by table and column, without its value. */
export const decoder = <A, I>(
  table: string,
  schema: Schema.Schema<A, I>,
): ((rows: ReadonlyArray<unknown>) => Effect.Effect<ReadonlyArray<A>, StoreUnavailable>) => {
  const decode = Schema.decodeUnknownEither(schema, { errors: "first" })
  return (rows) =>
    Effect.suspend(() => {
      const out: Array<A> = []
      for (const row of rows) {
        const decoded = decode(row)
        if (Either.isLeft(decoded)) {
          const issue = ParseResult.ArrayFormatter.formatErrorSync(decoded.left)[0]
          return Effect.fail(
            new StoreUnavailable({
              reason: "broken",
              detail: `${table} has a row whose ${issue?.path.map(String).join(".") ?? "columns"} cannot be read`,
            }),
          )
        }
        out.push(decoded.right)
      }
      return Effect.succeed(out)
    })
}
