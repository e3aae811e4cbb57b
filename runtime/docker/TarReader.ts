/**
 * The first member of a tar stream: its header, and its bytes as they come. An archive of a large
 * file can so be read from its middle on, and that of a folder left after the folder's own header.
 */

export interface Member {
  readonly kind: "file" | "directory" | "link" | "other"
  /** Permission bits, with those for set-id and sticky. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly bytes: number
  readonly linkTarget: string
}

const block = 512

const textAt = (header: Buffer, at: number, length: number): string => {
  const field = header.subarray(at, at + length)
  const end = field.indexOf(0)
  return field.toString("utf8", 0, end < 0 ? length : end)
}

/** Octal, or big-endian binary where the first bit is set (GNU, for numbers too large). */
const numberAt = (header: Buffer, at: number, length: number): number => {
  if ((header[at]! & 0x80) === 0) return Number.parseInt(textAt(header, at, length).trim(), 8) || 0
  let value = 0
  for (let index = at + 1; index < at + length; index++) value = value * 256 + header[index]!
  return value
}

/** Records of a PAX header: `27 mtime=1767600000.123456789\n`. */
const paxRecords = (bytes: Buffer): ReadonlyMap<string, string> => {
  const records = new Map<string, string>()
  let at = 0
  while (at < bytes.length) {
    const blank = bytes.indexOf(0x20, at)
    const length = Number(bytes.toString("latin1", at, blank))
    if (blank < 0 || !(length > 0)) break
    const record = bytes.toString("utf8", blank + 1, at + length - 1)
    const equals = record.indexOf("=")
    records.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return records
}

const kinds: Readonly<Record<string, Member["kind"]>> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "5": "directory",
  "2": "link",
}

/** Feeds the body of the first member to `sink`, in pieces and in order. */
export class TarReader {
  member: Member | undefined
  #rest: Buffer = Buffer.alloc(0)
  #pax: ReadonlyMap<string, string> = new Map()
  #longLink: string | undefined
  #left = 0
  readonly #sink: (chunk: Buffer) => void

  constructor(sink: (chunk: Buffer) => void) {
    this.#sink = sink
  }

  /** "enough" once the member is read to its end. */
  push(chunk: Buffer): "more" | "enough" {
    if (this.member !== undefined) return this.#body(chunk)
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (this.member === undefined) {
      if (this.#rest.length < block) return "more"
      const header = this.#rest.subarray(0, block)
      const size = numberAt(header, 124, 12)
      const type = String.fromCharCode(header[156]!)
      const isExtension = type === "x" || type === "g" || type === "K" || type === "L"
      if (!isExtension) {
        this.#rest = this.#rest.subarray(block)
        this.#begin(header, type, size)
        break
      }
      const whole = block + Math.ceil(size / block) * block
      if (this.#rest.length < whole) return "more"
      const extension = this.#rest.subarray(block, block + size)
      if (type === "x") this.#pax = paxRecords(extension)
      if (type === "K") this.#longLink = textAt(extension, 0, size)
      this.#rest = this.#rest.subarray(whole)
    }
    return this.#body(this.#rest)
  }

  #begin(header: Buffer, type: string, size: number): void {
    const number = (key: string, otherwise: number): number => {
      const text = this.#pax.get(key)
      return text === undefined ? otherwise : Number(text)
    }
    this.member = {
      kind: kinds[type] ?? "other",
      mode: numberAt(header, 100, 8) & 0o7777,
      uid: number("uid", numberAt(header, 108, 8)),
      gid: number("gid", numberAt(header, 116, 8)),
      bytes: number("size", size),
      linkTarget: this.#pax.get("linkpath") ?? this.#longLink ?? textAt(header, 157, 100),
    }
    this.#left = this.member.kind === "file" ? this.member.bytes : 0
  }

  #body(chunk: Buffer): "more" | "enough" {
    const taken = chunk.subarray(0, this.#left)
    this.#left -= taken.length
    if (taken.length > 0) this.#sink(taken)
    return this.#left === 0 ? "enough" : "more"
  }
}
