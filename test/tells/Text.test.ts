import { describe, expect, it } from "vitest"
import { code, file, mail, resident, workday } from "./history.ts"
import { accepts, finds } from "./tells.ts"

const when = "2026-03-03T11:00:00.120"

const german =
  "Der Server wird nicht mehr von den Kollegen benutzt, und die Daten sind auf einem anderen Rechner.\nWir haben das schon gestern mit dem Team besprochen, aber es ist noch nicht fertig.\n"

const fences = "```\nThe whole note stands here\n```\n"

describe("Text", () => {
  it("X01 finds sentences that stand in several files", () => {
    const found = finds("X01", ({ atlas, web }) => {
      for (let index = 0; index < 110; index += 1) {
        const here = index % 2 === 0 ? atlas : web
        const own = `The ${code(index)} job on this machine runs longer than before.`
        const shared =
          index < 4 ? "- [ ] Nobody has looked at these old mail queues for weeks.\n" : ""
        file(here, `n-${code(index)}.md`, workday(index, 110), `${own}\n${shared}`)
      }
    })
    expect(found[0]!.evidence).toContain("Nobody has looked at these old mail queues for weeks")
  })

  it("X01 does not count quotes, short sentences and code", () => {
    accepts(({ atlas, web }) => {
      for (let index = 0; index < 110; index += 1) {
        const here = index % 2 === 0 ? atlas : web
        const own = `The ${code(index)} job on this machine runs longer than before.`
        const shared = "> Nobody has looked at these old mail queues for weeks.\nNothing to add.\n"
        file(here, `n-${code(index)}.md`, workday(index, 110), `${own}\n${shared}`)
      }
      const script = (name: string) => `#!/bin/sh\n# ${name}\nfind . -name a -o -name b -print\n`
      for (const here of [atlas, web])
        file(here, `bin/x-${here.decky.role}.sh`, when, script(here.decky.hostname), {
          class: "script",
          mode: 0o755,
        })
    })
  })

  for (const body of [
    "ssh admin@hostname and look\n",
    "The box at files.example.com is full\n",
    "Lorem ipsum dolor\n",
    "Regards, [Your Name]\n",
    "# TODO: real fix here\n",
    "Here is the note you asked for:\nthe disk is full\n",
    "As an AI, I have no disks\n",
    "Restart {service} first\n",
    fences,
  ])
    it(`X02 finds ${JSON.stringify(body.split("\n")[0])}`, () => {
      finds("X02", ({ atlas }) => void file(atlas, "a.md", when, body))
    })

  it("X02 accepts the hostname command and shell braces", () => {
    accepts(({ atlas }) => {
      const body = '#!/bin/sh\necho "$(hostname) ${name}"\nmv a.{old,new}\n'
      file(atlas, "bin/a.sh", when, body, { class: "script", mode: 0o755 })
    })
  })

  it("X03 finds an em-dash", () => {
    finds("X03", ({ atlas }) => void file(atlas, "a.md", when, "Disk full \u2014 again\n"))
  })

  it("X03 accepts the em-dash of a heavy user of models", () => {
    accepts(({ atlas }) => {
      const entry = { name: "Ana Ruiz", email: "ana.ruiz@nordwind.net", uses_llms_heavily: true }
      atlas.residents[0] = resident("ana", 1000, entry)
      file(atlas, "a.md", when, "Disk full \u2014 again\n")
    })
  })

  it("X04 finds German by somebody who writes English", () => {
    finds("X04", ({ atlas }) => void file(atlas, "a.md", when, german))
  })

  it("X04 accepts German by a German, and his English mail", () => {
    accepts(({ atlas }) => {
      file(atlas, "a.md", when, german, { login: "ben" })
      const body =
        "Hello Ana,\n\nthe machine that was moved has been running since the last week and there are no more errors in\nthe logs, but I would like to see what it does before we have the other one."
      mail(atlas, {
        from: "ben.kehl",
        to: "ana.ruiz",
        when: "2026-03-05T11:00:00",
        subject: "the move",
        body,
      })
    })
  })

  for (const body of [
    "See OPS-99999\n",
    "See OPS-17\n",
    "See JIRA-1234\n",
    "The disk of web-07 is full\n",
    "Open wiki.nordwind.net\n",
    "Run ~/bin/clean-up.sh on Friday\n",
    "Ask dora.maier@nordwind.net\n",
    'Answer the mail "disks for nobody"\n',
  ])
    it(`X05 finds that something does not exist: ${JSON.stringify(body)}`, () => {
      finds("X05", ({ atlas }) => void file(atlas, "a.md", when, body))
    })

  it("X05 finds a greeting to nobody", () => {
    finds("X05", ({ atlas }) => {
      const body = "Hi Dora,\n\nplease look.\n"
      mail(atlas, {
        from: "ana.ruiz",
        to: "ben.kehl",
        when: "2026-03-05T11:00:00",
        subject: "disks",
        body,
      })
    })
  })

  it("X05 accepts what exists", () => {
    accepts(({ atlas }) => {
      const body =
        'OPS-1482 is about db-01.nordwind.net, not SHA-256 or UTF-8.\nRun ~/bin/rotate-certs.sh and ask carla.pohl@nordwind.net.\nSee the mail "certificate on web-01".\nssh deploy@web-02 uptime\n'
      file(atlas, "a.md", when, body)
    })
  })

  it("X06 finds a date told as past that lies ahead", () => {
    finds(
      "X06",
      ({ atlas }) => void file(atlas, "a.md", when, "Certificates rotated 2026-03-09, all fine\n"),
    )
  })

  it("X06 accepts a deadline and a date gone by", () => {
    accepts(({ atlas }) => {
      file(
        atlas,
        "a.md",
        when,
        "Certificates rotated 2026-03-02, again due by 9 June 2026\n2026-03-10: meeting\n",
      )
    })
  })
})
