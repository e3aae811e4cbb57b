import { describe, expect, it } from "vitest"
import * as Language from "../../src/reading/Language.ts"
import * as PastDate from "../../src/reading/PastDate.ts"
import * as Placeholder from "../../src/reading/Placeholder.ts"
import * as Prose from "../../src/reading/Prose.ts"
import * as PythonScript from "../../src/reading/PythonScript.ts"
import * as Reference from "../../src/reading/Reference.ts"
import * as ShellScript from "../../src/reading/ShellScript.ts"
import * as Civil from "../../src/time/Civil.ts"
import { lore } from "../prompts/Desk.ts"

const day = Civil.toDay({ year: 2026, month: 1, dayOfMonth: 5 })

describe("Language", () => {
  it("tells a language by its small words, and nothing by a few", () => {
    const german = "Der Server wird nicht mehr benutzt und die Daten sind auf einem anderen"
    expect(Language.foreign(german, ["en"])).toBe("de")
    expect(Language.foreign(german, ["en", "de"])).toBeUndefined()
    expect(Language.foreign("nicht mehr", ["en"])).toBeUndefined()
  })
})

describe("PastDate", () => {
  it("finds what is told as past and lies ahead, not what is planned", () => {
    expect(PastDate.late("Certificates rotated 2026-03-09, all fine", day)).toHaveLength(1)
    expect(PastDate.late("Certificates rotated 2025-12-09, all fine", day)).toEqual([])
    expect(PastDate.late("move is scheduled for 2026-03-09", day)).toEqual([])
  })
})

describe("Placeholder", () => {
  it("finds gaps in prose and leaves indices of code alone", () => {
    expect(Placeholder.inLine("Regards, [Name]", false, false)).toBe("an empty slot")
    expect(Placeholder.inLine("x = row[name]", true, false)).toBeUndefined()
    expect(Placeholder.inBody("```\nall of it\n```", false)).toBe("a Markdown fence around it")
  })
})

describe("Prose", () => {
  it("takes what stands before the signature and the quote for a mail's own", () => {
    const text = "Hi,\n\nall done.\n\nAna wrote:\n> is it?\n-- \nBen"
    expect(Prose.ownMail(text, []).trim()).toBe("Hi,\n\nall done.")
  })

  it("counts a sentence once, whatever stands before it", () => {
    const one = "- [ ] Nobody has looked at these queues for weeks."
    const two = "Nobody has looked  at these queues for weeks"
    expect(Prose.sentences([one, two]).size).toBe(1)
  })
})

describe("scripts", () => {
  it("are read as far as the shell would refuse them", () => {
    expect(ShellScript.fault("if true; then echo; fi\n")).toBeUndefined()
    expect(ShellScript.fault("if true; then echo\n")).toBe("unclosed if")
    expect(ShellScript.fault("cat <<EOF\nx\n")).toBe("here-document without its EOF")
  })

  it("are read as far as Python would refuse them", () => {
    expect(PythonScript.fault("def f():\n    return 1\n")).toBeUndefined()
    expect(PythonScript.fault("def f():\nreturn 1\n")).toBe("line 2: expected an indented block")
  })
})

describe("Reference", () => {
  const world = Reference.world({
    lore,
    people: [{ name: "Dora Maier", email: "dora@elsewhere.net" }],
    hosts: ["srv04"],
    isScript: (path) => path === "/opt/check.sh",
    subjects: new Set([Reference.bareSubject("Re: AW: Backups on db04")]),
  })
  const missing = (text: string) =>
    Reference.missing(world, { text, isCode: false, day, home: "/home/ana" })

  it.each([
    "web02 and srv04 answer, see OPS-5224",
    "ask dora@elsewhere.net and @Dora",
    "run /opt/check.sh first",
    'see the mail "backups on db04"',
  ])("accepts what is there: %s", (text) => {
    expect(missing(text)).toEqual([])
  })

  it.each([
    ["web17 does not answer", "host web17 does not exist"],
    ["see OPS-9", "ticket OPS-9 does not exist"],
    ["run /opt/other.sh first", "script /opt/other.sh does not exist"],
    ['see the mail "the move"', 'no mail has the subject "the move"'],
    ["Hi Otto,", "nobody is called Otto"],
  ])("finds what is not: %s", (text, fault) => {
    expect(missing(text)).toEqual([fault])
  })
})
