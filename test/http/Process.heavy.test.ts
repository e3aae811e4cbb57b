import { spawn, spawnSync, type ChildProcess } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { request } from "node:http"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, beforeAll, expect, it } from "vitest"
import { bundled, type Program } from "../parts/Bundled.ts"

const folder = mkdtempSync(join(tmpdir(), "api-process-"))
const env = {
  PATH: process.env["PATH"],
  HOME: folder,
  DECNET_DB_URL: `sqlite:///${join(folder, "test.db")}`,
  DECNET_SECRET_KEY: "11".repeat(32),
  DECNET_SEED: "1",
  DECNET_REALISM_PERSONAS: join(folder, "people.json"),
}

let program: Program
const started: Array<ChildProcess> = []
beforeAll(async () => {
  program = await bundled("runtime/main.ts")
})
afterAll(() => {
  for (const child of started) child.kill("SIGKILL")
  program.remove()
  rmSync(folder, { recursive: true })
})

const run = (...args: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [program.path, ...args], { env, encoding: "utf8" })

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

interface Serving {
  readonly child: ChildProcess
  readonly port: number
  readonly said: () => string
  readonly ended: Promise<readonly [code: number | null, atMillis: number]>
}

const serve = async (): Promise<Serving> => {
  const port = await freePort()
  const child = spawn(process.execPath, [program.path, "api", "--port", String(port)], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  })
  started.push(child)
  let said = ""
  child.stdout.on("data", (part) => (said += String(part)))
  child.stderr.on("data", (part) => (said += String(part)))
  const ended = new Promise<readonly [number | null, number]>((resolve) =>
    child.once("exit", (code) => resolve([code, Date.now()])),
  )
  for (let n = 0; n < 300 && !said.includes("listens on"); n++) await wait(100)
  return { child, port, said: () => said, ended }
}

const status = async (port: number, token: string): Promise<number> =>
  (
    await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
      headers: { authorization: `Bearer ${token}` },
    })
  ).status

it("lets nobody in without a token, and shows none where nobody watches", async () => {
  expect(run("db", "migrate").status).toBe(0)
  const { child, port, said, ended } = await serve()
  expect(said()).toContain("run `decnet token create NAME --role admin`")
  expect(said()).toContain(`listens on http://127.0.0.1:${port}`)
  expect(said()).not.toMatch(/[\w-]{43}/)
  expect(await status(port, "x".repeat(43))).toBe(401)
  const token = run("token", "create", "ana", "--role", "admin").stdout.trim()
  expect(await status(port, token)).toBe(200)
  child.kill("SIGTERM")
  expect((await ended)[0]).toBe(143)
})

it("stops within five seconds although a stream is open", async () => {
  const token = run("token", "create", "bo", "--role", "viewer").stdout.trim()
  const { child, port, ended } = await serve()
  const opened = await new Promise<number>((resolve, reject) => {
    const asked = request(
      {
        host: "127.0.0.1",
        port,
        path: "/api/v1/orchestrator/events/stream",
        headers: { authorization: `Bearer ${token}` },
      },
      (response) => {
        response.on("error", () => undefined)
        response.once("data", () => resolve(response.statusCode ?? 0))
      },
    )
    asked.on("error", reject)
    asked.end()
  })
  expect(opened).toBe(200)
  const begun = Date.now()
  child.kill("SIGTERM")
  const [code, at] = await ended
  expect(code).toBe(143)
  expect(at - begun).toBeLessThan(5000)
})

it("beats, so that others see it", async () => {
  const token = run("token", "create", "cy", "--role", "viewer").stdout.trim()
  const { child, port, ended } = await serve()
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/workers`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(await answer.json()).toMatchObject({
    data: [{ host_uuid: "local", worker: "api", alive: true, extra: { port } }],
  })
  child.kill("SIGTERM")
  await ended
})
