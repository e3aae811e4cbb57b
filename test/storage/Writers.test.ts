import * as Effect from "effect/Effect"
import { afterAll, describe, expect, it } from "vitest"
import * as Migrations from "../../runtime/storage/Migrations.ts"
import { Outbox } from "../../runtime/storage/Outbox.ts"
import * as Sql from "../../runtime/storage/Sql.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import * as Script from "../parts/Script.ts"
import * as SqliteFile from "./SqliteFile.ts"

const script = Script.bundle("test/storage/Writer.ts")
afterAll(() => script.remove())

describe("Processes that share a SQLite file", () => {
  it("migrate it once, and lose none of each other's writes", async () => {
    const database = SqliteFile.fresh()
    const names = ["one", "two", "three"]
    const count = 60
    await Promise.all(
      names.map((name) => script.run([`sqlite:///${database.path}`, name, String(count)])),
    )
    await Effect.runPromise(
      Effect.gen(function* () {
        const files = yield* SyntheticFiles
        // read and written in one transaction, by all of them
        const counter = yield* files.get("shared", "/counter")
        expect(counter?.editCount).toBe(names.length * count)
        for (const name of names) expect((yield* files.list(name)).length).toBe(count)
        const rows = yield* (yield* Outbox).since(0, [], 1000)
        expect(rows.length).toBe(names.length * count)
      }).pipe(Effect.provide(Storage.layer(database, { hostUuid: "local" }))),
    )
    const status = await Effect.runPromise(
      Effect.provide(Migrations.status(database), Sql.layer(database)),
    )
    expect(status.pending).toEqual([])
  })
})
