import * as SqlClient from "@effect/sql/SqlClient"
import type * as Statement from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import * as EventPages from "../../runtime/storage/EventPages.ts"
import * as FilePages from "../../runtime/storage/FilePages.ts"
import * as Migrations from "../../runtime/storage/Migrations.ts"
import * as Shared from "../../runtime/storage/migrations/Shared.ts"
import * as Table from "../../runtime/storage/migrations/Table.ts"
import { Retention } from "../../runtime/storage/Retention.ts"
import * as EventBusSql from "../../runtime/storage/EventBusSql.ts"
import { Outbox } from "../../runtime/storage/Outbox.ts"
import * as Sql from "../../runtime/storage/Sql.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import { Store } from "../../runtime/storage/Store.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { counters } from "./contracts/Counters.ts"
import { lists, type Subject } from "./contracts/Lists.ts"
import * as Plans from "./contracts/Plans.ts"
import { emailEvent, fileEvent } from "./contracts/Samples.ts"
import * as SqliteFile from "./SqliteFile.ts"

const subject: Subject = {
  name: "SQLite",
  open: () => Storage.layer(SqliteFile.fresh(), { hostUuid: "local" }),
}
lists(subject)
counters(subject)

const plan = (statement: Statement.Fragment) =>
  Effect.gen(function* () {
    const { sql } = yield* Store
    const rows = yield* sql<{ readonly detail: string }>`EXPLAIN QUERY PLAN ${statement}`
    return rows.map(({ detail }) => detail).join("\n")
  })

describe("Lists on SQLite", () => {
  it("read pages from indexes alone, in their order", () => {
    const database = SqliteFile.fresh()
    return Effect.runPromise(
      Effect.gen(function* () {
        const { sql } = yield* Store
        for (const { name, statement, index } of Plans.all(sql)) {
          const found = yield* plan(statement)
          expect(found, name).toMatch(new RegExp(`USING COVERING INDEX ${index.source}`))
          // what is sorted is what was read: of each stretch no more than the page needs
          const lines = found.split("\n")
          for (const [at, line] of lines.entries())
            if (line.includes("TEMP B-TREE"))
              expect(lines[at - 1], `${name}\n${found}`).toMatch(/^SCAN part\d$/)
          expect(found, name).not.toMatch(
            /SCAN (?:orchestrator_(?:events|emails)|synthetic_files)(?! USING)/,
          )
        }
      }).pipe(
        Effect.provide(
          Store.layer(database).pipe(
            Layer.provide(Migrations.layer(database)),
            Layer.provide(Sql.layer(database)),
          ),
        ),
      ),
    )
  })

  it("are counted where another program wrote what is no moment", () => {
    const database = SqliteFile.fresh()
    return Effect.runPromise(
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        for (const table of Shared.tables) yield* Table.create(table)
        for (const [index, ts] of ["soon", "9999-99-99", "2026-01-05 09:00:00"].entries()) {
          yield* sql`INSERT INTO orchestrator_events ${sql.insert({ uuid: `e-${index}`, ts, kind: "file", protocol: "ssh", action: "file:create", src_decky_uuid: "d", success: 1, payload: "not JSON" })}`
          yield* sql`INSERT INTO orchestrator_emails ${sql.insert({ uuid: `m-${index}`, ts, mail_decky_uuid: "d", thread_id: "t", message_id: `${index}`, sender_email: "a", recipient_email: "b", subject: "s", language: "en", eml_path: "", success: 1, payload: "{}" })}`
        }
        yield* Migrations.migrate(database)
        expect(yield* sql`SELECT file_done, email_done FROM decky_tallies`).toEqual([
          { file_done: 3, email_done: 3 },
        ])
        expect(yield* sql`SELECT kind, hour, events FROM decky_hours ORDER BY kind`).toEqual([
          { kind: "email", hour: Date.UTC(2026, 0, 5, 9) / 3_600_000, events: 1 },
          { kind: "file", hour: Date.UTC(2026, 0, 5, 9) / 3_600_000, events: 1 },
        ])
      }).pipe(Effect.provide(Sql.layer(database))),
    )
  })

  it("lower their counts where old rows are pruned", () => {
    const database = SqliteFile.fresh()
    const bounds = { events: 3, emails: 1, wordings: 4, sentences: 5 }
    return Effect.runPromise(
      Effect.gen(function* () {
        const { publish } = yield* EventBus
        for (let index = 0; index < 8; index++) {
          yield* publish(fileEvent("d", `${index}`, 1_767_600_000 + index))
          yield* publish(emailEvent("d", `mail ${index}`))
        }
        expect(yield* EventPages.total({})).toBe(16)
        const { sql } = yield* Store
        yield* sql`UPDATE decky_tallies SET file_done = 99`
        const removed = yield* (yield* Retention).prune
        expect(removed).toMatchObject({ events: 5, emails: 7 })
        expect(yield* EventPages.total({ kind: "file" })).toBe(3)
        expect(yield* EventPages.total({ kind: "email" })).toBe(1)
        expect((yield* EventPages.list({}, { limit: 50, offset: 0 })).rows.length).toBe(4)
        expect(yield* FilePages.total({})).toBe(0)
      }).pipe(
        Effect.provide(
          EventBusSql.layer.pipe(
            Layer.provideMerge(Layer.mergeAll(Outbox.layer, Retention.layerOf(bounds))),
            Layer.provideMerge(Store.layer(database)),
            Layer.provide(Migrations.layer(database)),
            Layer.provide(Sql.layer(database)),
          ),
        ),
      ),
    )
  })
})
