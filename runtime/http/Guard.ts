/** Lets in whoever has a token that is good for what is asked. */
import * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Store } from "../storage/Store.ts"
import * as Verify from "./access/Verify.ts"
import { orUnavailable } from "./Away.ts"
import { Reading, Writing } from "./Caller.ts"
import { digestOf, Limits } from "./Limits.ts"
import { Forbidden, TooMany, Unauthorized } from "./Problem.ts"
import * as Refusal from "./Refusal.ts"

const tooMany = (seconds: number) =>
  Effect.zipRight(
    HttpApp.appendPreResponseHandler((_, response) =>
      Effect.succeed(HttpServerResponse.setHeader(response, "retry-after", String(seconds))),
    ),
    Effect.fail(new TooMany({ detail: Refusal.tooManyDetail(seconds) })),
  )

const goodMax = 1000

const make = Effect.gen(function* () {
  const limits = yield* Limits
  const store = yield* Store

  const holderOf = (request: HttpServerRequest.HttpServerRequest, now: number) =>
    Effect.gen(function* () {
      if (request.headers["authorization"] === undefined)
        return yield* Effect.fail(Unauthorized.usual)
      const address = limits.addressOf(request)
      const digest = digestOf(request) ?? ""
      const isKnown = limits.good.has(digest)
      if (!isKnown) {
        const wait = limits.failures.ask(address, now)
        if (wait > 0) return yield* tooMany(wait)
      }
      const found =
        digest === ""
          ? Option.none()
          : yield* orUnavailable(Effect.provideService(Verify.holderOf(digest), Store, store))
      if (Option.isNone(found)) {
        limits.good.delete(digest)
        limits.failures.take(address, now)
        return yield* Effect.fail(Unauthorized.usual)
      }
      if (limits.good.size >= goodMax) limits.good.clear()
      limits.good.add(digest)
      // one that was known has paid at the door
      const wait = isKnown ? 0 : limits.ofToken.take(digest, now)
      return wait > 0 ? yield* tooMany(wait) : found.value
    })

  const viewer = Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const now = yield* Clock.currentTimeMillis
    return yield* holderOf(request, now)
  })

  const admin = Effect.gen(function* () {
    const holder = yield* viewer
    if (holder.role !== "admin") return yield* Effect.fail(Forbidden.usual)
    const { method, url } = yield* HttpServerRequest.HttpServerRequest
    if (method !== "GET" && method !== "HEAD")
      yield* Effect.logInfo(`${method} ${url.split("?")[0]} by ${JSON.stringify(holder.name)}`)
    return holder
  })

  return Context.make(Reading, { bearer: () => viewer }).pipe(
    Context.add(Writing, { bearer: () => admin }),
  )
})

export const layer: Layer.Layer<Reading | Writing, never, Limits | Store> =
  Layer.effectContext(make)
