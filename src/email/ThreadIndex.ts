/**
 * Outlook's `Thread-Index` ([MS-OXOMSG] 2.2.1.3): six bytes of time and a GUID for the first
 * message, five bytes more for each reply. Readers can decode it, so its times are the true ones.
 */
import * as Rng from "../rng/Rng.ts"
import * as Base64 from "../bytes/Base64.ts"
import * as Filetime from "./Filetime.ts"
import type { Sent } from "./Quote.ts"

const byteAt = (value: bigint, shift: bigint): number => Number((value >> shift) & 255n)

/** A conversation's identity follows from the message that began it: no one has to store it. */
const header = ({ message }: Sent): ReadonlyArray<number> => {
  const time = Filetime.fromMillis(message.sentAt)
  const guid = Rng.fromSeed(message.messageId).within("thread-index").bytes(16)
  return [56n, 48n, 40n, 32n, 24n, 16n].map((shift) => byteAt(time, shift)).concat([...guid])
}

/** The message from which the conversation's own time counts, as Outlook can see it. */
const rootOf = (sent: Sent): Sent =>
  sent.parent === undefined || sent.client.kind !== "outlook" ? sent : rootOf(sent.parent)

/** Time since the root in units of 2^18 (below 1.7 years), and a byte of chance and sequence. */
const child = (sent: Sent): ReadonlyArray<number> => {
  const delta =
    (Filetime.fromMillis(sent.message.sentAt) - Filetime.fromMillis(rootOf(sent).message.sentAt)) >>
    18n
  const chance = Rng.fromSeed(sent.message.messageId).within("thread-index", "child").below(16)
  return [...[24n, 16n, 8n, 0n].map((shift) => byteAt(delta & 0x7fffffffn, shift)), chance << 4]
}

const bytes = (sent: Sent): ReadonlyArray<number> => {
  const { client, parent } = sent
  if (parent === undefined || client.kind !== "outlook") return header(sent)
  return [...bytes(parent), ...child(sent)]
}

export const of = (sent: Sent): string => Base64.encode(bytes(sent))
