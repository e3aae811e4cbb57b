import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Discovery from "../../runtime/fleet/Discovery.ts"
import * as FleetChange from "../../runtime/fleet/FleetChange.ts"
import * as Sql from "../../runtime/storage/Sql.ts"
import * as FleetFile from "../../src/fleet/FleetFile.ts"
import { place, type Place } from "./decnet.ts"

const atlas = {
  uuid: "0b6c1b5e-7a54-4d0e-9a3e-1f2d6f6f0001",
  name: "atlas",
  hostname: "srv-atlas",
  ip: "10.44.12.21",
  release: "debian-12",
  timezone: "Europe/London",
  services: ["ssh", "imap"],
  role: "server",
}
const gate = { ...atlas, uuid: "g-1", name: "gate", hostname: "gate01", ip: "10.44.12.22" }

/** A computer with a database, and a fleet file that may be written to it. */
const host = async (): Promise<
  Place & {
    readonly file: (content: unknown) => string
    readonly sql: (statements: ReadonlyArray<string>) => Promise<void>
  }
> => {
  const here = place()
  const path = join(here.folder, "a.db")
  const env = { DECNET_DB_URL: `sqlite:///${path}`, DOCKER_HOST: `unix://${here.folder}/d.sock` }
  const run: Place["run"] = (args, more) => here.run(args, { ...env, ...more })
  await run(["db", "migrate"])
  return {
    ...here,
    run,
    file: (content) => {
      const file = join(here.folder, "fleet.json")
      writeFileSync(file, JSON.stringify(content))
      return file
    },
    sql: (statements) =>
      Effect.runPromise(
        Effect.gen(function* () {
          const sql = yield* SqlClient.SqlClient
          for (const statement of statements) yield* sql.unsafe(statement)
        }).pipe(Effect.provide(Sql.layer({ kind: "sqlite", path }))),
      ),
  }
}

describe("decnet deckies import", () => {
  it("says what was added, what changed, and what is as before", async () => {
    const { run, file } = await host()
    const first = await run(["deckies", "import", file([atlas, gate])])
    expect([first.status, first.stdout]).toEqual([
      0,
      "added atlas as local:atlas\nadded gate as local:gate\n2 added, 0 changed, 0 as before\n",
    ])
    const second = await run([
      "deckies",
      "import",
      file([{ ...atlas, services: ["ssh"], role: "bastion" }, gate]),
    ])
    expect(second.stdout).toBe("changed atlas (role, services)\n0 added, 1 changed, 1 as before\n")
    const listed = JSON.parse((await run(["deckies", "list", "--json"])).stdout) as ReadonlyArray<{
      readonly name: string
    }>
    expect(listed[0]).toMatchObject({ uuid: "local:atlas", role: "bastion", services: ["ssh"] })
  })

  it("takes a field away that the file no longer has", async () => {
    const { run, file, folder } = await host()
    writeFileSync(join(folder, "people.json"), "[]")
    await run(["deckies", "import", file([{ ...atlas, personas: "people.json" }])])
    const shown = async () => JSON.parse((await run(["deckies", "export"])).stdout)[0]
    expect((await shown()).personas).toBe(join(folder, "people.json"))
    expect((await run(["deckies", "import", file([atlas])])).stdout).toContain(
      "changed atlas (pers",
    )
    expect(await shown()).not.toHaveProperty("personas")
  })

  it.each([
    ["no file", undefined, /does not exist; name a file that does/],
    ["a decky without a release", [{ ...atlas, release: undefined }], /0\.release: is missing/],
    [
      "two of one name",
      [atlas, { ...gate, name: "atlas" }],
      /1\.name: atlas is also that of entry 0/,
    ],
    [
      "a composite of more than 64 characters",
      [{ ...atlas, name: "a".repeat(60) }],
      /0\.name: local:a+ has 66 characters/,
    ],
  ])("refuses %s with status 2 and changes nothing", async (_, content, message) => {
    const { run, file, folder } = await host()
    const path = content === undefined ? join(folder, "none.json") : file(content)
    const { status, stdout, stderr } = await run(["deckies", "import", path])
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr).toMatch(message)
    expect(JSON.parse((await run(["deckies", "list", "--json"])).stdout)).toEqual([])
  })

  it("leaves a topology's decky to its topology", async () => {
    const { run, file, sql } = await host()
    await sql([
      `INSERT INTO topologies (id, name, mode, config_snapshot, status, version, needs_resync)
       VALUES ('site', 'Site', 'live', '{}', 'active', 1, 0)`,
      `INSERT INTO topology_deckies (uuid, topology_id, name, services, state)
       VALUES ('td-1', 'site', 'kiosk', '["ssh"]', 'running')`,
    ])
    const exported = JSON.parse((await run(["deckies", "export"])).stdout)
    expect(exported).toMatchObject([{ uuid: "td-1", topology_id: "site" }])
    const { status, stderr, stdout } = await run(["deckies", "import", file(exported)])
    expect([status, stdout]).toEqual([0, "0 added, 0 changed, 0 as before\n"])
    expect(stderr).toContain("kiosk is left out: it belongs to topology site")
    const removed = await run(["deckies", "remove", "kiosk"])
    expect([removed.status, removed.stderr]).toEqual([
      2,
      "decnet: kiosk belongs to topology site; take it away there\n",
    ])
  })
})

describe("decnet deckies export", () => {
  it("writes a file that imports as the same fleet", async () => {
    const { run, file, folder } = await host()
    const born = { ...atlas, born_at: "2026-01-05T00:00:00.000Z", containers: { ssh: "a1" } }
    await run(["deckies", "import", file([born, gate])])
    const out = join(folder, "out.json")
    expect((await run(["deckies", "export", "-o", out])).status).toBe(0)
    const deckies = Either.getOrThrow(FleetFile.parse(JSON.parse(readFileSync(out, "utf8"))))
    expect(deckies).toMatchObject([
      { uuid: "local:atlas", bornAt: Date.parse(born.born_at), containers: { ssh: "a1" } },
      { uuid: "local:gate", hostname: "gate01" },
    ])
    await run(["deckies", "remove", "atlas"])
    const again = await run(["deckies", "import", out])
    expect([again.status, again.stderr]).toEqual([0, ""])
    await run(["deckies", "export", "-o", `${out}.again`])
    expect(readFileSync(`${out}.again`, "utf8")).toBe(readFileSync(out, "utf8"))
  })
})

describe("decnet deckies list and remove", () => {
  it("shows a table, and a line where there is nothing", async () => {
    const { run, file } = await host()
    expect(await run(["deckies", "list"])).toMatchObject({
      status: 0,
      stdout: "",
      stderr: expect.stringContaining("there are no deckies on local"),
    })
    await run(["deckies", "import", file([atlas])])
    expect((await run(["deckies", "list"])).stdout).toBe(
      [
        "name   state    source  uuid         ip           services  release    role    zone",
        "atlas  running  fleet   local:atlas  10.44.12.21  ssh,imap  debian-12  server  Europe/London",
        "",
      ].join("\n"),
    )
  })

  it("shows rows that others wrote with what can be used of them", async () => {
    const { run, sql } = await host()
    await sql([
      `INSERT INTO fleet_deckies (host_uuid, name, services, decky_config, state)
       VALUES ('local', 'bad\u0007name', 'not json', '{"hostname":"h"}', 'failed')`,
      `INSERT INTO fleet_deckies (host_uuid, name, services, state)
       VALUES ('local', '${"n".repeat(60)}', '["ssh"]', 'running')`,
      `INSERT INTO fleet_deckies (host_uuid, name, services, state)
       VALUES ('elsewhere', 'far', '["ssh"]', 'running')`,
    ])
    const { stdout, stderr, status } = await run(["deckies", "list"])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^bad\?name +failed +fleet +\S+ +- +- +unknown +server/m)
    expect(stdout).not.toContain("far")
    expect(stderr).toMatch(/n{60} \(fleet\) is left out: .*has 66 characters/)
  })

  it("removes one, and says where one that is not there might be seen", async () => {
    const { run, file } = await host()
    await run(["deckies", "import", file([atlas])])
    expect((await run(["deckies", "remove", "atlas"])).stdout).toBe(
      "removed atlas, and its history with it; its files stay where they are\n",
    )
    const { status, stderr } = await run(["deckies", "remove", "atlas"])
    expect([status, stderr]).toEqual([
      2,
      "decnet: there is no decky atlas on local; `decnet deckies list` shows them\n",
    ])
  })
})

describe("what Docker's labels say", () => {
  const container = (name: string, decky: string, services: string) => ({
    name,
    labels: { "decnet.decky": decky, "decnet.services": services },
  })

  it("makes one decky of several containers, and keeps names that do not follow from its own", () => {
    const { found, refused } = Discovery.deckiesOf([
      container("atlas-ssh", "atlas", "ssh"),
      container("post", "atlas", "imap, SMTP"),
      container("gate-1", "gate", "ssh"),
      { name: "other", labels: {} },
    ])
    expect(refused).toEqual([])
    expect(found).toEqual([
      { name: "atlas", services: ["imap", "smtp", "ssh"], containers: { mail: "post" } },
      { name: "gate", services: ["ssh"], containers: { ssh: "gate-1" } },
    ])
  })

  it("refuses names and services that are none, and a second container for one duty", () => {
    const { found, refused } = Discovery.deckiesOf([
      container("a", "../etc", "ssh"),
      container("b", "atlas", "ssh;rm"),
      container("c", "gate", "ssh"),
      container("d", "gate", "ssh"),
    ])
    expect(found.map(({ name }) => name)).toEqual(["gate"])
    expect(refused.map(({ name }) => name)).toEqual(["a", "b", "d"])
  })

  it("changes what they name, and nothing else", () => {
    const standing = {
      uuid: "local:gate",
      name: "gate",
      ip: "10.0.0.1",
      services: ["ssh"],
      topologyId: undefined,
      source: "fleet" as const,
      hostUuid: "local",
      config: { role: "bastion", containers: { ssh: "gate-1" } },
      state: "running",
    }
    const found = [{ name: "gate", services: ["ssh"], containers: { ssh: "gate-1" } }]
    expect(FleetChange.discovered("local", found, [standing]).changes).toMatchObject([
      { isNew: false, differs: [], entry: { ip: "10.0.0.1" } },
    ])
    const more = [{ ...found[0]!, services: ["imap", "ssh"], containers: { mail: "post" } }]
    expect(FleetChange.discovered("local", more, [standing]).changes).toMatchObject([
      {
        differs: ["services", "containers"],
        entry: { config: { containers: { ssh: "gate-1", mail: "post" } } },
      },
    ])
    const shard = { ...standing, source: "shard" as const }
    expect(FleetChange.discovered("local", found, [shard])).toMatchObject({
      changes: [],
      left: [{ name: "gate" }],
    })
  })
})

describe("an agent", () => {
  it("lists its deckies, as they are its own", async () => {
    const { run } = await host()
    expect((await run(["deckies", "list"], { DECNET_MODE: "agent" })).status).toBe(0)
  })
})
