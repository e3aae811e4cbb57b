/** The API put together, and the server that runs it. */
import { createServer, type Server } from "node:http"
import type { Duplex } from "node:stream"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Ports, Repositories } from "../storage/Storage.ts"
import * as Access from "./access/Handlers.ts"
import * as Answering from "./Answering.ts"
import { Api } from "./Api.ts"
import * as Alerts from "./alerts/Handlers.ts"
import * as Canary from "./canary/Handlers.ts"
import * as Events from "./events/Handlers.ts"
import * as Files from "./files/Handlers.ts"
import * as Fleet from "./fleet/Handlers.ts"
import * as Guard from "./Guard.ts"
import type { Installation } from "./Installation.ts"
import { Limits, type Rates } from "./Limits.ts"
import * as Meta from "./meta/Handlers.ts"
import * as Preview from "./preview/Handlers.ts"
import * as Realism from "./realism/Handlers.ts"
import * as Refusal from "./Refusal.ts"
import * as Routes from "./Routes.ts"
import * as Workers from "./workers/Handlers.ts"

/** The address or port cannot be had; the message says which and what to do. */
export class ListenFailure extends Schema.TaggedError<ListenFailure>()("ListenFailure", {
  message: Schema.String,
}) {}

export interface Options {
  readonly bind: string
  /** 0: any that is free. */
  readonly port: number
  /** Addresses and networks whose word on the caller's address is taken. */
  readonly trustedProxies: ReadonlyArray<string>
  readonly rates?: Rates
  /** What lies beside the API; nothing where it is left out. */
  readonly pages?: HttpApp.Default
}

/** What is under way at a stop has this long; then connections are closed. */
const drainMillis = 2000
/** A request's head, and all of it. */
const headMillis = 15_000
const requestMillis = 120_000
const connectionsMax = 4096

/** What routes need of the process. */
export type Parts = Ports | Repositories | Installation

const handlers = Layer.mergeAll(
  Meta.layer,
  Access.layer,
  Realism.layer,
  Fleet.layer,
  Files.layer,
  Events.layer,
  Workers.layer,
  Canary.layer,
  Alerts.layer,
  Preview.layer,
)

const api = HttpApiBuilder.api(Api).pipe(
  Layer.provide(handlers),
  Layer.provide(Guard.layer),
  Layer.provideMerge(Answering.refusals),
)

const nothing: HttpApp.Default = Effect.succeed(
  Answering.dressed(Refusal.answer(404, "There is no such path")),
)

const appOf = (pages: HttpApp.Default = nothing) =>
  Effect.gen(function* () {
    const inner = yield* HttpApiBuilder.httpApp
    const limits = yield* Limits
    const outer = Answering.around(inner, Routes.of(Api), limits)
    return Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
      Answering.isApi(request) ? outer : pages,
    )
  })

/** What is no HTTP, as the parser tells it apart. */
const refuseNoise = ({ code }: NodeJS.ErrnoException, socket: Duplex): void => {
  if (!socket.writable || code === "ECONNRESET") {
    socket.destroy()
    return
  }
  const [status, detail] =
    code === "HPE_HEADER_OVERFLOW"
      ? ["431 Request Header Fields Too Large", "The header is too large"]
      : code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? ["408 Request Timeout", "The request took too long to arrive"]
        : ["400 Bad Request", "This is no valid HTTP request"]
  const body = JSON.stringify({ detail })
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  )
}

const makeServer = (): Server => {
  const server = createServer({
    headersTimeout: headMillis,
    requestTimeout: requestMillis,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 16 * 1024,
  })
  server.maxConnections = connectionsMax
  server.on("clientError", refuseNoise)
  return server
}

/** Streams never end by themselves, and the platform would wait for them. */
const deadline = (server: Server): Layer.Layer<never> =>
  Layer.scopedDiscard(
    Effect.addFinalizer(() =>
      Effect.sync(() => {
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), drainMillis).unref()
      }),
    ),
  )

const failureOf = ({ bind, port }: Options, cause: unknown): ListenFailure => {
  const { code, message } = cause as NodeJS.ErrnoException
  return new ListenFailure({
    message:
      code === "EADDRINUSE"
        ? `${bind} port ${port} is in use; stop what listens there, or name another with --port`
        : code === "EACCES"
          ? `this user may not listen on port ${port}; name one above 1023 with --port`
          : `cannot listen on ${bind} port ${port} (${message}); name another address with --host`,
  })
}

/** Serves while it is built; offers the address that it listens at. */
export const layer = (options: Options): Layer.Layer<HttpServer.HttpServer, ListenFailure, Parts> =>
  Layer.suspend(() => {
    const server = makeServer()
    const served = Layer.unwrapScoped(
      Effect.map(appOf(options.pages), (app) => HttpServer.serve(app)),
    ).pipe(
      Layer.provide(api),
      Layer.provide([HttpApiBuilder.Router.Live, HttpApiBuilder.Middleware.layer]),
      Layer.provide(Limits.layer(options.trustedProxies, options.rates)),
    )
    const listening = NodeHttpServer.layer(() => server, {
      host: options.bind,
      port: options.port,
    }).pipe(Layer.mapError((error) => failureOf(options, error.cause)))
    return deadline(server).pipe(Layer.provideMerge(Layer.provideMerge(served, listening)))
  })

/** Where a server listens. */
export const portOf = (server: HttpServer.HttpServer): number =>
  server.address._tag === "TcpAddress" ? server.address.port : 0
