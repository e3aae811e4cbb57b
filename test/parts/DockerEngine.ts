/**
 * A Docker engine of our own in a temporary folder: no network of the machine is touched, and it is
 * stopped by its own pid.
 */
import { execFile, spawn, type ChildProcess } from "node:child_process"
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { promisify } from "node:util"

const run = promisify(execFile)

export interface DockerEngine {
  /** As `DOCKER_HOST` has it. */
  readonly host: string
  readonly socket: string
  readonly folder: string
  /** Runs the `docker` command and answers with what it said. */
  readonly docker: (...args: ReadonlyArray<string>) => Promise<string>
  /** What a container's first process has said. */
  readonly logs: (
    container: string,
  ) => Promise<{ readonly stdout: string; readonly stderr: string }>
  readonly stop: () => Promise<void>
}

const isInstalled = (program: string): boolean =>
  (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Why there can be none here; undefined where there can. */
const reason = (): string | undefined => {
  if (process.platform !== "linux") return "Docker engines run on Linux"
  if (process.getuid?.() !== 0) return "starting a Docker engine takes root"
  const missing = ["dockerd", "docker"].find((program) => !isInstalled(program))
  return missing === undefined ? undefined : `${missing} is not installed (docker.io)`
}

/** For `describe.skipIf`; in CI nothing is skipped, so that what is missing fails. */
export const isAbsent = (): boolean => {
  const why = reason()
  if (why === undefined || process.env["CI"] === "true") return false
  console.warn(`skipped: ${why}`)
  return true
}

const stopped = async (child: ChildProcess): Promise<void> => {
  for (let tries = 0; tries < 300 && child.exitCode === null && child.signalCode === null; tries++)
    await wait(50)
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL")
}

/** Leaves the machine's network as it is. */
const isolation =
  "--bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false " +
  "--log-level=error"

export const start = async (): Promise<DockerEngine> => {
  const why = reason()
  if (why !== undefined) throw new Error(why)
  const folder = mkdtempSync(join(tmpdir(), "engine-"))
  const socket = join(folder, "d.sock")
  const host = `unix://${socket}`
  const child = spawn(
    "dockerd",
    [
      `--data-root=${join(folder, "data")}`,
      `--exec-root=${join(folder, "exec")}`,
      `--pidfile=${join(folder, "pid")}`,
      `--host=${host}`,
      ...isolation.split(" "),
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  )
  let said = ""
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000)
  })
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_CONFIG: join(folder, "config") }
  const docker: DockerEngine["docker"] = async (...args) =>
    (await run("docker", [...args], { env, maxBuffer: 64 * 1024 * 1024 })).stdout.trim()

  const end = async (): Promise<void> => {
    child.kill("SIGTERM")
    await stopped(child)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  const endAtExit = (): void => void child.kill("SIGTERM")
  process.once("exit", endAtExit)

  for (let tries = 0; ; tries++) {
    const up = await docker("version").then(
      () => true,
      () => false,
    )
    if (up) break
    if (tries > 200 || child.exitCode !== null) {
      await end()
      throw new Error(`dockerd does not start: ${said}`)
    }
    await wait(50)
  }
  return {
    host,
    socket,
    folder,
    docker,
    logs: (container) => run("docker", ["logs", container], { env }),
    stop: async () => {
      process.removeListener("exit", endAtExit)
      const containers = (await docker("ps", "-aq")).split("\n").filter((id) => id !== "")
      if (containers.length > 0) await docker("rm", "-f", "-v", ...containers)
      await end()
    },
  }
}

/** The engine's own pid, for tests that stop it or hold it up. */
export const pidOf = ({ folder }: DockerEngine): number =>
  Number(readFileSync(join(folder, "pid"), "utf8"))
