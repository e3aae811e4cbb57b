import type * as Statement from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import * as Migrations from "../../runtime/storage/Migrations.ts"
import { Retention } from "../../runtime/storage/Retention.ts"
import * as Sql from "../../runtime/storage/Sql.ts"
import { Store } from "../../runtime/storage/Store.ts"
import * as WordingsSql from "../../runtime/storage/WordingsSql.ts"
import { Wordings } from "../../src/ports/Wordings.ts"
import { wordingRow } from "./contracts/Samples.ts"
import * as SqliteFile from "./SqliteFile.ts"

const run = (program: Effect.Effect<void, unknown, Store | Retention | Wordings>) => {
  const database = SqliteFile.fresh()
  return Effect.runPromise(
    Effect.provide(
      program,
      WordingsSql.layer.pipe(
        Layer.provideMerge(Retention.layerOf({ events: 3, emails: 2, wordings: 4, sentences: 5 })),
        Layer.provideMerge(Store.layer(database)),
        Layer.provide(Migrations.layer(database)),
        Layer.provide(Sql.layer(database)),
      ),
    ),
  )
}

/** That SQLite finds a statement's rows by an index. */
const searches = (table: string, statement: Statement.Fragment) =>
  Effect.gen(function* () {
    const { sql } = yield* Store
    const plan = yield* sql<{ readonly detail: string }>`EXPLAIN QUERY PLAN ${statement}`
    expect(plan.map(({ detail }) => detail).join("\n")).toMatch(
      new RegExp(`^SEARCH ${table} USING (COVERING )?(INDEX|PRIMARY KEY)`),
    )
  })

const nothing = { events: 0, emails: 0, wordings: 0, sentences: 0 }

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
        expect(yield* prune).toEqual(nothing)
        yield* sql`ALTER TABLE orchestrator_emails RENAME TO away`
        note("emails", "d")
        // a query would fail now
        expect(yield* prune).toEqual(nothing)
        yield* sql`ALTER TABLE away RENAME TO orchestrator_emails`
        for (let index = 1; index < 5; index++) {
          yield* add(index)
          note("emails", "d")
        }
        expect(yield* prune).toEqual({ ...nothing, emails: 3 })
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
            yield* searches(table, statement)
          }
      }),
    ))

  it("removes texts of a moment together, and sentences with their texts or when they are too many", () =>
    run(
      Effect.gen(function* () {
        const { sql } = yield* Store
        const { put, history, said } = yield* Wordings
        const { prune } = yield* Retention
        for (let at = 0; at < 5; at++)
          for (const index of [0, 1])
            yield* put(
              wordingRow("d", `m${at}`, {
                at,
                index,
                sentences: index === 0 ? [`digest${at}`] : [],
              }),
            )
        // the fifth newest is of the moment m2, which goes whole
        expect(yield* prune).toEqual({ ...nothing, wordings: 6 })
        expect((yield* history("d", wordingRow("d", "m").where)).length).toBe(4)
        expect(yield* said("d", "other", ["digest2"])).toBe(false)
        expect(yield* said("d", "other", ["digest3"])).toBe(true)
        yield* put(
          wordingRow("d", "m9", { at: 9, sentences: ["a", "b", "c", "d"].map((x) => `${x}9`) }),
        )
        expect(yield* prune).toEqual({ ...nothing, wordings: 2, sentences: 0 })
        const left = yield* sql`SELECT digest FROM wording_sentences ORDER BY at_ms, digest`
        expect(left.map((row) => row["digest"])).toEqual(["digest4", "a9", "b9", "c9", "d9"])
        yield* put(wordingRow("d", "m10", { at: 10, sentences: ["e10"] }))
        expect(yield* prune).toEqual({ ...nothing, sentences: 1 })
      }),
    ))

  it("asks nothing by reading wordings or their sentences through", () =>
    run(
      Effect.gen(function* () {
        const { sql } = yield* Store
        for (const table of ["wordings", "wording_sentences"])
          for (const statement of [
            sql`SELECT COUNT(*) AS n FROM ${sql(table)} WHERE decky_uuid = 'd'`,
            sql`SELECT at_ms FROM ${sql(table)} WHERE decky_uuid = 'd'
              ORDER BY at_ms DESC LIMIT 1 OFFSET 3`,
            sql`DELETE FROM ${sql(table)} WHERE decky_uuid = 'd' AND at_ms <= 5`,
          ])
            yield* searches(table, statement)
        for (const statement of [
          sql`SELECT place, text FROM wordings WHERE decky_uuid = 'd' AND place IN ('a', 'b')
            AND text IS NOT NULL`,
          sql`SELECT * FROM wordings WHERE decky_uuid = 'd' AND place = 'a'
            ORDER BY at_ms, moment_id, action_index`,
        ])
          yield* searches("wordings", statement)
      }),
    ))
})
