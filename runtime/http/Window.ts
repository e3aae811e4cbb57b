/** Which stretch of a list is asked for, and the cursor of the next one. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Timestamp from "../storage/Timestamp.ts"
import * as Page from "./Page.ts"
import { Unprocessable } from "./Problem.ts"

export interface Asked {
  readonly limit?: number | undefined
  readonly offset?: number | undefined
  readonly cursor?: string | undefined
}

export interface Window {
  readonly limit: number
  readonly offset: number
  /** A moment as stored, and the uuid of the row before. */
  readonly after: readonly [moment: string, uuid: string] | undefined
}

const short = (most: number) => Schema.String.pipe(Schema.maxLength(most))

const Place = Schema.parseJson(
  Schema.Tuple(
    short(32).pipe(Schema.filter((text) => Timestamp.parse(text) !== undefined)),
    short(64),
  ),
)

/** Beside a cursor an offset does not count. */
export const of = ({
  limit = Page.limitStandard,
  offset = 0,
  cursor,
}: Asked): Effect.Effect<Window, Unprocessable> => {
  if (cursor === undefined) return Effect.succeed({ limit, offset, after: undefined })
  const place = Page.placeOf(cursor, Place)
  return Either.isLeft(place)
    ? Effect.fail(new Unprocessable({ detail: place.left }))
    : Effect.succeed({ limit, offset: 0, after: place.right })
}

/** Null at the end. */
export const nextOf = (
  hasMore: boolean,
  last: readonly [moment: string, uuid: string] | undefined,
): string | null => (hasMore && last !== undefined ? Page.cursorOf(last) : null)
