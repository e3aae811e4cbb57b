import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { describe, expect, it } from "vitest"
import * as Deadline from "../../runtime/storage/Deadline.ts"

class Word extends Context.Tag("test/Word")<Word, string>() {}

const bounded = <A, E, R>(effect: Effect.Effect<A, E, R>, millis: number) =>
  Deadline.within(effect, millis, () => "late" as const)

describe("Deadline", () => {
  it("hands through what comes in time, with the services around it", async () => {
    const program = Effect.provideService(bounded(Word, 1000), Word, "here")
    expect(await Effect.runPromise(program)).toBe("here")
    expect(await Effect.runPromiseExit(bounded(Effect.fail("no"), 1000))).toEqual(Exit.fail("no"))
  })

  it("fails in time although what was begun cannot be interrupted", async () => {
    const stuck = Effect.uninterruptible(Effect.never)
    const begun = Date.now()
    expect(await Effect.runPromiseExit(bounded(stuck, 30))).toEqual(Exit.fail("late"))
    expect(Date.now() - begun).toBeLessThan(5000)
  })

  it("interrupted, undoes what was begun before it ends", async () => {
    let undone = false
    const program = Effect.gen(function* () {
      const fiber = yield* Effect.fork(
        bounded(
          Effect.onInterrupt(Effect.never, () =>
            Effect.zipRight(
              Effect.sleep("20 millis"),
              Effect.sync(() => void (undone = true)),
            ),
          ),
          60_000,
        ),
      )
      yield* Effect.sleep("20 millis")
      yield* Fiber.interrupt(fiber)
      return undone
    })
    expect(await Effect.runPromise(program)).toBe(true)
  })
})
