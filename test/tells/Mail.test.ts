import { describe, it } from "vitest"
import { code, mail, resident, workday, type MailOptions, type Place } from "./history.ts"
import { accepts, finds } from "./tells.ts"

const basic: MailOptions = {
  from: "ana.ruiz",
  to: "ben.kehl",
  when: "2026-03-05T11:00:07",
  subject: "spare disks",
  body: "Hi Ben,\n\nplease order some.\n\nAna",
}

const send = (here: Place, over: Partial<MailOptions>) => mail(here, { ...basic, ...over })

/** So many threads of two, each answered after its own delay. */
const answered = (here: Place, count: number, delayMillis: (index: number) => number): void => {
  for (let index = 0; index < count; index += 1) {
    const when = Math.min(workday(index, count), workday(index, count))
    const subject = `the ${code(index)} matter`
    const parent = send(here, { when, subject, body: `Hi Ben,\n\n${code(index)}?` })
    const reply = { from: "ben.kehl", to: "ana.ruiz", parent, subject: `Re: ${subject}` }
    send(here, { ...reply, when: when + delayMillis(index), body: `Hi Ana,\n\n${code(index)}.` })
  }
}

/** Ben at work around the clock, so that only his delays are judged. */
const sleepless = (here: Place, latency: "normal" | "fast" = "normal"): void => {
  const entry = { name: "Ben Kehl", email: "ben.kehl@nordwind.net", active_hours: "00:00-00:00" }
  here.residents[1] = resident("ben", 1001, { ...entry, reply_latency: latency })
}

describe("Mail", () => {
  for (const [what, source] of [
    [
      "a header twice",
      (plain: string) => plain.replace("MIME-Version: 1.0", "MIME-Version: 1.0\nMIME-Version: 1.0"),
    ],
    ["a Date with -0000", (plain: string) => plain.replace("11:00:07 +0100", "10:00:07 -0000")],
    ["a wrong weekday", (plain: string) => plain.replace("Thu, 5", "Fri, 5")],
    ["a line over 998 bytes", (plain: string) => plain.replace("please", "please ".repeat(200))],
    [
      "base64 for plain ASCII",
      (plain: string) =>
        `${plain.slice(0, plain.indexOf("\n\n"))}\nContent-Transfer-Encoding: base64\n\nSGkgQmVuLAo=\n`,
    ],
    ["bytes over 127 in a 7bit body", (plain: string) => plain.replace("some", "d\u00fcnne")],
    ["a line that is no header", (plain: string) => `From ana Thu Mar 5\n${plain}`],
  ] as const)
    it(`M01 finds ${what}`, () => {
      finds("M01", ({ atlas }) => void send(atlas, { source }))
    })

  it("M02 finds a Message-ID of another domain", () => {
    finds("M02", ({ atlas }) => void send(atlas, { domain: "mail.gmail.com" }))
  })

  it("M02 accepts a Message-ID of a host of the domain", () => {
    accepts(({ atlas }) => void send(atlas, { domain: "atlas.nordwind.net" }))
  })

  it("M02 finds a Message-ID that repeats", () => {
    finds("M02", ({ atlas }) => {
      const first = send(atlas, {})
      const second = send(atlas, {
        when: "2026-03-06T11:00:07",
        subject: "more disks",
        body: "Hi Ben,\n\nand cables.",
        source: (plain) => plain.replace(/Message-ID: .*/, `Message-ID: ${first.messageId}`),
      })
      Object.assign(second, { messageId: first.messageId })
    })
  })

  it("M03 finds a reply to a mail that is nowhere", () => {
    finds("M03", ({ atlas }) => {
      const parent = { ...atlas.mails[0]!, messageId: "<gone@nordwind.net>" }
      send(atlas, { parent, subject: "Re: x" })
    })
  })

  it("M03 finds References that are not the parent's chain", () => {
    finds("M03", ({ atlas }) => {
      const parent = { ...atlas.mails[1]!, references: [] }
      send(atlas, { parent, subject: "Re: certificate on web-01" })
    })
  })

  it("M04 finds a reply at three in the morning", () => {
    finds("M04", ({ atlas }) => {
      send(atlas, {
        parent: atlas.mails[1]!,
        when: "2026-03-06T03:00:07",
        subject: "Re: certificate on web-01",
      })
    })
  })

  it("M04 finds a reply dated before its parent", () => {
    finds("M04", ({ atlas }) => {
      const source = (plain: string) =>
        plain.replace(/Date: .*/, "Date: Tue, 3 Mar 2026 09:11:07 +0100")
      send(atlas, { parent: atlas.mails[1]!, source, subject: "Re: certificate on web-01" })
    })
  })

  it("M05 finds delays that are constant", () => {
    finds("M05", ({ atlas }) => {
      sleepless(atlas)
      answered(atlas, 60, () => 1_800_000)
    })
  })

  it("M05 finds normal repliers who are always quick", () => {
    finds("M05", ({ atlas }) => {
      sleepless(atlas)
      answered(atlas, 60, (index) => 60_000 + ((index * 7919) % 3000) * 1000)
    })
  })

  it("M05 accepts delays that are spread", () => {
    accepts(({ atlas }) => {
      sleepless(atlas)
      answered(
        atlas,
        70,
        (index) => 60_000 * Math.floor(1.11 ** ((index * 37) % 70)) + index * 1000,
      )
    })
  })

  it("M06 finds a mail that its sender does not have", () => {
    finds("M06", ({ atlas }) => void send(atlas, { sent: false }))
  })

  it("M07 finds a hundred threads without an answer", () => {
    finds("M07", ({ atlas }) => {
      for (let index = 0; index < 110; index += 1)
        send(atlas, {
          when: workday(index, 110),
          subject: code(index),
          body: `Hi Ben,\n\n${code(index)}`,
        })
    })
  })

  it("M07 finds subjects that repeat", () => {
    finds("M07", ({ atlas }) => {
      sleepless(atlas)
      answered(
        atlas,
        60,
        (index) => 60_000 * Math.floor(1.12 ** ((index * 37) % 60)) + index * 1000,
      )
      for (let index = 0; index < 60; index += 1)
        send(atlas, { when: workday(index, 60, 11), body: `Hi Ben,\n\n${code(index)}` })
    })
  })

  it("M08 finds flags out of order", () => {
    finds("M08", ({ atlas }) => void send(atlas, { flags: "SR" }))
  })

  it("M08 finds a size that is not the file's", () => {
    finds("M08", ({ atlas }) => {
      const event = send(atlas, {})
      const { path } = event.deliveries[0]!
      atlas.copies.set(path, `${atlas.copies.get(path)!}\n`)
    })
  })
})
