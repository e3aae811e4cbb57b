/** A MariaDB server of one's own: in a temporary folder, on a free port of the loopback. */
import { spawn, spawnSync } from "node:child_process"
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

export interface MariaDb {
  /** `mysql://user:password@127.0.0.1:port/decnet`, with all rights on databases called so. */
  readonly url: string
  readonly port: number
  /** Of the server, for tests that stop it in mid-flight. */
  readonly pid: number
  /** Runs statements as the server's root. */
  readonly admin: (statements: string) => string
  readonly stop: () => Promise<void>
}

const binary = (name: string): string | undefined =>
  ["/usr/sbin", "/usr/bin", "/usr/local/bin"]
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))

/** Why there can be none here; undefined where there can. With `CI=true` a lack is a failure. */
export const lacks = (): string | undefined => {
  const missing = ["mariadbd", "mariadb-install-db", "mariadb"].filter((name) => !binary(name))
  if (missing.length === 0) return undefined
  const line = `SKIPPED: ${missing.join(", ")} missing; install mariadb-server`
  if (process.env["CI"] === "true") throw new Error(line)
  console.log(line)
  return line
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" ? address!.port : 0))
    })
  })

/** The server refuses to run as root; the package has an account for it. */
const account = (): { readonly name: string; readonly uid: number; readonly gid: number } => {
  const { uid, gid, username } = userInfo()
  if (uid !== 0) return { name: username, uid, gid }
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((each) => each.startsWith("mysql:"))
  const [, , mysqlUid, mysqlGid] = (line ?? "mysql:x:65534:65534").split(":")
  return { name: "mysql", uid: Number(mysqlUid), gid: Number(mysqlGid) }
}

const until = async (holds: () => boolean, what: string): Promise<void> => {
  const end = Date.now() + 60_000
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${what} took more than a minute`)
    await pause(50)
  }
}

/** `arguments_` go to the server, such as `--read-only`. */
export const start = (...arguments_: ReadonlyArray<string>): Promise<MariaDb> =>
  startBehind([], arguments_)

/** `prefix` is a command that becomes the server, such as one that enters a namespace. */
export const startBehind = async (
  prefix: ReadonlyArray<string>,
  arguments_: ReadonlyArray<string>,
): Promise<MariaDb> => {
  const folder = mkdtempSync(join(tmpdir(), "mariadb-"))
  const { name, uid, gid } = account()
  chownSync(folder, uid, gid)
  const data = join(folder, "data")
  const socket = join(folder, "s")
  const made = spawnSync(
    binary("mariadb-install-db")!,
    [
      "--no-defaults",
      `--user=${name}`,
      `--datadir=${data}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
    ],
    { encoding: "utf8" },
  )
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`mariadb-install-db: ${made.stderr || made.stdout}`)
  }
  const port = await freePort()
  const [command, ...behind] = [...prefix, binary("mariadbd")!]
  const server = spawn(
    command!,
    [
      ...behind,
      "--no-defaults",
      `--user=${name}`,
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${join(folder, "pid")}`,
      "--bind-address=127.0.0.1",
      `--port=${port}`,
      "--skip-log-bin",
      "--innodb-buffer-pool-size=64M",
      `--log-error=${join(folder, "log")}`,
      ...arguments_,
    ],
    { stdio: "ignore" },
  )
  let gone = false
  server.once("exit", () => void (gone = true))
  const kill = (): void => {
    if (!gone) server.kill("SIGKILL")
  }
  process.once("exit", kill)
  const stop = async (): Promise<void> => {
    server.kill("SIGCONT")
    server.kill("SIGTERM")
    try {
      await until(() => gone, "stopping MariaDB")
    } finally {
      kill()
      process.removeListener("exit", kill)
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const admin = (statements: string): string => {
    const ran = spawnSync(
      binary("mariadb")!,
      ["--no-defaults", `--socket=${socket}`, "-uroot", "--batch", "--skip-column-names"],
      { input: statements, encoding: "utf8" },
    )
    if (ran.status !== 0) throw new Error(ran.stderr)
    return ran.stdout
  }
  try {
    await until(() => {
      if (gone)
        throw new Error(`MariaDB ended at once: ${readFileSync(join(folder, "log"), "utf8")}`)
      if (!existsSync(socket)) return false
      try {
        admin("SELECT 1")
        return true
      } catch {
        return false
      }
    }, "starting MariaDB")
    admin(
      "CREATE DATABASE decnet CHARACTER SET utf8mb4;" +
        "CREATE USER tester@'127.0.0.1' IDENTIFIED BY 'p@ss/word';" +
        "GRANT ALL ON `decnet%`.* TO tester@'127.0.0.1';",
    )
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: `mysql://tester:${encodeURIComponent("p@ss/word")}@127.0.0.1:${port}/decnet`,
    port,
    pid: server.pid!,
    admin,
    stop,
  }
}
