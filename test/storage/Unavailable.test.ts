import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { describe, expect, it } from "vitest"
import { classify } from "../../runtime/storage/Classify.ts"
import type { Database } from "../../runtime/storage/DatabaseUrl.ts"
import * as Migrations from "../../runtime/storage/Migrations.ts"
import * as Sql from "../../runtime/storage/Sql.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import { row } from "./contracts/Samples.ts"
import * as SqliteFile from "./SqliteFile.ts"

const failure = (database: Database): Promise<StoreUnavailable> =>
  Effect.runPromise(Effect.flip(Layer.launch(Storage.layer(database, { hostUuid: "local" }))))

const migrated = async () => {
  const database = SqliteFile.fresh()
  await Effect.runPromise(Effect.provide(Migrations.migrate(database), Sql.layer(database)))
  return database
}

const oneLine = (error: StoreUnavailable): string => {
  expect(error).toBeInstanceOf(StoreUnavailable)
  expect(error.message).toBe(error.detail)
  expect(error.detail).not.toMatch(/\n|\bat \//)
  return error.detail
}

describe("A SQLite database", () => {
  it("is made in a folder and a file that nobody else may read", async () => {
    const path = join(SqliteFile.folder, "new", "deep", "x.db")
    await Effect.runPromise(
      Effect.provide(
        Effect.flatMap(SyntheticFiles, (files) => files.put("d", row("/a"))),
        Storage.layer({ kind: "sqlite", path }, { hostUuid: "local" }),
      ),
    )
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700)
  })

  it("keeps the modes that an operator gave it", async () => {
    const database = await migrated()
    chmodSync(database.path, 0o660)
    await Effect.runPromise(Effect.provide(Migrations.migrate(database), Sql.layer(database)))
    expect(statSync(database.path).mode & 0o777).toBe(0o660)
  })

  it("has a write-ahead log, waits for locks, and heeds foreign keys", async () => {
    const database = SqliteFile.fresh()
    const pragmas = await Effect.runPromise(
      Effect.provide(
        Effect.flatMap(SqlClient.SqlClient, (sql) =>
          Effect.all([
            sql`PRAGMA journal_mode`,
            sql`PRAGMA busy_timeout`,
            sql`PRAGMA synchronous`,
            sql`PRAGMA foreign_keys`,
          ]),
        ),
        Sql.layer(database),
      ),
    )
    expect(pragmas.flat()).toEqual([
      { journal_mode: "wal" },
      { timeout: 5000 },
      { synchronous: 1 },
      { foreign_keys: 1 },
    ])
  })

  it("that is no database is broken, and is left as it was", async () => {
    const { path } = SqliteFile.fresh()
    writeFileSync(path, "this is a text, and long enough to have a header of its own\n".repeat(50))
    const before = readFileSync(path)
    const error = await failure({ kind: "sqlite", path })
    expect(error.reason).toBe("broken")
    expect(oneLine(error)).toMatch(/is no database, or a damaged one; restore a copy/)
    expect(readFileSync(path)).toEqual(before)
  })

  it("that is a folder, or below a file, cannot be opened", async () => {
    const folder = join(SqliteFile.folder, "folder.db")
    mkdirSync(folder)
    const isFolder = await failure({ kind: "sqlite", path: folder })
    expect(isFolder.reason).toBe("unreachable")
    expect(oneLine(isFolder)).toMatch(/cannot be opened; name a file/)
    const { path } = SqliteFile.fresh()
    writeFileSync(path, "")
    expect((await failure({ kind: "sqlite", path: join(path, "x.db") })).reason).toBe("unreachable")
  })

  it("that another process keeps locked is busy", async () => {
    const database = await migrated()
    const other = Effect.runSync(Scope.make())
    const locking = await Effect.runPromise(Layer.buildWithScope(Sql.layer(database), other))
    await Effect.runPromise(Context.get(locking, SqlClient.SqlClient)`BEGIN IMMEDIATE`)
    try {
      const error = await Effect.runPromise(
        Effect.provide(
          Effect.gen(function* () {
            const sql = yield* SqlClient.SqlClient
            // the wait is the lock's, tested above; here it is cut short
            yield* sql`PRAGMA busy_timeout = 50`
            return yield* Effect.flip(
              Effect.provide(
                Effect.flatMap(SyntheticFiles, (files) => files.put("d", row("/a"))),
                Storage.over(database, { hostUuid: "local" }),
              ),
            )
          }),
          Sql.layer(database),
        ),
      )
      expect(error.reason).toBe("busy")
      expect(oneLine(error)).toMatch(/is locked by another process; wait/)
    } finally {
      await Effect.runPromise(Scope.close(other, Exit.void))
    }
  })

  it("that has no room left is full, and keeps what it had", async () => {
    const database = await migrated()
    await Effect.runPromise(
      Effect.provide(
        Effect.gen(function* () {
          const sql = yield* SqlClient.SqlClient
          const [pages] = yield* sql<{ readonly page_count: number }>`PRAGMA page_count`
          yield* sql`PRAGMA max_page_count = ${sql.literal(String(pages!.page_count + 4))}`
          yield* Effect.provide(
            Effect.gen(function* () {
              const files = yield* SyntheticFiles
              yield* files.put("d", row("/small"))
              const error = yield* Effect.flip(
                files.put("d", row("/large", { body: "x".repeat(60_000) })),
              )
              expect(error.reason).toBe("full")
              expect(oneLine(error)).toMatch(/no room left/)
              expect((yield* files.list("d")).map(({ path }) => path)).toEqual(["/small"])
              yield* files.put("d", row("/small too"))
            }),
            Storage.over(database, { hostUuid: "local" }),
          )
        }),
        Sql.layer(database),
      ),
    )
  })

  it("that may only be read can be read, and says so where it is written", async () => {
    const database = await migrated()
    await Effect.runPromise(
      Effect.provide(
        Effect.gen(function* () {
          const sql = yield* SqlClient.SqlClient
          // root may write any file; this is how SQLite refuses to
          yield* sql`PRAGMA query_only = ON`
          yield* Effect.provide(
            Effect.gen(function* () {
              const files = yield* SyntheticFiles
              expect(yield* files.list("d")).toEqual([])
              const error = yield* Effect.flip(files.put("d", row("/a")))
              expect(error.reason).toBe("read-only")
              expect(oneLine(error)).toMatch(/cannot be written; give this user/)
            }),
            Storage.over(database, { hostUuid: "local" }),
          )
        }),
        Sql.layer(database),
      ),
    )
  })

  it("that lacks its tables says which command makes them", async () => {
    const error = await Effect.runPromise(
      Effect.flip(
        Effect.provide(
          Effect.flatMap(SyntheticFiles, (files) => files.list("d")),
          Storage.layer(SqliteFile.fresh(), { hostUuid: "local", migrates: false }),
        ),
      ),
    )
    expect(oneLine(error)).toMatch(/lacks tables; run: decnet db migrate/)
  })

  it("with a row that cannot be read says where, without what stands there", async () => {
    const database = SqliteFile.fresh()
    const error = await Effect.runPromise(
      Effect.provide(
        Effect.gen(function* () {
          const files = yield* SyntheticFiles
          yield* files.put("d", row("/a"))
          yield* Effect.provide(
            Effect.flatMap(
              SqlClient.SqlClient,
              (sql) => sql`UPDATE synthetic_files SET last_modified = 'hunter2'`,
            ),
            Sql.layer(database),
          )
          return yield* Effect.flip(files.list("d"))
        }),
        Storage.layer(database, { hostUuid: "local" }),
      ),
    )
    expect(oneLine(error)).toBe("synthetic_files has a row whose last_modified cannot be read")
  })
})

describe("A driver's error", () => {
  const mysql: Database = {
    kind: "mysql",
    host: "db",
    port: 3306,
    user: "u",
    password: Redacted.make("secret"),
    database: "d",
  }

  it.each([
    ["ER_LOCK_DEADLOCK", "busy"],
    ["ER_LOCK_WAIT_TIMEOUT", "busy"],
    ["ER_CON_COUNT_ERROR", "busy"],
    ["ECONNREFUSED", "unreachable"],
    ["ETIMEDOUT", "unreachable"],
    ["ENOTFOUND", "unreachable"],
    ["PROTOCOL_CONNECTION_LOST", "unreachable"],
    ["ER_OPTION_PREVENTS_STATEMENT", "read-only"],
    ["ER_READ_ONLY_MODE", "read-only"],
    ["ER_RECORD_FILE_FULL", "full"],
    ["ER_ACCESS_DENIED_ERROR", "broken"],
    ["ER_DBACCESS_DENIED_ERROR", "broken"],
    ["ER_BAD_DB_ERROR", "broken"],
    ["ER_NO_SUCH_TABLE", "broken"],
    ["ER_DUP_ENTRY", "broken"],
  ])("%s of MySQL is %s", (code, reason) => {
    const cause = Object.assign(new Error("Duplicate entry 'a body' for secret"), { code })
    const error = classify(mysql, { _tag: "SqlError", cause })
    expect(error.reason).toBe(reason)
    expect(oneLine(error)).not.toMatch(/secret|a body/)
  })

  it.each([
    [new Error("Could not locate the bindings file. Tried: …"), /npm install better-sqlite3/],
    [
      Object.assign(new Error("Cannot find package 'better-sqlite3'"), {
        code: "ERR_MODULE_NOT_FOUND",
      }),
      /npm install better-sqlite3/,
    ],
    [Object.assign(new Error("x"), { code: "SQLITE_BUSY_SNAPSHOT" }), /is locked/],
    [Object.assign(new Error("x"), { code: "SQLITE_IOERR_READ" }), /SQLITE_IOERR_READ/],
    [Object.assign(new Error("x"), { code: "EROFS" }), /cannot be written/],
    ["a text", /a text/],
    [undefined, /x\.db/],
  ])("%s is told in one line", (error, pattern) =>
    expect(oneLine(classify({ kind: "sqlite", path: "/x.db" }, error))).toMatch(pattern),
  )
})
