import { spawn, type ChildProcess } from "node:child_process"
import { chmodSync, chownSync, readFileSync, writeFileSync } from "node:fs"
import { createSocket, type Socket } from "node:dgram"
import { createServer } from "node:net"
import * as packet from "dns-packet"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as MysqlDump from "../../../src/canary/dumps/MysqlDump.ts"
import { releases } from "../../../src/fleet/Decky.ts"
import * as Scenes from "./Scenes.ts"
import * as Station from "./Station.ts"

const missing = await (async (): Promise<string | undefined> => {
  if (process.getuid?.() !== 0) return "a resolver of its own for the server takes root"
  const there = await Station.have([
    ["mariadbd", "--version"],
    ["mariadb", "--version"],
    ["which", "mariadb-install-db"],
    ["unshare", "-m", "true"],
    ["id", "-u", "mysql"],
  ])
  return there ? undefined : "a program is missing"
})()
if (missing !== undefined) {
  if (Station.isCi) throw new Error(missing)
  process.stderr.write(`skipped: ${missing}\n`)
}

const resolver = "127.0.0.79"
const names: Array<string> = []
let folder: Station.Folder
let dns: Socket
let server: ChildProcess

const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const end = performance.now() + 30_000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what}: not within half a minute`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === "object" ? address!.port : 0))
    })
  })

const client = (...parameters: ReadonlyArray<string>): Promise<Station.Result> =>
  Station.run("mariadb", ["--no-defaults", "-S", folder.at("m.sock"), "-uroot", ...parameters])

/** Dumps that were held against one by the program that is installed here. */
let newest = 0

/** Both ends of a dump, as they are before somebody adds a login. */
const withoutLogin = (text: string): ReadonlyArray<string> => {
  const plain = text
    .replace(/^change master to\s+master_user=.*?;\n/gims, "")
    .replace(/, MASTER_USER='\w+', MASTER_PASSWORD='\w+'/, "")
    .replace(/(gtid_slave_pos=)'[^']*'/, "$1''")
  const before = plain.slice(
    plain.indexOf("\n--\n-- stop slave"),
    plain.indexOf("\n--\n-- Table structure"),
  )
  const after = plain.slice(plain.lastIndexOf("UNLOCK TABLES;\n"), plain.lastIndexOf("/*!40103"))
  return [before, after]
}

describe.skipIf(missing !== undefined)("a dump that is loaded into a real MariaDB", () => {
  beforeAll(async () => {
    folder = Station.folder()
    dns = createSocket("udp4", (message, from) => {
      const query = packet.decode(message)
      names.push(...(query.questions ?? []).map(({ name }) => name.toLowerCase()))
      const reply = packet.encode({
        type: "response",
        id: query.id!,
        flags: packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE | 3,
        questions: query.questions ?? [],
      })
      dns.send(reply, from.port, from.address)
    })
    await new Promise<void>((resolve) => dns.bind(53, resolver, resolve))
    const { output: uid } = await Station.run("id", ["-u", "mysql"])
    const { output: gid } = await Station.run("id", ["-g", "mysql"])
    chownSync(folder.path, Number(uid), Number(gid))
    chmodSync(folder.path, 0o755)
    writeFileSync(folder.at("resolv.conf"), `nameserver ${resolver}\n`)
    const installed = await Station.run("mariadb-install-db", [
      "--no-defaults",
      "--user=mysql",
      `--datadir=${folder.at("data")}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
    ])
    expect(installed.status, installed.output).toBe(0)
    const port = await freePort()
    // a mount namespace of its own: the machine's resolver stays as it is
    server = spawn(
      "unshare",
      [
        "-m",
        "sh",
        "-c",
        'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"',
        "sh",
        folder.at("resolv.conf"),
        "mariadbd",
        "--no-defaults",
        "--user=mysql",
        `--datadir=${folder.at("data")}`,
        `--socket=${folder.at("m.sock")}`,
        `--pid-file=${folder.at("m.pid")}`,
        "--bind-address=127.0.0.1",
        `--port=${port}`,
        "--innodb-buffer-pool-size=32M",
      ],
      { stdio: "ignore" },
    )
    await until("the server answers", async () => (await client("-e", "select 1")).status === 0)
  })

  afterAll(async () => {
    if (server?.pid !== undefined && server.exitCode === null) {
      const ended = new Promise((resolve) => server.once("exit", resolve))
      server.kill("SIGTERM")
      await ended
    }
    await new Promise<void>((resolve) =>
      dns === undefined ? resolve() : dns.close(() => resolve()),
    )
    folder?.remove()
  })

  const seeds = releases.flatMap((release) =>
    [0, 1, 2].map((at) => [`${release} ${at}`, release] as const),
  )

  it.each(seeds)("loads without a word and looks our name up (%s)", async (seed, release) => {
    const context = Scenes.context(seed, "canary_mysql_dump", "sql", { release })
    const token = Scenes.token(seed)
    const [file] = await Effect.runPromise(MysqlDump.generator.files(token, context))
    const path = folder.at("dump.sql")
    const text = new TextDecoder().decode(file.bytes)
    writeFileSync(path, file.bytes)
    const database = `d${seed.replace(/\W/g, "")}`
    expect((await client("-e", `create database ${database}`)).status).toBe(0)
    const loaded = await client(database, "-e", `source ${path}`)
    expect(loaded.status, loaded.output).toBe(0)
    expect(loaded.output.replace(/\s/g, "")).toBe("")
    await until("the name is asked for", () =>
      names.some((name) => name.includes(`.${token.slug}.`)),
    )
    if (text.startsWith("/*M!999999")) {
      newest++
      const dumped = await Station.run("mariadb-dump", [
        "--no-defaults",
        `--socket=${folder.at("m.sock")}`,
        "--user=root",
        "--dump-slave",
        "--apply-slave-statements",
        "--include-master-host-port",
        database,
      ])
      expect(dumped.status, dumped.output).toBe(0)
      expect(withoutLogin(text)).toEqual(withoutLogin(dumped.output))
    }
    const { output } = await client("-N", "-e", "stop all slaves; reset slave all")
    expect(output).not.toMatch(/ERROR/)
    const tables = await client(database, "-N", "-e", "show tables")
    const lines = tables.output.trim().split("\n")
    expect(lines.length).toBeGreaterThanOrEqual(3)
    let rows = 0
    for (const table of lines) {
      const counted = await client(database, "-N", "-e", `select count(*) from \`${table}\``)
      rows += Number(counted.output)
      const broken = await client(database, "-N", "-e", `check table \`${table}\``)
      expect(broken.output).toMatch(/OK\s*$/)
    }
    expect(rows).toBeGreaterThanOrEqual(20)
    expect(rows).toBeLessThanOrEqual(500)
  })

  it("speaks of replication as the program of that age does", () => {
    expect(newest).toBeGreaterThan(0)
  })

  it("holds hashes as PHP makes them, and says when it was completed", async () => {
    const text = readFileSync(folder.at("dump.sql"), "utf8")
    const hashes = text.match(/'\$2y\$1[02]\$[^']*'/g) ?? []
    expect(hashes.length).toBeGreaterThan(3)
    for (const hash of hashes)
      expect(hash).toMatch(/^'\$2y\$1[02]\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{31}'$/)
    expect(text).toMatch(/\n-- Dump completed on \d{4}-\d\d-\d\d [ \d]\d:\d\d:\d\d\n$/)
  })

  it("has foreign keys that lead somewhere", async () => {
    const { output } = await client(
      "-N",
      "-e",
      "select concat_ws(' ', table_schema, table_name, column_name, referenced_table_name) from information_schema.key_column_usage where referenced_table_name is not null",
    )
    const keys = output.trim().split("\n").filter(Boolean)
    expect(keys.length).toBeGreaterThan(5)
    for (const key of keys) {
      const [schema, table, column, target] = key.split(" ")
      const orphans = await client(
        schema!,
        "-N",
        "-e",
        `select count(*) from \`${table}\` a left join \`${target}\` b on b.id = a.\`${column}\` where a.\`${column}\` is not null and b.id is null`,
      )
      expect(orphans.output.trim(), key).toBe("0")
    }
  })
})
