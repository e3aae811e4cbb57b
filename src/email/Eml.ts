/**
 * A message as its sender's mail program writes it: the copy that lies in the Sent folder, without
 * `Received`. Lines end in LF, as Dovecot keeps them on disk.
 */
import * as Body from "./Body.ts"
import * as Header from "./Header.ts"
import * as Locale from "./Locale.ts"
import type { Kind } from "./MailClient.ts"
import type { Sent } from "./Quote.ts"
import * as ThreadIndex from "./ThreadIndex.ts"
import * as Transfer from "./Transfer.ts"

export type { Sent } from "./Quote.ts"

/** Largest message: old quotations are left out until it fits. */
export const bytesMax = 24 * 1024

/** How many older messages the longest quotations hold. */
const depthMax = 12

const utf8 = (): Transfer.Charset => "utf-8"

const styles: Readonly<Record<Kind, Header.Style>> = {
  outlook: {
    charset: Transfer.smallest,
    label: (charset) => charset,
    runOnly: false,
    quotesNames: true,
    indent: "\t",
  },
  thunderbird: {
    charset: utf8,
    label: () => "UTF-8",
    runOnly: false,
    quotesNames: false,
    indent: " ",
  },
  "apple-mail": {
    charset: utf8,
    label: () => "utf-8",
    runOnly: false,
    quotesNames: false,
    indent: " ",
  },
  mutt: { charset: utf8, label: () => "utf-8", runOnly: true, quotesNames: false, indent: "\t" },
}

/** The fields that every program writes, undefined where a message has none. */
interface Common {
  readonly from: Header.Field
  readonly to: Header.Field
  readonly subject: Header.Field
  readonly date: Header.Field
  readonly references: Header.Field | undefined
  readonly inReplyTo: Header.Field | undefined
}

const common = ({ message, from, to, client }: Sent): Common => {
  const style = styles[client.kind]
  const boxes = to.map((each) => Header.mailbox(each.persona, style))
  return {
    from: ["From", Header.mailbox(from.persona, style)],
    to: Header.list("To", boxes, ",", style),
    subject: Header.unstructured("Subject", message.subject, style),
    date: ["Date", Header.date(from.timezone, message.sentAt)],
    references:
      message.references.length === 0
        ? undefined
        : Header.list("References", message.references, "", { ...style, indent: style.indent }),
    inReplyTo: message.inReplyTo === undefined ? undefined : ["In-Reply-To", message.inReplyTo],
  }
}

type Fields = ReadonlyArray<Header.Field | undefined>

const mime: Header.Field = ["MIME-Version", "1.0"]

const outlook = (sent: Sent, parts: Common, body: Body.Body, tag: string): Fields => [
  parts.from,
  parts.to,
  parts.references,
  parts.inReplyTo,
  parts.subject,
  parts.date,
  ["Message-ID", sent.message.messageId],
  mime,
  body.type,
  body.encoding,
  ["X-Mailer", sent.client.agent ?? "Microsoft Outlook 16.0"],
  ["Thread-Index", ThreadIndex.of(sent)],
  ["Content-Language", Locale.wordTag(tag).toLowerCase()],
]

const thunderbird = (sent: Sent, parts: Common, body: Body.Body, tag: string): Fields => {
  const head: Fields = [
    ["Message-ID", sent.message.messageId],
    parts.date,
    mime,
    [
      "User-Agent",
      (sent.client.agent ?? "Mozilla Thunderbird").replace(/ Thunderbird\//, "\n Thunderbird/"),
    ],
  ]
  const language: Header.Field = ["Content-Language", tag]
  const tail: Fields = [body.type, body.encoding]
  return parts.inReplyTo === undefined
    ? [...head, language, parts.to, parts.from, parts.subject, ...tail]
    : [
        ...head,
        parts.subject,
        language,
        parts.to,
        parts.references,
        parts.from,
        parts.inReplyTo,
        ...tail,
      ]
}

/** The version of Mail that goes with a build of it: `16.0` of `3774.600.62`. */
const appleVersion = (build: string): string => (build.startsWith("3696") ? "15.0" : "16.0")

const appleMail = (sent: Sent, parts: Common, body: Body.Body): Fields => {
  const build = sent.client.agent ?? "3774.600.62"
  const mimeVersion: Header.Field = [
    "Mime-Version",
    `1.0 (Mac OS X Mail ${appleVersion(build)} \\(${build}\\))`,
  ]
  const id: Header.Field = ["Message-Id", sent.message.messageId]
  const mailer: Header.Field = ["X-Mailer", `Apple Mail (2.${build})`]
  return parts.inReplyTo === undefined
    ? [
        parts.from,
        body.type,
        body.encoding,
        mimeVersion,
        parts.subject,
        id,
        parts.date,
        parts.to,
        mailer,
      ]
    : [
        body.type,
        mimeVersion,
        parts.subject,
        parts.from,
        parts.inReplyTo,
        parts.date,
        body.encoding,
        id,
        parts.references,
        parts.to,
        mailer,
      ]
}

const mutt = (sent: Sent, parts: Common, body: Body.Body): Fields => [
  parts.date,
  parts.from,
  parts.to,
  parts.subject,
  ["Message-ID", sent.message.messageId],
  parts.references,
  mime,
  body.type,
  body.disposition,
  body.encoding,
  parts.inReplyTo,
  sent.client.agent === undefined ? undefined : ["User-Agent", sent.client.agent],
]

type Layout = (sent: Sent, parts: Common, body: Body.Body, tag: string) => Fields

const layouts: Readonly<Record<Kind, Layout>> = {
  outlook,
  thunderbird,
  "apple-mail": appleMail,
  mutt,
}

const write = (sent: Sent, depth: number): string => {
  const tag = Locale.tag(sent.lexicon.language, sent.from.timezone)
  const body = Body.render(sent, depth, Locale.wordTag(tag).toUpperCase())
  const parts = common(sent)
  const layout = layouts[sent.client.kind]
  const fields = layout(sent, parts, body, tag).filter((field) => field !== undefined)
  return `${Header.format(fields)}\n${body.text}`
}

/** The sender's own copy. Nothing in it is left to chance but what `client` and the ids hold. */
export const render = (sent: Sent): string => {
  for (let depth = depthMax; depth > 0; depth--) {
    const eml = write(sent, depth)
    if (Transfer.utf8Length(eml) <= bytesMax) return eml
  }
  return write(sent, 0)
}
