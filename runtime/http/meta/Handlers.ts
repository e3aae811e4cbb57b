/** Health and the document. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as Effect from "effect/Effect"
import { Store } from "../../storage/Store.ts"
import { Api } from "../Api.ts"
import { orUnavailable } from "../Away.ts"
import * as Document from "../Document.ts"
import { Installation } from "../Installation.ts"

export const layer = HttpApiBuilder.group(Api, "meta", (handlers) =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const { version } = yield* Installation
    const document = Document.of(Api, version)
    return handlers
      .handle("health", () =>
        orUnavailable(Effect.as(read(sql`SELECT 1 AS n`), { status: "ok" } as const)),
      )
      .handle("document", () => Effect.succeed(document))
  }),
)
