import * as childProcess from "node:child_process"
import { expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import PostalMime from "postal-mime"
import * as Eml from "../../src/email/Eml.ts"
import * as Header from "../../src/email/Header.ts"
import * as MessageId from "../../src/email/MessageId.ts"
import * as Transfer from "../../src/email/Transfer.ts"
import * as World from "./World.ts"

const mails = World.batch(32)
const rendered = mails.map((sent) => ({ sent, eml: Eml.render(sent) }))

const squeeze = (text: string): string => text.replace(/\s+/g, " ").trim()

const headOf = (eml: string): string => eml.slice(0, eml.indexOf("\n\n"))

const names = (eml: string): ReadonlyArray<string> =>
  headOf(eml)
    .split("\n")
    .filter((line) => !/^\s/.test(line))
    .map((line) => line.slice(0, line.indexOf(":")))

it("an independent parser reads back what was written", async () => {
  expect(rendered.length).toBeGreaterThanOrEqual(300)
  for (const { sent, eml } of rendered) {
    const { message, from, to } = sent
    const mail = await PostalMime.parse(eml)
    expect(mail.subject).toBe(message.subject)
    expect(mail.from).toMatchObject({ name: from.persona.name, address: message.from })
    expect(mail.to).toMatchObject(
      to.map(({ persona }) => ({ name: persona.name, address: persona.email })),
    )
    expect(Date.parse(mail.date!)).toBe(message.sentAt)
    expect(mail.messageId).toBe(message.messageId)
    expect(mail.inReplyTo).toBe(message.inReplyTo)
    expect(squeeze(mail.references ?? "")).toBe(message.references.join(" "))
    expect(squeeze(mail.text!)).toContain(squeeze(message.text))
    for (const line of (from.persona.signature ?? "").split("\n"))
      if (message.index === 0) expect(squeeze(mail.text!)).toContain(squeeze(line))
  }
})

it("every mail program and language occurs", () => {
  const kinds = new Set(mails.map((sent) => `${sent.client.kind} ${sent.message.language}`))
  expect(kinds.size).toBe(16)
})

it("no header has a mark of a machine", () => {
  for (const { sent, eml } of rendered) {
    const head = headOf(eml)
    const all = names(eml).map((name) => name.toLowerCase())
    expect(new Set(all).size).toBe(all.length)
    expect(all).not.toContain("received")
    expect(head).not.toMatch(/-0000|decnet|honey|decoy/i)
    expect(Transfer.isAscii(head)).toBe(true)
    expect(eml).not.toMatch(/Content-Transfer-Encoding: base64/i)
    expect(eml).not.toContain("\r")
    for (const line of head.split("\n")) expect(line.length).toBeLessThanOrEqual(90)
    for (const line of eml.split("\n")) expect(Transfer.utf8Length(line)).toBeLessThanOrEqual(998)
    for (const word of head.match(/=\?[^?]+\?Q\?[^?]*\?=/g) ?? [])
      expect(word.length).toBeLessThanOrEqual(75)
    const subject = sent.message.subject
    expect(subject.match(/Re: /g)?.length ?? 0).toBe(sent.message.index === 0 ? 0 : 1)
    expect(Transfer.utf8Length(eml)).toBeLessThanOrEqual(Eml.bytesMax)
  }
})

it("Message-IDs are unique and of the sender's domain", () => {
  const ids = mails.map((sent) => sent.message.messageId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { message } of mails) {
    const [, local, domain] = /^<([^@<>\s]+)@([^@<>\s]+)>$/.exec(message.messageId)!
    const own = MessageId.domainOf(message.from)
    expect(domain === own || domain!.endsWith(`.${own}`)).toBe(true)
    expect(local).not.toMatch(/^[0-9a-f]{32}$/i)
    expect(local!.length).toBeGreaterThanOrEqual(16)
  }
  const lengths = ids.map((id) => id.indexOf("@") - 1).sort((a, b) => a - b)
  expect(lengths[lengths.length >> 1]).toBeGreaterThanOrEqual(18)
  expect(lengths[lengths.length >> 1]).toBeLessThanOrEqual(40)
})

it("a program writes what that program writes", () => {
  for (const { sent, eml } of rendered) {
    const head = headOf(eml)
    switch (sent.client.kind) {
      case "outlook":
        expect(head).toContain("X-Mailer: Microsoft Outlook")
        expect(sent.message.messageId).toMatch(/^<[0-9a-f]{12}\$[0-9a-f]{7}0\$[0-9a-f]{7}0\$@/)
        if (sent.parent !== undefined) expect(eml).not.toContain("\n> > ")
        break
      case "thunderbird":
        expect(head).toContain("format=flowed")
        break
      case "apple-mail":
        expect(head).toMatch(/X-Mailer: Apple Mail \(2\.\d/)
        break
      case "mutt":
        expect(head).toContain("Content-Disposition: inline")
    }
  }
})

it("flowed lines are short and soft breaks only where a paragraph goes on", () => {
  for (const { sent, eml } of rendered.filter(({ sent }) => sent.client.kind === "thunderbird")) {
    const body = eml.slice(eml.indexOf("\n\n") + 2)
    const lines = body.split("\n")
    lines.forEach((line, index) => {
      if (line === "-- " || !line.endsWith(" ")) return
      const depth = /^>*/.exec(line)![0].length
      expect(/^>*/.exec(lines[index + 1]!)![0].length, sent.message.messageId).toBe(depth)
      expect(lines[index + 1]).not.toBe("")
    })
  }
})

it("Outlook set to plain text quotes below its separator, in its own language", async () => {
  const separators: Readonly<Record<string, string>> = {
    en: "-----Original Message-----",
    es: "-----Mensaje original-----",
    de: "-----Ursprüngliche Nachricht-----",
    pt: "-----Mensagem original-----",
  }
  const outlook = mails.filter((sent) => sent.client.kind === "outlook" && sent.parent)
  for (const sent of outlook) {
    const eml = Eml.render({ ...sent, client: { ...sent.client, html: false } })
    const mail = await PostalMime.parse(eml)
    expect(mail.html).toBeUndefined()
    expect(squeeze(mail.text!)).toContain(squeeze(sent.message.text))
    expect(mail.text).toContain(separators[sent.message.language])
    expect(mail.text).toContain(sent.lexicon.mail.outlookLabels[1])
  }
})

it("the same message renders the same", () => {
  for (const { sent, eml } of rendered.slice(0, 40)) expect(Eml.render(sent)).toBe(eml)
  expect(World.thread("es", 3, 3)).toEqual(World.thread("es", 3, 3))
})

it("a very long thread stays below the cap", () => {
  for (const language of World.languages) {
    const last = World.thread(language, 7, 25).at(-1)!
    const eml = Eml.render(last)
    expect(Transfer.utf8Length(eml)).toBeLessThanOrEqual(Eml.bytesMax)
    for (const line of headOf(eml).split("\n")) expect(line.length).toBeLessThanOrEqual(90)
  }
})

it("quoted-printable comes back whole, in lines of at most 76", () => {
  fc.assert(
    fc.property(fc.fullUnicodeString({ maxLength: 300 }), (raw) => {
      const text = raw.replace(/\r/g, "")
      const encoded = Transfer.quotedPrintable(text, "utf-8")
      for (const line of encoded.split("\n")) expect(line.length).toBeLessThanOrEqual(76)
      const bytes = encoded
        .replace(/=\n/g, "")
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        )
      expect(Buffer.from(bytes, "latin1").toString("utf8")).toBe(text)
    }),
    { numRuns: 200 },
  )
})

it("any subject comes back whole through encoded words", async () => {
  const words = fc
    .array(
      fc.stringOf(fc.constantFrom(..."abcdefgXYZ?=_é:ñüß€ł,-1"), { minLength: 1, maxLength: 14 }),
      {
        minLength: 1,
        maxLength: 18,
      },
    )
    .map((list) => list.join(" "))
    // a plain text that looks like an encoded word is no subject of ours
    .filter((text) => !text.includes("=?"))
  const style = (runOnly: boolean): Header.Style => ({
    charset: () => "utf-8",
    label: () => "utf-8",
    runOnly,
    quotesNames: false,
    indent: " ",
  })
  await fc.assert(
    fc.asyncProperty(words, fc.boolean(), async (text, runOnly) => {
      const field = Header.format([Header.unstructured("Subject", text, style(runOnly))])
      const mail = await PostalMime.parse(`${field}\nx\n`)
      expect(mail.subject).toBe(text)
      for (const line of field.split("\n")) expect(line.length).toBeLessThanOrEqual(78)
    }),
    { numRuns: 200 },
  )
})

const python = childProcess.spawnSync("python3", ["--version"]).status === 0

const strict = `
import sys, json, email
from email import policy
out = []
for source in json.load(sys.stdin):
    strict = policy.default.clone(raise_on_defect=True)
    message = email.message_from_bytes(source.encode("utf-8"), policy=strict)
    defects = [repr(d) for part in message.walk() for d in part.defects]
    for part in message.walk():
        for name, value in part.items():
            defects += [name + ": " + repr(d) for d in getattr(value, "defects", [])]
    body = message.get_body(("plain",)).get_content()
    out.append({"subject": message["subject"], "defects": defects, "body": body,
      "date": message["date"].datetime.timestamp(),
      "to": [a.display_name for a in message["to"].addresses]})
json.dump(out, sys.stdout)
`

it.skipIf(!python)("Python's strict parser finds no defect", () => {
  const sources = mails.map(World.delivered)
  const { stdout, stderr, status } = childProcess.spawnSync("python3", ["-c", strict], {
    input: JSON.stringify(sources),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  })
  expect(stderr).toBe("")
  expect(status).toBe(0)
  const read = JSON.parse(stdout) as ReadonlyArray<{
    readonly subject: string
    readonly defects: ReadonlyArray<string>
    readonly body: string
    readonly date: number
    readonly to: ReadonlyArray<string>
  }>
  read.forEach((mail, index) => {
    const { message, to } = mails[index]!
    expect(mail.defects).toEqual([])
    expect(mail.subject).toBe(message.subject)
    expect(mail.date * 1000).toBe(message.sentAt)
    expect(mail.to).toEqual(to.map(({ persona }) => persona.name))
    expect(squeeze(mail.body)).toContain(squeeze(message.text))
  })
})
