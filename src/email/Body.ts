/** Bodies as each mail program writes them: wrapping, charset, transfer encoding, MIME parts. */
import * as Filetime from "./Filetime.ts"
import type { Field } from "./Header.ts"
import * as OutlookHtml from "./OutlookHtml.ts"
import * as Quote from "./Quote.ts"
import * as Transfer from "./Transfer.ts"

/** A MIME entity: its content fields, and its text with a newline at the end. */
export interface Body {
  readonly type: Field
  readonly disposition?: Field
  readonly encoding?: Field
  readonly text: string
}

type Lines = ReadonlyArray<Quote.Line>

const encoding = (value: string): Field => ["Content-Transfer-Encoding", value]

const withNewline = (text: string): string => `${text}\n`

/** Text that stands at the edge of a line and would be taken for something else is stuffed. */
const stuff = (line: string): string => (/^(?:[ >]|From )/.test(line) ? ` ${line}` : line)

/** RFC 3676 without DelSp: soft breaks end in a blank, all other lines do not. */
const flow = (line: Quote.Line): string => {
  if (line.depth === 0 && line.text === Quote.separator) return Quote.separator
  const prefix = line.depth === 0 ? "" : `${">".repeat(line.depth)}${line.text === "" ? "" : " "}`
  const text = OutlookHtml.textOf({ ...line, depth: 0 }).trimEnd()
  // lines that came wrapped are left as they are: Thunderbird keeps the breaks of a quotation
  const parts =
    prefix.length + text.length <= 78 && line.depth > 0
      ? [text]
      : Transfer.wrap(text, 72 - prefix.length)
  return parts
    .map((part, index) => {
      const soft = index < parts.length - 1 ? " " : ""
      return prefix === "" ? stuff(part) + soft : prefix + part + soft
    })
    .join("\n")
}

const thunderbird = (lines: Lines): Body => {
  const text = withNewline(lines.map(flow).join("\n"))
  return {
    type: ["Content-Type", "text/plain; charset=UTF-8; format=flowed"],
    encoding: encoding(Transfer.isAscii(text) ? "7bit" : "8bit"),
    text,
  }
}

const mutt = (lines: Lines, width: number): Body => {
  const text = withNewline(
    lines
      .flatMap((line) => {
        const prefix = "> ".repeat(line.depth)
        const whole = OutlookHtml.textOf({ ...line, depth: 0 })
        return (
          prefix.length + whole.length <= 79
            ? [whole]
            : Transfer.wrap(whole, Math.max(width - prefix.length, 40))
        ).map((part) => prefix + part)
      })
      .join("\n"),
  )
  const ascii = Transfer.isAscii(text)
  return {
    type: ["Content-Type", `text/plain; charset=${ascii ? "us-ascii" : "utf-8"}`],
    disposition: ["Content-Disposition", "inline"],
    ...(ascii ? {} : { encoding: encoding("8bit") }),
    text,
  }
}

const appleMail = (lines: Lines): Body => {
  const plain = lines.map((line) => {
    const text = OutlookHtml.textOf({ ...line, depth: 0 })
    return line.depth === 0 ? text : `${">".repeat(line.depth)} ${text}`
  })
  const text = withNewline(plain.join("\n"))
  const ascii = Transfer.isAscii(text)
  const short = plain.every((line) => line.length <= 76)
  return {
    type: ["Content-Type", `text/plain;\n\tcharset=${ascii ? "us-ascii" : "utf-8"}`],
    encoding: encoding(ascii && short ? "7bit" : "quoted-printable"),
    text: ascii && short ? text : Transfer.quotedPrintable(text, ascii ? "us-ascii" : "utf-8"),
  }
}

/** ASCII is wrapped at column 76 and sent as it is, everything else as quoted-printable. */
const outlookPlain = (text: string, charset: Transfer.Charset): Body => ({
  type: ["Content-Type", `text/plain;\n\tcharset="${charset}"`],
  encoding: encoding(charset === "us-ascii" ? "7bit" : "quoted-printable"),
  text:
    charset === "us-ascii"
      ? text
          .split("\n")
          .flatMap((line) => (line === " " ? line : Transfer.wrap(line, 76)))
          .join("\n")
      : Transfer.quotedPrintable(text, charset),
})

/** Word's paragraphs as text: an empty line after each, a line of one blank for an empty one. */
const outlookAlternativeText = (lines: Lines): string =>
  OutlookHtml.paragraphs(lines)
    .map((group) => {
      const text = group.map(OutlookHtml.textOf).join("\n")
      return `${text === "" ? " " : text}\n\n`
    })
    .join("")

const outlook = (lines: Lines, html: boolean, lang: string, sentAt: number): Body => {
  const plainText = lines.map((line) => OutlookHtml.textOf(line)).join("\n")
  const charset = Transfer.smallest(plainText)
  if (!html) return outlookPlain(`${plainText}\n\n`, charset)
  const time = Filetime.hex(Filetime.fromMillis(sentAt))
  const counter = (Math.floor(sentAt / 1000) % 0x3ff).toString(16).toUpperCase().padStart(4, "0")
  const boundary = `----=_NextPart_000_${counter}_${time.slice(0, 8)}.${time.slice(8)}`
  const part = (body: Body): string =>
    `--${boundary}\n${[body.type, body.encoding!]
      .map(([name, value]) => `${name}: ${value}\n`)
      .join("")}\n${body.text}\n`
  const htmlPart: Body = {
    type: ["Content-Type", `text/html;\n\tcharset="${charset}"`],
    encoding: encoding("quoted-printable"),
    text: Transfer.quotedPrintable(OutlookHtml.render(lines, charset, lang), charset),
  }
  return {
    type: ["Content-Type", `multipart/alternative;\n\tboundary="${boundary}"`],
    text:
      "This is a multipart message in MIME format.\n\n" +
      part(outlookPlain(outlookAlternativeText(lines), charset)) +
      part(htmlPart) +
      `--${boundary}--\n\n`,
  }
}

/** `lang` as Word spells it, for Outlook's HTML part. */
export const render = (sent: Quote.Sent, depthMax: number, lang: string): Body => {
  const lines = Quote.lines(sent, depthMax)
  switch (sent.client.kind) {
    case "outlook":
      return outlook(lines, sent.client.html, lang, sent.message.sentAt)
    case "thunderbird":
      return thunderbird(lines)
    case "apple-mail":
      return appleMail(lines)
    case "mutt":
      return mutt(lines, sent.client.width)
  }
}
