import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Completion from "../../src/prompts/Completion.ts"
import type { Task } from "../../src/prompts/Task.ts"
import { file, mail } from "./Desk.ts"
import { unusable } from "./Unusable.ts"
import { usable } from "./Usable.ts"

/** The text, or the fault and what it says. */
const told = (task: Task, text: string, isCutOff = false): string =>
  Either.match(Completion.judge(task, text, isCutOff), {
    onLeft: ({ fault, detail }) => `${fault}: ${detail}`,
    onRight: (accepted) => accepted,
  })

const note = file("note")
const plain = "backups on db04 ran long again\nask Tomasz about the replica lag"

describe("what is turned down", () => {
  it("is of all kinds and languages", () => {
    expect(unusable.length).toBeGreaterThanOrEqual(60)
  })

  it.each(unusable)("%s: %#", (fault, task, text) => {
    expect(told(task, text)).toMatch(new RegExp(`^${fault}: `))
  })

  it("is what stopped at the limit of tokens", () => {
    expect(told(note, plain, true)).toMatch(/^long: cut off/)
  })
})

describe("what is cleaned", () => {
  const cases: ReadonlyArray<readonly [what: string, task: Task, raw: string, text: string]> = [
    ["a note as it is", note, plain, `${plain}\n`],
    [
      "line ends, marks and blanks",
      note,
      `\ufeff${plain.replace("\n", "  \r\n")}\u200b\r\n\r\n`,
      `${plain}\n`,
    ],
    ["thoughts", note, `<think>a note, short</think>\n\n${plain}`, `${plain}\n`],
    ["a fence", note, `\`\`\`text\n${plain}\n\`\`\``, `${plain}\n`],
    ["a preamble", note, `Here's the note:\n\n${plain}`, `${plain}\n`],
    [
      "an assent and a fence",
      note,
      `Sure! Here is the file:\n\`\`\`\n${plain}\n\`\`\`\nLet me know if you need anything else.`,
      `${plain}\n`,
    ],
    [
      "a remark",
      note,
      `${plain}\n\nLet me know if you'd like me to adjust the tone.`,
      `${plain}\n`,
    ],
    ["quotes", note, `"${plain}"`, `${plain}\n`],
    [
      "curly quotes and dots",
      note,
      "Tomasz\u2019s \u201creplica\u201d is late\u2026 again",
      'Tomasz\'s "replica" is late... again\n',
    ],
    [
      "dashes",
      note,
      "db04 full \u2014 again, see 10\u201312\n\u2013 ask Tomasz",
      "db04 full, again, see 10-12\n- ask Tomasz\n",
    ],
    [
      "Markdown where there is none",
      note,
      "## Backups\n**db04** ran `long` again",
      "Backups\ndb04 ran long again\n",
    ],
    [
      "a picture",
      note,
      "db04 is done \u{1f680}\u{1f389}\nnext is db05",
      "db04 is done\nnext is db05\n",
    ],
    [
      "a Spanish preamble",
      file("note", "lucia.fernandez"),
      "Aquí tienes la nota:\n\nla copia de db04 tardó más que ayer",
      "la copia de db04 tardó más que ayer\n",
    ],
    [
      "a German preamble",
      file("note", "katrin.boehm"),
      "Hier ist die Notiz:\n\nSicherung auf db04 dauert zu lange",
      "Sicherung auf db04 dauert zu lange\n",
    ],
    [
      "a Portuguese preamble",
      file("note", "joao.carvalho"),
      "Claro! Aqui está a nota:\n\na cópia de db04 demorou mais do que ontem",
      "a cópia de db04 demorou mais do que ontem\n",
    ],
    [
      "an English preamble of a Spanish note",
      file("note", "lucia.fernandez"),
      "Sure, here is the note in Spanish:\n\nla copia de db04 tardó más que ayer",
      "la copia de db04 tardó más que ayer\n",
    ],
    [
      "a script's fence and talk",
      file("script"),
      "Here is the script:\n\n```bash\n#!/bin/bash\nset -e\ndf -h /\ndf -h /srv\nuptime\n```\n\nThis script checks the disks.",
      "#!/bin/bash\nset -e\ndf -h /\ndf -h /srv\nuptime\n",
    ],
    [
      "a subject, a signature and a quote",
      mail("helen.marsh", ["tomasz.krol"], "can you look at db04?"),
      "Subject: Re: backups on db04\n\nHi Tomasz,\n\nI hope this email finds you well. Will look after lunch.\n\nBest,\nHelen Marsh\nIT Operations, ext. 4410\n\nOn Mon, 5 Jan 2026, Tomasz Król wrote:\n> can you look at db04?",
      "Hi Tomasz,\n\nWill look after lunch.\n\nBest,\nHelen",
    ],
    [
      "a German subject",
      mail("katrin.boehm"),
      "Betreff: Sicherung\n\nHallo Tomasz,\n\ndie Sicherung auf db04 ist durch, schau bitte kurz drauf.\n\nViele Grüße\nKatrin",
      "Hallo Tomasz,\n\ndie Sicherung auf db04 ist durch, schau bitte kurz drauf.\n\nViele Grüße\nKatrin",
    ],
  ]

  it.each(cases)("%s", (_, task, raw, text) => {
    expect(told(task, raw)).toBe(text)
  })

  it("keeps Markdown in a Markdown file, and dashes of who writes with models", () => {
    const list = "# Merlin\n\n- [ ] check **db04**\n- [ ] ask Tomasz"
    expect(told(file("todo"), list)).toBe(`${list}\n`)
    const fancy = "db04 is full \u2014 again, and the \u201creplica\u201d is late"
    expect(told(file("note", "priya.nair"), fancy)).toBe(`${fancy}\n`)
  })
})

describe("what is kept", () => {
  const kept: ReadonlyArray<readonly [task: Task, text: string]> = [
    [file("note"), "OPS-5230: db04 full, Tomasz and Lucía know\nweb02 next, Farrow Telecom called"],
    [
      file("note", "katrin.boehm"),
      "Backup Job auf db04 hängt, Monitoring Alert kam erst um 10:15\nRollback mit Tomasz testen, danach Deployment auf web02",
    ],
    [
      file("note", "lucia.fernandez"),
      "el backup de db04 falló, revisar el script y el rollback con João\nel deploy de web02 queda para el viernes",
    ],
    [
      mail("helen.marsh", ["tomasz.krol", "priya.nair"]),
      "Hi both,\n\nI cannot reach db04 since ten. Can one of you look?\n\nThanks,\nHelen",
    ],
    [mail("helen.marsh", ["tomasz.krol"], "can you?"), "Sure, I'll have a look after lunch."],
    [
      mail("joao.carvalho", ["lucia.fernandez"]),
      "Oi Lucía,\n\na réplica de db04 está atrasada desde ontem. Podes ver isso hoje?\n\nAbraço,\nJoão",
    ],
  ]

  it.each([...usable, ...kept])("%#", (task, text) => {
    expect(told(task, text).trimEnd()).toBe(text.trimEnd())
  })
})

describe("sentences", () => {
  it("are the same for the same sentence in two texts, whatever stands before it", () => {
    const one = Completion.sentences(note, "- Nobody has looked at these queues for weeks.\n")
    const other = Completion.sentences(
      mail(),
      "Hi,\n\nNobody has looked at these queues for weeks.",
    )
    expect(other).toHaveLength(1)
    expect(other[0]).toMatch(/^[0-9a-f]{16}$/)
    expect(one).toContain(other[0])
  })

  it("hold a file as a whole, too, so that no short one stands twice", () => {
    const one = Completion.sentences(note, "disk full\n")
    expect(one).toHaveLength(1)
    expect(Completion.sentences(file("note", "tomasz.krol"), "disk full\n")).toEqual(one)
  })
})
