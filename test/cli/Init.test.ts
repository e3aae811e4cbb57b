import { createHash } from "node:crypto"
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as Sql from "../../runtime/storage/Sql.ts"
import { place } from "./decnet.ts"

const modeOf = (path: string): number => statSync(path).mode & 0o777

interface TokenRow {
  readonly name: string
  readonly role: string
  readonly hash: string
}

const tokens = (path: string): Promise<ReadonlyArray<TokenRow>> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      return yield* sql<TokenRow>`SELECT name, role, hash FROM api_tokens`
    }).pipe(Effect.provide(Sql.layer({ kind: "sqlite", path }))),
  )

/** Only root gives files away; a skipped test would fail CI, which need not be root. */
const itAsRoot: typeof it | ((...words: ReadonlyArray<unknown>) => void) =
  process.getuid?.() === 0 ? it : () => console.log("left out: takes root to give files away")

describe("decnet init", () => {
  it("makes config, keys, database and a token, which only this user can read", async () => {
    const { roots, run } = place()
    const { status, stdout, stderr } = await run(["init"])
    expect([status, stderr]).toEqual([0, ""])
    expect([modeOf(roots.etc), modeOf(join(roots.etc, "seed"))]).toEqual([0o700, 0o600])
    expect(modeOf(join(roots.etc, "secret.key"))).toBe(0o600)
    for (const name of ["seed", "secret.key"])
      expect(readFileSync(join(roots.etc, name), "utf8")).toMatch(/^[0-9a-f]{64}\n$/)
    const database = join(roots.state, "decnet.db")
    expect(modeOf(database)).toBe(0o600)
    const token = /shown this once:\n(\S{43})\n/.exec(stdout)![1]!
    expect(await tokens(database)).toEqual([
      { name: "first", role: "admin", hash: createHash("sha256").update(token).digest("hex") },
    ])
  })

  it("changes nothing when it is run again, and says so", async () => {
    const { roots, run } = place()
    await run(["init"])
    const before = ["seed", "secret.key"].map((name) => readFileSync(join(roots.etc, name), "utf8"))
    const rows = await tokens(join(roots.state, "decnet.db"))
    const { status, stdout } = await run(["init"])
    expect(status).toBe(0)
    expect(stdout).toContain("nothing was changed")
    expect(stdout).not.toContain("shown this once")
    expect(
      ["seed", "secret.key"].map((name) => readFileSync(join(roots.etc, name), "utf8")),
    ).toEqual(before)
    expect(await tokens(join(roots.state, "decnet.db"))).toEqual(rows)
  })

  it("makes no seed file where the environment names the seed, and never shows it", async () => {
    const { roots, run } = place()
    const { stdout, status } = await run(["init"], { DECNET_SEED: "autumn-leaves" })
    expect(status).toBe(0)
    expect(stdout).toContain("DECNET_SEED is set")
    expect(stdout).not.toContain("autumn-leaves")
    expect(() => statSync(join(roots.etc, "seed"))).toThrow()
  })

  it("puts the database where the environment says", async () => {
    const { folder, run } = place()
    const path = join(folder, "elsewhere", "a.db")
    const { status } = await run(["init"], { DECNET_DB_URL: `sqlite:///${path}` })
    expect([status, modeOf(path), modeOf(join(folder, "elsewhere"))]).toEqual([0, 0o600, 0o700])
  })

  it("leaves a file in the way as it is, and says in one line what cannot be made", async () => {
    const { roots, run } = place()
    writeFileSync(roots.etc, "not a folder")
    mkdirSync(join(roots.own, ".."), { recursive: true })
    writeFileSync(roots.own, "nor this")
    const { status, stderr } = await run(["init"])
    expect([status, stderr.split("\n").length]).toEqual([1, 2])
    expect(readFileSync(roots.etc, "utf8")).toBe("not a folder")
    expect(stderr).toMatch(/^decnet: .* cannot be made/)
  })

  itAsRoot("gives what root makes to the owner of its folder", async () => {
    const { folder, roots, run } = place()
    chmodSync(folder, 0o755)
    mkdirSync(roots.etc)
    mkdirSync(roots.state)
    const { chownSync } = await import("node:fs")
    chownSync(roots.etc, 990, 991)
    chownSync(roots.state, 990, 991)
    expect((await run(["init"])).status).toBe(0)
    for (const path of [
      join(roots.etc, "seed"),
      join(roots.etc, "secret.key"),
      join(roots.state, "decnet.db"),
    ]) {
      const { uid, gid } = statSync(path)
      expect([path, uid, gid]).toEqual([path, 990, 991])
    }
  })
})

describe("decnet db", () => {
  it("makes the tables, and has nothing to do the second time", async () => {
    const { folder, run } = place()
    const env = { DECNET_DB_URL: `sqlite:///${join(folder, "a.db")}` }
    const first = await run(["db", "migrate"], env)
    expect([first.status, first.stdout]).toEqual([0, expect.stringMatching(/\d+ migrations run/)])
    expect((await run(["db", "migrate"], env)).stdout).toContain("is up to date")
    const status = await run(["db", "status"], env)
    expect([status.status, status.stdout]).toEqual([0, expect.stringContaining(" 0 pending")])
  })

  it("says what is pending, with status 1", async () => {
    const { folder, run } = place()
    writeFileSync(join(folder, "empty.db"), "")
    const ran = await run(["db", "status"], {
      DECNET_DB_URL: `sqlite:///${join(folder, "empty.db")}`,
    })
    expect([ran.status, ran.stdout]).toEqual([1, expect.stringContaining("\npending  1  create_")])
    expect(ran.stderr).toBe("decnet: the database is behind; run `decnet db migrate`\n")
  })

  it("counts anew what another program has put out of step", async () => {
    const { folder, run } = place()
    const path = join(folder, "a.db")
    const env = { DECNET_DB_URL: `sqlite:///${path}` }
    await run(["db", "migrate"], env)
    expect((await run(["db", "recount"], env)).stdout).toMatch(
      /: all counts agree with the rows\n$/,
    )
    await Effect.runPromise(
      Effect.flatMap(
        SqlClient.SqlClient,
        (sql) =>
          sql`INSERT INTO orchestrator_emails ${sql.insert({ uuid: "m", ts: "2026-01-05 09:00:00", mail_decky_uuid: "d", thread_id: "t", message_id: "1", sender_email: "a", recipient_email: "b", subject: "s", language: "en", eml_path: "", success: 1, payload: "{}" })}`,
      ).pipe(Effect.provide(Sql.layer({ kind: "sqlite", path }))),
    )
    const ran = await run(["db", "recount"], env)
    expect([ran.status, ran.stdout]).toEqual([
      0,
      expect.stringMatching(/: 1 decky counted anew\n$/),
    ])
    expect((await run(["db", "recount"], env)).stdout).toContain("all counts agree")
  })

  it("drops nothing until one says that one knows, and says what it would drop", async () => {
    const { folder, run } = place()
    const env = { DECNET_DB_URL: `sqlite:///${join(folder, "a.db")}` }
    await run(["db", "migrate"], env)
    const refused = await run(["db-reset"], env)
    expect(refused.status).toBe(2)
    expect(refused.stderr).toMatch(/would drop \d+ tables .*synthetic_files.*type --i-know-what/)
    expect((await run(["db", "status"], env)).status).toBe(0)
    const done = await run(["db-reset", "--i-know-what-im-doing"], env)
    expect([done.status, done.stdout]).toEqual([0, expect.stringMatching(/\d+ tables dropped/)])
    expect((await run(["db", "status"], env)).status).toBe(1)
  })

  it("does not make a database in order to look at it", async () => {
    const { folder, run } = place()
    const path = join(folder, "none.db")
    for (const args of [["db", "status"], ["db-reset"]]) {
      const ran = await run(args, { DECNET_DB_URL: `sqlite:///${path}` })
      expect([ran.status, ran.stderr]).toEqual([
        3,
        `decnet: there is no database at ${path} yet; run \`decnet init\`\n`,
      ])
    }
    expect(() => statSync(path)).toThrow()
  })
})
