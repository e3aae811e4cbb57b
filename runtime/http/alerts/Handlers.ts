/** Answers the routes of alert routes. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import type { Target, TargetKind } from "../../../src/ports/AlertSink.ts"
import * as Instant from "../../../src/time/Instant.ts"
import * as Routes from "../../canary/alerts/Routes.ts"
import * as RouteText from "../../canary/alerts/RouteText.ts"
import * as Standing from "../../canary/alerts/Standing.ts"
import * as TargetText from "../../canary/alerts/TargetText.ts"
import * as Trial from "../../canary/alerts/Trial.ts"
import * as KeyFile from "../../config/KeyFile.ts"
import { AlertRoutes } from "../../storage/AlertRoutes.ts"
import * as Uuid from "../../storage/Uuid.ts"
import { Api } from "../Api.ts"
import * as Away from "../Away.ts"
import { Installation } from "../Installation.ts"
import { BadRequest, Conflict, NotFound } from "../Problem.ts"
import type { Create, Route } from "./Api.ts"

const secretKey = Effect.map(Installation, ({ settings, roots }) =>
  Either.map(KeyFile.secretKey(settings, roots), ({ value }) => value),
)

/** Without it nothing can be sealed or opened. */
const keyOrConflict = Effect.flatMap(secretKey, (key) =>
  Either.isRight(key) ? Effect.succeed(key.right) : Effect.fail(new Conflict({ detail: key.left })),
)

const wire = (shown: Standing.Shown): typeof Route.Type => {
  const { filter, ...rest } = Standing.toWire(shown)
  const { level, deckies, kinds, exclude, digestMinutes } = filter
  return {
    ...rest,
    level,
    deckies,
    kinds,
    exclude,
    digest_minutes: digestMinutes,
    created_at: Instant.toIso(shown.row.createdAt),
  }
}

const faults: Readonly<Record<TargetText.Fault, (kind: TargetKind) => string>> = {
  address: (kind) => `address: ${TargetText.advice(kind)}`,
  "password-in-address": () => "address: leave the password out, and give it as secret",
  parties: () => "from, to: write the sender's address and at least one recipient's",
  from: () => "from: write an address such as alerts@example.net",
  to: () => "to: write addresses such as soc@example.net, at most 20",
  "no-password": () => "secret: write that user's password",
}

const said = <A>(parsed: Either.Either<A, RouteText.Fault>): Effect.Effect<A, BadRequest> =>
  Either.isRight(parsed)
    ? Effect.succeed(parsed.right)
    : Effect.fail(new BadRequest({ detail: `${parsed.left.field}: ${parsed.left.says}` }))

const targetOf = (payload: typeof Create.Type): Effect.Effect<Target, BadRequest> => {
  const { kind, address, secret, from, to = [], allow_private: allowPrivate = false } = payload
  const parsed = TargetText.parse({ kind, address, allowPrivate, secret, from, to })
  return Either.isRight(parsed)
    ? Effect.succeed(parsed.right)
    : Effect.fail(new BadRequest({ detail: faults[parsed.left](kind) }))
}

const filterOf = (payload: typeof Create.Type): Effect.Effect<Policy.Filter, BadRequest> => {
  const usual = Policy.everything
  return said(
    RouteText.filter({
      level: payload.level ?? usual.level,
      deckies: payload.deckies ?? [],
      kinds: payload.kinds ?? [],
      exclude: payload.exclude ?? [],
      digestMinutes: String(payload.digest_minutes ?? usual.digestMinutes),
    }),
  )
}

const rowOf = (id: string) =>
  Effect.flatMap(AlertRoutes, ({ list }) => list).pipe(
    Away.orUnavailable,
    Effect.map((rows) => rows.find((row) => row.id === id)),
    Effect.filterOrFail(
      (row) => row !== undefined,
      () => new NotFound({ detail: `There is no route ${id}` }),
    ),
  )

export const layer = HttpApiBuilder.group(Api, "alerts", (handlers) =>
  handlers
    .handle("routes", () =>
      Effect.gen(function* () {
        const shown = yield* Away.orUnavailable(Standing.list(yield* secretKey))
        return { total: shown.length, data: shown.map(wire) }
      }),
    )
    .handle("add", ({ payload }) =>
      Effect.gen(function* () {
        const name = yield* said(RouteText.name(payload.name))
        const filter = yield* filterOf(payload)
        const target = yield* targetOf(payload)
        const key = yield* keyOrConflict
        const { add } = yield* AlertRoutes
        const createdAt = yield* Clock.currentTimeMillis
        const route = { id: Uuid.random(), name, target, filter, enabled: true }
        const row = Routes.rowOf(key, route, createdAt)
        if (!(yield* Away.orUnavailable(add(row))))
          return yield* Effect.fail(
            new Conflict({
              detail: `There is a route ${name} already; choose another name, or remove that one first`,
            }),
          )
        return wire({
          row,
          where: TargetText.shown(target),
          waiting: 0,
          sent: 0,
          failed: 0,
          lastError: undefined,
        })
      }),
    )
    .handle("remove", ({ path }) =>
      Effect.gen(function* () {
        const { name } = yield* rowOf(path.id)
        const { remove } = yield* AlertRoutes
        yield* Away.orUnavailable(remove(name))
      }),
    )
    .handle("test", ({ path }) =>
      Effect.gen(function* () {
        const row = yield* rowOf(path.id)
        const route = Routes.open(yield* keyOrConflict, row)
        if (Either.isLeft(route)) return yield* Effect.fail(new Conflict({ detail: route.left }))
        return yield* Trial.send(route.right, yield* Clock.currentTimeMillis).pipe(
          Effect.as({ delivered: true, reason: null, retry: false }),
          Effect.catchTag("AlertFailed", ({ reason, retry }) =>
            Effect.succeed({
              delivered: false,
              reason: reason.replaceAll("--allow-private", "allow_private"),
              retry,
            }),
          ),
        )
      }),
    ),
)
