/**
 * What bait looks up: a name server for one zone, over UDP and TCP, that passes for nsd and writes
 * down each question about a slug.
 */
import { createSocket, type Socket as Datagrams } from "node:dgram"
import { BlockList, createServer, isIP, type Server, type Socket } from "node:net"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Callback from "../../src/canary/Callback.ts"
import * as ClientAddress from "./ClientAddress.ts"
import * as Query from "./dns/Query.ts"
import { perSecondDefault, RateLimit } from "./dns/RateLimit.ts"
import * as Reply from "./dns/Reply.ts"
import * as Zone from "./dns/Zone.ts"
import * as Faults from "./Faults.ts"
import { ListenFailure, type Listening, type Sink } from "./HttpListener.ts"

export interface Options {
  readonly bind: string
  /** 0: any that is free, the same over UDP and TCP. */
  readonly port: number
  readonly zone: string
  /** Where all names lead; one of each family at most. */
  readonly answerIps: ReadonlyArray<string>
  /** Answers a second to one network over UDP; 0: no limit. */
  readonly rateLimit?: number
  readonly now?: () => number
}

/** `tcp-count` of nsd */
const connectionsMax = 100
/** `tcp-timeout` of nsd, in milliseconds. */
const idleMillis = 120_000
/** Less cannot be a question: a header, the shortest name, type and class. */
const messageMin = 17
/** Answers that a client has not fetched; beyond, it is closed. */
const unsentMax = 256 * 1024
const receiveBufferBytes = 4 * 1024 * 1024

const documentation = new BlockList()
documentation.addSubnet("192.0.2.0", 24)
documentation.addSubnet("198.51.100.0", 24)
documentation.addSubnet("203.0.113.0", 24)
documentation.addSubnet("2001:db8::", 32, "ipv6")

/** What to write instead of an answer address that no host has; undefined where it is good. */
export const refusal = (ip: string): string | undefined =>
  documentation.check(ip, isIP(ip) === 6 ? "ipv6" : "ipv4")
    ? `DECNET_CANARY_ANSWER_IP: ${ip} lies in a range for documents, which no host has; write the address that callers reach`
    : undefined

interface Asked {
  readonly bytes: Buffer
  readonly ip: string
  readonly isTcp: boolean
}

/** Undefined where nothing is to be answered. */
type Respond = (asked: Asked) => Buffer | undefined

const respondWith = (options: Options, journal: Sink): Respond => {
  const now = options.now ?? Date.now
  const zone = Zone.make(options.zone, options.answerIps, Zone.serialOf(now()))
  const limit = new RateLimit(options.rateLimit ?? perSecondDefault)
  const note = (query: Query.Query, ip: string, isTcp: boolean): void => {
    const found = Callback.ofName(query.labels, zone.name)
    if (found === undefined) return
    journal.append({
      at: now(),
      slugs: [found.slug],
      ip,
      http: undefined,
      dns: {
        name: Query.nameText(query.labels),
        type: Query.typeName(query.type),
        transport: isTcp ? "tcp" : "udp",
        subnet: query.edns?.subnet,
      },
    })
  }
  return ({ bytes, ip, isTcp }) => {
    const query = Query.parse(bytes)
    if (query === "ignored") return undefined
    if ("rcode" in query) {
      const verdict = isTcp ? "answer" : limit.verdict(ip, "error", now())
      return verdict === "answer" ? Reply.bare(query) : undefined
    }
    note(query, ip, isTcp)
    const { content, topic } = Zone.answer(zone, query, isTcp)
    const verdict = isTcp ? "answer" : limit.verdict(ip, topic, now())
    if (verdict === "drop") return undefined
    return verdict === "cut" ? Reply.cut(query, content) : Reply.of(query, content, isTcp)
  }
}

const udp = (respond: Respond, bind: string): Datagrams => {
  const socket = createSocket({
    type: isIP(bind) === 6 ? "udp6" : "udp4",
    recvBufferSize: receiveBufferBytes,
  })
  socket.on("message", (bytes, { address, port }) => {
    const ip = ClientAddress.plain(address)
    const answer = respond({ bytes, ip, isTcp: false })
    // a forged source may be one that cannot be sent to
    if (answer !== undefined && port !== 0) socket.send(answer, port, address, () => {})
  })
  return socket
}

/** Each message with its length in front; answered in order. */
const converse = (socket: Socket, respond: Respond): void => {
  const ip = ClientAddress.plain(socket.remoteAddress)
  let pending: Buffer = Buffer.alloc(0)
  socket.setNoDelay(true)
  socket.setTimeout(idleMillis, () => socket.destroy())
  socket.on("error", () => socket.destroy())
  socket.on("end", () => socket.end())
  socket.on("data", (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    while (pending.length >= 2) {
      const length = pending.readUInt16BE(0)
      if (length < messageMin || socket.writableLength > unsentMax) {
        socket.destroy()
        return
      }
      if (pending.length < 2 + length) return
      const answer = respond({ bytes: pending.subarray(2, 2 + length), ip, isTcp: true })
      pending = pending.subarray(2 + length)
      if (answer === undefined) {
        socket.destroy()
        return
      }
      const framed = Buffer.allocUnsafe(2 + answer.length)
      framed.writeUInt16BE(answer.length, 0)
      answer.copy(framed, 2)
      socket.write(framed)
    }
  })
}

const tcp = (respond: Respond, open: Set<Socket>): Server => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket)
    socket.once("close", () => open.delete(socket))
    converse(socket, respond)
  })
  server.maxConnections = connectionsMax
  return server
}

const failureOf = (bind: string, port: number, error: NodeJS.ErrnoException): ListenFailure =>
  new ListenFailure({
    message:
      error.code === "EADDRINUSE"
        ? `DECNET_CANARY_DNS_PORT: ${bind} port ${port} is in use; stop what listens there or write another`
        : `DECNET_CANARY_DNS_BIND: cannot listen on ${bind} port ${port} (${error.message})`,
  })

const listenTcp = (server: Server, bind: string, port: number, tell: (error: Error) => void) =>
  Effect.async<number, ListenFailure>((resume) => {
    const fail = (error: Error): void => resume(Effect.fail(failureOf(bind, port, error)))
    server.once("error", fail)
    server.listen(port, bind, () => {
      // later errors are those of single connections
      server.off("error", fail).on("error", tell)
      const address = server.address()
      resume(Effect.succeed(typeof address === "object" && address !== null ? address.port : port))
    })
  })

const listenUdp = (socket: Datagrams, bind: string, port: number) =>
  Effect.async<void, ListenFailure>((resume) => {
    const fail = (error: Error): void => resume(Effect.fail(failureOf(bind, port, error)))
    socket.once("error", fail)
    socket.bind({ address: bind, port, exclusive: true }, () => {
      // later errors are those of single answers
      socket.off("error", fail).on("error", () => {})
      resume(Effect.void)
    })
  })

/** Listens while the scope is open. */
export const listen = (
  options: Options,
  journal: Sink,
): Effect.Effect<Listening, ListenFailure, Scope.Scope> =>
  Effect.gen(function* () {
    const { bind, answerIps } = options
    const wrong = answerIps.flatMap((ip) => refusal(ip) ?? [])[0]
    if (wrong !== undefined) return yield* new ListenFailure({ message: wrong })
    const respond = respondWith(options, journal)
    const open = new Set<Socket>()
    const server = tcp(respond, open)
    yield* Effect.addFinalizer(() =>
      Effect.async<void>((resume) => {
        server.close(() => resume(Effect.void))
        // an answer is written as soon as its question is whole: nobody waits for one
        for (const socket of open) socket.destroySoon()
      }),
    )
    const tell = yield* Faults.teller("a connection for DNS was not taken")
    const port = yield* listenTcp(server, bind, options.port, tell)
    const socket = udp(respond, bind)
    yield* Effect.addFinalizer(() =>
      Effect.async<void>((resume) => {
        try {
          socket.close(() => resume(Effect.void))
        } catch {
          resume(Effect.void)
        }
      }),
    )
    yield* listenUdp(socket, bind, port)
    return { port, connections: () => open.size }
  })
