/** A real browser, a listener on loopback, and everything that the browser asked anybody for. */
import { existsSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { chromium, type Browser } from "playwright-core"
import type { HttpSeen } from "../../../src/canary/Hit.ts"

const executablePath = "/usr/bin/chromium"
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** False with a line that says so; under CI it is missed when it is started. */
export const isThere = (): boolean => {
  const there = existsSync(executablePath) || process.env["CI"] === "true"
  if (!there) console.warn(`skipped: there is no ${executablePath}`)
  return there
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath, args })

/** One transparent pixel. */
const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64")

export interface Listener {
  readonly base: string
  readonly seen: ReadonlyArray<HttpSeen>
  readonly close: () => Promise<void>
}

export const listen = async (): Promise<Listener> => {
  const seen: Array<HttpSeen> = []
  const server = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      seen.push({
        method: request.method!,
        target: request.url!,
        headers: [],
        body: Buffer.concat(chunks).subarray(0, 16_384).toString("base64"),
      })
      response.setHeader("content-type", "image/gif")
      response.end(pixel)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    base: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
