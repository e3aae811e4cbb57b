import { expect, it } from "@effect/vitest"
import PostalMime from "postal-mime"
import * as Delivery from "../../src/email/Delivery.ts"
import * as Eml from "../../src/email/Eml.ts"
import * as Maildir from "../../src/email/Maildir.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as World from "./World.ts"

const mails = World.batch(12)

it("a mailbox lies where the pattern says", () => {
  expect(Maildir.root("ana@corp.net")).toBe("/var/mail/vhosts/corp.net/ana/Maildir")
  expect(Maildir.root("ana@corp.net", "/home/%n/Maildir")).toBe("/home/ana/Maildir")
})

it("names tell bytes as they are, and with CRLF", () => {
  for (const sent of mails) {
    const source = Eml.render(sent)
    const name = Maildir.fileName({
      at: Instant.make(sent.message.sentAt + 3127, 481_920),
      pid: 4121,
      host: "mail",
      source,
    })
    const [, seconds, micros, bytes, crlf] = /^(\d+)\.M(\d+)P4121\.mail,S=(\d+),W=(\d+)$/.exec(
      name,
    )!
    expect(Number(seconds)).toBe(sent.message.sentAt / 1000 + 3)
    expect(Number(micros)).toBe(127_481)
    expect(Number(bytes)).toBe(Buffer.byteLength(source))
    expect(Number(crlf)).toBe(Buffer.byteLength(source.replace(/\n/g, "\r\n")))
  }
})

it("flags and folders tell the state of a message", () => {
  const state = (seen: boolean, answered: boolean) =>
    Maildir.inbox("/m", "n", { seen, answered }).path
  expect(state(false, false)).toBe("/m/new/n")
  expect(state(true, false)).toBe("/m/cur/n:2,S")
  expect(state(true, true)).toBe("/m/cur/n:2,RS")
  expect(Maildir.sent("/m", "n").path).toBe("/m/.Sent/cur/n:2,S")
  expect(Maildir.withFlags("n", ["S", "F", "R"])).toBe("n:2,FRS")
})

it("a mail passes through the hosts in the order of time", async () => {
  for (const sent of mails) {
    const rng = World.root.within("delivery", sent.message.messageId)
    const host = Delivery.mailhost(World.root, "mail.corp.net", "Europe/Berlin")
    const sources: Array<string> = []
    for (const recipient of sent.to) {
      const arrival = Delivery.arrival(rng, sent.message, host, recipient)
      const source = Delivery.deliver({
        eml: Eml.render(sent),
        message: sent.message,
        rng,
        host,
        lore: World.loreOf(sent.message.language),
        from: sent.from,
        client: sent.client,
        recipient,
        arrival,
      })
      sources.push(source)
      const mail = await PostalMime.parse(source)
      const hops = mail.headers
        .filter((header) => header.key === "received")
        .map((header) => Date.parse(header.value.replace(/.*; |\(\w+\)$/gs, "")))
      expect(hops.length).toBe(2)
      const [lmtp, queue] = hops as [number, number]
      expect(queue).toBeGreaterThanOrEqual(sent.message.sentAt)
      expect(lmtp).toBeGreaterThanOrEqual(queue)
      expect(arrival.namedAt.ms).toBeGreaterThanOrEqual(lmtp)
      expect(Instant.isBefore(arrival.namedAt, arrival.writtenAt)).toBe(true)
      expect(arrival.writtenAt.ms - sent.message.sentAt).toBeLessThan(25_000)
      expect(arrival.writtenAt.ns).not.toBe(0)
      expect(mail.headers.find((header) => header.key === "delivered-to")!.value).toBe(
        recipient.persona.email,
      )
    }
    expect(new Set(sources).size).toBe(sources.length)
    const ids = sources.map((source) => /ESMTPSA id (\w+)/.exec(source)![1])
    expect(new Set(ids).size).toBe(1)
  }
})
