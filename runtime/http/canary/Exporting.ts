/** Uses of bait as a file to be saved; what a viewer may not see is masked before it is written. */
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Export from "../../canary/Export.ts"
import type { Role } from "../../storage/ApiTokens.ts"
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

export const answer = (
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
