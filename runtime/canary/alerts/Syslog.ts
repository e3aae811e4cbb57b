/** Alerts as RFC 5424 messages: a datagram each, or counted octets over TCP (RFC 6587, 3.4.1). */
import { createSocket } from "node:dgram"
import { connect } from "node:net"
import { hostname } from "node:os"
import * as Effect from "effect/Effect"
import * as Payload from "../../../src/canary/alerts/Payload.ts"
import { AlertFailed, type Parcel, type Target } from "../../../src/ports/AlertSink.ts"
import type { Reached } from "./Reach.ts"
import * as Reach from "./Reach.ts"

type Server = Extract<Target, { readonly kind: "syslog" }>

const withinMillis = 10_000

/** What any receiver takes (RFC 5424, section 6.1), and what most do. */
const datagramBytesMax = 2048

const overUdp = (message: Buffer, { address, family }: Reached, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = createSocket(family === 6 ? "udp6" : "udp4")
    socket.once("error", reject)
    socket.send(message.subarray(0, datagramBytesMax), port, address, (error) => {
      socket.close()
      if (error === null) resolve()
      else reject(error)
    })
  })

/** Ends once the other side has taken the end of what was sent. */
const overTcp = (message: Buffer, { address }: Reached, port: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const socket = connect({ host: address, port })
    const stop = (): void => void socket.destroy()
    signal.addEventListener("abort", stop, { once: true })
    socket.once("error", reject)
    socket.once("close", () => {
      signal.removeEventListener("abort", stop)
      resolve()
    })
    socket.resume()
    socket.end(Buffer.concat([Buffer.from(`${message.length} `), message]), () => {
      // what is acknowledged need not be answered: servers may keep their half open
      socket.destroySoon()
    })
  })

export const deliver = (target: Server, { id, alert }: Parcel): Effect.Effect<void, AlertFailed> =>
  Effect.gen(function* () {
    const { host, port, transport } = target
    const reached = yield* Reach.resolve(host, target.allowPrivate)
    const message = Buffer.from(Payload.syslog(alert, id, hostname(), process.pid))
    yield* Effect.tryPromise({
      try: (signal) =>
        transport === "udp"
          ? overUdp(message, reached, port)
          : overTcp(message, reached, port, signal),
      catch: (error) =>
        new AlertFailed({
          retry: true,
          reason: `the log server ${host}:${port} cannot be reached (${(error as NodeJS.ErrnoException).code ?? "no connection"})`,
        }),
    }).pipe(
      Effect.timeoutFail({
        duration: withinMillis,
        onTimeout: () =>
          new AlertFailed({
            retry: true,
            reason: `the log server ${host}:${port} does not answer in time`,
          }),
      }),
    )
  })
