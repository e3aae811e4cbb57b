/**
 * What the Ollama client sends its requests with, in place of the built-in `fetch`: that one gives
 * up on a silent answer after five minutes whatever the settings say, follows redirects anywhere,
 * and leaves the client to print what it cannot read. Here everything is bounded, a request's
 * connection is its own and is closed with it, and only a well-formed answer reaches the client.
 */
import type { IncomingMessage } from "node:http"
import * as Http from "node:http"
import * as Https from "node:https"
import * as Redacted from "effect/Redacted"
import { BackendFailure, oneLine } from "./Backend.ts"

/** Of one line: the last one may hold the context of the call, some hundred thousand numbers. */
const lineBytesMax = 1024 * 1024

/** Of an answer with all that stands around its words: some hundred bytes for each. */
const answerBytesMax = 4 * 1024 * 1024

/** What is read of a refusal. */
const refusalBytesMax = 16 * 1024

const failure = (detail: string): BackendFailure => new BackendFailure({ detail })

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The text of `{"error": ...}`; undefined where there is none. */
const errorOf = (text: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    if (!isRecord(value) || !("error" in value)) return undefined
    return typeof value["error"] === "string" ? oneLine(value["error"]) : "an error without a text"
  } catch {
    return undefined
  }
}

const startOf = async (response: IncomingMessage): Promise<string> => {
  const parts: Array<Buffer> = []
  let bytes = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part)
    bytes += part.length
    if (bytes >= refusalBytesMax) break
  }
  return Buffer.concat(parts).toString("utf8")
}

const hostOf = (location: string | undefined, url: URL): string => {
  try {
    return oneLine(new URL(location ?? "", url).host)
  } catch {
    return "elsewhere"
  }
}

const isPage = (response: IncomingMessage, text: string): boolean =>
  (response.headers["content-type"] ?? "").includes("html") || /^\s*</.test(text)

/** Why a status other than 200 is no answer. */
const refusal = async (response: IncomingMessage, url: URL): Promise<BackendFailure> => {
  const status = response.statusCode ?? 0
  if (status >= 300 && status < 400)
    return failure(`HTTP ${status}: it points to ${hostOf(response.headers.location, url)}`)
  const text = await startOf(response)
  if (status === 401 || status === 403) return failure(`HTTP ${status}: the key is not accepted`)
  if (isPage(response, text)) return failure(`HTTP ${status} with a web page as its answer`)
  const said = errorOf(text) ?? oneLine(text)
  return failure(`HTTP ${status}${said === "" ? "" : `: ${said}`}`)
}

/** A line as the client may have it. */
const checked = (line: string): string => {
  const said = errorOf(line)
  if (said !== undefined) throw failure(`an error in mid-answer: ${said}`)
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw failure("a line of the answer is not JSON")
  }
  if (!isRecord(value)) throw failure("a line of the answer is not an object")
  return line
}

async function* decoded(response: IncomingMessage): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  const text = (part: Buffer | undefined): string => {
    try {
      return part === undefined ? decoder.decode() : decoder.decode(part, { stream: true })
    } catch {
      throw failure("the answer is not UTF-8")
    }
  }
  let bytes = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > answerBytesMax) throw failure("the answer does not end")
    yield text(part)
  }
  yield text(undefined)
}

/** Whole lines, each of them an object. */
async function* lines(response: IncomingMessage): AsyncGenerator<string, void> {
  let rest = ""
  for await (const text of decoded(response)) {
    rest += text
    if (rest.length > lineBytesMax) throw failure("a line of the answer does not end")
    // a long line that comes byte by byte is not gone through for each of them
    if (!text.includes("\n")) continue
    const parts = rest.split("\n")
    rest = parts.pop() ?? ""
    for (const part of parts) if (part.trim() !== "") yield `${checked(part)}\n`
  }
  if (rest.trim() !== "") yield `${checked(rest)}\n`
}

const streamOf = (texts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: async (controller) => {
      const next = await texts.next()
      if (next.done === true) controller.close()
      else controller.enqueue(encoder.encode(next.value))
    },
    cancel: async () => {
      await texts.return()
    },
  })
}

interface Sent {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

const send = (url: URL, { method, headers, body }: Sent, signal: AbortSignal) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const { request } = url.protocol === "https:" ? Https : Http
    const sent = request(url, { method, headers, signal, agent: false }, (response) => {
      // it may be cut after the last reader has gone
      response.on("error", () => undefined)
      resolve(response)
    })
    sent.on("error", reject)
    sent.end(body)
  })

const headersOf = (
  given: RequestInit["headers"],
  key: Redacted.Redacted | undefined,
  body: string | undefined,
): Readonly<Record<string, string>> => {
  const headers = new Headers(given)
  // the client takes a key of its own from the environment, for one address
  headers.delete("authorization")
  try {
    if (key !== undefined) headers.set("authorization", `Bearer ${Redacted.value(key)}`)
  } catch {
    throw failure("the key has characters that cannot be sent")
  }
  if (body !== undefined) headers.set("content-length", String(Buffer.byteLength(body)))
  return Object.fromEntries(headers.entries())
}

const addressOf = (input: Parameters<typeof fetch>[0]): URL =>
  new URL(typeof input === "string" ? input : input instanceof URL ? input.href : input.url)

/** One request at a time; all that it opened is closed when `signal` says so. */
export const fetchWith =
  (key: Redacted.Redacted | undefined, signal: AbortSignal): typeof fetch =>
  async (input, init) => {
    const url = addressOf(input)
    const body = typeof init?.body === "string" ? init.body : undefined
    const headers = headersOf(init?.headers, key, body)
    const response = await send(url, { method: init?.method ?? "GET", headers, body }, signal)
    if (response.statusCode !== 200) throw await refusal(response, url)
    if (isPage(response, "")) throw failure("a web page in place of an answer")
    const isStreamed = url.pathname.endsWith("/api/generate")
    return new Response(streamOf(isStreamed ? lines(response) : decoded(response)), { status: 200 })
  }
