/** Questions to the listeners as their callers would put them, each with a time limit. */
import { createSocket } from "node:dgram"
import { request as plainRequest } from "node:http"
import { request as secureRequest } from "node:https"
import { connect, SocketAddress } from "node:net"
import * as Effect from "effect/Effect"

const limitMillis = 5000
const bodyMax = 64 * 1024

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly body: Buffer
}

/** Left is why there is none, in a few words. `start` answers with what closes it. */
const within = <A>(
  start: (done: (value: A) => void, fail: (why: string) => void) => () => void,
): Effect.Effect<A, string> =>
  Effect.suspend(() => {
    let stop = (): void => {}
    return Effect.async<A, string>((resume) => {
      stop = start(
        (value) => resume(Effect.succeed(value)),
        (why) => resume(Effect.fail(why)),
      )
    }).pipe(
      Effect.timeoutFail({ duration: limitMillis, onTimeout: () => "no answer within 5 seconds" }),
      Effect.ensuring(Effect.sync(() => stop())),
    )
  })

const wordsOf = (error: NodeJS.ErrnoException): string => error.code ?? error.message

/** One GET; redirections are not followed. */
export const http = (url: string): Effect.Effect<HttpAnswer, string> =>
  within((done, fail) => {
    const send = url.startsWith("https:") ? secureRequest : plainRequest
    const asked = send(url, { headers: { accept: "*/*" }, agent: false }, (answer) => {
      const parts: Array<Buffer> = []
      let bytes = 0
      answer.on("data", (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= bodyMax) parts.push(chunk)
        else answer.destroy()
      })
      answer.on("close", () =>
        done({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(parts),
        }),
      )
    })
    asked.on("error", (error) => fail(wordsOf(error)))
    asked.end()
    return () => asked.destroy()
  })

const name = (text: string): Buffer =>
  Buffer.concat([
    ...text.split(".").map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`)),
    Buffer.from([0]),
  ])

const types = { ipv4: 1, ipv6: 28 } as const
export type Family = keyof typeof types

/** As Node writes it, however it was written before. */
export const plain = (address: string): string =>
  address.includes(":") ? new SocketAddress({ address, family: "ipv6" }).address : address

const questionOf = (host: string, family: Family): Buffer =>
  Buffer.concat([
    Buffer.from([0x2f, 0x71, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    name(host),
    Buffer.from([0, types[family], 0, 1]),
  ])

/** The first address of an answer; a string in place of it where there is none. */
const addressOf = (answer: Buffer, question: Buffer): Effect.Effect<string, string> => {
  if (answer.length < question.length) return Effect.fail("an answer that is too short")
  const code = answer[3]! & 15
  if (code !== 0) return Effect.fail(`an answer with code ${code}`)
  const at = question.length + 12
  const size = answer.length < at ? 0 : answer.readUInt16BE(at - 2)
  if (answer.readUInt16BE(6) === 0 || answer.length < at + size || (size !== 4 && size !== 16))
    return Effect.fail("an answer without an address")
  const bytes = answer.subarray(at, at + size)
  return Effect.succeed(
    size === 4 ? [...bytes].join(".") : plain(bytes.toString("hex").match(/.{4}/g)!.join(":")),
  )
}

const overUdp = (address: string, port: number, question: Buffer) =>
  within<Buffer>((done, fail) => {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4")
    socket.on("error", (error) => fail(wordsOf(error)))
    socket.on("message", done)
    // connected, so that a closed port is told at once
    socket.connect(port, address, () => socket.send(question))
    return () => socket.close()
  })

const overTcp = (address: string, port: number, question: Buffer) =>
  within<Buffer>((done, fail) => {
    let answer = Buffer.alloc(0)
    const socket = connect(port, address, () => {
      socket.write(Buffer.concat([Buffer.from([0, question.length]), question]))
    })
    socket.on("error", (error) => fail(wordsOf(error)))
    socket.on("close", () => fail("closed without an answer"))
    socket.on("data", (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk])
      if (answer.length >= 2 && answer.length >= 2 + answer.readUInt16BE(0))
        done(answer.subarray(2))
    })
    return () => socket.destroy()
  })

/** The address of a family that a name server gives for a host name. */
export const dns = (
  transport: "udp" | "tcp",
  address: string,
  port: number,
  host: string,
  family: Family,
): Effect.Effect<string, string> => {
  const question = questionOf(host, family)
  const ask = transport === "udp" ? overUdp : overTcp
  return Effect.flatMap(ask(address, port, question), (answer) => addressOf(answer, question))
}
