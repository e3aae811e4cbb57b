/** What happened on the deckies, and what happens now. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Fleet } from "../../storage/Fleet.ts"
import type { Outbox } from "../../storage/Outbox.ts"
import type { Store } from "../../storage/Store.ts"
import { Api } from "../Api.ts"
import { orUnavailable } from "../Away.ts"
import type { Installation } from "../Installation.ts"
import { Hub } from "./Hub.ts"
import * as Listing from "./Listing.ts"
import * as Streaming from "./Streaming.ts"

const routes = HttpApiBuilder.group(Api, "events", (handlers) =>
  Effect.map(Effect.context<Store | Fleet | Outbox | Installation | Hub>(), (context) =>
    handlers
      .handle("list", ({ urlParams }) =>
        Listing.list(urlParams).pipe(orUnavailable, Effect.provide(context)),
      )
      .handle("stats", ({ urlParams }) =>
        Listing.stats(urlParams).pipe(orUnavailable, Effect.provide(context)),
      )
      .handle("stream", ({ headers }) =>
        // with the request's own scope: a place is free again when its listener has gone
        orUnavailable(Streaming.answer(headers["last-event-id"])),
      ),
  ),
)

export const layer = Layer.provide(routes, Hub.layer)
