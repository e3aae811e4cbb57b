/** The contracts of Answers and of Spending. */
import { randomBytes } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { describe, expect, it } from "vitest"
import { Answers, type KeptAnswer } from "../../../runtime/llm/Answers.ts"
import { Spending } from "../../../runtime/llm/Spending.ts"
import { using, type Subject } from "./Contract.ts"

const answers = Effect.serviceFunctions(Answers)
const spending = Effect.serviceFunctions(Spending)

export const answer = (changes: Partial<KeptAnswer> = {}): KeptAnswer => ({
  digest: randomBytes(32).toString("hex"),
  model: "llama3.1",
  text: "- é 🦊 '; DROP TABLE model_answers; --\r\n",
  promptTokens: 412,
  tokens: 88,
  isCutOff: false,
  durationMillis: 2311,
  ...changes,
})

export const contract = (subject: Subject<Answers | Spending>): void => {
  describe(`Answers on ${subject.name}`, () => {
    it("keeps every field of an answer, and takes the newer of two", () =>
      using(subject, async (run) => {
        const [one, other] = [answer(), answer({ text: "", isCutOff: true })]
        expect(await run(answers.get(one.digest))).toEqual(Option.none())
        await run(answers.put(one))
        await run(answers.put(other))
        expect(await run(answers.get(one.digest))).toEqual(Option.some(one))
        expect(await run(answers.get(other.digest))).toEqual(Option.some(other))
        await run(answers.put({ ...one, text: "again" }))
        expect(await run(answers.get(one.digest))).toEqual(Option.some({ ...one, text: "again" }))
      }))
  })

  describe(`Spending on ${subject.name}`, () => {
    it("adds up what a day's calls come to, also those of many at once", () =>
      using(subject, async (run) => {
        // a server's database outlives a test
        const year = 3000 + Math.floor(Math.random() * 6000)
        const [day, next] = [`${year}-01-05`, `${year}-01-06`]
        expect(await run(spending.spent(day))).toEqual({ calls: 0, tokens: 0 })
        await run(
          Effect.forEach(
            Array.from({ length: 20 }, (_, index) => index),
            (index) => spending.add(day, { calls: 1, tokens: index }),
            { concurrency: "unbounded" },
          ),
        )
        await run(spending.add(next, { calls: 2, tokens: 5 }))
        expect(await run(spending.spent(day))).toEqual({ calls: 20, tokens: 190 })
        expect(await run(spending.spent(next))).toEqual({ calls: 2, tokens: 5 })
      }))
  })
}
