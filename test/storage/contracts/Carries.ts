/** The contract of Carries. */
import * as Effect from "effect/Effect"
import * as fc from "effect/FastCheck"
import * as Option from "effect/Option"
import { describe, expect, it } from "vitest"
import { Carries } from "../../../src/ports/Carries.ts"
import { propertySeed } from "../../worlds.ts"
import { using, type Ports, type Subject } from "./Contract.ts"
import { anyCarry, carry, newDecky } from "./Samples.ts"

const carries = Effect.serviceFunctions(Carries)

export const contract = (subject: Subject<Ports>): void => {
  describe(`Carries on ${subject.name}`, () => {
    it("has none for a decky without a history", () =>
      using(subject, async (run) =>
        expect(Option.isNone(await run(carries.get(newDecky())))).toBe(true),
      ))

    it("keeps the newest of each decky", () =>
      using(subject, async (run) => {
        const [one, other] = [newDecky(), newDecky()]
        await run(carries.put(one, carry(1)))
        await run(carries.put(other, carry(2)))
        await run(carries.put(one, carry(3)))
        expect(await run(carries.get(one))).toEqual(Option.some(carry(3)))
        expect(await run(carries.get(other))).toEqual(Option.some(carry(2)))
      }))

    it("gives back any carry as it was", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        await fc.assert(
          fc.asyncProperty(anyCarry, async (each) => {
            await run(carries.put(decky, each))
            expect(await run(carries.get(decky))).toEqual(Option.some(each))
          }),
          { numRuns: 40, seed: propertySeed },
        )
      }))
  })
}
