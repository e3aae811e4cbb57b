import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { describe, expect, it } from "vitest"
import * as Sql from "../../runtime/storage/Sql.ts"
import { place, type Place } from "./decnet.ts"

interface Row {
  readonly situation: string
  readonly command: ReadonlyArray<string>
  readonly environment: Readonly<Record<string, string>>
  readonly says: string
  readonly status: number
}

const page = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8")
const table = page.slice(page.indexOf("| situation |")).split("\n").slice(2)

const rows: ReadonlyArray<Row> = table
  .filter((line) => line.startsWith("|"))
  .map((line) => {
    const cells = /^\| (.+?) \| `(.+?)`(?: with `(.+?)=(.+?)`)? \| `(.+)` \| (\d) \|$/.exec(line)
    if (cells === null) throw new Error(`a row of another form: ${line}`)
    const [, situation, command, variable, value, says, status] = cells
    return {
      situation: situation!,
      command: command!.split(" "),
      environment: variable === undefined ? {} : { [variable]: value! },
      says: says!,
      status: Number(status),
    }
  })

/** The message as the page has it, where `…` stands for anything on the line. */
const pattern = (says: string): RegExp =>
  new RegExp(
    `^decnet: ${says
      .split("…")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("[^\\n]+")}\\n$`,
  )

interface Here extends Place {
  readonly database: string
  readonly file: (name: string, content: unknown) => string
}

interface Case {
  /** Arguments after the command's own words. */
  readonly args?: ReadonlyArray<string>
  readonly environment?: Readonly<Record<string, string>>
  /** What has to be ended after. */
  readonly end?: () => void | Promise<void>
  /** Rights bind everybody but root. */
  readonly asNobody?: boolean
}

const people = fileURLToPath(new URL("../../fixtures/personas.json", import.meta.url))
const weights = '{"edit_probability":2}'
const decky = {
  uuid: "a",
  name: "a",
  hostname: "a",
  release: "debian-12",
  services: ["ssh"],
  role: "server",
}

/** A route whose receiver is nobody, and the two ends of a mail. */
const soc = ["soc", "webhook", "http://127.0.0.1:9/hidden"]
const ends = ["--from", "a@example.net", "--to", "b@example.net"]

/** An engine that answers and runs nothing. */
const engine = async (path: string) => {
  const server = createServer((request, response) => {
    response.setHeader("api-version", "1.41")
    response.end(request.url === "/_ping" ? "OK" : "[]")
  })
  await new Promise<void>((resolve) => void server.listen(path, resolve))
  return {
    environment: { DOCKER_HOST: `unix://${path}` },
    end: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  }
}

const cases: Readonly<Record<string, (here: Here) => Case | Promise<Case>>> = {
  "a number that is none": () => ({}),
  "a secret that is wrong, which is not shown": () => ({}),
  "a folder to plant in that leads elsewhere": () => ({}),
  "a mail root without mailboxes": () => ({}),
  "a database address that is none": () => ({}),
  "type and address that disagree": () => ({}),
  "no database yet": ({ folder }) => ({
    environment: { DECNET_DB_URL: `sqlite:///${folder}/none.db` },
  }),
  "a database that does not answer": () => ({
    environment: { DECNET_DB_URL: "mysql://u:hidden@127.0.0.1:1/decnet" },
  }),
  "a database that is locked": async ({ database, file }) => {
    const other = ManagedRuntime.make(Sql.layer({ kind: "sqlite", path: database }))
    await other.runPromise(Effect.flatMap(SqlClient.SqlClient, (sql) => sql`BEGIN EXCLUSIVE`))
    return { args: [file("fleet.json", [decky])], end: () => other.dispose() }
  },
  "a database that may not be written": ({ file, database, folder }) => {
    for (const ending of ["", "-wal", "-shm"])
      try {
        chmodSync(`${database}${ending}`, 0o444)
      } catch {
        continue
      }
    chmodSync(folder, 0o555)
    return {
      args: [file("fleet.json", [decky])],
      asNobody: true,
      end: () => chmodSync(folder, 0o755),
    }
  },
  "a database that is damaged": ({ file }) => ({
    environment: { DECNET_DB_URL: `sqlite:///${file("bad.db", "no database ".repeat(500))}` },
  }),
  "a folder in which no database can be made": ({ file }) => ({
    environment: { DECNET_DB_URL: `sqlite:///${file("a file", "")}/a.db` },
  }),
  "a database that is behind": ({ file }) => ({
    environment: { DECNET_DB_URL: `sqlite:///${file("empty.db", "")}` },
  }),
  "a reset that nobody confirmed": () => ({}),
  "Docker that does not run": ({ folder }) => ({
    environment: { DOCKER_HOST: `unix://${folder}/none.sock` },
  }),
  "a check that fails": async ({ folder }) => {
    const { environment, end } = await engine(join(folder, "d.sock"))
    return { environment: { ...environment, DECNET_REALISM_PERSONAS: join(folder, "x") }, end }
  },
  "a bus that does not answer": async ({ folder }) => {
    const { environment, end } = await engine(join(folder, "d.sock"))
    return { environment: { ...environment, DECNET_BUS_URL: "nats://127.0.0.1:1" }, end }
  },
  "a fleet file that is not there": ({ folder }) => ({ args: [join(folder, "none.json")] }),
  "a fleet file that is no JSON": ({ file }) => ({ args: [file("f.json", '[{"uuid":')] }),
  "a fleet file with a mistake": ({ file }) => ({
    args: [file("f.json", [{ ...decky, release: "bsd" }])],
  }),
  "a name that is too long with its host": ({ file }) => ({
    args: [file("f.json", [{ ...decky, name: "n".repeat(60) }])],
  }),
  "a decky that is not there": () => ({ args: ["nobody"] }),
  "a place that cannot be written to": ({ folder }) => ({
    args: ["-o", join(folder, "none", "fleet.json")],
  }),
  "people of whom none is valid": ({ file }) => ({ args: [file("p.json", [{ name: "x" }])] }),
  "people that are no list": ({ file }) => ({ args: [file("p.json", { a: 1 })] }),
  "a file that this user may not read": ({ file }) => {
    const path = file("p.json", [])
    chmodSync(path, 0)
    return { args: [path], asNobody: true }
  },
  "settings that are not valid": ({ file }) => ({ args: [file("w.json", weights)] }),
  "the master's commands on an agent": () => ({}),
  "an interval that is none": () => ({ args: ["-i", "0"] }),
  "a cadence that is none": () => ({ args: ["--cadence", "fast"] }),
  "a seed that nobody made": () => ({
    args: ["--dry-run"],
    environment: { DECNET_SEED: "" },
  }),
  "a port for figures that is taken": async ({ folder }) => {
    const server = createServer()
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as { readonly port: number }
    return {
      args: ["--once"],
      environment: {
        DECNET_METRICS_PORT: String(port),
        DOCKER_HOST: `unix://${folder}/none.sock`,
      },
      end: () => new Promise<void>((resolve) => void server.close(() => resolve())),
    }
  },
  "a log file that cannot be written": ({ folder }) => ({
    args: ["--once"],
    environment: { DECNET_SYSTEM_LOGS: join(folder, "none", "decnet.log") },
  }),
  "a past of no days": () => ({ args: ["srv", "--days", "0"] }),
  "a past for a decky that is not there": () => ({ args: ["nobody"] }),
  "a config folder that cannot be made": ({ roots }) => {
    mkdirSync(join(roots.own, ".."), { recursive: true })
    writeFileSync(roots.own, "a file")
    writeFileSync(roots.etc, "another")
    return { environment: { DECNET_SEED: "", DECNET_SECRET_KEY: "" } }
  },
  "nothing to listen for": () => ({}),
  "bait that is no bait": () => ({ args: ["nothing", "--decky", "a"] }),
  "bait for a decky that is not there": () => ({
    args: ["env_file", "--decky", "nobody"],
    environment: { DECNET_CANARY_HTTP_BASE: "https://files.example.net" },
  }),
  "an upload that is not there": ({ folder }) => ({
    args: ["honeydoc_docx", "--decky", "a", "--file", join(folder, "none.docx")],
  }),
  "a token that is not there": () => ({ args: ["nothing"] }),
  "an end to bait that is not there": () => ({ args: ["nothing"] }),
  "an export in a form that is none": () => ({ args: ["--format", "xml"] }),
  "an export from a date that is none": () => ({ args: ["--since", "yesterday"] }),
  "listeners that do not answer": () => ({
    environment: { DECNET_CANARY_HTTP_BIND: "127.0.0.1", DECNET_CANARY_HTTP_PORT: "9" },
  }),
  "a route of a kind that is none": () => ({ args: ["soc", "pager", "https://files.example.net"] }),
  "a route to nowhere": () => ({ args: ["soc", "syslog", "here"] }),
  "a route with its password in sight": () => ({
    args: ["soc", "email", "smtps://anna:hunter2@mail.example.net", ...ends],
  }),
  "a route by mail from nobody": () => ({ args: ["soc", "email", "smtps://mail.example.net"] }),
  "a route without its user's password": () => ({
    args: ["soc", "email", "smtps://anna@mail.example.net", ...ends],
  }),
  "a level of alerts that is none": () => ({ args: [...soc, "--level", "some"] }),
  "a network that is none": () => ({ args: [...soc, "--exclude", "10.0.0.0/99"] }),
  "a digest that never comes": () => ({ args: [...soc, "--digest-minutes", "0"] }),
  "alerts of a class that is none": () => ({ args: [...soc, "--only", "files"] }),
  "a route that is there already": async ({ run }) => {
    await run(["canary", "routes", "add", ...soc])
    return { args: soc }
  },
  "a route that cannot be sealed": () => ({ args: soc, environment: { DECNET_SECRET_KEY: "" } }),
  "a route that is not there": () => ({ args: ["nobody"] }),
  "a route that is not there any more": () => ({ args: ["nobody"] }),
  "a route to a private address": async ({ run }) => {
    await run(["canary", "routes", "add", ...soc])
    return { args: ["soc"] }
  },
  "a receiver that does not answer": async ({ run }) => {
    await run(["canary", "routes", "add", ...soc, "--allow-private"])
    return { args: ["soc"] }
  },
  "a target that another key sealed": async ({ run }) => {
    await run(["canary", "routes", "add", ...soc])
    return { args: ["soc"], environment: { DECNET_SECRET_KEY: "1".repeat(64) } }
  },
}

/** A host that was set up and lacks nothing. */
const host = async (): Promise<Here> => {
  const here = place()
  chmodSync(here.folder, 0o755)
  const database = join(here.folder, "a.db")
  const environment = {
    DECNET_DB_URL: `sqlite:///${database}`,
    DECNET_REALISM_PERSONAS: people,
    DECNET_SEED: "1",
    DECNET_SECRET_KEY: "0".repeat(64),
  }
  const run: Place["run"] = (args, more) => here.run(args, { ...environment, ...more })
  await run(["db", "migrate"])
  return {
    ...here,
    run,
    database,
    file: (name, content) => {
      const path = join(here.folder, name)
      writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content))
      return path
    },
  }
}

const isRoot = process.geteuid?.() === 0

const asNobody = async <A>(drops: boolean, act: () => Promise<A>): Promise<A> => {
  if (!drops || !isRoot) return act()
  process.seteuid!(65_534)
  try {
    return await act()
  } finally {
    process.seteuid!(0)
  }
}

describe("what mistakes are answered with", () => {
  it("is what the page says, row for row", () => {
    expect(rows.map(({ situation }) => situation)).toEqual(Object.keys(cases))
  })

  it.each(rows.map((row) => [row.situation, row] as const))(
    "%s: one line and a status",
    async (situation, row) => {
      const here = await host()
      const { args = [], environment, end, asNobody: drops = false } = await cases[situation]!(here)
      try {
        const { status, stderr } = await asNobody(drops, () =>
          here.run([...row.command, ...args], { ...row.environment, ...environment }),
        )
        expect(stderr.split("\n").at(-2) ?? "").toMatch(/^decnet: /)
        expect(`${stderr.split("\n").at(-2)}\n`).toMatch(pattern(row.says))
        expect(stderr).not.toMatch(/hunter2|hidden|\n {4}at /)
        expect(status).toBe(row.status)
      } finally {
        await end?.()
      }
    },
  )
})

describe("decnet doctor", () => {
  it("ends with 0 where nothing fails", async () => {
    const here = await host()
    const { environment, end } = await engine(join(here.folder, "d.sock"))
    try {
      const { status, stdout, stderr } = await here.run(["doctor"], environment)
      expect(stdout.split("\n").filter((line) => line.startsWith("fail"))).toEqual([])
      expect([status, stderr]).toEqual([0, ""])
    } finally {
      await end()
    }
  })
})
