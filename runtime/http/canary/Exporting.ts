/** Uses of bait as a file to be saved; what a viewer may not see is masked before it is written. */
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import * as Export from "../../canary/Export.ts"
import type { Role } from "../../storage/ApiTokens.ts"
import * as Away from "../Away.ts"
import * as Refusal from "../Refusal.ts"
import * as Masked from "./Masked.ts"

/** Rows that are written at a time: other requests are answered in between. */
const rowsMax = 500

const endings: Readonly<Record<Export.Format, string>> = {
  json: "json",
  csv: "csv",
  ndjson: "ndjson",
  stix: "json",
}

const chunked = <A>(items: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(items.length / rowsMax) }, (_, at) =>
    items.slice(at * rowsMax, (at + 1) * rowsMax),
  )

const answer = (
  format: Export.Format,
  { all, isWhole, slugs }: Export.Uses,
  role: Role,
): HttpServerResponse.HttpServerResponse => {
  const parts = Export.parts(format, chunked(all), (each) =>
    Masked.forRole(role, slugs.get(each.bait.id), each),
  )
  const text = Stream.fromIteratorSucceed(parts, 1).pipe(
    Stream.tap(() => Effect.sleep(0)),
    Stream.encodeText,
  )
  return HttpServerResponse.stream(text, {
    contentType: Export.contentTypes[format],
    headers: {
      "content-disposition": `attachment; filename="bait-uses.${endings[format]}"`,
      ...(isWhole ? {} : { "x-truncated": "true" }),
    },
  })
}

/** Each has its rows in memory until the last was taken. */
const atOnceMax = 2
const retryAfterSeconds = 5

let underWay = 0

/** For as long as the request is answered; false where none is left. */
const place: Effect.Effect<boolean, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => {
    if (underWay >= atOnceMax) return false
    underWay++
    return true
  }),
  (isOurs) => Effect.sync(() => void (underWay -= isOurs ? 1 : 0)),
)

export const begin = <R>(
  format: Export.Format,
  uses: Effect.Effect<Export.Uses, StoreUnavailable, R>,
  role: Role,
) =>
  Effect.flatMap(place, (isOurs) =>
    isOurs
      ? Effect.map(Away.orUnavailable(uses), (found) => answer(format, found, role))
      : Effect.succeed(
          Refusal.answer(429, "Two exports are under way; try again once one is done", {
            "retry-after": String(retryAfterSeconds),
          }),
        ),
  )
