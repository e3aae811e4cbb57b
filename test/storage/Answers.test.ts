import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as TestContext from "effect/TestContext"
import { describe, expect, it } from "vitest"
import { Answers } from "../../runtime/llm/Answers.ts"
import { Spending } from "../../runtime/llm/Spending.ts"
import * as AnswersSql from "../../runtime/storage/AnswersSql.ts"
import * as Migrations from "../../runtime/storage/Migrations.ts"
import * as SpendingSql from "../../runtime/storage/SpendingSql.ts"
import * as Sql from "../../runtime/storage/Sql.ts"
import { Store } from "../../runtime/storage/Store.ts"
import { answer } from "./contracts/Answers.ts"
import * as SqliteFile from "./SqliteFile.ts"

const run = (program: Effect.Effect<void, unknown, Answers | Spending | Store>) => {
  const database = SqliteFile.fresh()
  return Effect.runPromise(
    program.pipe(
      Effect.provide(
        Layer.merge(AnswersSql.layerOf(5, 2), SpendingSql.layer).pipe(
          Layer.provideMerge(Store.layer(database)),
          Layer.provide(Migrations.layer(database)),
          Layer.provide(Sql.layer(database)),
        ),
      ),
      Effect.provide(TestContext.TestContext),
    ),
  )
}

describe("answers that are kept", () => {
  it("lose those that were used least lately, where there are too many", () =>
    run(
      Effect.gen(function* () {
        const { get, put } = yield* Answers
        const digest = (index: number) => `d${index}`
        for (let index = 0; index < 8; index++) {
          yield* put(answer({ digest: digest(index) }))
          yield* TestClock.adjust("2 hours")
          // the first one is used all along
          if (index < 7) yield* get(digest(0))
        }
        const left: Array<number> = []
        for (let index = 0; index < 8; index++)
          if (Option.isSome(yield* get(digest(index)))) left.push(index)
        expect(left).toEqual([0, 4, 5, 6, 7])
      }),
    ))

  it("are found and removed by an index", () =>
    run(
      Effect.gen(function* () {
        const { sql } = yield* Store
        const plan = yield* sql<{ readonly detail: string }>`EXPLAIN QUERY PLAN
          SELECT digest FROM model_answers ORDER BY used_ms, digest LIMIT 100`
        expect(plan[0]?.detail).toMatch(/USING INDEX ix_model_answers_used/)
      }),
    ))
})

describe("spending", () => {
  it("is forgotten after ninety days", () =>
    run(
      Effect.gen(function* () {
        const { add, spent } = yield* Spending
        const one = { calls: 1, tokens: 1 }
        for (const day of ["2026-01-04", "2026-01-05", "2026-04-04"]) yield* add(day, one)
        expect((yield* spent("2026-01-04")).calls).toBe(1)
        yield* add("2026-04-05", one)
        expect((yield* spent("2026-01-04")).calls).toBe(0)
        expect((yield* spent("2026-01-05")).calls).toBe(1)
      }),
    ))
})
