import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import * as Migrations from "../../runtime/storage/Migrations.ts"
import { Retention } from "../../runtime/storage/Retention.ts"
import * as Sql from "../../runtime/storage/Sql.ts"
import { Store } from "../../runtime/storage/Store.ts"
import * as SqliteFile from "./SqliteFile.ts"

const run = (program: Effect.Effect<void, unknown, Store | Retention>) => {
  const database = SqliteFile.fresh()
  return Effect.runPromise(
    Effect.provide(
      program,
      Retention.layerOf({ events: 3, emails: 2 }).pipe(
        Layer.provideMerge(Store.layer(database)),
        Layer.provide(Migrations.layer(database)),
        Layer.provide(Sql.layer(database)),
      ),
    ),
  )
}

describe("Retention", () => {
  it("asks the database nothing where no decky can be over its bound", () =>
    run(
      Effect.gen(function* () {
        const { sql } = yield* Store
        const { note, prune } = yield* Retention
        const add = (index: number) =>
          sql`INSERT INTO orchestrator_emails ${sql.insert({ uuid: `${index}`, ts: `2026-01-05 00:00:0${index}`, mail_decky_uuid: "d", thread_id: "t", message_id: "m", sender_email: "a", recipient_email: "b", subject: "s", language: "en", eml_path: "", success: 1, payload: "{}" })}`
        yield* add(0)
        note("emails", "d")
        // the first time it is counted, as nobody knows what an earlier process wrote
        expect(yield* prune).toEqual({ events: 0, emails: 0 })
        yield* sql`ALTER TABLE orchestrator_emails RENAME TO away`
        note("emails", "d")
        // a query would fail now
        expect(yield* prune).toEqual({ events: 0, emails: 0 })
        yield* sql`ALTER TABLE away RENAME TO orchestrator_emails`
        for (let index = 1; index < 5; index++) {
          yield* add(index)
          note("emails", "d")
        }
        expect(yield* prune).toEqual({ events: 0, emails: 3 })
        const left = yield* sql`SELECT uuid FROM orchestrator_emails ORDER BY uuid`
        expect(left).toEqual([{ uuid: "3" }, { uuid: "4" }])
      }),
    ))

  it("counts and finds the oldest by an index, never by reading the table through", () =>
    run(
      Effect.gen(function* () {
        const { sql } = yield* Store
        for (const [table, column] of [
          ["orchestrator_events", "src_decky_uuid"],
          ["orchestrator_emails", "mail_decky_uuid"],
        ] as const)
          for (const statement of [
            sql`SELECT COUNT(*) FROM ${sql(table)} WHERE ${sql(column)} = 'd'`,
            sql`SELECT ts, uuid FROM ${sql(table)} WHERE ${sql(column)} = 'd'
              ORDER BY ts DESC, uuid DESC LIMIT 1 OFFSET 3`,
            sql`DELETE FROM ${sql(table)} WHERE ${sql(column)} = 'd'
              AND (ts < 'x' OR (ts = 'x' AND uuid <= 'u'))`,
          ]) {
            const plan = yield* sql<{
              readonly detail: string
            }>`EXPLAIN QUERY PLAN ${statement}`
            expect(plan.map(({ detail }) => detail).join("\n")).toMatch(
              new RegExp(`^SEARCH ${table} USING (COVERING )?INDEX`),
            )
          }
      }),
    ))
})
