/**
 * What stands in a body: one's own words, the signature, and what one answers to, as each mail
 * program quotes it. Lines are logical ones; `Body.ts` wraps and encodes them.
 */
import * as Grammar from "../lexicon/Grammar.ts"
import type { Lexicon } from "../lexicon/Lexicon.ts"
import type { Resident } from "../persona/Resident.ts"
import * as Locale from "./Locale.ts"
import type { MailClient } from "./MailClient.ts"
import type { Message } from "./Message.ts"
import * as Transfer from "./Transfer.ts"

/** A message with all that its form depends on, and what it answers. */
export interface Sent {
  readonly message: Message
  readonly from: Resident
  /** In the order of `message.to`. */
  readonly to: ReadonlyArray<Resident>
  /** The sender's. */
  readonly client: MailClient
  /** Of the language that the sender's program is set to. */
  readonly lexicon: Lexicon
  readonly parent?: Sent | undefined
}

export interface Line {
  /** How many `>` stand before it. */
  readonly depth: number
  readonly text: string
  /** Belongs to the paragraph of the line before: wrapped, quoted or listed line by line. */
  readonly joined?: boolean
  /** A label of Outlook's header block. */
  readonly label?: string
}

/** What separates a signature: RFC 3676, section 4.3. */
export const separator = "-- "

const blank: Line = { depth: 0, text: "" }

const plain = (text: string, joined = false): Line => ({ depth: 0, text, joined })

const ownLines = ({ message, client }: Sent): ReadonlyArray<Line> =>
  message.text
    .trimEnd()
    .split("\n")
    .flatMap((line) =>
      client.kind === "mutt"
        ? Transfer.wrap(line, client.width).map((part, index) => plain(part, index > 0))
        : [plain(line)],
    )

const signatureLines = ({ client, from, parent }: Sent): ReadonlyArray<Line> => {
  const signature = from.persona.signature?.trim()
  if (signature === undefined || signature === "") return []
  if (parent !== undefined && !client.signsReplies) return []
  const lines = signature.split(/\r?\n/).map((line, index) => plain(line.trimEnd(), index > 0))
  // Thunderbird leaves the separator out where the signature stands above a quotation
  const separated =
    client.kind === "mutt" ||
    (client.kind === "thunderbird" && !(client.topPosts && parent !== undefined))
  return separated ? [blank, plain(separator), ...lines] : [blank, ...lines]
}

const name = (resident: Resident): string => resident.persona.name

const outlookBlock = (reader: Sent, quoted: Sent): ReadonlyArray<Line> => {
  const { lexicon } = reader
  const [from, sent, to, subject] = lexicon.mail.outlookLabels
  const local = Locale.localOf(reader.from, quoted.message.sentAt)
  const when = Grammar.fill(lexicon.mail.outlookSent, {
    weekday: Locale.weekday(lexicon, local),
    date: Locale.day(lexicon, "dateLong", local),
    clock: Locale.clock(lexicon, local),
  })
  const label = (label: string, text: string, index: number): Line => ({
    ...plain(text, index > 0),
    label,
  })
  const recipients = quoted.to.map((each) => `${name(each)} <${each.persona.email}>`).join("; ")
  return [
    ...(reader.client.html ? [] : [plain(Locale.originalMessage(lexicon))]),
    label(from, `${name(quoted.from)} <${quoted.from.persona.email}>`, reader.client.html ? 0 : 1),
    label(sent, when, 1),
    label(to, recipients, 2),
    label(subject, quoted.message.subject, 3),
  ]
}

/** Says who wrote what follows; mutt gives the writer's clock, the others the reader's. */
const attribution = (reader: Sent, quoted: Sent): string => {
  const { client, lexicon } = reader
  const kind = client.kind
  const whose = kind === "mutt" ? quoted.from : reader.from
  const local = Locale.localOf(whose, quoted.message.sentAt)
  const [template, form] =
    kind === "thunderbird"
      ? ([lexicon.mail.thunderbird, "dateShort"] as const)
      : kind === "apple-mail"
        ? ([lexicon.mail.appleMail, "dateLong"] as const)
        : ([lexicon.mail.mutt, "dateLong"] as const)
  return Grammar.fill(template, {
    weekday: Locale.weekday(lexicon, local),
    date: Locale.day(lexicon, form, local),
    clock: Locale.clock(lexicon, local),
    ...(kind === "apple-mail" ? { date: Locale.appleDate(lexicon, local) } : {}),
    ...(kind === "mutt" && lexicon.language === "en" ? Locale.muttDefault(local) : {}),
    name: name(quoted.from),
    email: quoted.from.persona.email,
  })
}

const trimBlank = (lines: ReadonlyArray<Line>): ReadonlyArray<Line> => {
  const first = lines.findIndex((line) => line.text !== "")
  const last = lines.findLastIndex((line) => line.text !== "")
  return first < 0 ? [] : lines.slice(first, last + 1)
}

/** In Word a plain quotation is one paragraph with line breaks, not a paragraph a line. */
const runOn = (lines: ReadonlyArray<Line>): ReadonlyArray<Line> =>
  lines.map((line, index) => {
    const before = lines[index - 1]
    const follows =
      line.depth > 0 && before !== undefined && (before.depth > 0 || before.text !== "")
    return follows && before.label === undefined ? { ...line, joined: true } : line
  })

/**
 * What a reply quotes. People who tidy up keep the parent's own words; for the others the program
 * cuts no more than the signature. Outlook takes everything along.
 */
const quotation = ({ client }: Sent, parent: Sent, depthMax: number): ReadonlyArray<Line> => {
  if (client.trims) return trimBlank(ownLines(parent))
  const all = lines(parent, depthMax - 1)
  if (client.kind === "outlook") return trimBlank(runOn(all))
  const end = all.findIndex((line) => line.depth === 0 && line.text === separator)
  return trimBlank(end < 0 ? all : all.slice(0, end))
}

const deeper = (line: Line): Line => ({ ...line, depth: line.depth + 1 })

/** The body of a message with at most `depthMax` older ones below each other. */
export const lines = (sent: Sent, depthMax: number): ReadonlyArray<Line> => {
  const own = ownLines(sent)
  const signature = signatureLines(sent)
  const { client, parent } = sent
  if (parent === undefined || depthMax <= 0) return [...own, ...signature]
  const quoted = quotation(sent, parent, depthMax)
  if (client.kind === "outlook")
    return [...own, ...signature, blank, ...outlookBlock(sent, parent), blank, ...quoted]
  const lead = plain(attribution(sent, parent))
  if (client.kind === "apple-mail")
    return [...own, ...signature, blank, deeper(lead), deeper(blank), ...quoted.map(deeper)]
  const block = [lead, ...quoted.map(deeper)]
  if (!client.topPosts) return [...block, blank, ...own, ...signature]
  return client.kind === "mutt"
    ? [...own, blank, ...block, ...signature]
    : [...own, ...signature, blank, ...block]
}
