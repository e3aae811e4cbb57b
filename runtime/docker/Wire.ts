/**
 * HTTP to the Docker Engine, on its socket or over TCP: whole answers, streams that may be left
 * early, and the raw connection of an exec. Everything ends with the fiber that asked.
 */
import * as http from "node:http"
import type { Duplex } from "node:stream"
import * as Effect from "effect/Effect"
import * as Endpoint from "./Endpoint.ts"
import { EngineUnreachable } from "./EngineFailure.ts"

export interface Request {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE"
  /** With the query, without the version. */
  readonly path: string
  readonly body?: Uint8Array | undefined
  readonly contentType?: string | undefined
}

export interface Response {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

/** Takes a stream's chunks until it has seen enough. */
export type Consumer = (chunk: Buffer) => "more" | "enough"

/** Input that stays open for as long as the fiber lives, and is then ended with these bytes. */
export interface Held {
  readonly farewell: Uint8Array
}

/** So long a program may take to go after its farewell. */
const farewellMillis = 5000

export interface Wire {
  /** A whole answer; error answers are answers. */
  readonly call: (request: Request) => Effect.Effect<Response, EngineUnreachable>
  /** Hands the chunks of a good answer on; the body of a bad one is in the response. */
  readonly stream: (
    request: Request,
    consumer: Consumer,
  ) => Effect.Effect<Response, EngineUnreachable>
  /** The raw connection after a POST, fed with `input`, and read to its end. */
  readonly hijack: (
    request: Request,
    input: Uint8Array | Held,
    consumer: Consumer,
  ) => Effect.Effect<Response, EngineUnreachable>
  readonly close: Effect.Effect<void>
}

/** More than this many calls at once gain nothing and would starve the engine. */
const connectionsMax = 32
/** An answer that is no stream is never larger. */
const answerBytesMax = 16 * 1024 * 1024

const reasons: Readonly<Record<string, EngineUnreachable["reason"]>> = {
  ENOENT: "missing",
  ECONNREFUSED: "refused",
  EACCES: "permission",
  EPERM: "permission",
  ENOTFOUND: "unresolved",
  EAI_AGAIN: "unresolved",
}

/** A kept connection that the engine closed meanwhile; nothing was read of the request. */
const isStale = (request: http.ClientRequest, error: NodeJS.ErrnoException): boolean =>
  request.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE")

const collect = (): { readonly take: Consumer; readonly body: () => Buffer } => {
  const parts: Array<Buffer> = []
  let size = 0
  return {
    take: (chunk) => {
      parts.push(chunk)
      size += chunk.length
      return size > answerBytesMax ? "enough" : "more"
    },
    body: () => Buffer.concat(parts),
  }
}

export const make = (endpoint: Endpoint.Endpoint): Wire => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connectionsMax, scheduling: "lifo" })
  const where = Endpoint.describe(endpoint)
  const target =
    endpoint.kind === "unix"
      ? { socketPath: endpoint.path }
      : { host: endpoint.host, port: endpoint.port }

  const unreachable = (error: NodeJS.ErrnoException): EngineUnreachable =>
    new EngineUnreachable({ where, reason: reasons[error.code ?? ""] ?? "lost" })

  const open = (
    { method, path, body, contentType }: Request,
    extra: http.RequestOptions,
  ): http.ClientRequest =>
    http.request({
      ...target,
      ...extra,
      method,
      path,
      headers: {
        host: "docker",
        ...(body === undefined
          ? {}
          : {
              "content-type": contentType ?? "application/json",
              "content-length": body.length,
            }),
        ...extra.headers,
      },
    })

  const stream = (
    request: Request,
    consumer: Consumer | undefined,
  ): Effect.Effect<Response, EngineUnreachable> =>
    Effect.async((resume) => {
      let current: http.ClientRequest
      let isLeft = false
      const attempt = (): void => {
        current = open(request, { agent })
        current.on("error", (error: NodeJS.ErrnoException) =>
          isStale(current, error) && !isLeft ? attempt() : resume(Effect.fail(unreachable(error))),
        )
        current.on("response", (response) => {
          const status = response.statusCode ?? 0
          const kept = collect()
          const take = consumer !== undefined && status < 300 ? consumer : kept.take
          const done = (): void =>
            resume(Effect.succeed({ status, headers: response.headers, body: kept.body() }))
          let enough = false
          response.on("data", (chunk: Buffer) => {
            if (enough || take(chunk) === "more") return
            enough = true
            isLeft = true
            done()
            current.destroy()
          })
          response.on("end", done)
          response.on("error", (error) => {
            if (!enough) resume(Effect.fail(unreachable(error)))
          })
        })
        current.end(request.body)
      }
      attempt()
      return Effect.sync(() => {
        isLeft = true
        current.destroy()
      })
    })

  const hijack: Wire["hijack"] = (request, input, consumer) =>
    Effect.async((resume) => {
      const current = open(request, {
        agent: false,
        headers: { connection: "Upgrade", upgrade: "tcp" },
      })
      let raw: Duplex | undefined
      const fail = (error: NodeJS.ErrnoException): void => resume(Effect.fail(unreachable(error)))
      current.on("error", fail)
      current.on("response", (response) => {
        const kept = collect()
        response.on("data", (chunk: Buffer) => void kept.take(chunk))
        response.on("end", () =>
          resume(
            Effect.succeed({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: kept.body(),
            }),
          ),
        )
        response.on("error", fail)
      })
      current.on("upgrade", (response, socket, head) => {
        raw = socket
        const done = (): void => {
          socket.destroy()
          resume(Effect.succeed({ status: 101, headers: response.headers, body: Buffer.alloc(0) }))
        }
        socket.on("data", (chunk: Buffer) => {
          if (consumer(chunk) === "enough") done()
        })
        socket.on("end", done)
        socket.on("close", done)
        // a program that ends before it has read all of its input closes the pipe: it has spoken
        socket.on("error", done)
        if (head.length > 0 && consumer(head) === "enough") return done()
        if (!("farewell" in input)) socket.end(input)
      })
      current.end(request.body)
      return Effect.sync(() => {
        if (raw === undefined || !("farewell" in input)) {
          current.destroy()
          raw?.destroy()
          return
        }
        raw.end(input.farewell)
        setTimeout(() => raw?.destroy(), farewellMillis).unref()
      })
    })

  return {
    call: (request) => stream(request, undefined),
    stream,
    hijack,
    close: Effect.sync(() => agent.destroy()),
  }
}
