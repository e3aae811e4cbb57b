/** The bytes of an answer, with names compressed (RFC 1035, 4.1.4) and in nsd's order. */
import type { Query, Refused } from "./Query.ts"
import { classes } from "./Query.ts"

export type Labels = ReadonlyArray<string>

export interface ResourceRecord {
  readonly owner: Labels
  readonly type: number
  readonly ttl: number
  /** Names and bytes, in order. */
  readonly data: ReadonlyArray<Labels | Buffer>
}

export interface Content {
  readonly rcode: number
  readonly isAuthoritative: boolean
  readonly answer: ReadonlyArray<ResourceRecord>
  readonly authority: ReadonlyArray<ResourceRecord>
  readonly additional: ReadonlyArray<ResourceRecord>
  /** Extended DNS error (RFC 8914). */
  readonly reason: number | undefined
  /** False where nsd gives only the header. */
  readonly hasQuestion: boolean
}

/** How much we take over UDP, and send: no fragments (DNS flag day 2020). */
export const ednsBytes = 1232
const plainBytes = 512
const tcpBytes = 65_535

const headerBytes = 12
const pointersMax = 0x3fff

class Writer {
  #bytes = Buffer.allocUnsafe(2048)
  #length = headerBytes
  readonly #names = new Map<string, number>()

  get length(): number {
    return this.#length
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  raw(bytes: Buffer): void {
    bytes.copy(this.#bytes, this.#length)
    this.#length += bytes.length
  }

  u16(value: number): void {
    this.#bytes.writeUInt16BE(value, this.#length)
    this.#length += 2
  }

  u32(value: number): void {
    this.#bytes.writeUInt32BE(value, this.#length)
    this.#length += 4
  }

  patch16(value: number, at: number): void {
    this.#bytes.writeUInt16BE(value, at)
  }

  /** What was copied from the query, so that later names point to it. */
  know(labels: Labels, from: number): void {
    let at = from
    labels.forEach((label, index) => {
      this.#names.set(keyOf(labels, index), at)
      at += 1 + label.length
    })
  }

  name(labels: Labels): void {
    for (let index = 0; index < labels.length; index++) {
      const key = keyOf(labels, index)
      const known = this.#names.get(key)
      if (known !== undefined) {
        this.u16(0xc000 | known)
        return
      }
      if (this.#length <= pointersMax) this.#names.set(key, this.#length)
      const label = labels[index]!
      this.#bytes[this.#length] = label.length
      this.#bytes.write(label, this.#length + 1, "latin1")
      this.#length += 1 + label.length
    }
    this.#bytes[this.#length] = 0
    this.#length += 1
  }

  record({ owner, type, ttl, data }: ResourceRecord): void {
    this.name(owner)
    this.u16(type)
    this.u16(classes.internet)
    this.u32(ttl)
    const at = this.#length
    this.#length += 2
    for (const part of data) {
      if (Buffer.isBuffer(part)) this.raw(part)
      else this.name(part)
    }
    this.patch16(this.#length - at - 2, at)
  }
}

/** Labels may hold any byte, also what would part them here: lengths keep them apart. */
const keyOf = (labels: Labels, from: number): string => {
  let key = ""
  for (let at = from; at < labels.length; at++) key += `${labels[at]!.length}:${labels[at]!}`
  return key.toLowerCase()
}

const badVersion = 1

const option = (writer: Writer, query: Query, reason: number | undefined): void => {
  const { edns } = query
  if (edns === undefined) return
  const isBad = edns.version > 0
  writer.raw(Buffer.from([0, 0, 41]))
  writer.u16(ednsBytes)
  writer.u16(isBad ? badVersion << 8 : 0)
  writer.u16(edns.wantsDnssec ? 0x8000 : 0)
  writer.u16(reason === undefined ? 0 : 6)
  if (reason === undefined) return
  writer.u16(15)
  writer.u16(2)
  writer.u16(reason)
}

const flagsOf = (
  { opcode, wantsRecursion }: Pick<Query, "opcode" | "wantsRecursion">,
  rcode: number,
): number => 0x8000 | (opcode << 11) | (wantsRecursion ? 0x0100 : 0) | rcode

/** A header alone. */
export const bare = ({ id, opcode, wantsRecursion, rcode }: Refused): Buffer => {
  const bytes = Buffer.alloc(headerBytes)
  bytes.writeUInt16BE(id, 0)
  bytes.writeUInt16BE(flagsOf({ opcode, wantsRecursion }, rcode), 2)
  return bytes
}

type Sections = Pick<Content, "answer" | "authority" | "additional">

const written = (query: Query, content: Content, sections: Sections, isCut: boolean): Buffer => {
  const writer = new Writer()
  const { hasQuestion, rcode, isAuthoritative, reason } = content
  if (hasQuestion) {
    writer.raw(query.question)
    writer.know(query.labels, headerBytes)
  }
  const { answer, authority, additional } = sections
  for (const section of [answer, authority, additional])
    for (const record of section) writer.record(record)
  option(writer, query, reason)
  writer.patch16(query.id, 0)
  writer.patch16(flagsOf(query, rcode) | (isAuthoritative ? 0x0400 : 0) | (isCut ? 0x0200 : 0), 2)
  writer.patch16(hasQuestion ? 1 : 0, 4)
  writer.patch16(answer.length, 6)
  writer.patch16(authority.length, 8)
  writer.patch16(additional.length + (query.edns === undefined ? 0 : 1), 10)
  return writer.bytes
}

const nothing: Sections = { answer: [], authority: [], additional: [] }

const limitOf = ({ edns }: Query, isTcp: boolean): number => {
  if (isTcp) return tcpBytes
  return edns === undefined ? plainBytes : Math.max(plainBytes, Math.min(edns.size, ednsBytes))
}

/** What does not fit goes from the end on; where the answer itself does not, TCP is asked for. */
export const of = (query: Query, content: Content, isTcp: boolean): Buffer => {
  const limit = limitOf(query, isTcp)
  const whole = written(query, content, content, false)
  if (whole.length <= limit) return whole
  const smaller = written(query, content, { ...content, additional: [] }, false)
  if (smaller.length <= limit) return smaller
  const least = written(query, content, { ...nothing, answer: content.answer }, false)
  return least.length <= limit ? least : written(query, content, nothing, true)
}

/** Asks the client to come back over TCP. */
export const cut = (query: Query, content: Content): Buffer =>
  written(query, content, nothing, true)
