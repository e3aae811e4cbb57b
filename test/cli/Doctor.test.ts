import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as Finding from "../../runtime/cli/doctor/Finding.ts"
import * as Local from "../../runtime/cli/doctor/Local.ts"
import * as Stored from "../../runtime/cli/doctor/Stored.ts"
import * as Settings from "../../runtime/config/Settings.ts"
import * as Either from "effect/Either"
import * as Sql from "../../runtime/storage/Sql.ts"
import { now, place } from "./decnet.ts"

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))

/** A host that was set up, whose Docker does not run. */
const host = async () => {
  const here = place()
  mkdirSync(here.roots.state, { mode: 0o700 })
  const environment = {
    DECNET_REALISM_PERSONAS: fixture("personas.json"),
    DOCKER_HOST: `unix://${here.folder}/docker.sock`,
  }
  await here.run(["init"], environment)
  return {
    ...here,
    database: join(here.roots.state, "decnet.db"),
    doctor: (more: Record<string, string> = {}) =>
      here.run(["doctor"], { ...environment, ...more }),
  }
}

const execute = (path: string, statement: string) =>
  Effect.runPromise(
    Effect.flatMap(SqlClient.SqlClient, (sql) => sql.unsafe(statement)).pipe(
      Effect.provide(Sql.layer({ kind: "sqlite", path })),
    ),
  )

describe("decnet doctor", () => {
  it("has one line a check, and status 3 where Docker does not answer", async () => {
    const { doctor, folder } = await host()
    const { status, stdout, stderr } = await doctor()
    const lines = stdout.trimEnd().split("\n")
    expect(lines.filter((line) => !/^(ok|warn|fail) {2,}\S/.test(line))).toEqual([])
    expect(lines.map((line) => /^\w+ +([a-z ]+):/.exec(line)?.[1])).toEqual([
      "environment",
      "seed",
      "secret key",
      "database",
      "migrations",
      "clock",
      "bus",
      "persona pool",
      "plant roots",
      "docker",
      "deckies",
    ])
    expect(stdout).toMatch(
      new RegExp(`^fail  docker: at ${folder}/docker.sock cannot be reached`, "m"),
    )
    expect([status, stderr]).toEqual([3, "decnet: 1 of 11 checks failed\n"])
    expect(stdout).not.toContain("\u001b")
  })

  it("says what is missing on a host that was not set up, and makes nothing", async () => {
    const { run, roots } = place()
    const { stdout, status } = await run(["doctor"], { DOCKER_HOST: "unix:///nowhere/d.sock" })
    expect(status).toBe(3)
    expect(stdout).toMatch(/^fail {2}seed: .*does not exist +run `decnet init`$/m)
    expect(stdout).toMatch(/^fail {2}database: there is none at \S+ yet +run `decnet init`$/m)
    expect(stdout).toMatch(/^fail {2}persona pool: \S+ does not exist +import one with/m)
    expect(() => chmodSync(join(roots.own, "decnet.db"), 0o600)).toThrow()
  })

  it("tells a database that is locked, damaged or behind", async () => {
    const { doctor, folder } = await host()
    const broken = join(folder, "broken.db")
    writeFileSync(broken, "this is no database at all, by any means".repeat(100))
    const damaged = await doctor({ DECNET_DB_URL: `sqlite:///${broken}` })
    expect(damaged.stdout).toMatch(/^fail {2}database: \S+ is no database, or a damaged one/m)
    expect(damaged.status).toBe(3)
    writeFileSync(join(folder, "empty.db"), "")
    const behind = await doctor({ DECNET_DB_URL: `sqlite:///${join(folder, "empty.db")}` })
    expect(behind.stdout).toMatch(/^fail {2}migrations: \d+ pending +run `decnet db migrate`$/m)
  })

  it("sees histories that lie in the future of this clock", async () => {
    const { doctor, database } = await host()
    await execute(
      database,
      `INSERT INTO cursors (decky_uuid, carry, cursor_ms) VALUES ('a', '{}', ${now + 86_400_000})`,
    )
    expect((await doctor()).stdout).toMatch(
      /^fail {2}clock: it says 2026-01-05 10:00:00, and histories go up to 2026-01-06 10:00:00/m,
    )
  })

  it("names a bus that does not answer, without its password", async () => {
    const { doctor } = await host()
    const { stdout, status } = await doctor({ DECNET_BUS_URL: "nats://u:hidden@127.0.0.1:1" })
    expect(status).toBe(3)
    expect(stdout).toMatch(/^fail {2}bus: .*127\.0\.0\.1:1 does not answer/m)
    expect(stdout).not.toContain("hidden")
  })

  it("names variables that have no effect, and a model's name that is a guess", async () => {
    const { doctor } = await host()
    const { stdout } = await doctor({ DECNET_SED: "1", DECNET_REALISM_LLM: "gpt" })
    expect(stdout).toMatch(/^warn {2}environment: DECNET_SED has no effect/m)
    expect(stdout).toMatch(/^warn {2}environment: DECNET_REALISM_LLM is "gpt" and means Ollama/m)
  })

  it("counts the people, and names those who are left out", async () => {
    const { doctor, folder } = await host()
    const mixed = await doctor({ DECNET_REALISM_PERSONAS: fixture("personas-with-mistakes.json") })
    expect(mixed.stdout).toMatch(/^ok {4}persona pool: 2 of 9 people in /m)
    expect(mixed.stdout.match(/^warn {2}persona pool: persona \d is left out/gm)?.length).toBe(7)
    const one = join(folder, "one.json")
    writeFileSync(one, '[{"name":"Ana","email":"ana@corp.net","role":"Clerk"}]')
    expect((await doctor({ DECNET_REALISM_PERSONAS: one })).stdout).toMatch(
      /^warn {2}persona pool: 1 of 1 people .* add another one/m,
    )
  })
})

describe("the clock", () => {
  const levels = (at: number, cursor?: number, server?: number) =>
    Stored.clock(at, { cursor, server }).map(({ level }) => level)

  it("is right within the tables' years, after what was done, and near the database's", () => {
    expect(levels(now, now - 1000, now + 900)).toEqual(["ok"])
    expect(levels(0)).toEqual(["fail"])
    expect(levels(Date.parse("2038-01-01T00:00:00Z"))).toEqual(["fail"])
    expect(levels(now, now + 60_000)).toEqual(["fail"])
    expect(levels(now, now, now - 60_000)).toEqual(["warn"])
  })
})

describe("plant roots", () => {
  const checked = (environment: Record<string, string>) =>
    Local.plantRoots(Either.getOrThrow(Settings.read(environment)))

  it("warn of what cannot be written any more", () => {
    expect(checked({}).map(({ level }) => level)).toEqual(["ok"])
    expect(checked({ DECNET_PLANT_ROOTS: "/home:/tmp" }).map(({ what }) => what)).toEqual([
      "plant roots: /var/log is not below any; no system logs are made",
      "plant roots: /var/mail/vhosts is not below any; no mail is delivered (DECNET_MAIL_ROOT)",
    ])
    expect(checked({ DECNET_MAIL_ROOT: "/opt/mail/%d/%n" }).map(({ level }) => level)).toEqual([
      "warn",
    ])
  })
})

describe("findings", () => {
  const findings = [
    Finding.ok("a"),
    Finding.warn("bbb", "mend b"),
    Finding.fail("cc", "mend\u001b[2Jc"),
  ]

  it("stand in columns, coloured on a terminal only, and cannot steer it", () => {
    expect(Finding.lines(findings, false)).toEqual([
      "ok    a",
      "warn  bbb  mend b",
      "fail  cc   mend?[2Jc",
    ])
    expect(Finding.lines(findings, true)[0]).toBe("\u001b[32mok\u001b[0m    a")
  })

  it("come to the worst status among them", () => {
    expect(Finding.statusOf(findings.slice(0, 2))).toBe(0)
    expect(Finding.statusOf(findings)).toBe(1)
    expect(Finding.statusOf([...findings, Finding.unreachable("d", "")])).toBe(3)
  })
})
