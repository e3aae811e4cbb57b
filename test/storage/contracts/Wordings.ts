/** The contract of Wordings. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { faults, silences } from "../../../src/llm/Wording.ts"
import { Wordings } from "../../../src/ports/Wordings.ts"
import { using, type Ports, type Subject } from "./Contract.ts"
import { newDecky, wording, wordingRow } from "./Samples.ts"

const wordings = Effect.serviceFunctions(Wordings)
const tally = Effect.flatMap(Wordings, (each) => each.tally)

const mail = "<20260105.1014@holmgate.net>"

export const contract = (subject: Subject<Ports>): void => {
  describe(`Wordings on ${subject.name}`, () => {
    it("keeps every field of a row, by file or mail and oldest first", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const [first, second, other] = [
          wordingRow(decky, "a", { at: 10, sentences: ["0123456789abcdef", "fedcba9876543210"] }),
          wordingRow(decky, "b", {
            at: 20,
            index: 3,
            wording: wording({ outcome: "language", detail: "é 🦊 '; --", isCached: true }),
          }),
          wordingRow(decky, "c", { at: 5, class: "email", where: mail, text: "Hallo,\n\né 🦊" }),
        ]
        for (const row of [first!, second!, other!]) await run(wordings.put(row))
        expect(await run(wordings.history(decky, first!.where))).toEqual([first, second])
        expect(await run(wordings.history(decky, mail))).toEqual([other])
        expect(await run(wordings.history(newDecky(), mail))).toEqual([])
      }))

    it("keeps a row once, whatever it says the second time, and counts it once", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const counted = async () =>
          (await run(tally)).find((each) => each.outcome === "tell" && each.class === "script")
            ?.count ?? 0
        const before = await counted()
        const row = wordingRow(decky, "a", {
          class: "script",
          wording: wording({ outcome: "tell" }),
          sentences: ["one"],
        })
        await run(wordings.put(row))
        await run(wordings.put({ ...row, text: "later", sentences: ["two"] }))
        await run(wordings.put({ ...row, index: 1 }))
        expect(await run(wordings.history(decky, row.where))).toEqual([row, { ...row, index: 1 }])
        expect(await run(wordings.said(decky, "b", ["two"]))).toBe(false)
        expect((await counted()) - before).toBe(2)
      }))

    it("counts by outcome and class, every outcome", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const outcomes = ["accepted", ...silences, ...faults] as const
        const before = await run(tally)
        for (const [index, outcome] of outcomes.entries())
          await run(
            wordings.put(
              wordingRow(decky, `m${index}`, { class: "draft", wording: wording({ outcome }) }),
            ),
          )
        const after = await run(tally)
        const of = (all: typeof after, outcome: string) =>
          all.find((each) => each.outcome === outcome && each.class === "draft")?.count ?? 0
        for (const outcome of outcomes)
          expect([outcome, of(after, outcome) - of(before, outcome)]).toEqual([outcome, 1])
        const names = after.map((each) => `${each.outcome} ${each.class}`)
        expect(new Set(names).size).toBe(names.length)
      }))

    it("gives the texts of mails that a model wrote, and leaves the others out", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const put = (id: string, where: string, text: string | undefined) =>
          run(wordings.put(wordingRow(decky, id, { class: "email", where, text })))
        await put("a", "<1@h>", "one")
        await put("b", "<2@h>", undefined)
        await put("c", "<3@h>", "")
        await run(wordings.put(wordingRow(newDecky(), "a", { where: "<4@h>", text: "four" })))
        const found = await run(
          wordings.mails(decky, ["<1@h>", "<2@h>", "<3@h>", "<4@h>", "<5@h>"]),
        )
        expect([...found].sort()).toEqual([
          ["<1@h>", "one"],
          ["<3@h>", ""],
        ])
        expect((await run(wordings.mails(decky, []))).size).toBe(0)
      }))

    it("knows a sentence that another moment of the decky said, and who said it first", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const put = (id: string, ...sentences: ReadonlyArray<string>) =>
          run(wordings.put(wordingRow(decky, id, { sentences })))
        const said = (id: string, ...sentences: ReadonlyArray<string>) =>
          run(wordings.said(decky, id, sentences))
        await put("a", "s1", "s2")
        await put("b", "s2", "s3", "s3")
        expect(await said("c", "s0", "s1")).toBe(true)
        expect(await said("c", "s0")).toBe(false)
        expect(await said("c")).toBe(false)
        // a decision that is gone through again is not told that it repeats itself
        expect(await said("a", "s1", "s2")).toBe(false)
        expect(await said("b", "s3")).toBe(false)
        expect(await said("b", "s2")).toBe(true)
        expect(await run(wordings.said(newDecky(), "c", ["s1"]))).toBe(false)
      }))

    it("keeps as many sentences as a text may have", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const many = Array.from({ length: 1700 }, (_, index) =>
          index.toString(16).padStart(16, "0"),
        )
        await run(wordings.put(wordingRow(decky, "a", { sentences: many })))
        expect(await run(wordings.said(decky, "b", many.slice(-1)))).toBe(true)
        expect(await run(wordings.said(decky, "a", many))).toBe(false)
      }))
  })
}
