/** What bait calls by HTTP: a server that passes for nginx and writes down each call of a slug. */
import { createServer, type Server } from "node:net"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { Noted } from "../../src/canary/Hit.ts"
import * as ClientAddress from "./ClientAddress.ts"
import * as Faults from "./Faults.ts"
import { Connection, type Handler, type Received } from "./http/Connection.ts"
import * as Exchange from "./http/Exchange.ts"
import * as Site from "./http/Site.ts"
import * as Surface from "./Surface.ts"

/** The address or port that a listener is to have cannot be had. */
export class ListenFailure extends Schema.TaggedError<ListenFailure>()("ListenFailure", {
  message: Schema.String,
}) {}

/** Where hits go; the journal. */
export interface Sink {
  /** What is served follows from it. */
  readonly id: string
  readonly append: (noted: Noted) => unknown
}

export interface Options {
  readonly bind: string
  /** 0: any that is free. */
  readonly port: number
  /** Addresses and networks. */
  readonly trustedProxies: ReadonlyArray<string>
  readonly now?: () => number
}

export interface Listening {
  readonly port: number
  /** How many are open. */
  readonly connections: () => number
}

/** Beyond, new connections are closed. */
const connectionsMax = 2048
/** Of one address, proxies that are trusted aside. */
const connectionsOfOneMax = 256
const sweepMillis = 1000
/** What is under way at a stop has this long. */
const drainMillis = 5000

const handlerOf = (options: Options, journal: Sink, trusted: ClientAddress.Trusted): Handler => {
  const now = options.now ?? Date.now
  const site = Site.make(journal.id)
  const asked = ({ line, path, host, headers, body }: Received): Surface.Asked => ({
    method: line.method,
    target: line.target,
    path,
    host,
    header: (name) => Exchange.header(headers, name),
    body,
  })
  return {
    now,
    isBait: (target, host) => Surface.slugs(target, host).length > 0,
    answer: (received) => Surface.answer(asked(received), site),
    note: ({ line, host, headers, body }, peer) => {
      const named = host === "" ? (Exchange.header(headers, "host") ?? "") : host
      const slugs = Surface.slugs(line.target, named)
      if (slugs.length === 0) return
      const forwarded = headers.named.get("x-forwarded-for") ?? []
      journal.append({
        at: now(),
        slugs,
        ip: ClientAddress.of(peer, forwarded, trusted),
        http: {
          method: line.method,
          target: line.target,
          headers: headers.lines,
          body: body.toString("base64"),
        },
        dns: undefined,
      })
    },
  }
}

interface Serving {
  readonly server: Server
  readonly connections: Set<Connection>
  readonly sweep: NodeJS.Timeout
}

const failureOf = ({ bind, port }: Options, error: NodeJS.ErrnoException): ListenFailure =>
  new ListenFailure({
    message:
      error.code === "EADDRINUSE"
        ? `DECNET_CANARY_HTTP_PORT: ${bind} port ${port} is in use; stop what listens there or write another`
        : `DECNET_CANARY_HTTP_BIND: cannot listen on ${bind} port ${port} (${error.message})`,
  })

const start = (options: Options, journal: Sink): Serving => {
  const trusted = ClientAddress.trusted(options.trustedProxies)
  const handler = handlerOf(options, journal, trusted)
  const connections = new Set<Connection>()
  const ofAddress = new Map<string, number>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = ClientAddress.plain(socket.remoteAddress)
    const count = (ofAddress.get(peer) ?? 0) + 1
    if (count > connectionsOfOneMax && !trusted(peer)) {
      socket.destroy()
      return
    }
    ofAddress.set(peer, count)
    const connection = new Connection(socket, handler)
    connections.add(connection)
    socket.once("close", () => {
      connections.delete(connection)
      const left = (ofAddress.get(peer) ?? 1) - 1
      if (left === 0) ofAddress.delete(peer)
      else ofAddress.set(peer, left)
    })
  })
  server.maxConnections = connectionsMax
  const sweep = setInterval(() => {
    const now = handler.now()
    for (const connection of connections) if (connection.deadline < now) connection.destroy()
  }, sweepMillis)
  sweep.unref()
  return { server, connections, sweep }
}

const stop = ({ server, connections, sweep }: Serving): Effect.Effect<void> =>
  Effect.async<void>((resume) => {
    const late = setTimeout(() => {
      for (const connection of connections) connection.destroy()
    }, drainMillis)
    server.close(() => {
      clearTimeout(late)
      clearInterval(sweep)
      resume(Effect.void)
    })
    for (const connection of connections) connection.drain()
  })

const begin = (options: Options, journal: Sink, tell: (error: Error) => void) =>
  Effect.async<Serving, ListenFailure>((resume) => {
    const serving = start(options, journal)
    const { server, sweep } = serving
    const fail = (error: Error): void => {
      clearInterval(sweep)
      resume(Effect.fail(failureOf(options, error)))
    }
    server.once("error", fail)
    server.listen(options.port, options.bind, () => {
      // later errors are those of single connections
      server.off("error", fail).on("error", tell)
      resume(Effect.succeed(serving))
    })
  })

/** Listens while the scope is open; what is under way when it closes is still answered. */
export const listen = (
  options: Options,
  journal: Sink,
): Effect.Effect<Listening, ListenFailure, Scope.Scope> =>
  Effect.gen(function* () {
    const tell = yield* Faults.teller("a connection over HTTP was not taken")
    const { server, connections } = yield* Effect.acquireRelease(
      begin(options, journal, tell),
      stop,
    )
    const address = server.address()
    return {
      port: typeof address === "object" && address !== null ? address.port : 0,
      connections: () => connections.size,
    }
  })
