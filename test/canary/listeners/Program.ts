/** A server of somebody else's, started in a folder of its own and stopped by its own pid. */
import { spawn, type ChildProcess } from "node:child_process"
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"

export interface Program {
  readonly folder: string
  readonly stop: () => Promise<void>
}

/** For `describe.skipIf`; in CI nothing is skipped, so that what is missing fails. */
export const isAbsent = (...programs: ReadonlyArray<string>): boolean => {
  const missing = programs.filter((program) => {
    try {
      accessSync(program, constants.X_OK)
      return false
    } catch {
      return true
    }
  })
  if (missing.length === 0 || process.env["CI"] === "true") return false
  console.warn(`skipped: ${missing.join(", ")} is not installed`)
  return true
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" ? address!.port : 0))
    })
  })

export const folder = (): string => mkdtempSync(join(tmpdir(), "listener-"))

const ended = async (child: ChildProcess): Promise<void> => {
  child.kill("SIGTERM")
  for (let tries = 0; tries < 100 && child.exitCode === null && child.signalCode === null; tries++)
    await wait(20)
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL")
}

/** Runs it in the foreground until `answers` says that it is up. */
export const start = async (
  place: string,
  command: string,
  arguments_: ReadonlyArray<string>,
  answers: () => Promise<boolean>,
): Promise<Program> => {
  const child = spawn(command, arguments_, { stdio: ["ignore", "pipe", "pipe"] })
  let said = ""
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000)
    })
  const stopAtExit = (): void => void child.kill("SIGTERM")
  process.once("exit", stopAtExit)
  const stop = async (): Promise<void> => {
    process.removeListener("exit", stopAtExit)
    await ended(child)
    rmSync(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
  for (let tries = 0; !(await answers()); tries++) {
    if (tries > 250 || child.exitCode !== null) {
      await stop()
      throw new Error(`${command} does not start: ${said}`)
    }
    await wait(20)
  }
  return { folder: place, stop }
}
