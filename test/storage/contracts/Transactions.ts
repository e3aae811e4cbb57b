/** The contract of Transactions. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { describe, expect, it } from "vitest"
import { Carries } from "../../../src/ports/Carries.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import { Intents } from "../../../src/ports/Intents.ts"
import { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import { Transactions } from "../../../src/ports/Transactions.ts"
import { using, type Ports, type Subject } from "./Contract.ts"
import { carry, fileEvent, intent, newDecky, row } from "./Samples.ts"

const files = Effect.serviceFunctions(SyntheticFiles)
const carries = Effect.serviceFunctions(Carries)
const intents = Effect.serviceFunctions(Intents)

const atomically = <A, E, R>(writes: Effect.Effect<A, E, R>) =>
  Effect.flatMap(Transactions, (each) => each.atomically(writes))

const everything = (decky: string) =>
  Effect.gen(function* () {
    yield* files.put(decky, row("/a"))
    yield* (yield* EventBus).publish(fileEvent(decky, "1"))
    yield* carries.put(decky, carry(9))
    yield* intents.close(decky, "m")
  })

const seen = (decky: string) =>
  Effect.gen(function* () {
    return {
      files: (yield* (yield* SyntheticFiles).list(decky)).length,
      carry: Option.isSome(yield* carries.get(decky)),
      intents: (yield* intents.pending(decky)).length,
    }
  })

const before = { files: 0, carry: false, intents: 1 }
const after = { files: 1, carry: true, intents: 0 }

export const contract = (subject: Subject<Ports>): void => {
  describe(`Transactions on ${subject.name}`, () => {
    it("keeps all writes of one that succeeds, and answers with its value", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        await run(intents.open(decky, intent("m")))
        expect(await run(atomically(Effect.as(everything(decky), 42)))).toBe(42)
        expect(await run(seen(decky))).toEqual(after)
      }))

    it("lets what is inside see its own writes, and ends inner ones with the outermost", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        await run(intents.open(decky, intent("m")))
        const inner = await run(
          atomically(Effect.zipRight(atomically(everything(decky)), atomically(seen(decky)))),
        )
        expect(inner).toEqual(after)
        expect(await run(seen(decky))).toEqual(after)
      }))

    it("answers with the failure of what is inside", () =>
      using(subject, async (run) => {
        const exit = await run(Effect.exit(atomically(Effect.fail("no"))))
        expect(exit).toEqual(Exit.fail("no"))
      }))

    if (subject.undoes)
      it("keeps nothing of one that fails, dies or is interrupted", () =>
        using(subject, async (run) => {
          const ends = [
            Effect.fail("no"),
            Effect.die("no"),
            Effect.interrupt,
            Effect.zipRight(atomically(Effect.void), Effect.fail("no")),
          ]
          for (const end of ends) {
            const decky = newDecky()
            await run(intents.open(decky, intent("m")))
            await run(Effect.exit(atomically(Effect.zipRight(everything(decky), end))))
            expect(await run(seen(decky))).toEqual(before)
          }
          // from without, in the middle
          const decky = newDecky()
          await run(intents.open(decky, intent("m")))
          await run(
            Effect.gen(function* () {
              const fiber = yield* Effect.fork(
                atomically(Effect.zipRight(everything(decky), Effect.never)),
              )
              yield* Effect.sleep("50 millis")
              yield* Fiber.interrupt(fiber)
            }),
          )
          expect(await run(seen(decky))).toEqual(before)
        }))

    if (subject.undoes)
      it("undoes an inner one alone where the outer recovers", () =>
        using(subject, async (run) => {
          const decky = newDecky()
          await run(
            atomically(
              Effect.gen(function* () {
                yield* files.put(decky, row("/outer"))
                yield* Effect.ignore(
                  atomically(Effect.zipRight(files.put(decky, row("/inner")), Effect.fail("no"))),
                )
              }),
            ),
          )
          const rows = await run(Effect.flatMap(SyntheticFiles, (each) => each.list(decky)))
          expect(rows.map(({ path }) => path)).toEqual(["/outer"])
        }))

    it("lets many go on at once, each whole", () =>
      using(subject, async (run) => {
        const deckies = Array.from({ length: 40 }, newDecky)
        await run(
          Effect.forEach(
            deckies,
            (decky, index) =>
              Effect.gen(function* () {
                yield* intents.open(decky, intent("m"))
                yield* Effect.exit(
                  atomically(
                    Effect.gen(function* () {
                      yield* everything(decky)
                      yield* Effect.yieldNow()
                      if (index % 3 === 0 && subject.undoes) yield* Effect.fail("no")
                    }),
                  ),
                )
              }),
            { concurrency: 20 },
          ),
        )
        for (const [index, decky] of deckies.entries())
          expect(await run(seen(decky))).toEqual(index % 3 === 0 && subject.undoes ? before : after)
      }))
  })
}
