/** The deckies, and what is known of each. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import type { RealismConfig } from "../../storage/RealismConfig.ts"
import type { Store } from "../../storage/Store.ts"
import type { Workers } from "../../storage/Workers.ts"
import { Api } from "../Api.ts"
import { orUnavailable } from "../Away.ts"
import * as Listing from "../events/Listing.ts"
import type { Installation } from "../Installation.ts"
import { Judge } from "./Judge.ts"
import * as Past from "./Past.ts"
import { Roll } from "./Roll.ts"
import * as Showing from "./Showing.ts"

type Needs = Store | Workers | Installation | Roll | Judge | SyntheticFiles | RealismConfig

const routes = HttpApiBuilder.group(Api, "fleet", (handlers) =>
  Effect.map(Effect.context<Needs>(), (context) =>
    handlers
      .handle("list", ({ urlParams }) =>
        Showing.page(urlParams).pipe(orUnavailable, Effect.provide(context)),
      )
      .handle("get", ({ path }) =>
        Showing.one(path.uuid).pipe(orUnavailable, Effect.provide(context)),
      )
      .handle("tree", ({ path }) =>
        Past.tree(path.uuid).pipe(orUnavailable, Effect.provide(context)),
      )
      .handle("lives", ({ path }) =>
        Past.lives(path.uuid).pipe(orUnavailable, Effect.provide(context)),
      )
      .handle("threads", ({ path, urlParams }) =>
        Past.threads(path.uuid, urlParams).pipe(orUnavailable, Effect.provide(context)),
      )
      .handle("sessions", ({ path, urlParams }) =>
        Showing.rowOf(path.uuid).pipe(
          Effect.zipRight(Listing.page(urlParams, { kind: "traffic", decky: path.uuid })),
          orUnavailable,
          Effect.provide(context),
        ),
      )
      .handle("check", ({ path }) =>
        Effect.flatMap(Judge, ({ check }) => check(path.uuid)).pipe(
          orUnavailable,
          Effect.provide(context),
        ),
      ),
  ),
)

export const layer = routes.pipe(Layer.provide(Judge.layer), Layer.provide(Roll.layer))
