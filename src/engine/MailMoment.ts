/** Moments that are about mail: a new thread, and the replies that it leads to. */
import * as Effect from "effect/Effect"
import type { Moment } from "../agenda/Agenda.ts"
import * as Mtime from "../diurnal/Mtime.ts"
import * as Compose from "../email/Compose.ts"
import * as Delivery from "../email/Delivery.ts"
import * as Eml from "../email/Eml.ts"
import * as Maildir from "../email/Maildir.ts"
import type { Message } from "../email/Message.ts"
import * as MessageId from "../email/MessageId.ts"
import * as Thread from "../email/Thread.ts"
import { servesMail } from "../fleet/Decky.ts"
import * as Lexicons from "../lexicon/Lexicons.ts"
import { Rng, type Stream } from "../rng/Rng.ts"
import type { Mail, MailCopy } from "../scheduler/Action.ts"
import { chainMax, type PendingReply } from "../scheduler/Carry.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import * as Voice from "../voice/Voice.ts"
import * as Bytes from "../bytes/Bytes.ts"
import type { Desk } from "./Desk.ts"
import type { Inhabitant } from "./World.ts"

/** The account that a mail server keeps mailboxes under. */
const mailOwner = "vmail"

/** From the click on Send to the last mailbox takes less than this. */
const transitMillis = 21_000

/** Date headers have whole seconds. */
const sentAt = (at: Instant.Instant): number => Math.floor((at.ms - transitMillis) / 1000) * 1000

const people = (desk: Desk, emails: ReadonlyArray<string>): ReadonlyArray<Inhabitant> =>
  emails.flatMap((email) => desk.cast.byEmail.get(email) ?? [])

/** Mail is in the sender's language to people who share it, else in English. */
const languageOf = (from: Inhabitant, to: ReadonlyArray<Inhabitant>): string =>
  to.every(({ resident }) => resident.persona.language === from.resident.persona.language)
    ? from.author.lexicon.language
    : Lexicons.english.language

/** A message with the people behind it, as rendering wants it. */
const sentOf = (desk: Desk, chain: ReadonlyArray<Message>): Eml.Sent => {
  const message = chain.at(-1)!
  const from = desk.cast.byEmail.get(message.from)!
  // who has left since is quoted no more, nor what stands behind him
  const parent = chain.at(-2)
  const isKnown = parent !== undefined && desk.cast.byEmail.has(parent.from)
  return {
    message,
    from: from.resident,
    to: people(desk, message.to).map(({ resident }) => resident),
    client: from.mailClient,
    lexicon: from.author.lexicon,
    ...(isKnown ? { parent: sentOf(desk, chain.slice(0, -1)) } : {}),
  }
}

const copiesOf = (
  desk: Desk,
  sent: Eml.Sent,
  source: string,
  rng: Stream,
): ReadonlyArray<MailCopy> => {
  const { decky, lore } = desk.cast
  const { message, from, client } = sent
  const host = Delivery.mailhost(
    desk.world.root,
    `${decky.hostname}.${MessageId.domainOf(message.from)}`,
    decky.timezone,
  )
  const pattern = desk.world.options.mailRoot
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

/** Renders, delivers, and sees who answers next. */
const send = (
  desk: Desk,
  chain: ReadonlyArray<Message>,
  matter: Voice.Matter,
  opener: string,
  rng: Stream,
): Mail => {
  const sent = sentOf(desk, chain)
  const source = Eml.render(sent)
  const message = sent.message
  if (message.index + 1 < message.threadLength) {
    const next = rng.within("next")
    const replier = desk.cast.byEmail.get(next.pick(message.to))!
    const at = Thread.replyAt(next, replier.resident, message.sentAt + transitMillis)
    if (at !== undefined) {
      const reply: PendingReply = {
        chain: chain.slice(-chainMax),
        opener,
        replier: replier.resident.persona.email,
        at,
        matter,
      }
      desk.carry = {
        ...desk.carry,
        replies: [...desk.carry.replies, reply].sort((a, b) => Instant.compare(a.at, b.at)),
      }
    }
  }
  return {
    _tag: "Mail",
    message,
    source,
    copies: copiesOf(desk, sent, source, rng),
    owner: mailOwner,
    group: mailOwner,
  }
}

/** A new thread; empty where this decky has no mail, or nobody else is at work. */
export const begin = (
  desk: Desk,
  moment: Moment,
  who: Inhabitant,
  stream: Stream,
): Effect.Effect<ReadonlyArray<Mail>, never, Rng> => {
  const { cast, world } = desk
  if (!servesMail(cast.decky)) return Effect.succeed([])
  const open = cast.inhabitants.filter(
    (each) =>
      each !== who &&
      Mtime.inWorkHours(each.resident.persona, each.resident.timezone, moment.at.ms),
  )
  const { persona, timezone } = who.resident
  if (open.length === 0 || !Mtime.inWorkHours(persona, timezone, moment.at.ms))
    return Effect.succeed([])
  const rng = stream.within("mail")
  const residents = Thread.recipients(
    world.root,
    rng,
    who.resident,
    open.map(({ resident }) => resident),
  )
  const to = people(
    desk,
    residents.map((each) => each.persona.email),
  )
  const local = Zone.toLocal(timezone, moment.at.ms)
  const language = languageOf(who, to)
  const matter = {
    ...Voice.focusedMatter(world.root, rng, cast.lore, persona.email, local.day),
    // who reads it is not spoken of
    person: undefined,
  }
  const at = sentAt(moment.at)
  return Effect.map(
    Rng.within(
      "decky",
      cast.decky.uuid,
      "moment",
      moment.id,
      "mail-text",
    )(
      Compose.first({
        author: { ...who.author, lexicon: Lexicons.of(language) },
        lore: cast.lore,
        matter,
        local,
        to: residents,
      }),
    ),
    ({ subject, text }) => {
      const message: Message = {
        threadId: threadIdOf(rng),
        index: 0,
        threadLength: Thread.length(rng, world.config.replyShare),
        from: persona.email,
        to: residents.map((each) => each.persona.email),
        subject,
        messageId: MessageId.make({
          rng,
          client: who.mailClient,
          from: who.resident,
          lore: cast.lore,
          sentAt: at,
        }),
        inReplyTo: undefined,
        references: [],
        sentAt: at,
        text,
        language,
      }
      return [send(desk, [message], matter, persona.email, rng)]
    },
  )
}

/** A reply that has come due: to all or to one. */
export const reply = (
  desk: Desk,
  pending: PendingReply,
): Effect.Effect<ReadonlyArray<Mail>, never, Rng> => {
  const { cast, world } = desk
  const parent = pending.chain.at(-1)!
  const who = cast.byEmail.get(pending.replier)
  if (who === undefined || !cast.byEmail.has(parent.from)) return Effect.succeed([])
  const labels = ["decky", cast.decky.uuid, "thread", parent.threadId, parent.index + 1] as const
  const rng = world.root.within(...labels)
  const others = parent.to.filter((email) => email !== pending.replier)
  const all = others.length > 0 && rng.chance(3, 5)
  const to = people(desk, [parent.from, ...(all ? others : [])])
  const { persona, timezone } = who.resident
  const residents = to.map(({ resident }) => resident)
  const at = sentAt(pending.at)
  const language = languageOf(who, to)
  return Effect.map(
    Rng.within(
      ...labels,
      "text",
    )(
      Compose.reply({
        author: { ...who.author, lexicon: Lexicons.of(language) },
        lore: cast.lore,
        matter: pending.matter,
        local: Zone.toLocal(timezone, pending.at.ms),
        to: residents,
        parent,
        register: cast.byEmail.get(pending.opener)?.author.register,
      }),
    ),
    ({ text }) => {
      const message: Message = {
        threadId: parent.threadId,
        index: parent.index + 1,
        threadLength: parent.threadLength,
        from: persona.email,
        to: residents.map((each) => each.persona.email),
        subject: parent.index === 0 ? `Re: ${parent.subject}` : parent.subject,
        messageId: MessageId.make({
          rng,
          client: who.mailClient,
          from: who.resident,
          lore: cast.lore,
          sentAt: at,
        }),
        inReplyTo: parent.messageId,
        references: [...parent.references, parent.messageId],
        sentAt: at,
        text,
        language,
      }
      const chain = [...pending.chain, message]
      return [send(desk, chain, pending.matter, pending.opener, rng)]
    },
  )
}

/** RFC 9562, version 4, from the thread's own stream. */
const threadIdOf = (rng: Stream): string => {
  const hex = rng.within("thread").hex(32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
