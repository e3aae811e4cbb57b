import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Completion from "../../src/prompts/Completion.ts"
import * as Prompt from "../../src/prompts/Prompt.ts"
import type { Task } from "../../src/prompts/Task.ts"
import * as PastDate from "../../src/reading/PastDate.ts"
import { monday } from "../worlds.ts"
import { file, mail } from "./Desk.ts"
import { ordinary } from "./Ordinary.ts"
import { rubbish } from "./Rubbish.ts"

const told = (task: Task, text: string): string =>
  Either.match(Completion.judge(task, text), {
    onLeft: ({ fault, detail }) => `${fault}: ${detail}`,
    onRight: (accepted) => accepted,
  })

describe("what passes for a person's words at first sight", () => {
  it.each(rubbish)("%s: %#", (fault, task, text) => {
    expect(told(task, text)).toMatch(new RegExp(`^${fault}: `))
  })

  it("is of more than a hundred and fifty kinds", () => {
    expect(rubbish.length).toBeGreaterThan(150)
  })
})

describe("what people write at work", () => {
  it.each(ordinary)("%#", (task, text) => {
    expect(told(task, text).trimEnd()).toBe(text.trimEnd())
  })
})

describe("a prompt", () => {
  const tasks: ReadonlyArray<Task> = [
    file("note"),
    file("todo", "katrin.boehm"),
    file("draft", "lucia.fernandez"),
    mail(),
    mail("joao.carvalho", ["lucia.fernandez"], "tudo bem?"),
  ]

  it("is not given back, not one of its rules of six words and more", () => {
    for (const task of tasks) {
      const { prompt, system } = Prompt.request(task)
      const rules = `${system}\n${prompt.slice(prompt.lastIndexOf("</")).replace(/^.*\n/, "")}`
      const kept = rules
        .split("\n")
        .filter((line) => (line.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) >= 6)
        .filter((line) => Either.isRight(Completion.judge(task, `db04 hat\n${line}`)))
      expect(kept).toEqual([])
    }
  })

  it("does not lend the words of its author's tone and habits", () => {
    const task = file("note")
    const { author } = task
    const toneCustom = "dry, counts the days, begins with the weather of the morning"
    const persona = { ...author.resident.persona, tone: "custom" as const, toneCustom }
    const hers = { ...task, author: { ...author, resident: { ...author.resident, persona } } }
    expect(told(hers, "db04 slow\ndry, counts the days, then db05")).toMatch(/^wrapped: /)
    expect(told(hers, "counts the days\ndb04 slow again")).toMatch(/^wrapped: /)
    expect(told(hers, "rain all morning, db04 slow again")).toBe(
      "rain all morning, db04 slow again\n",
    )
  })
})

describe("a day without a year", () => {
  const today = monday / 86_400_000

  it("is told as past where it stands right behind a word of the past", () => {
    expect(PastDate.lateShort("yesterday (Feb 12) db04 was patched", today)).toHaveLength(1)
    expect(PastDate.lateShort("seit 3. März langsam", today)).toHaveLength(1)
  })

  it("is left alone where it lies behind, or a plan speaks of it", () => {
    expect(PastDate.lateShort("since Dec 12 db04 is slow", today)).toEqual([])
    expect(PastDate.lateShort("was moved, due Feb 12", today)).toEqual([])
    expect(PastDate.lateShort("the figures of 12 February", today)).toEqual([])
  })
})

describe("the judge", () => {
  // one expression of it once took four seconds
  it("takes its time with no script", { timeout: 2000 }, () => {
    const script = file("script")
    for (const unit of ["rm -rm -", "rm -r ", "rm -rr -r ", "find / ", "chmod -R "]) {
      expect(told(script, `#!/bin/bash\n${unit.repeat(3900 / unit.length)}`)).toMatch(/^\w+: /)
    }
  })
})
