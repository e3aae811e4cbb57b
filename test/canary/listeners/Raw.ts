/** Bytes over a TCP connection, as they are. */
import { connect } from "node:net"

/** Sends it, closes our half and answers with everything that came until the server closed its. */
export const exchange = (port: number, bytes: string | Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true })
    const parts: Array<Buffer> = []
    const done = (): void => {
      socket.destroy()
      resolve(Buffer.concat(parts).toString("latin1"))
    }
    socket.setTimeout(20_000, () => {
      socket.destroy()
      reject(new Error(`no end after ${JSON.stringify(String(bytes).slice(0, 80))}`))
    })
    socket.on("data", (chunk: Buffer) => parts.push(chunk))
    socket.once("end", done)
    // what closes with unread bytes resets the connection
    socket.once("error", done)
    socket.end(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes)
  })

export const isUp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })

/** Sends it, keeps our half open, and answers with what came until the server closed. */
export const held = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes, "latin1"))
    let text = ""
    socket.setTimeout(20_000, () => reject(new Error("it is held open")))
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")))
    socket.once("error", () => resolve(text))
    socket.once("close", () => resolve(text))
  })
