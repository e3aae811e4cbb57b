/** Receivers of alerts on loopback: web, mail and log servers that fail as they are told. */
import { createSocket } from "node:dgram"
import { createServer as createHttp, type IncomingHttpHeaders } from "node:http"
import { createServer as createTcp, type AddressInfo, type Socket } from "node:net"

export interface Post {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Receiver {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Answers with the statuses in turn, and with the last of them from then on. */
export const web = async (
  ...statuses: ReadonlyArray<number>
): Promise<Receiver & { readonly posts: ReadonlyArray<Post> }> => {
  const posts: Array<Post> = []
  const server = createHttp((request, response) => {
    let body = ""
    request.setEncoding("utf8")
    request.on("data", (part: string) => void (body += part))
    request.on("end", () => {
      const status = statuses[Math.min(posts.length, statuses.length - 1)] ?? 200
      posts.push({ path: request.url ?? "", headers: request.headers, body })
      response.writeHead(status, status >= 300 && status < 400 ? { location: "/elsewhere" } : {})
      response.end(status >= 400 ? `no\n${"x".repeat(100_000)}` : "ok")
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  return {
    posts,
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** An SMTP server of a few lines; refuses as many mails as it is told, with the code. */
export const mail = async (
  refusals = 0,
  code = 451,
): Promise<
  Receiver & { readonly mails: ReadonlyArray<string>; readonly logins: ReadonlyArray<string> }
> => {
  const mails: Array<string> = []
  const logins: Array<string> = []
  const sockets = new Set<Socket>()
  let left = refusals
  const server = createTcp((socket) => {
    sockets.add(socket)
    socket.once("close", () => void sockets.delete(socket))
    socket.on("error", () => undefined)
    let held = ""
    let isData = false
    const say = (line: string): void => void socket.write(`${line}\r\n`)
    const hear = (line: string): void => {
      const word = line.slice(0, 4).toUpperCase()
      if (word === "EHLO") say("250-here\r\n250 AUTH PLAIN")
      else if (word === "AUTH") {
        logins.push(Buffer.from(line.slice(11), "base64").toString().replaceAll("\0", "|"))
        say("235 ok")
      } else if (word === "RCPT" && left > 0) {
        left--
        say(`${code} not now`)
      } else if (word === "DATA") {
        isData = true
        say("354 go on")
      } else if (word === "QUIT") {
        say("221 bye")
        socket.end()
      } else say("250 ok")
    }
    say("220 here ESMTP")
    socket.on("data", (part) => {
      held += part.toString()
      for (;;) {
        const end = isData ? held.indexOf("\r\n.\r\n") : held.indexOf("\r\n")
        if (end < 0) return
        const line = held.slice(0, end)
        held = held.slice(end + (isData ? 5 : 2))
        if (isData) {
          mails.push(line)
          isData = false
          say("250 taken")
        } else hear(line)
      }
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  return {
    mails,
    logins,
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

export const log = async (
  transport: "udp" | "tcp",
): Promise<Receiver & { readonly messages: ReadonlyArray<string> }> => {
  const messages: Array<string> = []
  if (transport === "udp") {
    const socket = createSocket("udp4")
    socket.on("message", (message) => void messages.push(message.toString()))
    await new Promise<void>((resolve) => void socket.bind(0, "127.0.0.1", resolve))
    return {
      messages,
      port: socket.address().port,
      stop: () => new Promise((resolve) => void socket.close(() => resolve())),
    }
  }
  const server = createTcp((socket) => {
    const parts: Array<Buffer> = []
    socket.on("error", () => undefined)
    socket.on("data", (part) => void parts.push(part))
    socket.on("end", () => void messages.push(Buffer.concat(parts).toString()))
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  return {
    messages,
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}
