/** That a process whose lease was taken over writes nothing more. */
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { describe, expect, it } from "vitest"
import type { Database } from "../../../runtime/storage/DatabaseUrl.ts"
import { Leases, type Held } from "../../../runtime/storage/Leases.ts"
import { Outbox } from "../../../runtime/storage/Outbox.ts"
import * as Storage from "../../../runtime/storage/Storage.ts"
import * as TenureSql from "../../../runtime/storage/TenureSql.ts"
import { Carries } from "../../../src/ports/Carries.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import { Intents } from "../../../src/ports/Intents.ts"
import { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import { Tenure } from "../../../src/ports/Tenure.ts"
import { Transactions } from "../../../src/ports/Transactions.ts"
import { Wordings } from "../../../src/ports/Wordings.ts"
import { carry, fileEvent, intent, newDecky, row, wordingRow } from "./Samples.ts"

export const guarded = (name: string, fresh: () => Database): void => {
  describe(`A lease on ${name}`, () => {
    const held = (
      test: (
        ref: Ref.Ref<Option.Option<Held>>,
      ) => Effect.Effect<void, unknown, Storage.Ports | Storage.Repositories | Tenure>,
    ) =>
      Effect.runPromise(
        Effect.gen(function* () {
          const ref = yield* Ref.make(Option.none<Held>())
          yield* Effect.provide(
            test(ref),
            Layer.merge(
              Storage.layer(fresh(), { hostUuid: "h", held: ref }),
              TenureSql.layer("h", ref),
            ),
          )
        }),
      )

    it("is needed for every write of the engine, and none of its reads", () =>
      held((ref) =>
        Effect.gen(function* () {
          const { acquire } = yield* Leases
          const files = yield* SyntheticFiles
          const intents = yield* Intents
          const { atomically } = yield* Transactions
          const decky = newDecky()
          const writes = [
            files.put(decky, row("/a")),
            files.remove(decky, "/a"),
            intents.open(decky, intent("m")),
            intents.advance(decky, "m", 1, "again"),
            intents.close(decky, "m"),
            (yield* Carries).put(decky, carry()),
            (yield* Wordings).put(wordingRow(decky, "m")),
            (yield* EventBus).publish(fileEvent(decky, "1")),
            atomically(files.put(decky, row("/b"))),
          ]
          const refuse = Effect.gen(function* () {
            for (const write of writes)
              expect((yield* Effect.flip(write)).reason).toBe("superseded")
            expect((yield* Effect.flip((yield* Tenure).check)).reason).toBe("superseded")
            expect(yield* files.list(decky)).toEqual([])
            expect(yield* intents.pending(decky)).toEqual([])
            expect(yield* (yield* Outbox).newestId).toBe(0)
          })
          yield* refuse
          const first = yield* acquire("h", "one", 1)
          if (first._tag !== "Granted") throw new Error("not granted")
          yield* Ref.set(ref, Option.some({ fence: first.fence, untilMillis: Infinity }))
          yield* Effect.sleep("5 millis")
          // over, and nobody's yet: what is written does no harm
          yield* intents.open(decky, intent("m"))
          yield* intents.close(decky, "m")
          yield* acquire("h", "two", 60_000)
          yield* Ref.set(ref, Option.some({ fence: first.fence, untilMillis: 0 }))
          yield* refuse
        }),
      ))

    it("is over for the holder's own acts once it was not renewed in time", () =>
      held((ref) =>
        Effect.gen(function* () {
          const { check } = yield* Tenure
          const now = yield* Clock.currentTimeMillis
          yield* Ref.set(ref, Option.some({ fence: 1, untilMillis: now + 60_000 }))
          yield* check
          yield* Ref.set(ref, Option.some({ fence: 1, untilMillis: now - 1 }))
          expect((yield* Effect.flip(check)).reason).toBe("superseded")
        }),
      ))

    it("is taken over only after the transaction that is under way", () =>
      held((ref) =>
        Effect.gen(function* () {
          const { acquire } = yield* Leases
          const { atomically } = yield* Transactions
          const files = yield* SyntheticFiles
          const decky = newDecky()
          const first = yield* acquire("h", "one", 1)
          if (first._tag !== "Granted") throw new Error("not granted")
          yield* Ref.set(ref, Option.some({ fence: first.fence, untilMillis: Infinity }))
          let done = false
          const begun = yield* Deferred.make<void>()
          const under = yield* Effect.fork(
            atomically(
              Effect.gen(function* () {
                yield* files.put(decky, row("/a"))
                yield* Deferred.succeed(begun, undefined)
                yield* Effect.sleep("300 millis")
                done = true
              }),
            ),
          )
          yield* Deferred.await(begun)
          const second = yield* acquire("h", "two", 60_000)
          expect(second._tag).toBe("Granted")
          expect(done).toBe(true)
          yield* Fiber.join(under)
          expect((yield* files.list(decky)).length).toBe(1)
        }),
      ))
  })
}
