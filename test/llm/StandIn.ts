/** A scripted Ollama on loopback: the name of the model says how it behaves. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http"
import type { AddressInfo, Socket } from "node:net"

export interface Exchange {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** The request's body, undefined for a GET. */
  readonly body: Readonly<Record<string, unknown>> | undefined
  readonly response: ServerResponse
  readonly socket: Socket
}

/** What a model does with a request to generate. */
export type Script = (exchange: Exchange) => void | Promise<void>

export interface StandIn {
  readonly url: string
  readonly exchanges: ReadonlyArray<Exchange>
  readonly of: (model: string) => ReadonlyArray<Exchange>
  /** Names that `/api/tags` lists. */
  readonly names: Array<string>
  readonly scripts: Map<string, Script>
  readonly stop: () => Promise<void>
}

export const pause = (millis: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, millis))

/** Waits for what is bound to come, and says what did not. */
export const until = async (what: string, isSo: () => boolean, millis = 2000): Promise<void> => {
  const end = Date.now() + millis
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`not so after ${millis} ms: ${what}`)
    await pause(5)
  }
}

const createdAt = "2026-01-05T09:12:44.103219Z"

export const part = (model: string, response: string): string =>
  `${JSON.stringify({ model, created_at: createdAt, response, done: false })}\n`

export const last = (model: string, reason = "stop", response = ""): string =>
  `${JSON.stringify({
    model,
    created_at: createdAt,
    response,
    done: true,
    done_reason: reason,
    context: [128006, 9125, 128007],
    total_duration: 4935886791,
    load_duration: 534986708,
    prompt_eval_count: 26,
    prompt_eval_duration: 107345000,
    eval_count: 298,
    eval_duration: 4289432000,
  })}\n`

const modelOf = ({ body }: Exchange): string => String(body?.["model"])

const streamed = { "content-type": "application/x-ndjson" }

/** Words as they come from a model. */
export const says =
  (text: string, reason = "stop"): Script =>
  (exchange) => {
    const model = modelOf(exchange)
    exchange.response.writeHead(200, streamed)
    for (const word of text.split(/(?<= )/)) exchange.response.write(part(model, word))
    exchange.response.end(last(model, reason))
  }

export const refuses =
  (status: number, body: string, type = "application/json; charset=utf-8"): Script =>
  ({ response }) => {
    response.writeHead(status, { "content-type": type })
    response.end(body)
  }

/** Bytes one after the other, a moment between them. */
export const sends =
  (...chunks: ReadonlyArray<string | Uint8Array>): Script =>
  async ({ response }) => {
    response.writeHead(200, streamed)
    for (const chunk of chunks) {
      response.write(chunk)
      await pause(15)
    }
    response.end()
  }

/** Bytes, and then nothing more, with the connection open. */
export const stallsAfter =
  (...chunks: ReadonlyArray<string>): Script =>
  ({ response }) => {
    response.writeHead(200, streamed)
    response.flushHeaders()
    for (const chunk of chunks) response.write(chunk)
  }

export const never: Script = () => undefined

export const endless =
  (chunk: string): Script =>
  async ({ response, socket }) => {
    response.writeHead(200, streamed)
    const closed = new Promise((resolve) => void socket.once("close", resolve))
    while (!socket.destroyed) {
      if (response.write(chunk)) continue
      await Promise.race([closed, new Promise((resolve) => void response.once("drain", resolve))])
    }
  }

const read = async (request: IncomingMessage): Promise<Exchange["body"]> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString("utf8")
  return text === "" ? undefined : (JSON.parse(text) as Exchange["body"])
}

export const start = async (): Promise<StandIn> => {
  const exchanges: Array<Exchange> = []
  const names: Array<string> = []
  const scripts = new Map<string, Script>()
  const sockets = new Set<Socket>()

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? ""
    const { headers, socket } = request
    const exchange = { path, headers, body: await read(request), response, socket }
    exchanges.push(exchange)
    const json = (value: unknown) => refuses(200, JSON.stringify(value))(exchange)
    if (path === "/") return refuses(200, "Ollama is running", "text/plain")(exchange)
    if (path.startsWith("/api/version")) return json({ version: "0.6.4" })
    if (path === "/api/ps") return json({ models: [] })
    if (path === "/api/tags")
      return json({ models: names.map((name) => ({ name, model: name, size: 4_920_753_328 })) })
    if (path !== "/api/generate") return refuses(404, "404 page not found", "text/plain")(exchange)
    const model = modelOf(exchange)
    const script =
      scripts.get(model) ?? refuses(404, JSON.stringify({ error: `model '${model}' not found` }))
    return script(exchange)
  }

  const server = createServer((request, response) => {
    response.on("error", () => undefined)
    answer(request, response).catch(() => request.socket.destroy())
  })
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on("error", () => undefined)
    socket.once("close", () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    of: (model) => exchanges.filter((exchange) => modelOf(exchange) === model),
    names,
    scripts,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
