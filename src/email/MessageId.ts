/** Message-IDs in the shape that each mail program gives them. */
import * as Lore from "../lore/Lore.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Instant from "../time/Instant.ts"
import * as Base64 from "../bytes/Base64.ts"
import * as Filetime from "./Filetime.ts"
import type { MailClient } from "./MailClient.ts"

export interface Input {
  /** The message's own stream. */
  readonly rng: Stream
  readonly client: MailClient
  readonly from: Resident
  readonly lore: Lore.Lore
  /** Epoch milliseconds. */
  readonly sentAt: number
}

export const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1)

/** The sender's desk below the sender's own domain: `ws-314.corp.net`. */
export const deskName = (lore: Lore.Lore, email: string): string => {
  const desk = Lore.deskOf(lore, email)
  return desk === undefined ? domainOf(email) : `${desk.name}.${domainOf(email)}`
}

/** RFC 9562, version 4. */
const uuid = (rng: Stream): string => {
  const variant = rng.pick(["8", "9", "a", "b"])
  return `${rng.hex(8)}-${rng.hex(4)}-4${rng.hex(3)}-${variant}${rng.hex(3)}-${rng.hex(12)}`
}

/**
 * A counter, the FILETIME of sending in two halves, and a word of Outlook's own. Outlook's clock
 * has whole milliseconds, hence times, and by its habit the last word too, end in a zero.
 */
const outlook = (rng: Stream, sentAt: number): string => {
  const time = Filetime.hex(Filetime.fromMillis(sentAt + rng.below(1000))).toLowerCase()
  const counter = rng.between(1, 0x3ff).toString(16).padStart(4, "0")
  return `${counter}${time.slice(0, 8)}$${time.slice(8)}$${rng.hex(7)}0$`
}

/** Four bytes of time and eight of chance: mutt's `%z`. */
const muttModern = (rng: Stream, sentAt: number): string => {
  const seconds = Math.floor(sentAt / 1000)
  const bytes = [seconds >>> 24, (seconds >>> 16) & 255, (seconds >>> 8) & 255, seconds & 255]
  return Base64.encodeUrl([...bytes, ...rng.bytes(8)])
}

/** Mutt before 2: the time in UTC, a letter that counts mails of one run, and the process id. */
const muttOld = (rng: Stream, sentAt: number): string => {
  const stamp = Instant.toIso(sentAt).slice(0, 19).replace(/\D/g, "")
  return `${stamp}.G${rng.pick(["A", "A", "A", "B", "C", "D"])}${rng.between(1100, 32_600)}`
}

const mutt = (client: MailClient, rng: Stream, sentAt: number): string =>
  client.modernIds ? muttModern(rng, sentAt) : muttOld(rng, sentAt)

/** With angle brackets. The time in an id is that of sending, since readers can decode it. */
export const make = ({ rng, client, from, lore, sentAt }: Input): string => {
  const stream = rng.within("message-id")
  const email = from.persona.email
  switch (client.kind) {
    case "outlook":
      return `<${outlook(stream, sentAt)}@${domainOf(email)}>`
    case "thunderbird":
      return `<${uuid(stream)}@${domainOf(email)}>`
    case "apple-mail":
      return `<${uuid(stream).toUpperCase()}@${domainOf(email)}>`
    case "mutt":
      return `<${mutt(client, stream, sentAt)}@${deskName(lore, email)}>`
  }
}
