/** What migrating comes to, held against one kind of database. */
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import type { Database } from "../../../runtime/storage/DatabaseUrl.ts"
import { Fleet } from "../../../runtime/storage/Fleet.ts"
import * as Migrations from "../../../runtime/storage/Migrations.ts"
import * as Sql from "../../../runtime/storage/Sql.ts"
import * as Storage from "../../../runtime/storage/Storage.ts"
import { Topologies } from "../../../runtime/storage/Topologies.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import * as PythonMade from "../PythonMade.ts"
import { fileEvent, row } from "./Samples.ts"

/** `fresh` answers with an empty database each time. */
export const migration = (name: string, fresh: () => Database): void => {
  describe(`Migrations on ${name}`, () => {
    const on = <A, E>(database: Database, work: Effect.Effect<A, E, SqlClient.SqlClient>) =>
      Effect.runPromise(Effect.provide(work, Sql.layer(database)))

    it("run once, and have nothing to do afterwards", async () => {
      const database = fresh()
      const before = await on(database, Migrations.status(database))
      expect(before.applied).toEqual([])
      const ran = await on(database, Migrations.migrate(database))
      expect(ran).toEqual(before.pending)
      expect(await on(database, Migrations.migrate(database))).toEqual([])
      const after = await on(database, Migrations.status(database))
      expect(after).toEqual({ applied: ran, pending: [] })
    })

    it("go on where one was cut short", async () => {
      const database = fresh()
      const ran = await on(database, Migrations.migrate(database))
      await on(
        database,
        Effect.flatMap(
          SqlClient.SqlClient,
          (sql) => sql`DELETE FROM decnet_migrations WHERE migration_id > 3`,
        ),
      )
      expect(await on(database, Migrations.migrate(database))).toEqual(ran.slice(3))
    })

    it("say which table is in the way, and note nothing that failed", async () => {
      const database = fresh()
      // a view of that name: it can neither be made nor completed
      await on(
        database,
        Effect.flatMap(
          SqlClient.SqlClient,
          (sql) => sql`CREATE VIEW outbox AS SELECT 1 AS unrelated`,
        ),
      )
      const failed = await on(database, Effect.flip(Migrations.migrate(database)))
      expect(failed).toMatchObject({ _tag: "StoreUnavailable", reason: "broken" })
      expect(failed.detail).toMatch(/outbox/)
      expect(failed.detail).not.toMatch(/\n/)
      const { pending } = await on(database, Migrations.status(database))
      expect(pending.length).toBeGreaterThan(0)
      const again = await on(database, Effect.flip(Migrations.migrate(database)))
      expect(again.detail).toBe(failed.detail)
      await on(
        database,
        Effect.flatMap(SqlClient.SqlClient, (sql) => sql`DROP VIEW outbox`),
      )
      await on(database, Migrations.migrate(database))
      expect((await on(database, Migrations.status(database))).pending).toEqual([])
    })

    it("keep what the Python DECNET made, and add what it lacks", async () => {
      const database = fresh()
      await on(database, PythonMade.make)
      const layer = Storage.layer(database, {
        hostUuid: "local",
        people: {
          nameOf: (address) => (address === "anna.berg@holmgate.net" ? "Anna Berg" : address),
          addressOf: (person) => (person === "Anna Berg" ? "anna.berg@holmgate.net" : person),
        },
      })
      await Effect.runPromise(
        Effect.gen(function* () {
          const files = yield* SyntheticFiles
          const found = yield* files.list(PythonMade.decky)
          expect(found).toEqual([
            row("/home/anna/TODO.md", {
              class: "todo",
              createdAt: found[0]!.createdAt,
              mtime: {
                ms: Date.UTC(2025, 10, 4, 10),
                ns: 0,
              },
              owner: "anna",
              group: "anna",
              bytes: PythonMade.body.length,
              sha256: found[0]!.sha256,
              body: PythonMade.body,
              editCount: 2,
              hotness: 1,
            }),
            row("/home/anna/of-a-later-version", {
              createdAt: Date.UTC(2025, 10, 3, 9, 12, 44),
              mtime: { ms: Date.UTC(2025, 10, 3, 9, 12, 44), ns: 0 },
              owner: "anna",
              group: "anna",
              bytes: 0,
              sha256: "e".repeat(64),
              body: undefined,
              hotness: 1,
              touched: true,
            }),
            row("/var/log/cron.log", {
              class: "log_cron",
              persona: undefined,
              createdAt: Date.UTC(2025, 10, 3, 9, 12, 44),
              mtime: { ms: Date.UTC(2025, 10, 3, 9, 12, 44), ns: 0 },
              owner: "root",
              group: "root",
              bytes: 3,
              sha256: "d".repeat(64),
              body: undefined,
              hotness: 1,
            }),
          ])
          // a column of the Python DECNET may have whole seconds only
          expect(Math.floor(found[0]!.createdAt / 1000)).toBe(
            Date.UTC(2025, 10, 3, 9, 12, 44) / 1000,
          )
          const edited = { ...found[0]!, body: "- [x] ring the vendor\n", editCount: 3 }
          yield* files.put(PythonMade.decky, edited)
          expect(yield* files.get(PythonMade.decky, edited.path)).toEqual(edited)
          const stored = yield* Effect.flatMap(
            SqlClient.SqlClient,
            (sql) => sql`SELECT uuid, persona, last_modified, last_body FROM synthetic_files
              WHERE path = ${edited.path}`,
          )
          expect(stored).toMatchObject([
            { uuid: "f-1", persona: "Anna Berg", last_body: edited.body },
          ])
          // whole seconds where the Python DECNET's column has no more
          expect(String(stored[0]!["last_modified"])).toMatch(/^2025-11-04 10:00:00(\.000000)?$/)
          yield* (yield* EventBus).publish(fileEvent(PythonMade.decky, "1"))
          const { deckies } = yield* (yield* Fleet).running("local")
          expect(deckies.map(({ uuid, services }) => [uuid, services])).toEqual([
            [PythonMade.decky, ["ssh"]],
          ])
          const [topology] = yield* (yield* Topologies).list
          expect(topology).toMatchObject({ id: "t-1", languageDefault: "en" })
          const theirs = yield* Effect.flatMap(
            SqlClient.SqlClient,
            (sql) => sql`SELECT uuid FROM attackers`,
          )
          expect(theirs).toEqual([{ uuid: "a-1" }])
        }).pipe(Effect.provide(layer), Effect.provide(Sql.layer(database))),
      )
      const dropped = await on(database, Migrations.reset(database))
      expect(dropped).toContain("synthetic_files")
      expect(dropped).not.toContain("attackers")
      expect((await on(database, Migrations.status(database))).applied).toEqual([])
      await on(database, Migrations.migrate(database))
      expect(
        await on(
          database,
          Effect.flatMap(SqlClient.SqlClient, (sql) => sql`SELECT uuid FROM attackers`),
        ),
      ).toEqual([{ uuid: "a-1" }])
    })

    it("keep what the Python DECNET writes readable to it: names, times, and a hash of the bytes", async () => {
      const database = fresh()
      await Effect.runPromise(
        Effect.gen(function* () {
          const files = yield* SyntheticFiles
          yield* files.put("d", row("/home/annaberg/notes.txt"))
          yield* files.put("d", row("/bin", { body: undefined, persona: undefined }))
          const stored = yield* Effect.flatMap(
            SqlClient.SqlClient,
            (sql) => sql`SELECT path, persona, created_at, last_modified, content_hash, last_body
              FROM synthetic_files ORDER BY path`,
          )
          // a driver leaves out microseconds that are zero
          const shown = stored.map((each) => ({
            ...each,
            created_at: String(each["created_at"]).replace(/\.000000$/, ""),
          }))
          expect(shown).toEqual([
            {
              path: "/bin",
              persona: "",
              created_at: "2026-01-05 00:00:00",
              last_modified: "2026-01-05 10:00:00.123456",
              content_hash: "a".repeat(64),
              last_body: "",
            },
            {
              path: "/home/annaberg/notes.txt",
              persona: "anna.berg@holmgate.net",
              created_at: "2026-01-05 00:00:00",
              last_modified: "2026-01-05 10:00:00.123456",
              content_hash: "a".repeat(64),
              last_body: "text\n",
            },
          ])
          const tooLong = yield* Effect.flip(files.put("d", row(`/${"x".repeat(512)}`)))
          expect(tooLong.detail).toMatch(/513 characters .* 512 is the most/)
          yield* files.put("d", row(`/${"🦊".repeat(255)}y`))
        }).pipe(
          Effect.provide(Storage.layer(database, { hostUuid: "local" })),
          Effect.provide(Sql.layer(database)),
        ),
      )
    })
  })
}
