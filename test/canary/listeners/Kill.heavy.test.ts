import { spawn } from "node:child_process"
import { createSocket } from "node:dgram"
import { once } from "node:events"
import { rmSync } from "node:fs"
import { connect } from "node:net"
import { afterAll, beforeAll, expect, it } from "vitest"
import * as Segments from "../../../runtime/canary/journal/Segments.ts"
import { bundled, type Program as Bundle } from "../../parts/Bundled.ts"
import { slug } from "./Probes.ts"
import * as Program from "./Program.ts"
import * as Questions from "./Questions.ts"

let bundle: Bundle
beforeAll(async () => {
  bundle = await bundled("test/canary/listeners/Listening.ts")
})
afterAll(() => bundle.remove())

const journalled = (folder: string): ReadonlySet<string> => {
  const found = new Set<string>()
  for (let position = Segments.origin; ;) {
    const { records, next } = Segments.read(folder, position, 1000)
    for (const { http, dns } of records) found.add(http?.target ?? dns?.name ?? "")
    if (records.length === 0) return found
    position = next
  }
}

/** Asks again and again over a kept connection; tells which targets were answered. */
const browse = (port: number, name: string, answered: Set<string>): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    let number = 0
    let text = ""
    const target = (): string => `/s/${slug}?${name}-${number}`
    const send = (): void => {
      socket.write(`GET ${target()} HTTP/1.1\r\nHost: a\r\n\r\n`)
    }
    socket.once("connect", send)
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1")
      while (text.includes("</html>\n")) {
        answered.add(target())
        text = text.slice(text.indexOf("</html>\n") + 8)
        number += 1
        send()
      }
    })
    socket.on("error", () => {})
    socket.once("close", () => resolve())
  })

const lookUp = (port: number, answered: Set<string>): { readonly stop: () => void } => {
  const socket = createSocket("udp4")
  let number = 0
  const send = (): void => {
    const name = `q${number}.${slug}.c.example.net`
    socket.send(Questions.question({ name }), port, "127.0.0.1")
  }
  socket.on("message", () => {
    answered.add(`q${number}.${slug}.c.example.net`)
    number += 1
    send()
  })
  send()
  return { stop: () => socket.close() }
}

it.each([10, 300, 2000, 5000, 12_000])(
  "has everything in its journal that was answered before it was killed at the %dth answer",
  async (most) => {
    const folder = Program.folder()
    const [http, dns] = [await Program.freePort(), await Program.freePort()]
    const child = spawn(process.execPath, [bundle.path, folder, String(http), String(dns)], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    const answered = new Set<string>()
    try {
      await once(child.stdout, "data")
      const names = lookUp(dns, answered)
      const browsers = Array.from({ length: 8 }, (_, at) => browse(http, `b${at}`, answered))
      const ended = once(child, "exit")
      await expect
        .poll(() => answered.size, { interval: 1, timeout: 60_000 })
        .toBeGreaterThanOrEqual(most)
      child.kill("SIGKILL")
      await ended
      await Promise.all(browsers)
      names.stop()
      const found = journalled(folder)
      expect([...answered].filter((each) => !found.has(each))).toEqual([])
    } finally {
      child.kill("SIGKILL")
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
