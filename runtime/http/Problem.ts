/** What goes wrong with a request: a status, and one line that a person can act on. */
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as Schema from "effect/Schema"

const detail = { detail: Schema.String }

/** The body is no JSON, or asks for what cannot be done; nothing was changed. */
export class BadRequest extends Schema.Class<BadRequest>("BadRequest")(
  detail,
  HttpApiSchema.annotations({
    status: 400,
    description: "What was asked for cannot be done as it stands",
  }),
) {
  readonly _tag = "BadRequest"
}

export class Unauthorized extends Schema.Class<Unauthorized>("Unauthorized")(
  detail,
  HttpApiSchema.annotations({ status: 401, description: "No valid bearer token" }),
) {
  readonly _tag = "Unauthorized"
  static readonly usual = new Unauthorized({ detail: "Could not validate credentials" })
}

export class Forbidden extends Schema.Class<Forbidden>("Forbidden")(
  detail,
  HttpApiSchema.annotations({ status: 403, description: "The token's role does not allow it" }),
) {
  readonly _tag = "Forbidden"
  static readonly usual = new Forbidden({ detail: "Insufficient permissions" })
}

export class NotFound extends Schema.Class<NotFound>("NotFound")(
  detail,
  HttpApiSchema.annotations({ status: 404, description: "There is no such thing" }),
) {
  readonly _tag = "NotFound"
}

export class Conflict extends Schema.Class<Conflict>("Conflict")(
  detail,
  HttpApiSchema.annotations({ status: 409, description: "It stands against what is there" }),
) {
  readonly _tag = "Conflict"
}

/** `If-Match` names another version than the one that is there. */
export class Stale extends Schema.Class<Stale>("Stale")(
  detail,
  HttpApiSchema.annotations({ status: 412, description: "It was changed meanwhile" }),
) {
  readonly _tag = "Stale"
}

export class TooLarge extends Schema.Class<TooLarge>("TooLarge")(
  detail,
  HttpApiSchema.annotations({ status: 413, description: "The body is larger than is taken" }),
) {
  readonly _tag = "TooLarge"
}

export class WrongType extends Schema.Class<WrongType>("WrongType")(
  detail,
  HttpApiSchema.annotations({
    status: 415,
    description: "The body is of another type than is taken",
  }),
) {
  readonly _tag = "WrongType"
}

/** Well-formed, and not what the document says. */
export class Unprocessable extends Schema.Class<Unprocessable>("Unprocessable")(
  detail,
  HttpApiSchema.annotations({ status: 422, description: "A field is not what it has to be" }),
) {
  readonly _tag = "Unprocessable"
}

export class TooMany extends Schema.Class<TooMany>("TooMany")(
  detail,
  HttpApiSchema.annotations({
    status: 429,
    description: "More requests than are taken; Retry-After says when to come again",
  }),
) {
  readonly _tag = "TooMany"
}

/** `detail` says what to do about it. */
export class NotWritten extends Schema.Class<NotWritten>("NotWritten")(
  detail,
  HttpApiSchema.annotations({ status: 500, description: "What was to be written could not be" }),
) {
  readonly _tag = "NotWritten"
}

/** The database or another part is away. */
export class Unavailable extends Schema.Class<Unavailable>("Unavailable")(
  detail,
  HttpApiSchema.annotations({
    status: 503,
    description: "A part that is needed does not answer; try again later",
  }),
) {
  readonly _tag = "Unavailable"
}
