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
import { Limits } from "./Limits.ts"
import { Forbidden, TooMany, Unauthorized } from "./Problem.ts"
import * as Refusal from "./Refusal.ts"

/** The header says so; the platform takes whatever stands behind seven characters. */
const bearer = /^Bearer ([\w-]{20,128})$/i

const tooMany = (seconds: number) =>
  Effect.zipRight(
    HttpApp.appendPreResponseHandler((_, response) =>
      Effect.succeed(HttpServerResponse.setHeader(response, "retry-after", String(seconds))),
    ),
    Effect.fail(new TooMany({ detail: Refusal.tooManyDetail(seconds) })),
  )

/** Tokens that were good in this process: their holders are not kept out by others' guesses. */
const knownMax = 1000

const make = Effect.gen(function* () {
  const limits = yield* Limits
  const store = yield* Store
  const known = new Set<string>()

  const holderOf = (request: HttpServerRequest.HttpServerRequest, now: number) =>
    Effect.gen(function* () {
      const token = bearer.exec(request.headers["authorization"] ?? "")?.[1]
      if (request.headers["authorization"] === undefined)
        return yield* Effect.fail(Unauthorized.usual)
      const address = limits.addressOf(request)
      const digest = token === undefined ? "" : Verify.digestOf(token)
      if (!known.has(digest)) {
        const wait = limits.failures.ask(address, now)
        if (wait > 0) return yield* tooMany(wait)
      }
      const found =
        digest === ""
          ? Option.none()
          : yield* orUnavailable(Effect.provideService(Verify.holderOf(digest), Store, store))
      if (Option.isNone(found)) {
        known.delete(digest)
        limits.failures.take(address, now)
        return yield* Effect.fail(Unauthorized.usual)
      }
      known.add(digest)
      if (known.size > knownMax) known.clear()
      return found.value
    })

  const viewer = Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const now = yield* Clock.currentTimeMillis
    const holder = yield* holderOf(request, now)
    const wait = limits.ofToken.take(holder.id, now)
    return wait > 0 ? yield* tooMany(wait) : holder
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
