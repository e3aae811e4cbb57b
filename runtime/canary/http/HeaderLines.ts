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

const carriageReturn = 0x0d
const lineFeed = 0x0a

/** How many are kept as sent. */
export const linesMax = 100

/** `max_headers 1000`, which Debian has brought to its 1.22; those passed over do not count. */
const headersMax = 1000

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

  #isNew(bytes: number): boolean {
    return this.#used + bytes > this.#size
  }

  /** False where there is none left that a line of so many bytes fits in. */
  fits(bytes: number): boolean {
    return bytes <= largeBuffer && this.#large + Number(this.#isNew(bytes)) <= largeBuffersMax
  }

  take(bytes: number): void {
    if (this.#isNew(bytes)) {
      this.#large += 1
      this.#size = largeBuffer
      this.#used = 0
    }
    this.#used += bytes
  }
}

/** Reads them as they come: each line once, however many pieces a client sends. */
export class Reader {
  /** Where the line begins that is not whole yet. */
  #at: number
  /** Up to where no line end was found. */
  #looked: number
  #count = 0
  readonly #buffers = new Buffers()
  readonly #lines: Array<HeaderLine> = []
  readonly #named = new Map<string, Array<string>>()

  /** From where the first line ends. */
  constructor(from: number) {
    this.#at = from
    this.#looked = from
    this.#buffers.take(from)
  }

  /** All that has come so far, from the beginning of the request on. */
  read(bytes: Buffer): Outcome {
    for (;;) {
      const at = this.#at
      const feed = bytes.indexOf(lineFeed, this.#looked)
      const end = feed < 0 ? bytes.length : feed
      if (!this.#buffers.fits(end + 1 - at)) return this.#refuse(494)
      if (feed < 0) {
        this.#looked = end
        return isHopeless(bytes.toString("latin1", at, end)) ? this.#refuse(400) : "more"
      }
      this.#buffers.take(end + 1 - at)
      this.#at = end + 1
      this.#looked = end + 1
      const raw = bytes.toString("latin1", at, bytes[end - 1] === carriageReturn ? end - 1 : end)
      if (raw === "") return { lines: this.#lines, named: this.#named, end: end + 1 }
      const status = this.#add(raw.replace(/\r+$/, ""))
      if (status !== undefined) return this.#refuse(status)
    }
  }

  /** By what nginx refuses it; undefined where it does not. */
  #add(text: string): 400 | 494 | undefined {
    const line = lineOf(text)
    if (line === undefined) return 400
    if (this.#lines.length < linesMax) this.#lines.push([line.name, line.value])
    if (!wellFormed.test(line.name)) return undefined
    this.#count += 1
    if (this.#count > headersMax) return 494
    const name = line.name.toLowerCase()
    const earlier = this.#named.get(name)
    if (earlier === undefined) this.#named.set(name, [line.value])
    else if (unique.has(name)) return 400
    else earlier.push(line.value)
    return undefined
  }

  #refuse(status: 400 | 494): Refused {
    return { status, lines: this.#lines }
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
