/** What the tests with real programs share: programs, a web server that notes who asks, a folder. */
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"

const execute = promisify(execFile)

export interface Result {
  readonly status: number
  readonly output: string
}

/** Runs a program to its end; a status tells of failure, nothing is thrown. */
export const run = async (
  program: string,
  parameters: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {},
): Promise<Result> => {
  try {
    const { stdout, stderr } = await execute(program, [...parameters], {
      env: { ...process.env, ...env },
      timeout: 120_000,
      maxBuffer: 32 << 20,
    })
    return { status: 0, output: stdout + stderr }
  } catch (error) {
    const failed = error as { code?: number | string; stdout?: string; stderr?: string }
    return {
      status: typeof failed.code === "number" ? failed.code : 127,
      output: `${failed.stdout ?? ""}${failed.stderr ?? ""}${String(failed.code)}`,
    }
  }
}

export const isCi = process.env["CI"] === "true"

/** Whether all of them are there; where one is missing that is said, and in CI it is a failure. */
export const have = async (
  probes: ReadonlyArray<readonly [program: string, ...parameters: ReadonlyArray<string>]>,
): Promise<boolean> => {
  for (const [program, ...parameters] of probes) {
    const { status, output } = await run(program, parameters)
    if (status === 0) continue
    const words = `${program} ${parameters.join(" ")} does not work here: ${output.slice(0, 200)}`
    if (isCi) throw new Error(words)
    process.stderr.write(`skipped: ${words}\n`)
    return false
  }
  return true
}

export interface Listener {
  readonly base: string
  /** `GET /img/...`, in order. */
  readonly seen: Array<string>
  readonly close: () => Promise<void>
}

const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)

export const listen = (): Promise<Listener> =>
  new Promise((resolve) => {
    const seen: Array<string> = []
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      const isPage = request.headers.accept?.includes("text/html") === true
      response.writeHead(200, { "content-type": isPage ? "text/html" : "image/png" })
      response.end(request.method === "HEAD" ? undefined : isPage ? "<p>ok</p>" : pixel)
    })
    server.listen(0, "127.0.0.1", () =>
      resolve({
        base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        seen,
        close: () =>
          new Promise((done) => {
            server.closeAllConnections()
            server.close(() => done())
          }),
      }),
    )
  })

export interface Folder {
  readonly path: string
  readonly at: (name: string) => string
  readonly remove: () => void
}

export const folder = (): Folder => {
  const path = mkdtempSync(join(tmpdir(), "documents-"))
  return {
    path,
    at: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
