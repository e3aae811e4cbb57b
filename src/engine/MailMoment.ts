/** Moments that are about mail: a new thread, and the replies that it leads to. */
import * as Effect from "effect/Effect"
import type { Moment } from "../agenda/Agenda.ts"
import * as Mtime from "../diurnal/Mtime.ts"
import * as Compose from "../email/Compose.ts"
import type { Message } from "../email/Message.ts"
import * as MessageId from "../email/MessageId.ts"
import * as Thread from "../email/Thread.ts"
import { servesMail } from "../fleet/Decky.ts"
import * as Lexicons from "../lexicon/Lexicons.ts"
import type { Resident } from "../persona/Resident.ts"
import { Rng, type Stream } from "../rng/Rng.ts"
import type { Letter } from "../scheduler/Action.ts"
import { chainMax, type PendingReply } from "../scheduler/Carry.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import * as Voice from "../voice/Voice.ts"
import type { Desk } from "./Desk.ts"
import type { Cast, Inhabitant } from "./World.ts"

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

/** Sees who answers next. */
const send = (
  desk: Desk,
  chain: ReadonlyArray<Message>,
  matter: Voice.Matter,
  opener: string,
  stream: Stream,
): Letter => {
  const message = chain.at(-1)!
  if (message.index + 1 < message.threadLength) {
    const next = stream.within("next")
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
  return { _tag: "Letter", chain, opener, matter, stream }
}

/** A new thread; empty where this decky has no mail, or nobody else is at work. */
export const begin = (
  desk: Desk,
  moment: Moment,
  who: Inhabitant,
  stream: Stream,
): Effect.Effect<ReadonlyArray<Letter>, never, Rng> => {
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

const threadLabels = (decky: string, parent: Message) =>
  ["decky", decky, "thread", parent.threadId, parent.index + 1] as const

export interface Answering {
  /** With the text that is answered. */
  readonly parent: Message
  readonly who: Inhabitant
  readonly to: ReadonlyArray<Resident>
  readonly opener: string
  readonly matter: Voice.Matter
  readonly language: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** What somebody answers; the same stream whatever the parent says. */
export const answer = (cast: Cast, given: Answering): Effect.Effect<string, never, Rng> =>
  Effect.map(
    Rng.within(
      ...threadLabels(cast.decky.uuid, given.parent),
      "text",
    )(
      Compose.reply({
        author: { ...given.who.author, lexicon: Lexicons.of(given.language) },
        lore: cast.lore,
        matter: given.matter,
        local: Zone.toLocal(given.who.resident.timezone, given.at),
        to: given.to,
        parent: given.parent,
        register: cast.byEmail.get(given.opener)?.author.register,
      }),
    ),
    ({ text }) => text,
  )

/** A reply that has come due: to all or to one. */
export const reply = (
  desk: Desk,
  pending: PendingReply,
): Effect.Effect<ReadonlyArray<Letter>, never, Rng> => {
  const { cast, world } = desk
  const parent = pending.chain.at(-1)!
  const who = cast.byEmail.get(pending.replier)
  if (who === undefined || !cast.byEmail.has(parent.from)) return Effect.succeed([])
  const labels = threadLabels(cast.decky.uuid, parent)
  const rng = world.root.within(...labels)
  const others = parent.to.filter((email) => email !== pending.replier)
  const all = others.length > 0 && rng.chance(3, 5)
  const to = people(desk, [parent.from, ...(all ? others : [])])
  const { persona } = who.resident
  const residents = to.map(({ resident }) => resident)
  const at = sentAt(pending.at)
  const language = languageOf(who, to)
  return Effect.map(
    answer(cast, {
      parent,
      who,
      to: residents,
      opener: pending.opener,
      matter: pending.matter,
      language,
      at: pending.at.ms,
    }),
    (text) => {
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
