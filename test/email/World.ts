/** A small office of four languages and four mail programs, and threads between its people. */
import * as Effect from "effect/Effect"
import * as Compose from "../../src/email/Compose.ts"
import * as Delivery from "../../src/email/Delivery.ts"
import * as Eml from "../../src/email/Eml.ts"
import * as MailClient from "../../src/email/MailClient.ts"
import type { Message } from "../../src/email/Message.ts"
import * as MessageId from "../../src/email/MessageId.ts"
import * as Subject from "../../src/email/Subject.ts"
import * as Lexicons from "../../src/lexicon/Lexicons.ts"
import * as Lore from "../../src/lore/Lore.ts"
import * as Persona from "../../src/persona/Persona.ts"
import type { Resident } from "../../src/persona/Resident.ts"
import * as Rng from "../../src/rng/Rng.ts"
import * as Zone from "../../src/time/Zone.ts"
import * as Habits from "../../src/voice/Habits.ts"
import * as Voice from "../../src/voice/Voice.ts"

export const root = Rng.fromSeed("email tests")

const names: Readonly<Record<string, ReadonlyArray<string>>> = {
  en: ["John Smith", "Emily O'Brien", "Grace Okafor", "Tomasz Krol", "Priya Nair", "Hugh Lane"],
  es: ["Ana Ruiz", "Luis Pérez Gómez", "Íñigo Núñez", "Carmen Vidal", "Begoña Soler", "Raúl Gil"],
  de: ["Jörg Müller", "Anke Vogt", "Sören Groß", "Petra Hahn", "Uwe Lang", "Katja Weiß"],
  pt: ["João Araújo", "Beatriz Conceição", "Renato Dias", "Lívia Prado", "Caio Melo", "Inês Luz"],
}

const zones: Readonly<Record<string, string>> = {
  en: "Europe/London",
  es: "Europe/Madrid",
  de: "Europe/Berlin",
  pt: "America/Sao_Paulo",
}

const roles = [
  "Systems administrator",
  "Backend developer",
  "Office manager",
  "Network engineer",
  "Accountant",
  "Data analyst",
]

const signatures: Readonly<Record<string, string>> = {
  en: "Systems team, ext. 4415",
  es: "Departamento de Administración\nExt. 231",
  de: "Abteilung IT-Betrieb | Durchwahl 4415",
  pt: "Operações e Infraestrutura\nRamal 2210",
}

const login = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}|[^\p{L} ]/gu, "")
    .replace(/ß/g, "ss")
    .toLowerCase()
    .replace(/ +/g, ".")

export const residentsOf = (language: string): ReadonlyArray<Resident> =>
  names[language]!.map((name, index) => {
    const email = `${login(name)}@corp-${language}.net`
    const entry: Persona.Entry = {
      name,
      email,
      role: roles[index]!,
      tone: Persona.tones[index % 4]!,
      language,
      ...(index % 2 === 0 ? { signature: `${name}\n${signatures[language]}` } : {}),
      mail_client: Persona.mailClients[(index + language.charCodeAt(0)) % 4]!,
    }
    return {
      persona: Persona.fromEntry(entry, language),
      login: `u${index}`,
      uid: 1000 + index,
      timezone: zones[language]!,
    }
  })

export const languages: ReadonlyArray<string> = Object.keys(names)

export const loreOf = (language: string): Lore.Lore =>
  Lore.make(
    root,
    language,
    residentsOf(language).map(({ persona }) => persona),
  )

export const authorOf = (resident: Resident): Voice.Author => ({
  resident,
  lexicon: Lexicons.of(resident.persona.language),
  register: Voice.registerOf(resident.persona.role),
  habits: Habits.make(root, resident.persona),
})

const run = <A>(effect: Effect.Effect<A, never, Rng.Rng>, stream: Rng.Stream): A =>
  Effect.runSync(Effect.provideService(effect, Rng.Rng, stream))

/** Monday 5 January 2026, 08:00 UTC. */
const epoch = 1_767_600_000_000

const sentOf = (
  message: Message,
  from: Resident,
  to: ReadonlyArray<Resident>,
  parent: Eml.Sent | undefined,
): Eml.Sent => ({
  message,
  from,
  to,
  client: MailClient.of(root, from.persona),
  lexicon: Lexicons.of(from.persona.language),
  parent,
})

/** One thread of a language's office: each answers the one before. */
export const thread = (
  language: string,
  number: number,
  length: number,
): ReadonlyArray<Eml.Sent> => {
  const people = residentsOf(language)
  const lore = loreOf(language)
  const rng = root.within("thread", language, number)
  const [a, b, c] = rng.within("people").shuffle(people) as [Resident, Resident, Resident]
  const both = rng.within("several").chance(1, 4)
  const out: Array<Eml.Sent> = []
  let sentAt = epoch + number * 3_917_000 + rng.within("start").below(3_600_000)
  sentAt -= sentAt % 1000
  const day = Zone.toLocal(zones[language]!, sentAt).day
  const matter = Voice.drawMatter(rng.within("matter"), lore, a.persona.email, day)
  for (let index = 0; index < length; index++) {
    const stream = rng.within("message", index)
    const from = index % 2 === 0 ? a : b
    const to = index % 2 === 0 ? (both ? [b, c] : [b]) : both ? [a, c] : [a]
    const parent = out.at(-1)
    const local = Zone.toLocal(from.timezone, sentAt)
    const base = { author: authorOf(from), lore, matter, local, to }
    const words =
      parent === undefined
        ? run(Compose.first(base), stream)
        : {
            ...run(
              Compose.reply({ ...base, parent: parent.message, register: authorOf(a).register }),
              stream,
            ),
            subject: Subject.reply(parent.message.subject),
          }
    const client = MailClient.of(root, from.persona)
    const message: Message = {
      threadId: `${language}-${number}`,
      index,
      threadLength: length,
      from: from.persona.email,
      to: to.map((each) => each.persona.email),
      subject: words.subject,
      messageId: MessageId.make({ rng: stream, client, from, lore, sentAt }),
      inReplyTo: parent?.message.messageId,
      references:
        parent === undefined ? [] : [...parent.message.references, parent.message.messageId],
      sentAt,
      text: words.text,
      language,
    }
    out.push(sentOf(message, from, to, parent))
    sentAt += 1000 * stream.within("delay").between(240, 40_000)
  }
  return out
}

/** What the first recipient's mailbox has. */
export const delivered = (sent: Eml.Sent): string => {
  const language = sent.message.language
  const rng = root.within("delivery", sent.message.messageId)
  const host = Delivery.mailhost(root, `mail.corp-${language}.net`, zones[language]!)
  const recipient = sent.to[0]!
  return Delivery.deliver({
    eml: Eml.render(sent),
    message: sent.message,
    rng,
    host,
    lore: loreOf(language),
    from: sent.from,
    client: sent.client,
    recipient,
    arrival: Delivery.arrival(rng, sent.message, host, recipient),
  })
}

/** Threads of all languages, as single messages. */
export const batch = (threads: number): ReadonlyArray<Eml.Sent> =>
  languages.flatMap((language) =>
    Array.from({ length: threads }, (_, number) => number).flatMap((number) =>
      thread(language, number, 1 + (number % 4)),
    ),
  )
