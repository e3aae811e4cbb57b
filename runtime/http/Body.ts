/** What a request may carry: how much, and of which type. */
import type { IncomingMessage } from "node:http"
import * as HttpIncomingMessage from "@effect/platform/HttpIncomingMessage"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { TooLarge } from "./Problem.ts"
import * as Refusal from "./Refusal.ts"

export const jsonBytesMax = 8 * 1024 * 1024
/** A file of 20 MiB, and what a form has around it. */
export const uploadBytesMax = 20 * 1024 * 1024 + 64 * 1024

/** Where less is enough, since any viewer may send it. */
const smaller: Readonly<Record<string, number>> = {
  "/api/v1/realism/personas/check": 2 * 1024 * 1024,
}

/** Where files are uploaded, of any type. */
const uploads: ReadonlyArray<string> = ["/api/v1/canary/blobs"]

const tooLarge = (most: number): string =>
  `The body is larger than ${Math.floor(most / 1024 / 1024)} MiB`

/** Fails where it is too long; the rest of it is let go. */
const collect = (source: IncomingMessage, most: number) =>
  Effect.async<string, TooLarge>((resume) => {
    const parts: Array<Buffer> = []
    let bytes = 0
    const end = (result: Effect.Effect<string, TooLarge>): void => {
      source.off("data", take)
      source.resume()
      resume(result)
    }
    const take = (part: Buffer): void => {
      bytes += part.length
      if (bytes > most) end(Effect.fail(new TooLarge({ detail: tooLarge(most) })))
      else parts.push(part)
    }
    source.on("data", take)
    source.once("end", () => end(Effect.succeed(Buffer.concat(parts).toString("utf8"))))
    // whoever has gone hears no answer
    source.once("error", () => end(Effect.succeed("")))
  })

type Request = HttpServerRequest.HttpServerRequest

/**
 * The same request, whose text is read within bounds, and not before a route asks for it: by then
 * it is known who sends it. The platform itself breaks the connection of who sends too much.
 */
const bounded = (request: Request, most: number): Request => {
  const text = Effect.runSync(Effect.cached(collect(request.source as IncomingMessage, most)))
  return Object.create(request, { text: { value: text } }) as Request
}

type Checked =
  | { readonly is: "refused"; readonly response: HttpServerResponse.HttpServerResponse }
  | { readonly is: "taken"; readonly request: Request; readonly most: number }

const isJson = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

const check = (request: Request): Checked => {
  const { "content-length": length, "content-type": type } = request.headers
  const path = request.url.split("?")[0]!
  const isUpload = uploads.includes(path)
  const most = isUpload ? uploadBytesMax : (smaller[path] ?? jsonBytesMax)
  if (Number(length ?? 0) > most)
    return { is: "refused", response: Refusal.answer(413, tooLarge(most)) }
  if (isUpload || request.method === "GET" || request.method === "HEAD")
    return { is: "taken", request, most }
  // an empty form, too, is one that nobody reads to its end
  return type !== undefined && !isJson.test(type)
    ? { is: "refused", response: Refusal.answer(415, "Write Content-Type: application/json") }
    : { is: "taken", request: bounded(request, most), most }
}

/** Runs with the request where what it carries is taken, and answers itself where it is not. */
export const checked = <E, R>(
  app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>,
): Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  E,
  R | HttpServerRequest.HttpServerRequest
> =>
  Effect.flatMap(HttpServerRequest.HttpServerRequest, (sent) => {
    const result = check(sent)
    return result.is === "refused"
      ? Effect.succeed(result.response)
      : HttpIncomingMessage.withMaxBodySize(app, Option.some(result.most)).pipe(
          Effect.provideService(HttpServerRequest.HttpServerRequest, result.request),
        )
  }) as never
