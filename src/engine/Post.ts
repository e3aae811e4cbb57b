/** A letter on its way: rendered by its sender's program, and a copy for each mailbox. */
import * as Mtime from "../diurnal/Mtime.ts"
import * as Bytes from "../bytes/Bytes.ts"
import * as Delivery from "../email/Delivery.ts"
import * as Eml from "../email/Eml.ts"
import * as Maildir from "../email/Maildir.ts"
import type { Message } from "../email/Message.ts"
import * as MessageId from "../email/MessageId.ts"
import type { Stream } from "../rng/Rng.ts"
import type { Mail, MailCopy } from "../scheduler/Action.ts"
import * as Instant from "../time/Instant.ts"
import type { Cast, World } from "./World.ts"

/** The account that a mail server keeps mailboxes under. */
const mailOwner = "vmail"

/** A message with the people behind it, as rendering wants it. */
const sentOf = (cast: Cast, chain: ReadonlyArray<Message>): Eml.Sent => {
  const message = chain.at(-1)!
  const from = cast.byEmail.get(message.from)!
  // who has left since is quoted no more, nor what stands behind him
  const parent = chain.at(-2)
  const isKnown = parent !== undefined && cast.byEmail.has(parent.from)
  return {
    message,
    from: from.resident,
    to: message.to.flatMap((email) => cast.byEmail.get(email)?.resident ?? []),
    client: from.mailClient,
    lexicon: from.author.lexicon,
    ...(isKnown ? { parent: sentOf(cast, chain.slice(0, -1)) } : {}),
  }
}

const copiesOf = (
  world: World,
  cast: Cast,
  sent: Eml.Sent,
  source: string,
  rng: Stream,
): ReadonlyArray<MailCopy> => {
  const { decky, lore } = cast
  const { message, from, client } = sent
  const host = Delivery.mailhost(
    world.root,
    `${decky.hostname}.${MessageId.domainOf(message.from)}`,
    decky.timezone,
  )
  const pattern = world.options.mailRoot
  const copy = (mailbox: string, path: string, text: string, mtime: Instant.Instant): MailCopy => {
    const content = Bytes.ofText(text)
    return { mailbox, path, content, sha256: Bytes.sha256(content), mtime }
  }
  const inboxes = sent.to.map((recipient) => {
    const arrival = Delivery.arrival(rng, message, host, recipient)
    const text = Delivery.deliver({
      eml: source,
      message,
      rng,
      host,
      lore,
      from,
      client,
      recipient,
      arrival,
    })
    const email = recipient.persona.email
    const name = Maildir.fileName({
      at: arrival.namedAt,
      pid: arrival.pid,
      host: decky.hostname,
      source: text,
    })
    // whoever is at work has the mail client open
    const seen = Mtime.inWorkHours(recipient.persona, recipient.timezone, arrival.writtenAt.ms)
    const place = Maildir.inbox(Maildir.root(email, pattern), name, { seen, answered: false })
    return copy(email, place.path, text, arrival.writtenAt)
  })
  const own = rng.within("sent-copy")
  const at = Instant.make(message.sentAt + own.between(500, 4000), own.below(1_000_000))
  const name = Maildir.fileName({
    at,
    pid: Delivery.processId(host, at.ms),
    host: decky.hostname,
    source,
  })
  const place = Maildir.sent(Maildir.root(message.from, pattern), name)
  const written = Instant.make(at.ms + own.between(1, 9), own.below(1_000_000))
  return [...inboxes, copy(message.from, place.path, source, written)]
}

/** `chain` with the texts as they went out; its last message is what is sent. */
export const mail = (
  world: World,
  cast: Cast,
  chain: ReadonlyArray<Message>,
  stream: Stream,
): Mail => {
  const sent = sentOf(cast, chain)
  const source = Eml.render(sent)
  return {
    _tag: "Mail",
    message: sent.message,
    source,
    copies: copiesOf(world, cast, sent, source, stream),
    owner: mailOwner,
    group: mailOwner,
  }
}
