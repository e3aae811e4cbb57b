/** The contract of Intents. */
import * as Effect from "effect/Effect"
import * as fc from "effect/FastCheck"
import { describe, expect, it } from "vitest"
import { Intents } from "../../../src/ports/Intents.ts"
import { propertySeed } from "../../worlds.ts"
import { using, type Ports, type Subject } from "./Contract.ts"
import { action, anyCarry, create, intent, newDecky, wording } from "./Samples.ts"

const intents = Effect.serviceFunctions(Intents)

export const contract = (subject: Subject<Ports>): void => {
  describe(`Intents on ${subject.name}`, () => {
    it("knows those that were opened and not closed, oldest first", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const late = intent("a", { at: { ms: 30, ns: 0 } })
        const early = intent("b", { at: { ms: 10, ns: 999_999 } })
        const gone = intent("c", { at: { ms: 20, ns: 0 } })
        for (const each of [late, gone, early]) await run(intents.open(decky, each))
        await run(intents.open(newDecky(), intent("other")))
        await run(intents.close(decky, "c"))
        await run(intents.close(decky, "never"))
        expect(await run(intents.pending(decky))).toEqual([early, late])
      }))

    it("notes how far one has come; one that is not open is left alone", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const two = intent("a", { actions: [create("/1"), create("/2")], attempt: "first" })
        await run(intents.open(decky, two))
        await run(intents.advance(decky, "a", 1, "again"))
        await run(intents.advance(decky, "b", 1, "first"))
        expect(await run(intents.pending(decky))).toEqual([
          { ...two, recorded: 1, attempt: "again" },
        ])
      }))

    it("opened again, takes the place of what was open under its name", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        await run(intents.open(decky, intent("a", { recorded: 1 })))
        await run(intents.open(decky, intent("a", { actions: [create("/other")] })))
        expect(await run(intents.pending(decky))).toEqual([
          intent("a", { actions: [create("/other")] }),
        ])
      }))

    it("takes no two names for the same", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        for (const name of ["Key", "key", "key ", "kéy", "🦊", "🐙"])
          await run(intents.open(decky, intent(name)))
        expect((await run(intents.pending(decky))).length).toBe(6)
      }))

    it("gives back where an action's words come from, and its template", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const worded = {
          wording: wording({ outcome: "late", detail: "é 🦊 \"'\\", durationMillis: 59_999.5 }),
          sentences: ["0123456789abcdef"],
        }
        const asked = { ...create("/asked"), worded: { ...worded, sentences: [] } }
        const used = { ...create("/used", "as worded\n"), worded, template: "as drawn\n" }
        const each = intent("a", { actions: [asked, used, create("/plain")] })
        await run(intents.open(decky, each))
        expect(await run(intents.pending(decky))).toEqual([each])
      }))

    it("gives back any action and carry as they were, also large ones", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const large = create("/large", "0123456789é\n".repeat(150_000))
        await run(intents.open(decky, intent("large", { actions: [large] })))
        const [back] = (await run(intents.pending(decky)))[0]!.actions
        if (back?._tag !== "Create" || large._tag !== "Create") throw new Error("no creates")
        expect(Buffer.compare(back.content, large.content)).toBe(0)
        expect(back.body === large.body).toBe(true)
        await run(intents.close(decky, "large"))
        await fc.assert(
          fc.asyncProperty(fc.array(action, { maxLength: 4 }), anyCarry, async (actions, carry) => {
            const each = intent("any", { actions, carry })
            await run(intents.open(decky, each))
            expect(await run(intents.pending(decky))).toEqual([each])
          }),
          { numRuns: 60, seed: propertySeed },
        )
      }))
  })
}
