/** What surrounds every route: limits, what a request carries, refusals, headers. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { HttpApiDecodeError } from "@effect/platform/HttpApiError"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerError from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { prefix } from "./Api.ts"
import * as Body from "./Body.ts"
import { digestOf, type Limits } from "./Limits.ts"
import * as Problem from "./Problem.ts"
import * as Refusal from "./Refusal.ts"
import type { Routes } from "./Routes.ts"

type Response = HttpServerResponse.HttpServerResponse

/** An answer of ours that does not fit the document begins like this when it is told of. */
const isOurs = (error: HttpApiDecodeError): boolean =>
  error.message.startsWith("(<declaration schema>")

/** Without what stands there, which the log is not to have. */
const placesOf = ({ issues }: HttpApiDecodeError): string =>
  issues.map(({ path }) => path.map(String).join(".")).join(", ")

const isBadBody = (error: unknown): error is HttpServerError.RequestError =>
  error instanceof HttpServerError.RequestError && error.reason === "Decode"

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.split("\n")[0]! : "unknown"

const statuses: ReadonlyArray<readonly [new (fields: { detail: string }) => object, number]> =
  Object.values(Problem).map((each) => [each, HttpApiSchema.getStatusErrorAST(each.ast)])

/**
 * Written out here: on the wire all of them look alike, and the platform would take the first
 * schema that fits.
 */
const problemOf = (error: unknown): Response | undefined => {
  const status = statuses.find(([problem]) => error instanceof problem)?.[1]
  return status === undefined
    ? undefined
    : Refusal.answer(status, (error as { readonly detail: string }).detail)
}

/** What the platform fails with, in our words; undefined where it is no request's fault. */
const refusalOf = (error: unknown): Response | undefined => {
  if (error instanceof HttpApiDecodeError) return Refusal.answer(422, Refusal.line(error.issues))
  if (!isBadBody(error)) return undefined
  const reason = reasonOf(error.cause)
  return reason === "maxBytes exceeded"
    ? Refusal.answer(413, "The body is too large")
    : Refusal.answer(400, `The body is no valid JSON: ${reason.slice(0, 100)}`)
}

/** Inside, where what routes fail with can still be told apart. */
export const refusals: Layer.Layer<never> = HttpApiBuilder.middleware((app) =>
  Effect.catchAllCause(app, (cause) => {
    const error = Cause.squash(cause)
    if (error instanceof HttpApiDecodeError && isOurs(error))
      return Effect.die(new Error(`an answer is not as the document has it at ${placesOf(error)}`))
    const refusal = problemOf(error) ?? refusalOf(error)
    return refusal === undefined ? Effect.failCause(cause) : Effect.succeed(refusal)
  }),
)

const headers = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const

/** Those that a route has set itself stay. */
export const dressed = (response: Response): Response => {
  const added = HttpServerResponse.setHeaders(response, { ...headers, ...response.headers })
  return response.status === 401
    ? HttpServerResponse.setHeader(added, "www-authenticate", "Bearer")
    : added
}

const isNotFound = (cause: Cause.Cause<unknown>): boolean =>
  Cause.squash(cause) instanceof HttpServerError.RouteNotFound

const pathOf = (request: HttpServerRequest.HttpServerRequest): string => request.url.split("?")[0]!

const missing = (routes: Routes, request: HttpServerRequest.HttpServerRequest): Response => {
  const allow = routes.allowed(pathOf(request))
  // one that takes the method was not found: what stands in it cannot be read, such as a lone %
  return allow === undefined || allow.split(", ").includes(request.method)
    ? Refusal.answer(404, "There is no such path")
    : Refusal.answer(405, `${request.method} is not taken here; there are ${allow}`, { allow })
}

/** A mistake of ours: the log has it whole, the caller nothing of it. */
const failed = (request: HttpServerRequest.HttpServerRequest, cause: Cause.Cause<unknown>) =>
  Effect.as(
    Effect.logError(`${request.method} ${pathOf(request)} failed`, cause),
    Refusal.answer(500, "Internal error"),
  )

/**
 * In how many seconds to come again; 0: now. A good token pays for itself. One that is not known
 * yet may be good, and is tried as often as guesses are, although its address has nothing left.
 */
const waitOf = (
  limits: Limits["Type"],
  request: HttpServerRequest.HttpServerRequest,
  now: number,
): number => {
  const digest = digestOf(request)
  if (digest !== undefined && limits.good.has(digest)) return limits.ofToken.take(digest, now)
  const address = limits.addressOf(request)
  const wait = limits.ofAddress.take(address, now)
  return wait > 0 && digest !== undefined && limits.failures.take(address, now) === 0 ? 0 : wait
}

const proxyAdvice =
  "a proxy on this host sends X-Forwarded-For and is not trusted, so that its callers share one limit; name it in DECNET_API_TRUSTED_PROXIES"

/** Until the first byte; what is streamed after it may take as long as it likes. */
const answeredWithinMillis = 100_000

/** The API as the server runs it; nothing but an interruption fails. */
export const around = <R>(
  app: HttpApp.Default<unknown, R>,
  routes: Routes,
  limits: Limits["Type"],
): HttpApp.Default<never, R> => {
  let isProxyTold = false
  const answered = (request: HttpServerRequest.HttpServerRequest) =>
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      if (!isProxyTold && limits.isProxyUntold(request)) {
        isProxyTold = true
        yield* Effect.logWarning(proxyAdvice)
      }
      const wait = waitOf(limits, request, now)
      if (wait > 0) return Refusal.tooMany(wait)
      if (request.method === "OPTIONS") {
        const allow = routes.allowed(pathOf(request))
        return allow === undefined
          ? missing(routes, request)
          : HttpServerResponse.empty({ status: 204, headers: { allow } })
      }
      return yield* Effect.timeoutTo(Body.checked(app), {
        duration: answeredWithinMillis,
        onSuccess: (response) => response,
        onTimeout: () => Refusal.answer(503, "This took too long; try again later"),
      })
    }).pipe(
      Effect.catchAllCause((cause) => {
        if (Cause.isInterruptedOnly(cause)) return Effect.failCause(cause as Cause.Cause<never>)
        return isNotFound(cause) ? Effect.succeed(missing(routes, request)) : failed(request, cause)
      }),
      Effect.map(dressed),
    )
  return Effect.flatMap(HttpServerRequest.HttpServerRequest, answered) as HttpApp.Default<never, R>
}

export const isApi = (request: HttpServerRequest.HttpServerRequest): boolean =>
  request.url === prefix || request.url.startsWith(`${prefix}/`)
