/**
 * What happens to a mail between its sender and a mailbox: Postfix takes it from the sender's desk,
 * and hands it to Dovecot over LMTP. Each writes a `Received` line, the last one on top.
 */
import * as Lore from "../lore/Lore.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Table from "../rng/Table.ts"
import * as Instant from "../time/Instant.ts"
import * as Base64 from "../bytes/Base64.ts"
import * as Header from "./Header.ts"
import type { MailClient } from "./MailClient.ts"
import type { Message } from "./Message.ts"
import * as MessageId from "./MessageId.ts"
import * as ZoneName from "./ZoneName.ts"

/** A host that serves mail, as its headers show it; the same for every mail it takes. */
export interface Mailhost {
  /** `mail.corp.net` */
  readonly fqdn: string
  /** IANA. */
  readonly timezone: string
  /** Postfix notes the cipher (`smtpd_tls_received_header`). */
  readonly notesTls: boolean
  /** Postfix notes who logged in (`smtpd_sasl_authenticated_header`). */
  readonly notesLogin: boolean
  /** Desks have reverse DNS here. */
  readonly knowsDesks: boolean
  /** Inode around which the queue's files lie: the tail of a queue id. */
  readonly queueInode: number
  /** Dovecot's hash of the host name: the tail of an LMTP id. */
  readonly hash: ReadonlyArray<number>
  readonly pidBase: number
}

/** The mail host of a decky; `root` is the root stream. */
export const mailhost = (root: Stream, fqdn: string, timezone: string): Mailhost => {
  const rng = root.within("mailhost", fqdn)
  return {
    fqdn,
    timezone,
    notesTls: rng.chance(1, 2),
    notesLogin: rng.chance(1, 3),
    knowsDesks: rng.chance(1, 2),
    queueInode: rng.between(0x8000, 0x1f0000),
    hash: [...rng.bytes(4)],
    pidBase: rng.below(30_000),
  }
}

/** When and by which process a copy was written to its mailbox. */
export interface Arrival {
  /** When Postfix took the mail, epoch milliseconds; the same for all recipients. */
  readonly queuedAt: number
  /** When the file got its name. */
  readonly namedAt: Instant.Instant
  /** When the last byte was written: the file's mtime. */
  readonly writtenAt: Instant.Instant
  readonly pid: number
}

/** Milliseconds from the click on Send to the queue: mostly one to three seconds. */
const toQueue = Table.lognormal(1500, 700, 14_000)

/** Milliseconds from the queue to the mailbox. */
const toMailbox = Table.lognormal(260, 800, 5000)

/**
 * `rng` is the message's own stream, the same for each recipient: the queue is common to them, the
 * rest is drawn by address.
 */
export const arrival = (
  rng: Stream,
  message: Message,
  host: Mailhost,
  recipient: Resident,
): Arrival => {
  const own = rng.within("lmtp", recipient.persona.email)
  const queuedAt = message.sentAt + 350 + rng.within("queue", "delay").table(toQueue)
  const ms = queuedAt + 40 + own.table(toMailbox)
  const namedAt = Instant.make(ms, own.below(1_000_000))
  return {
    queuedAt,
    namedAt,
    writtenAt: Instant.make(ms + own.between(1, 9), own.below(1_000_000)),
    pid: processId(host, ms),
  }
}

/** Process ids rise with time, as on a host that starts a process every few seconds. */
export const processId = (host: Mailhost, ms: number): number =>
  700 + ((host.pidBase + Math.floor(ms / 23_000)) % 31_500)

/** Postfix's short queue id: microseconds of the second and an inode, in hexadecimal. */
const queueId = (rng: Stream, host: Mailhost, at: number): string => {
  const micros = (((at % 1000) + 1000) % 1000) * 1000 + rng.below(1000)
  const inode = host.queueInode + rng.below(600)
  const hex = (value: number): string => value.toString(16).toUpperCase()
  return hex(micros).padStart(5, "0") + hex(inode)
}

const littleEndian = (value: number): ReadonlyArray<number> => [
  value & 255,
  (value >>> 8) & 255,
  (value >>> 16) & 255,
  (value >>> 24) & 255,
]

/** Dovecot's GUID in Base64: nanoseconds, seconds, process id, hash of the host. */
const lmtpId = (host: Mailhost, { namedAt, pid }: Arrival): string => {
  const nanos = (namedAt.ms % 1000) * 1_000_000 + namedAt.ns
  const seconds = Math.floor(namedAt.ms / 1000)
  return Base64.encode([
    ...littleEndian(nanos),
    ...littleEndian(seconds),
    ...littleEndian(pid),
    ...host.hash,
  ]).replace(/=+$/, "")
}

export interface Input {
  /** The sender's own copy, from `Eml.render`. */
  readonly eml: string
  readonly message: Message
  /** The message's own stream, the same for each recipient. */
  readonly rng: Stream
  readonly host: Mailhost
  readonly lore: Lore.Lore
  readonly from: Resident
  readonly client: MailClient
  readonly recipient: Resident
  readonly arrival: Arrival
}

/** How the sender's program introduces itself, and what the server knows of the address. */
const clientName = ({ lore, from, client, host }: Input): string => {
  const email = from.persona.email
  const ip = Lore.deskOf(lore, email)?.ip ?? "127.0.0.1"
  const name = MessageId.deskName(lore, email)
  const known = host.knowsDesks ? name : "unknown"
  const helo = {
    outlook: name.split(".")[0]!.toUpperCase(),
    thunderbird: `[${ip}]`,
    "apple-mail": "smtpclient.apple",
    mutt: name,
  }[client.kind]
  return `${helo} (${known} [${ip}])`
}

/** What Postfix notes of the connection: Windows of these years speaks TLS 1.2, the others 1.3. */
const ciphers = {
  old:
    "\n\t(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))" +
    "\n\t(No client certificate requested)",
  new:
    "\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)" +
    "\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)" +
    "\n\t(No client certificate requested)",
} as const

const postfixReceived = (input: Input): Header.Field => {
  const { host, message, rng, arrival, from } = input
  const tls = host.notesTls ? ciphers[input.client.kind === "outlook" ? "old" : "new"] : ""
  const login = host.notesLogin ? `\n\t(Authenticated sender: ${from.persona.email})` : ""
  const id = queueId(rng.within("queue", "id"), host, arrival.queuedAt)
  // Postfix names the recipient only where there is but one
  const only = message.to.length === 1 ? `\n\tfor <${message.to[0]}>` : ""
  const at = Header.date(host.timezone, arrival.queuedAt, " ")
  const zone = ZoneName.of(host.timezone, arrival.queuedAt)
  return [
    "Received",
    `from ${clientName(input)}${tls}${login}\n\tby ${host.fqdn} (Postfix)` +
      ` with ESMTPSA id ${id}${only}; ${at} (${zone})`,
  ]
}

const lmtpReceived = ({ host, message, recipient, arrival }: Input): Header.Field => [
  "Received",
  `from ${host.fqdn}\n\tby ${host.fqdn} with LMTP\n\tid ${lmtpId(host, arrival)}` +
    `\n\t(envelope-from <${message.from}>)\n\tfor <${recipient.persona.email}>; ` +
    Header.date(host.timezone, arrival.namedAt.ms, "0"),
]

/** The copy in a recipient's mailbox. */
export const deliver = (input: Input): string =>
  Header.format([
    ["Return-Path", `<${input.message.from}>`],
    ["Delivered-To", input.recipient.persona.email],
    lmtpReceived(input),
    postfixReceived(input),
  ]) + input.eml
