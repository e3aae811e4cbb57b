/**
 * The first line of a request, read as nginx 1.22 reads it: what it takes, what it refuses and how
 * early. A client that speaks another protocol is refused at its first wrong byte.
 */

export interface RequestLine {
  readonly method: string
  /** As sent. */
  readonly target: string
  /** Of an absolute address; undefined otherwise. */
  readonly authority: string | undefined
  /** 9 for HTTP/0.9, 1000 for 1.0, 1001 for 1.1. */
  readonly version: number
  /** Where the headers begin. */
  readonly end: number
}

/** `more`: it goes on; a number: the status that refuses it; `bare`: 400 as HTTP/0.9 has it. */
export type Outcome = RequestLine | "more" | "bare" | 400 | 414 | 505

/** `large_client_header_buffers 4 8k`: a line fits one buffer. */
export const lineMax = 8192

export const http09 = 9
export const http10 = 1000
export const http11 = 1001

const space = 0x20
const carriageReturn = 0x0d
const lineFeed = 0x0a

const isLineEnd = (code: number): boolean => code === carriageReturn || code === lineFeed
const isMethodPart = (code: number): boolean =>
  (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x2d
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isSchemePart = (code: number): boolean =>
  isLetter(code) || isDigit(code) || code === 0x2b || code === 0x2d || code === 0x2e
const isHostPart = (code: number): boolean =>
  isLetter(code) || isDigit(code) || code === 0x2e || code === 0x2d
const isLiteralPart = (code: number): boolean =>
  isLetter(code) || isDigit(code) || "!$&'()*+,-.:;=_~".includes(String.fromCharCode(code))
const isControl = (code: number): boolean => code < space || code === 0x7f

/** Passes over what `is` takes. */
const skip = (text: string, from: number, is: (code: number) => boolean): number => {
  let at = from
  while (at < text.length && is(text.charCodeAt(at))) at += 1
  return at
}

/** Behind a fixed word; `more` where the text ends within it, 400 where it differs. */
const expect = (text: string, from: number, word: string): number | "more" | "wrong" => {
  const found = text.slice(from, from + word.length)
  if (found === word) return from + word.length
  return word.startsWith(found) ? "more" : "wrong"
}

interface Authority {
  readonly authority: string
  /** Where path, query or the blank after it begin. */
  readonly end: number
}

const authorityOf = (text: string, from: number): Authority | "more" | 400 => {
  const colon = skip(text, from, isSchemePart)
  const start = expect(text, colon, "://")
  if (start === "more" || start === "wrong") return start === "more" ? "more" : 400
  let end = start
  if (text[start] === "[") {
    end = skip(text, start + 1, isLiteralPart)
    if (end < text.length && text[end] !== "]") return 400
    end += 1
  } else end = skip(text, start, isHostPart)
  const authority = text.slice(start, end)
  if (text[end] === ":") end = skip(text, end + 1, isDigit)
  if (end >= text.length) return "more"
  return "/? ".includes(text[end]!) ? { authority, end } : 400
}

interface Version {
  readonly version: number
  readonly end: number
}

/** From the blank or line end behind the target. */
const versionOf = (text: string, from: number): Version | "more" | 400 | 505 => {
  let at = skip(text, from, (code) => code === space)
  if (at >= text.length) return "more"
  if (isLineEnd(text.charCodeAt(at))) return lineEnd(text, at, http09)
  const number = expect(text, at, "HTTP/")
  if (number === "more" || number === "wrong") return number === "more" ? "more" : 400
  at = number
  if (at >= text.length) return "more"
  if (!/[1-9]/.test(text[at]!)) return 400
  if (text[at] !== "1") return 505
  at += 1
  if (at < text.length && isDigit(text.charCodeAt(at))) return 505
  if (at < text.length && text[at] !== ".") return 400
  const minor = at + 1
  if (minor < text.length && !isDigit(text.charCodeAt(minor))) return 400
  const after = skip(text, minor, isDigit)
  if (after - minor > 3) return 400
  const end = skip(text, after, (code) => code === space)
  if (end >= text.length) return "more"
  return lineEnd(text, end, http10 + Number(text.slice(minor, after)))
}

const lineEnd = (text: string, at: number, version: number): Version | "more" | 400 => {
  if (text.charCodeAt(at) === lineFeed) return { version, end: at + 1 }
  if (text.charCodeAt(at) !== carriageReturn) return 400
  if (at + 1 >= text.length) return "more"
  return text.charCodeAt(at + 1) === lineFeed ? { version, end: at + 2 } : 400
}

const read = (text: string, start: number): Exclude<Outcome, 414> => {
  const methodEnd = skip(text, start, isMethodPart)
  if (methodEnd >= text.length) return "more"
  if (methodEnd === start || text.charCodeAt(methodEnd) !== space) return 400
  const method = text.slice(start, methodEnd)
  const targetStart = skip(text, methodEnd, (code) => code === space)
  if (targetStart >= text.length) return "more"
  let pathStart = targetStart
  let authority: string | undefined
  if (text[targetStart] !== "/") {
    if (!isLetter(text.charCodeAt(targetStart))) return 400
    const found = authorityOf(text, targetStart)
    if (found === "more" || found === 400) return found
    authority = found.authority
    pathStart = found.end
  }
  const targetEnd = skip(text, pathStart, (code) => code !== space && !isControl(code))
  if (targetEnd >= text.length) return "more"
  const after = text.charCodeAt(targetEnd)
  if (after !== space && !isLineEnd(after)) return 400
  const found = versionOf(text, targetEnd)
  if (found === "more" || found === 400 || found === 505) return found
  if (found.version === http09 && method !== "GET") return "bare"
  return {
    method,
    target: text.slice(targetStart, targetEnd),
    authority,
    version: found.version,
    end: found.end,
  }
}

/** From bytes as Latin-1; empty lines before it are passed over. */
export const parse = (text: string): Outcome => {
  const start = skip(text, 0, isLineEnd)
  const line = read(text, start)
  if (line === "more") return text.length - start >= lineMax ? 414 : "more"
  return typeof line === "object" && line.end - start > lineMax ? 414 : line
}

/** The path of a target, decoded and without `.` and `..`; undefined where nginx answers 400. */
export const pathOf = ({ target, authority }: RequestLine): string | undefined => {
  const from = authority === undefined ? 0 : skip(target, target.indexOf("://") + 3, isBeforePath)
  const raw = target.slice(from).replace(/[?#].*$/s, "")
  if (/%(?![0-9a-f]{2})|%00/i.test(raw)) return undefined
  const plain = raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  const kept: Array<string> = []
  const parts = plain.split("/").slice(1)
  for (const part of parts) {
    if (part !== "..") {
      if (part !== "." && part !== "") kept.push(part)
    } else if (kept.pop() === undefined) return undefined
  }
  const isFolder = ["", ".", ".."].includes(parts.at(-1) ?? "")
  return `/${kept.join("/")}${isFolder && kept.length > 0 ? "/" : ""}`
}

const isBeforePath = (code: number): boolean => code !== 0x2f && code !== 0x3f
