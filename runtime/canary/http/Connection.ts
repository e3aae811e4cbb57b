/**
 * One client's connection: requests one after the other, pipelined or not, each answered once the
 * journal has it. Time limits, lingering and the order of events are nginx's defaults.
 */
import type { Socket } from "node:net"
import type { Answer } from "./Answer.ts"
import { page } from "./Answer.ts"
import { Body, bodyMax } from "./Body.ts"
import * as Exchange from "./Exchange.ts"
import * as HeaderLines from "./HeaderLines.ts"
import * as RequestLine from "./RequestLine.ts"
import * as Response from "./Response.ts"

/** What was understood of a request, also of one that is refused. */
export interface Received {
  readonly line: RequestLine.RequestLine
  readonly path: string
  readonly host: string
  readonly headers: HeaderLines.HeaderLines
  /** Its beginning. */
  readonly body: Buffer
}

export interface Handler {
  /** Whether the body is worth waiting for. */
  readonly isBait: (target: string, host: string) => boolean
  /** Writes down what is bait; before the answer, and once a request. */
  readonly note: (received: Received, peer: string | undefined) => void
  readonly answer: (received: Received) => Answer
  readonly now: () => number
}

/** `client_header_timeout`, `client_body_timeout`, `send_timeout` */
const readMillis = 60_000
/** `keepalive_timeout` */
const idleMillis = 75_000
/** `lingering_timeout` */
const lingerMillis = 5_000
/** `keepalive_requests` */
const requestsMax = 1000
/** Answers that a client has not fetched; beyond, no further request of it is read. */
const unsentMax = 256 * 1024
/** `client_header_buffer_size 1k` */
const blankMax = 1024
/** Empty lines before it included. */
const lineMax = blankMax + RequestLine.lineMax + 1
/** What a first line rarely exceeds; many requests may lie behind it. */
const lineUsual = 512

const empty = Buffer.alloc(0)

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x0a || byte === 0x0d)

/** A request whose first line is there. */
interface Begun {
  readonly line: RequestLine.RequestLine
  readonly path: string
  /** Undefined for HTTP/0.9, which has no headers. */
  readonly reader: HeaderLines.Reader | undefined
}

type Phase =
  | { readonly kind: "head" }
  | { readonly kind: "body"; readonly request: Exchange.Request; readonly body: Body }
  /** Answered before its body was there. */
  | { readonly kind: "discard"; readonly body: Body }
  | { readonly kind: "closing" }

const head: Phase = { kind: "head" }

const bodyFor = (length: Exclude<Exchange.BodyLength, undefined>, max: number): Body =>
  new Body(length === "chunked" ? undefined : length, max)

export class Connection {
  /** Epoch milliseconds at which it is given up. */
  deadline: number
  #phase: Phase = head
  #pending: Buffer = empty
  #begun: Begun | undefined
  #requests = 0
  #isDraining = false
  #isAdvancing = false
  readonly #peer: string | undefined
  readonly #socket: Socket
  readonly #handler: Handler

  constructor(socket: Socket, handler: Handler) {
    this.#socket = socket
    this.#handler = handler
    this.#peer = socket.remoteAddress
    this.deadline = handler.now() + readMillis
    socket.setNoDelay(true)
    socket.on("data", (bytes: Buffer) => this.#take(bytes))
    socket.on("drain", () => this.#resume())
    socket.on("end", () => this.#ended())
    socket.on("error", () => socket.destroy())
    socket.on("close", () => this.#abandoned())
  }

  /** Ends it at once where nothing is under way, else after the next answer. */
  drain(): void {
    this.#isDraining = true
    if (this.#phase.kind === "head" && this.#pending.length === 0) this.#close()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #take(bytes: Buffer): void {
    const phase = this.#phase.kind
    if (phase === "closing") return
    const now = this.#handler.now()
    // a head has its time as a whole, a body from each part to the next
    if (phase !== "head" || this.#pending.length === 0) this.deadline = now + readMillis
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes])
    this.#advance()
  }

  #resume(): void {
    this.#socket.resume()
    this.#advance()
  }

  #ended(): void {
    if (this.#phase.kind === "closing" || this.#socket.writableLength === 0) this.#socket.end()
    else this.#close()
  }

  /** A client that left in the middle of a body has called all the same. */
  #abandoned(): void {
    const phase = this.#phase
    this.#phase = { kind: "closing" }
    if (phase.kind === "body") this.#note({ ...phase.request, body: phase.body.beginning })
  }

  #advance(): void {
    if (this.#isAdvancing) return
    this.#isAdvancing = true
    while (this.#step());
    this.#isAdvancing = false
  }

  /** False where there is nothing to be done until more bytes come. */
  #step(): boolean {
    if (this.#socket.writableLength > unsentMax) {
      this.#socket.pause()
      return false
    }
    switch (this.#phase.kind) {
      case "closing":
        return false
      case "head":
        return this.#pending.length > 0 && this.#head()
      default:
        return this.#pending.length > 0 && this.#body(this.#phase)
    }
  }

  #head(): boolean {
    const begun = (this.#begun ??= this.#first())
    if (begun === undefined) return false
    const { line, path, reader } = begun
    const received = { line, path: "", host: "", headers: Exchange.none, body: empty }
    const headers = reader?.read(this.#pending) ?? { ...Exchange.none, end: line.end }
    if (headers === "more") return false
    if ("status" in headers)
      return this.#refuse(headers.status, {
        ...received,
        headers: { ...Exchange.none, lines: headers.lines },
      })
    const request = Exchange.of(line, path, headers)
    if ("status" in request) return this.#refuse(request.status, { ...received, headers })
    this.#begun = undefined
    this.#pending = this.#pending.subarray(headers.end)
    this.#requests += 1
    return this.#begin(request)
  }

  /** The first line; undefined where it is not whole yet, or was refused. */
  #first(): Begun | undefined {
    this.#skipBlank()
    const usual = RequestLine.parse(this.#pending.toString("latin1", 0, lineUsual))
    const line =
      usual === "more" && this.#pending.length > lineUsual
        ? RequestLine.parse(this.#pending.toString("latin1", 0, lineMax))
        : usual
    if (line === "more") return undefined
    const refuse = (status: number, version?: number, received?: Received): undefined => {
      this.#refuse(status, received, version)
    }
    if (line === "bare") return refuse(400, RequestLine.http09)
    if (typeof line === "number") return refuse(line)
    const path = RequestLine.pathOf(line)
    if (path === undefined)
      return refuse(400, undefined, {
        line,
        path: "",
        host: "",
        headers: Exchange.none,
        body: empty,
      })
    const reader = line.version < RequestLine.http10 ? undefined : new HeaderLines.Reader(line.end)
    return { line, path, reader }
  }

  /** nginx empties a buffer that holds nothing but line ends, however many of them come. */
  #skipBlank(): void {
    const { length } = this.#pending
    let at = 0
    while (length - at >= blankMax && isBlank(this.#pending.subarray(at, at + blankMax)))
      at += blankMax
    if (at > 0) this.#pending = this.#pending.subarray(at)
  }

  #begin(request: Exchange.Request): boolean {
    const { body: length, line, host } = request
    if (typeof length === "number" && length > bodyMax)
      return this.#refuse(413, { ...request, body: empty })
    if (length === undefined) return this.#answer(request, empty, undefined)
    if (!this.#handler.isBait(line.target, host))
      return this.#answer(request, empty, bodyFor(length, Number.POSITIVE_INFINITY))
    if (Exchange.waits(request)) this.#socket.write("HTTP/1.1 100 Continue\r\n\r\n")
    this.#phase = { kind: "body", request, body: bodyFor(length, bodyMax) }
    return true
  }

  #body(phase: Extract<Phase, { readonly kind: "body" | "discard" }>): boolean {
    const { state, used } = phase.body.feed(this.#pending)
    this.#pending = this.#pending.subarray(used)
    if (state === "more") return false
    if (phase.kind === "discard") {
      if (state !== "done") this.#close()
      else this.#rest()
      return true
    }
    const body = phase.body.beginning
    if (state === "done") return this.#answer(phase.request, body, undefined)
    return this.#refuse(state, { ...phase.request, body })
  }

  #answer(request: Exchange.Request, body: Buffer, unread: Body | undefined): boolean {
    const received = { ...request, body }
    this.#phase = head
    this.#note(received)
    const { line, headers } = request
    const { bytes, closes } = Response.of(this.#handler.answer(received), {
      method: line.method,
      version: line.version,
      keepAlive: request.keepAlive && this.#requests < requestsMax && !this.#isDraining,
      header: (name) => Exchange.header(headers, name),
      now: this.#handler.now(),
    })
    this.#socket.write(bytes)
    if (closes) this.#close()
    else if (unread === undefined) this.#rest()
    else this.#phase = { kind: "discard", body: unread }
    return true
  }

  /** One of nginx's pages, after which the connection ends. */
  #refuse(
    status: number,
    received: Received | undefined,
    version: number = received?.line.version ?? RequestLine.http10,
  ): boolean {
    this.#phase = { kind: "closing" }
    if (received !== undefined) this.#note(received)
    const { bytes } = Response.of(page(status), {
      method: received?.line.method ?? "",
      version,
      keepAlive: false,
      header: (name) =>
        received === undefined ? undefined : Exchange.header(received.headers, name),
      now: this.#handler.now(),
    })
    this.#socket.write(bytes)
    this.#close()
    return false
  }

  /** Between two requests. */
  #rest(): void {
    this.#phase = head
    this.deadline = this.#handler.now() + (this.#pending.length === 0 ? idleMillis : readMillis)
  }

  /** What the client still sends is read and dropped, so that it gets to read the answer. */
  #close(): void {
    this.#phase = { kind: "closing" }
    this.#pending = empty
    this.deadline = this.#handler.now() + lingerMillis
    this.#socket.end()
    this.#socket.resume()
  }

  #note(received: Received): void {
    this.#handler.note(received, this.#peer)
  }
}
