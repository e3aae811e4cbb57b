/** The headers of a request, read as nginx 1.22 reads them. */

export type HeaderLine = readonly [name: string, value: string]

export interface HeaderLines {
  /** As sent, in order, those that nginx would ignore included. */
  readonly lines: ReadonlyArray<HeaderLine>
  /** The well-formed ones by lower-case name; of several, all values. */
  readonly named: ReadonlyMap<string, ReadonlyArray<string>>
  /** Where the body begins. */
  readonly end: number
}

/** 494 is nginx's own number for headers that are too large; clients are told 400. */
export interface Refused {
  readonly status: 400 | 494
  readonly lines: ReadonlyArray<HeaderLine>
}

export type Outcome = HeaderLines | Refused | "more"

/** `client_header_buffer_size 1k` */
const smallBuffer = 1024
/** `large_client_header_buffers 4 8k`: a line lies in one of them as a whole. */
const largeBuffer = 8192
const largeBuffersMax = 4

/** How many are kept as sent; nginx has no such bound but the bytes. */
export const linesMax = 100

/** Taken at most once; a second one is refused. */
const unique = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "authorization",
  "if-modified-since",
  "if-unmodified-since",
  "if-match",
  "if-none-match",
  "if-range",
  "content-range",
  "expect",
  "upgrade",
])

/** Only these may stand in a name; others make nginx pass over the line. */
const wellFormed = /^[A-Za-z0-9-]+$/

/** What nginx refuses: blanks and control characters in a name, and no name at all. */
const isBadName = (name: string): boolean => name === "" || /[\0-\x20\x7f]/.test(name)

interface Line {
  readonly name: string
  readonly value: string
}

/** Without its line end; undefined where nginx refuses it. */
const lineOf = (text: string): Line | undefined => {
  const colon = text.indexOf(":")
  const name = colon < 0 ? text : text.slice(0, colon)
  if (isBadName(name)) return undefined
  if (colon < 0) return { name, value: "" }
  const value = text.slice(colon + 1).replace(/^ +| +$/g, "")
  // a carriage return ends the line, and nothing but a line feed may follow it
  return /[\0\r]/.test(value) ? undefined : { name, value }
}

/** How far nginx's buffers are filled. */
class Buffers {
  #size = smallBuffer
  #used = 0
  #large = 0

  /** False where there is none left that a line of so many bytes fits in. */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.#size) {
      this.#large += 1
      this.#size = largeBuffer
      this.#used = 0
    }
    this.#used += bytes
    return bytes <= largeBuffer && this.#large <= largeBuffersMax
  }
}

/** From where the first line ends. */
export const parse = (text: string, from: number): Outcome => {
  const buffers = new Buffers()
  buffers.take(from)
  const lines: Array<HeaderLine> = []
  const named = new Map<string, ReadonlyArray<string>>()
  const refuse = (status: 400 | 494): Refused => ({ status, lines })
  for (let at = from; ;) {
    const feed = text.indexOf("\n", at)
    const end = feed < 0 ? text.length : feed
    if (!buffers.take(end + 1 - at)) return refuse(494)
    const raw = text.slice(at, text[end - 1] === "\r" && feed >= 0 ? end - 1 : end)
    if (feed < 0) return isHopeless(raw) ? refuse(400) : "more"
    if (raw === "") return { lines, named, end: end + 1 }
    const line = lineOf(raw.replace(/\r+$/, ""))
    if (line === undefined) return refuse(400)
    if (lines.length < linesMax) lines.push([line.name, line.value])
    at = end + 1
    if (!wellFormed.test(line.name)) continue
    const name = line.name.toLowerCase()
    const earlier = named.get(name)
    if (earlier !== undefined && unique.has(name)) return refuse(400)
    named.set(name, earlier === undefined ? [line.value] : [...earlier, line.value])
  }
}

/** A line that is not whole yet and will be refused whatever follows. */
const isHopeless = (raw: string): boolean => {
  const colon = raw.indexOf(":")
  const name = colon < 0 ? raw.replace(/\r$/, "") : raw.slice(0, colon)
  // nothing at all may become the empty line that ends the headers
  if (name === "" && colon < 0) return false
  return isBadName(name) || (colon >= 0 && raw.includes("\0", colon))
}

/** The host of a `Host` header or an absolute address; undefined where nginx refuses it. */
export const hostOf = (value: string): string | undefined => {
  if (/[\0-\x20\x7f/]|\.\./.test(value)) return undefined
  const literal = /^\[[^\]]*\]/.exec(value)?.[0]
  const host = (literal ?? value.replace(/:.*$/s, "")).replace(/\.$/, "")
  return host === "" ? undefined : host.toLowerCase()
}
