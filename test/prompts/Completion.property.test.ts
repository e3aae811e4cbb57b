import * as Either from "effect/Either"
import * as FastCheck from "fast-check"
import { describe, expect, it } from "vitest"
import * as Completion from "../../src/prompts/Completion.ts"
import type { Task } from "../../src/prompts/Task.ts"
import { propertySeed } from "../worlds.ts"
import { file, mail } from "./Desk.ts"
import { unusable } from "./Unusable.ts"

const list = "- check db04\n- ask Tomasz\n- restart nginx on web02\n"
const tasks: ReadonlyArray<Task> = [
  file("note"),
  file("note", "katrin.boehm"),
  file("note", "priya.nair"),
  file("todo"),
  file("todo", "helen.marsh", { previous: list }),
  file("draft"),
  file("draft", "lucia.fernandez", { name: "merlin.txt" }),
  file("script"),
  mail(),
  mail("joao.carvalho", ["lucia.fernandez"], "tudo bem?"),
]

/** What answers are made of, put together in any order. */
const piece = FastCheck.oneof(
  FastCheck.constantFrom(
    ..."``` ```bash ~~~ --- > # ## - * ** __ ' \" \u201c \u201d \u2014 \u2013 [ ] ( ) { } <think> </think> <|im_end|> Subject: -- : , . ... \u2026 \u200b \ufeff \r\n \n\n \t \u0007 \ud800 \u{1f680} \u2022".split(
      " ",
    ),
    "\n",
    " ",
    "\n\n",
    "Sure, here is the note:",
    "Here's the file:",
    "Aquí tienes la nota:",
    "Let me know if you want changes.",
    "On Monday Tomasz wrote:",
    "I hope this email finds you well.",
    "Best,",
    "Helen Marsh",
    "IT Operations, ext. 4410",
    "Helen",
    "Hi Tomasz,",
    "the backups on db04 ran long again",
    "die Sicherung auf db04 läuft noch",
    "10\u201312",
    "**db04**",
    "`web02`",
    "#!/bin/bash",
    "set -e",
    list,
  ),
  FastCheck.string({ maxLength: 12 }),
  FastCheck.string({ unit: "binary", maxLength: 6 }),
)
const answer = FastCheck.oneof(
  FastCheck.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
  FastCheck.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("\n")),
  FastCheck.array(piece, { maxLength: 6 }).map(
    (pieces) => `Hi Tomasz,\n\nthe backups on db04 ran long again ${pieces.join(" ")}\n\nHelen`,
  ),
  FastCheck.array(piece, { maxLength: 5 }).map(
    (pieces) => `- check the backups on db04 ${pieces.join(" ")}\n- ask Tomasz about it`,
  ),
  FastCheck.constantFrom(...unusable.map(([, , text]) => text)),
)

describe("any answer", () => {
  it("is judged, and judged the same again where it is accepted", () => {
    let accepted = 0
    FastCheck.assert(
      FastCheck.property(FastCheck.nat(tasks.length - 1), answer, (index, raw) => {
        const task = tasks[index]!
        const judged = Completion.judge(task, raw)
        if (Either.isLeft(judged)) {
          expect(judged.left.detail).not.toContain("\n")
          return
        }
        accepted += 1
        const text = judged.right
        expect(Completion.judge(task, text)).toEqual(judged)
        expect(text).not.toMatch(/```|^[ \t]*~~~/m)
        expect(text).not.toMatch(/[^\P{Cc}\n\t]|[\u200b\ufeff]/u)
        if (!task.author.resident.persona.usesLlmsHeavily)
          expect(text).not.toMatch(/[\u2012-\u2015\u2018-\u201f\u2026]/)
        expect(text.endsWith("\n")).toBe(task._tag === "File")
        expect(text).not.toMatch(/[ \t]\n|\n\n$/)
      }),
      { numRuns: 3000, seed: propertySeed },
    )
    expect(accepted).toBeGreaterThan(50)
  })

  const long: ReadonlyArray<string> = [
    ..."a 0 - # ` > \" ' ( { [ $ @ . : / , \u2014 \\ < * _ A é".split(" "),
    "\n",
    "a\n",
    "- a\n",
    "> a\n",
    "a.",
    "a-",
    "a@",
    "Aa ",
    "1.",
    "$(",
    "[a](",
    "On a wrote:\n",
    "hope this finds ",
    "`a` ",
    "**a",
    "<think>",
    "rm -rf -r ",
    "curl ",
    "ask ",
    "password ",
    "www.a.",
    " \n",
    "here is ",
  ]

  // an expression that tries everything would not come to an end within the time of a test
  it.each([1_000_000, 32_000, 3_900])("of %i characters is judged", (length) => {
    for (const task of tasks)
      for (const unit of long) {
        const head = task._tag === "File" && task.class === "script" ? "#!/bin/bash\n" : ""
        const judged = Completion.judge(task, head + unit.repeat(length / unit.length))
        if (length > 32_768) expect(Either.isLeft(judged)).toBe(true)
      }
  })
})
