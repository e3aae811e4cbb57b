/** One POST to a web address: to the address that was looked at, without redirects, and bounded. */
import type { IncomingMessage } from "node:http"
import * as Http from "node:http"
import * as Https from "node:https"
import * as Effect from "effect/Effect"
import { AlertFailed } from "../../../src/ports/AlertSink.ts"
import type { Reached } from "./Reach.ts"
import * as Reach from "./Reach.ts"

const withinMillis = 15_000

/** What is read of an answer before the connection is closed. */
const answerBytesMax = 16 * 1024

/** What is shown of an answer. */
const shownMax = 120

interface Answer {
  readonly status: number
  readonly text: string
}

const codeOf = (error: unknown): string =>
  (error as { readonly code?: string }).code ?? "no connection"

const readAnswer = (response: IncomingMessage): Promise<string> =>
  new Promise((resolve) => {
    const parts: Array<Buffer> = []
    let bytes = 0
    const done = (): void => resolve(Buffer.concat(parts).toString("utf8"))
    response.on("data", (part: Buffer) => {
      parts.push(part.subarray(0, answerBytesMax - bytes))
      bytes += part.length
      if (bytes >= answerBytesMax) response.destroy()
    })
    response.once("close", done)
    // an answer that breaks off has a status all the same
    response.once("error", done)
  })

const send = (
  url: URL,
  { address, family }: Reached,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { request } = url.protocol === "https:" ? Https : Http
    const sent = request(
      url,
      {
        method: "POST",
        agent: false,
        signal,
        headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
        // node asks twice, for one address and for all of them
        lookup: (_, options, answer) =>
          options.all === true
            ? answer(null, [{ address, family }])
            : answer(null, address, family),
      },
      (response) =>
        void readAnswer(response).then((text) =>
          resolve({ status: response.statusCode ?? 0, text }),
        ),
    )
    sent.once("error", reject)
    sent.end(body)
  })

/** What mends itself: too many requests, and whatever is wrong on the other side. */
const mayHeal = (status: number): boolean => status === 408 || status === 429 || status >= 500

const firstLine = (text: string): string =>
  (text.trim().split("\n")[0] ?? "").replace(/\p{Cc}/gu, "?").slice(0, shownMax)

/** Ends well with a status of 2xx only. The address may hold secrets, so only its host is named. */
export const post = (
  address: string,
  allowPrivate: boolean,
  headers: Readonly<Record<string, string>>,
  body: string,
): Effect.Effect<void, AlertFailed> =>
  Effect.gen(function* () {
    const url = new URL(address)
    const reached = yield* Reach.resolve(url.hostname, allowPrivate)
    const { status, text } = yield* Effect.tryPromise({
      try: (signal) => send(url, reached, headers, body, signal),
      catch: (error) =>
        new AlertFailed({
          retry: true,
          reason: `${url.host} cannot be reached (${codeOf(error)})`,
        }),
    }).pipe(
      Effect.timeoutFail({
        duration: withinMillis,
        onTimeout: () =>
          new AlertFailed({ retry: true, reason: `${url.host} does not answer in time` }),
      }),
    )
    if (status >= 200 && status < 300) return
    if (status >= 300 && status < 400)
      return yield* new AlertFailed({
        retry: false,
        reason: `${url.host} redirects (${status}), which is not followed; add the route with the address that it leads to`,
      })
    return yield* new AlertFailed({
      retry: mayHeal(status),
      reason: `${url.host} answers ${status} ${firstLine(text)}`.trim(),
    })
  })
