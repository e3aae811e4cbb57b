/** Counters held against the rows that they count, on one kind of database. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as DeckyFigures from "../../../runtime/storage/DeckyFigures.ts"
import * as Drift from "../../../runtime/storage/Drift.ts"
import * as EventPages from "../../../runtime/storage/EventPages.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import { Transactions } from "../../../src/ports/Transactions.ts"
import { publish, second, shown, traffic, type Parts, type Subject } from "./Lists.ts"
import { fileEvent, newDecky, row } from "./Samples.ts"

export const counters = ({ name, open }: Subject): void => {
  const run = <A, E>(work: Effect.Effect<A, E, Parts>): Promise<A> =>
    Effect.runPromise(Effect.provide(work, open()))

  describe(`Counters on ${name}`, () => {
    it("are put right where another program wrote rows, and where it did alone", () =>
      run(
        Effect.gen(function* () {
          const [decky, other] = [newDecky(), newDecky()]
          const { put } = yield* SyntheticFiles
          for (const each of [decky, other]) {
            yield* put(each, row("/a", { persona: "anna" }))
            yield* put(each, row("/b", { persona: "anna" }))
            yield* publish(fileEvent(each, `${each}/1`, second), traffic(each, `${each}/2`, second))
          }
          yield* Drift.heal
          expect(yield* Drift.drifted).toEqual([])
          const { sql } = yield* Store
          yield* sql`UPDATE synthetic_files SET content_class = 'todo'
            WHERE decky_uuid = ${decky} AND path = '/a'`
          yield* sql`INSERT INTO orchestrator_events ${sql.insert({
            uuid: `of-another-${decky}`.slice(0, 36),
            ts: "2026-01-07 09:30:00",
            kind: "traffic",
            protocol: "ssh",
            action: "traffic:ssh",
            src_decky_uuid: decky,
            dst_decky_uuid: null,
            success: 0,
            payload: "{}",
          })}`
          expect(yield* EventPages.total({ decky })).toBe(2)
          expect(yield* Drift.heal).toEqual([decky])
          expect(yield* Drift.drifted).toEqual([])
          expect(yield* EventPages.total({ decky })).toBe(3)
          expect(yield* EventPages.total({ decky, success: false })).toBe(1)
          expect(yield* shown(decky)).toMatchObject({ all: 2, notes: 1, todos: 1 })
          const hours = [...(yield* DeckyFigures.of([decky], 0))[0]!.byHour].sort()
          expect(hours).toEqual([
            [second / 3600, 2],
            [second / 3600 + 57, 1],
          ])
          expect((yield* DeckyFigures.of([decky], 0))[0]!.last!.at).toBe(
            Date.UTC(2026, 0, 7, 9, 30),
          )
          // hours tell of rows that are pruned as well
          yield* sql`DELETE FROM orchestrator_events WHERE src_decky_uuid = ${decky}
            AND kind = 'file'`
          expect(yield* Drift.heal).toEqual([decky])
          expect(yield* EventPages.total({ decky })).toBe(2)
          expect([...(yield* DeckyFigures.of([decky], 0))[0]!.byHour].sort()).toEqual(hours)
        }),
      ))

    it("move once a transaction, and not by what was undone in it", () =>
      run(
        Effect.gen(function* () {
          const decky = newDecky()
          const { put } = yield* SyntheticFiles
          const { atomically } = yield* Transactions
          yield* atomically(
            Effect.gen(function* () {
              yield* put(decky, row("/a", { persona: "anna" }))
              yield* Effect.ignore(
                atomically(
                  Effect.gen(function* () {
                    yield* put(decky, row("/b", { touched: true }))
                    yield* publish(fileEvent(decky, "undone", second + 60))
                    return yield* Effect.fail("no")
                  }),
                ),
              )
              yield* publish(fileEvent(decky, "1", second), fileEvent(decky, "2", second + 1))
              // told twice in one transaction
              yield* publish(fileEvent(decky, "2", second + 1))
            }),
          )
          expect(yield* shown(decky)).toMatchObject({ all: 1, touched: 0 })
          expect(yield* EventPages.total({ decky })).toBe(2)
          const [figures] = yield* DeckyFigures.of([decky], 0)
          expect(figures!.last!.at).toBe((second + 1) * 1000)
          expect(yield* Drift.drifted).not.toContain(decky)
        }),
      ))
  })
}
