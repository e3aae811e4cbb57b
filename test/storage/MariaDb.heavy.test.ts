import { readdirSync, readFileSync } from "node:fs"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"
import * as Migrations from "../../runtime/storage/Migrations.ts"
import * as Sql from "../../runtime/storage/Sql.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import { Transactions } from "../../src/ports/Transactions.ts"
import * as MariaDb from "../parts/MariaDb.ts"
import * as AnswersContract from "./contracts/Answers.ts"
import { contracts } from "./contracts/All.ts"
import { counters } from "./contracts/Counters.ts"
import { guarded } from "./contracts/Guarded.ts"
import { lists } from "./contracts/Lists.ts"
import { migration } from "./contracts/Migration.ts"
import { repositories } from "./contracts/Repositories.ts"
import { newDecky, row } from "./contracts/Samples.ts"

/** Whether each thread of a process stands still. */
const isStopped = (pid: number): boolean =>
  readdirSync(`/proc/${pid}/task`).every((thread) =>
    /\) [Tt] /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8")),
  )

const parse = (url: string) => Either.getOrThrow(DatabaseUrl.parse(url))

describe.skipIf(MariaDb.lacks() !== undefined)("With a real server", () => {
  let server: MariaDb.MariaDb
  beforeAll(async () => void (server = await MariaDb.start()))
  afterAll(() => server?.stop())

  let made = 0
  const fresh = () => {
    server.admin(`CREATE DATABASE decnet_${++made} CHARACTER SET utf8mb4`)
    return parse(server.url.replace(/decnet$/, `decnet_${made}`))
  }
  const mariaDb = {
    name: "MariaDB",
    undoes: true,
    open: () =>
      Layer.unwrapEffect(
        Effect.sync(() => Storage.layer(parse(server.url), { hostUuid: "local" })),
      ),
  }

  contracts(mariaDb)
  AnswersContract.contract(mariaDb)
  repositories(mariaDb)
  lists(mariaDb)
  counters(mariaDb)
  migration("MariaDB", fresh)
  guarded("MariaDB", fresh)

  describe("MariaDB", () => {
    const run = <A, E>(
      database: DatabaseUrl.Database,
      work: Effect.Effect<A, E, SqlClient.SqlClient | Storage.Ports>,
    ) =>
      Effect.runPromise(
        work.pipe(
          Effect.provide(Storage.layer(database, { hostUuid: "local" })),
          Effect.provide(Sql.layer(database)),
        ),
      )

    it("indexes decky and path as a tree, in what its keys may hold", async () => {
      await Effect.runPromise(Effect.provide(Effect.void, mariaDb.open()))
      const indexes = server
        .admin("SHOW INDEX FROM decnet.synthetic_files; SHOW INDEX FROM decnet.file_details;")
        .split("\n")
        .map((line) => line.split("\t"))
        .filter((cells) => ["uq_synthetic_files_decky_path", "PRIMARY"].includes(cells[2] ?? ""))
      expect(indexes.length).toBe(5)
      // a key that is too long becomes a hash without a word
      for (const cells of indexes) {
        expect(cells[10]).toBe("BTREE")
        expect(cells[7]).toBe("NULL")
      }
      const bytes = server.admin(`SELECT SUM(CHARACTER_OCTET_LENGTH)
        FROM information_schema.columns WHERE table_schema = 'decnet'
        AND table_name = 'synthetic_files' AND column_name IN ('decky_uuid', 'path')`)
      expect(Number(bytes)).toBe((64 + 512) * 4)
      expect(Number(bytes)).toBeLessThanOrEqual(3072)
      const plan = server.admin(`EXPLAIN SELECT uuid FROM decnet.synthetic_files
        WHERE decky_uuid = 'd' AND path LIKE '/x%'`)
      expect(plan).toContain("uq_synthetic_files_decky_path")
    })

    it("has trees for all indexes of what models wrote, and finds rows by them", async () => {
      await Effect.runPromise(Effect.provide(Effect.void, mariaDb.open()))
      const indexes = server
        .admin(
          "SHOW INDEX FROM decnet.wordings; SHOW INDEX FROM decnet.wording_sentences; SHOW INDEX FROM decnet.model_answers;",
        )
        .split("\n")
        .map((line) => line.split("\t"))
        .filter((cells) => /^(?:PRIMARY|ix_)/.test(cells[2] ?? ""))
      expect(new Set(indexes.map((cells) => `${cells[0]} ${cells[2]}`)).size).toBe(7)
      for (const cells of indexes)
        expect([cells[2], cells[7], cells[10]]).toEqual([cells[2], "NULL", "BTREE"])
      const plan = server.admin(`EXPLAIN SELECT text FROM decnet.wordings
        WHERE decky_uuid = 'd' AND place IN ('<1@h>', '<2@h>') AND text IS NOT NULL`)
      expect(plan).toContain("ix_wordings_place")
    })

    it("compares text byte for byte in every table of ours", async () => {
      const loose = server.admin(`SELECT table_name, column_name, collation_name
        FROM information_schema.columns WHERE table_schema = 'decnet'
        AND collation_name IS NOT NULL AND collation_name <> 'utf8mb4_nopad_bin'
        AND table_name <> 'decnet_migrations'`)
      expect(loose).toBe("")
    })

    it("is migrated by one of many who try at once, and the others wait for it", async () => {
      const database = fresh()
      const answers = await Promise.all(
        Array.from({ length: 5 }, () =>
          Effect.runPromise(
            Effect.gen(function* () {
              const ran = yield* Migrations.migrate(database)
              // whoever comes back finds all tables
              const sql = yield* SqlClient.SqlClient
              yield* sql`SELECT beat_ms FROM workers`
              return ran.length
            }).pipe(Effect.provide(Sql.layer(database))),
          ),
        ),
      )
      expect(answers.filter((count) => count > 0).length).toBe(1)
      expect(answers.filter((count) => count === 0).length).toBe(4)
    })

    it("stores a text that a short column of the Python DECNET holds, and cuts a longer one", async () => {
      const database = fresh()
      const noted = () =>
        Effect.runPromise(Effect.provide(Migrations.notes(database), Sql.layer(database)))
      await Effect.runPromise(Effect.provide(Migrations.migrate(database), Sql.layer(database)))
      expect(await noted()).toEqual([])
      server.admin(`ALTER TABLE decnet_${made}.synthetic_files MODIFY last_body TEXT`)
      expect(await noted()).toEqual([expect.stringMatching(/last_body holds 65535 bytes/)])
      await run(
        database,
        Effect.gen(function* () {
          const files = yield* SyntheticFiles
          yield* files.put("d", row("/short", { body: "é".repeat(30_000) }))
          yield* files.put("d", row("/long", { body: "é".repeat(40_000) }))
          expect((yield* files.get("d", "/short"))?.body).toBe("é".repeat(30_000))
          expect((yield* files.get("d", "/long"))?.body).toBeUndefined()
        }),
      )
    })

    it("tries a transaction again that the server ended as a deadlock", async () => {
      const [one, other] = [newDecky(), newDecky()]
      const swap = (first: string, second: string) =>
        Effect.gen(function* () {
          const files = yield* SyntheticFiles
          const { atomically } = yield* Transactions
          yield* atomically(
            Effect.gen(function* () {
              yield* files.put(first, row("/a", { body: first }))
              yield* Effect.sleep("100 millis")
              yield* files.put(second, row("/a", { body: first }))
            }),
          )
        })
      const database = parse(server.url)
      await run(
        database,
        Effect.gen(function* () {
          const files = yield* SyntheticFiles
          yield* files.put(one, row("/a"))
          yield* files.put(other, row("/a"))
          yield* Effect.all([swap(one, other), swap(other, one)], { concurrency: 2 })
          const bodies = [
            (yield* files.get(one, "/a"))?.body,
            (yield* files.get(other, "/a"))?.body,
          ]
          expect(bodies[0]).toBe(bodies[1])
        }),
      )
    })

    const failure = (url: string) =>
      Effect.runPromise(Effect.flip(Layer.launch(Storage.layer(parse(url), { hostUuid: "local" }))))

    it("says in one line who may not log in, which database is missing, and what does not answer", async () => {
      const wrong = await failure(server.url.replace("%40", "-"))
      expect(wrong).toMatchObject({ reason: "broken" })
      expect(wrong.detail).toMatch(/^tester may not log in at 127\.0\.0\.1:\d+; mend/)
      const missing = await failure(`${server.url}_nowhere`)
      expect(missing.detail).toMatch(/^there is no database decnet_nowhere at .*; create it/)
      const closed = await failure("mysql://u:secret@127.0.0.1:1/d")
      expect(closed).toMatchObject({ reason: "unreachable" })
      expect(closed.detail).toMatch(/127\.0\.0\.1:1\/d does not answer \(ECONNREFUSED\)/)
      for (const { detail } of [wrong, missing, closed])
        expect(detail).not.toMatch(/secret|p@ss|p-ss|\n/)
    })

    it("says so where it refuses writes", async () => {
      server.admin("SET GLOBAL read_only = 1")
      try {
        const refused = await run(
          parse(server.url),
          Effect.flip(Effect.flatMap(SyntheticFiles, (files) => files.put("d", row("/a")))),
        )
        expect(refused).toMatchObject({ reason: "read-only" })
      } finally {
        server.admin("SET GLOBAL read_only = 0")
      }
    })
  })

  describe("A MariaDB that goes away", () => {
    it("is unreachable while it is gone or frozen, and works again when it is back", async () => {
      const own = await MariaDb.start()
      const database = parse(own.url)
      try {
        await run2(
          database,
          Effect.gen(function* () {
            const files = yield* SyntheticFiles
            const { atomically } = yield* Transactions
            yield* files.put("d", row("/a"))
            process.kill(own.pid, "SIGSTOP")
            // its threads stop one after another
            yield* Effect.promise(() => vi.waitUntil(() => isStopped(own.pid), 5000))
            const frozen = yield* Effect.all(
              [Effect.flip(files.get("d", "/a")), Effect.flip(atomically(files.list("d")))],
              { concurrency: 2 },
            )
            process.kill(own.pid, "SIGCONT")
            for (const each of frozen) expect(each.reason).toBe("unreachable")
            expect((yield* files.list("d")).length).toBe(1)
            // the server cuts every connection, also that of a transaction under way
            const cut = yield* Effect.exit(
              atomically(
                Effect.gen(function* () {
                  yield* files.put("d", row("/b"))
                  for (const id of own
                    .admin("SELECT id FROM information_schema.processlist WHERE user = 'tester'")
                    .split("\n"))
                    if (id !== "") own.admin(`KILL ${id}`)
                  yield* files.put("d", row("/c"))
                }),
              ),
            )
            expect(cut._tag).toBe("Failure")
            yield* Effect.retry(files.put("d", row("/d")), { times: 20 })
            expect((yield* files.list("d")).map(({ path }) => path)).toEqual(["/a", "/d"])
            yield* Effect.promise(() => own.stop())
            const gone = yield* Effect.flip(files.list("d"))
            expect(gone.reason).toBe("unreachable")
          }),
        )
      } finally {
        await own.stop()
      }
    })
  })

  const run2 = <A, E>(database: DatabaseUrl.Database, work: Effect.Effect<A, E, Storage.Ports>) =>
    Effect.runPromise(Effect.provide(work, Storage.layer(database, { hostUuid: "local" })))
})
