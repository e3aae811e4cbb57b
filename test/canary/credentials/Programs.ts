/** Real programs over artifacts on disk: which there are, how they are run, what they ask for. */
import { execFile } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { ArtifactFile } from "../../../src/canary/Generator.ts"

/** Whether one of these is missing, which is told; with `CI=true` a lack is a failure. */
export const lacks = (...names: ReadonlyArray<string>): boolean => {
  const folders = (process.env["PATH"] ?? "").split(":").concat("/usr/sbin", "/sbin")
  const missing = names.filter((name) => !folders.some((folder) => existsSync(join(folder, name))))
  if (missing.length === 0) return false
  const line = `SKIPPED: ${missing.join(", ")} missing`
  if (process.env["CI"] === "true") throw new Error(line)
  console.log(line)
  return true
}

export interface Ran {
  readonly status: number
  readonly out: string
  readonly errors: string
}

/** Without anything that the tests' own account has set up. */
const bare = (env: Readonly<Record<string, string>>): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  LC_ALL: "C.UTF-8",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  NO_PROXY: "127.0.0.1",
  ...env,
})

/** Runs to the end, whatever its status; the event loop goes on, so that a listener can answer. */
export const run = (
  command: string,
  arguments_: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {},
  input = "",
): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      command,
      arguments_,
      { env: bare(env), timeout: 60_000, maxBuffer: 1 << 26 },
      (error, out, errors) =>
        resolve({ status: error === null ? 0 : Number(error.code ?? -1), out, errors }),
    )
    child.stdin?.on("error", () => undefined)
    child.stdin?.end(input)
  })

export interface Folder {
  readonly root: string
  /** Writes artifacts below it, at their absolute paths. */
  readonly lay: (files: ReadonlyArray<ArtifactFile>) => void
  readonly at: (path: string) => string
  readonly remove: () => void
}

export const folder = (): Folder => {
  const root = mkdtempSync(join(tmpdir(), "files-"))
  const at = (path: string): string => join(root, path)
  return {
    root,
    at,
    lay: (files) => {
      for (const { path, bytes, mode } of files) {
        mkdirSync(dirname(at(path)), { recursive: true })
        writeFileSync(at(path), bytes, { mode })
      }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

export interface Listener {
  readonly base: string
  /** Method and target of what was asked since it was last emptied. */
  readonly seen: Array<string>
  readonly stop: () => Promise<void>
}

/** Answers 404 to everything, on a free port of the loopback. */
export const listen = async (): Promise<Listener> => {
  const seen: Array<string> = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    request.resume()
    request.once("end", () => response.writeHead(404, { "Content-Length": 0 }).end())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  return {
    base: `http://127.0.0.1:${typeof address === "object" ? address!.port : 0}/files`,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
