/**
 * A strict reader of messages: RFC 5322 headers and the MIME parts that decoys write. It names what
 * a mail client or a suspicious reader would stumble over; it does not repair.
 */
import * as Civil from "../time/Civil.ts"
import { dayMillis, minuteMillis } from "../time/Instant.ts"

export interface Header {
  readonly name: string
  readonly value: string
}

export interface MailFile {
  readonly headers: ReadonlyArray<Header>
  /** Epoch milliseconds of `Date`; undefined where it does not parse. */
  readonly date: number | undefined
  /** Without angle brackets. */
  readonly id: string | undefined
  readonly inReplyTo: string | undefined
  readonly references: ReadonlyArray<string>
  readonly subject: string
  /** The first text part, decoded. */
  readonly text: string
  readonly problems: ReadonlyArray<string>
}

const once = [
  "date",
  "from",
  "sender",
  "reply-to",
  "to",
  "cc",
  "bcc",
  "message-id",
  "in-reply-to",
  "references",
  "subject",
  "mime-version",
  "content-type",
  "content-transfer-encoding",
]
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
const datePattern =
  /^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-])(\d\d)(\d\d)(?: \([^()]*\))?$/

const isAscii = (text: string): boolean => /^[\t\n\r\x20-\x7e]*$/.test(text)

/** Epoch milliseconds, or what is wrong. */
const readDate = (value: string): number | string => {
  const match = datePattern.exec(value)
  if (match === null) return `Date does not parse: ${value}`
  const [, name, dayText, monthName, year, hour, minute, second = "0", sign, zoneHour, zoneMinute] =
    match
  const month = months.indexOf(monthName!) + 1
  const dayOfMonth = Number(dayText)
  const day = Civil.toDay({ year: Number(year), month, dayOfMonth })
  if (month === 0 || Civil.fromDay(day).dayOfMonth !== dayOfMonth) return `no such day: ${value}`
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60)
    return `no such time: ${value}`
  if (name !== undefined && weekdays[Civil.weekday(day)] !== name) return `wrong weekday: ${value}`
  const east = (sign === "-" ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute))
  return (
    day * dayMillis +
    (Number(hour) * 60 + Number(minute) - east) * minuteMillis +
    Number(second) * 1000
  )
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/** Bytes as a string of characters 0 to 255; undefined where it is no base64. */
const decodeBase64 = (text: string): string | undefined => {
  const clean = text.replace(/\s+/g, "")
  if (clean.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) return undefined
  let bits = 0
  let count = 0
  let out = ""
  for (const char of clean.replace(/=+$/, "")) {
    bits = ((bits << 6) | base64Alphabet.indexOf(char)) & 0xffffff
    count += 6
    if (count >= 8) {
      count -= 8
      out += String.fromCharCode((bits >> count) & 0xff)
    }
  }
  return out
}

const decodeQuoted = (text: string): string =>
  text
    .replace(/[ \t]+(?=\r?\n)/g, "")
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )

/** Characters 0 to 255 read as UTF-8, or left as Latin-1. */
const charset = (binary: string, name: string): string =>
  /^utf-?8$/i.test(name)
    ? new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0) & 0xff))
    : binary

const decodeWords = (value: string): string =>
  value
    .replace(/(\?=)\s+(?==\?)/g, "$1")
    .replace(
      /=\?([\w-]+)\?([BbQq])\?([^?]*)\?=/g,
      (whole, name: string, coding: string, body: string) => {
        const bytes =
          coding.toUpperCase() === "B"
            ? decodeBase64(body)
            : decodeQuoted(body.replaceAll("_", " "))
        return bytes === undefined ? whole : charset(bytes, name)
      },
    )

interface Block {
  readonly headers: ReadonlyArray<Header>
  readonly body: string
}

/** Splits headers from body and unfolds; lines end in `\n`. */
const readBlock = (text: string, problems: Array<string>): Block => {
  const end = text.startsWith("\n") ? 0 : text.indexOf("\n\n")
  const head = end < 0 ? text : text.slice(0, end)
  const headers: Array<{ name: string; value: string }> = []
  for (const line of head.split("\n")) {
    const last = headers.at(-1)
    if (line === "") continue
    if (/^[ \t]/.test(line)) {
      if (last === undefined) problems.push("first header line is a continuation")
      else last.value += line
      if (line.trim() === "") problems.push("folded header line without text")
      continue
    }
    const match = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line)
    if (match === null) problems.push(`no header field: ${line.slice(0, 60)}`)
    else headers.push({ name: match[1]!, value: match[2]! })
  }
  return { headers, body: end < 0 ? "" : text.slice(text.startsWith("\n") ? 1 : end + 2) }
}

export const header = (headers: ReadonlyArray<Header>, name: string): string | undefined =>
  headers.find((one) => one.name.toLowerCase() === name)?.value.trim()

const parameter = (value: string, name: string): string | undefined => {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, "i").exec(value)
  return match?.[1] ?? match?.[2]
}

/** The first text of a part and of its parts, decoded; what is wrong goes to `problems`. */
const readPart = ({ headers, body }: Block, problems: Array<string>): string | undefined => {
  const type = header(headers, "content-type") ?? "text/plain; charset=us-ascii"
  const coding = (header(headers, "content-transfer-encoding") ?? "7bit").toLowerCase()
  if (!/^[\w.+-]+\/[\w.+-]+\s*(?:;|$)/.test(type))
    problems.push(`Content-Type does not parse: ${type}`)
  if (/^multipart\//i.test(type)) {
    const boundary = parameter(type, "boundary")
    if (boundary === undefined) {
      problems.push("multipart without boundary")
      return undefined
    }
    const parts = `\n${body}`.split(`\n--${boundary}`)
    if (parts.length < 3 || !parts.at(-1)!.startsWith("--")) problems.push("multipart does not end")
    const texts = parts
      .slice(1, -1)
      .map((part) => readPart(readBlock(part.replace(/^[ \t]*\n/, ""), problems), problems))
    return texts.find((text) => text !== undefined)
  }
  if (!/^text\//i.test(type)) return undefined
  const name = parameter(type, "charset") ?? "us-ascii"
  if (coding === "base64") {
    const binary = decodeBase64(body)
    if (binary === undefined) problems.push("base64 body does not decode")
    else if (isAscii(binary)) problems.push("base64 for plain ASCII")
    return charset(binary ?? "", name)
  }
  if (coding === "quoted-printable") {
    if (!isAscii(body)) problems.push("quoted-printable with bytes over 127")
    if (/=(?![0-9A-F]{2}|\n|$)/.test(body)) problems.push("quoted-printable does not decode")
    return charset(decodeQuoted(body), name)
  }
  if (coding === "7bit" && !isAscii(body)) problems.push("bytes over 127 in a 7bit body")
  return body
}

const mailbox =
  /^(?:(?:"(?:[^"\\]|\\.)*"|[^<>()[\]:;@,"]*)\s*<[^\s<>@,]+@[A-Za-z0-9.-]+>|[^\s<>@,]+@[A-Za-z0-9.-]+)$/

const addresses = (value: string): ReadonlyArray<string> =>
  value
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((one) => one.trim())
    .filter((one) => one !== "")

const idList = (value: string | undefined): ReadonlyArray<string> =>
  [...(value ?? "").matchAll(/<([^\s<>]+)>/g)].map((match) => match[1]!)

const headerProblems = (headers: ReadonlyArray<Header>, problems: Array<string>): void => {
  const counts = new Map<string, number>()
  for (const { name, value } of headers) {
    const key = name.toLowerCase()
    counts.set(key, (counts.get(key) ?? 0) + 1)
    if (!isAscii(value)) problems.push(`bytes over 127 in ${name}`)
    for (const match of value.matchAll(/=\?[\w-]+\?[Bb]\?([^?]*)\?=/g)) {
      const text = decodeBase64(match[1]!)
      if (text === undefined) problems.push(`encoded word in ${name} does not decode`)
      else if (isAscii(text)) problems.push(`base64 for plain ASCII in ${name}`)
    }
    const isAddress = ["from", "to", "cc", "sender", "reply-to"].includes(key)
    if (isAddress && !addresses(value).every((one) => mailbox.test(one)))
      problems.push(`${name} does not parse: ${value.slice(0, 80)}`)
    if (key === "message-id" && !/^<[^\s<>@]+@[^\s<>@]+>$/.test(value.trim()))
      problems.push(`Message-ID does not parse: ${value.slice(0, 80)}`)
    const isIds = key === "in-reply-to" || key === "references"
    if (isIds && !/^(?:<[^\s<>@]+@[^\s<>@]+>\s*)+$/.test(value.trim()))
      problems.push(`${name} does not parse: ${value.slice(0, 80)}`)
  }
  for (const key of once) if ((counts.get(key) ?? 0) > 1) problems.push(`header twice: ${key}`)
  for (const key of ["date", "from"]) if (!counts.has(key)) problems.push(`no ${key} header`)
}

/** A line of that many characters may be over 998 bytes; UTF-8 takes at most three a unit. */
const tooLong = (line: string): boolean =>
  line.length > 332 && (line.length > 998 || new TextEncoder().encode(line).length > 998)

export const parse = (source: string): MailFile => {
  const problems: Array<string> = []
  const text = source.replaceAll("\r\n", "\n")
  const lines = source.split("\n")
  const crlf = lines.filter((line) => line.endsWith("\r")).length
  if (crlf !== 0 && crlf !== lines.length - 1) problems.push("line ends mixed")
  if (text.includes("\r")) problems.push("carriage return inside a line")
  if (lines.some(tooLong)) problems.push("line over 998 bytes")
  const block = readBlock(text, problems)
  headerProblems(block.headers, problems)
  const value = header(block.headers, "date")
  const date = value === undefined ? undefined : readDate(value)
  if (typeof date === "string") problems.push(date)
  if (value?.includes("-0000")) problems.push("Date with -0000")
  const body = readPart(block, problems)
  return {
    headers: block.headers,
    date: typeof date === "number" ? date : undefined,
    id: idList(header(block.headers, "message-id"))[0],
    inReplyTo: idList(header(block.headers, "in-reply-to"))[0],
    references: idList(header(block.headers, "references")),
    subject: decodeWords(header(block.headers, "subject") ?? ""),
    text: body ?? "",
    problems,
  }
}

/** Address without display name, lower case. */
export const bareAddress = (value: string): string =>
  (/<([^<>]+)>/.exec(value)?.[1] ?? value).trim().toLowerCase()
