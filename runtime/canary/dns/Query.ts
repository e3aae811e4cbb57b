/**
 * A query as a name server takes it, byte by byte: what it refuses, and with which code, follows
 * nsd 4.6. Names keep their case and may hold any byte, which a general parser would lose.
 */

export interface Edns {
  readonly version: number
  /** How much the client takes over UDP. */
  readonly size: number
  readonly wantsDnssec: boolean
  /** RFC 7871: `198.18.4.0/24`. */
  readonly subnet: string | undefined
}

export interface Query {
  readonly id: number
  readonly opcode: number
  readonly wantsRecursion: boolean
  /** The question's bytes, to be given back as they are. */
  readonly question: Buffer
  /** The outermost first, as Latin-1, in the case that was sent. */
  readonly labels: ReadonlyArray<string>
  readonly type: number
  readonly class: number
  readonly edns: Edns | undefined
}

/** What is answered with a bare header; nothing at all where it is `ignored`. */
export interface Refused {
  readonly id: number
  readonly opcode: number
  readonly wantsRecursion: boolean
  readonly rcode: number
}

export type Outcome = Query | Refused | "ignored"

export const rcodes = {
  ok: 0,
  format: 1,
  name: 3,
  notImplemented: 4,
  refused: 5,
  notAuthoritative: 9,
} as const

export const types = {
  a: 1,
  ns: 2,
  soa: 6,
  txt: 16,
  aaaa: 28,
  opt: 41,
  ixfr: 251,
  axfr: 252,
  any: 255,
}
export const classes = { internet: 1, chaos: 3, any: 255 }
export const opcodes = { query: 0, notify: 4 }

const headerBytes = 12
const nameMax = 255
const labelMax = 63
const subnetOption = 8

interface Name {
  readonly labels: ReadonlyArray<string>
  /** Behind it. */
  readonly end: number
}

/** Without compression, which no question needs. */
const nameOf = (bytes: Buffer, from: number): Name | undefined => {
  const labels: Array<string> = []
  let at = from
  for (;;) {
    const length = bytes[at]
    if (length === undefined || length > labelMax) return undefined
    if (at + 1 + length - from > nameMax) return undefined
    if (length === 0) return { labels, end: at + 1 }
    if (at + 1 + length > bytes.length) return undefined
    labels.push(bytes.toString("latin1", at + 1, at + 1 + length))
    at += 1 + length
  }
}

const subnetOf = (data: Buffer): string | undefined => {
  if (data.length < 4) return undefined
  const bits = data[2]!
  const address = data.subarray(4)
  const family = data.readUInt16BE(0)
  if (family === 1 && address.length <= 4 && bits <= 32) {
    const bytes = Buffer.alloc(4)
    address.copy(bytes)
    return `${[...bytes].join(".")}/${bits}`
  }
  if (family !== 2 || address.length > 16 || bits > 128) return undefined
  const bytes = Buffer.alloc(16)
  address.copy(bytes)
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16))
  return `${groups.join(":").replace(/(?:^|:)0(?::0)+$/, "::")}/${bits}`
}

/** Undefined where its options do not fit into it. */
const subnetIn = (data: Buffer): { readonly subnet: string | undefined } | undefined => {
  let subnet: string | undefined
  for (let at = 0; at < data.length;) {
    if (at + 4 > data.length) return undefined
    const end = at + 4 + data.readUInt16BE(at + 2)
    if (end > data.length) return undefined
    if (data.readUInt16BE(at) === subnetOption) subnet ??= subnetOf(data.subarray(at + 4, end))
    at = end
  }
  return { subnet }
}

/** The one record that a query may carry besides its question. */
const ednsOf = (bytes: Buffer, at: number): Edns | undefined => {
  if (at + 11 > bytes.length || bytes[at] !== 0) return undefined
  if (bytes.readUInt16BE(at + 1) !== types.opt) return undefined
  const version = bytes[at + 6]!
  const common = {
    version,
    size: bytes.readUInt16BE(at + 3),
    wantsDnssec: (bytes[at + 7]! & 0x80) !== 0,
  }
  if (version > 0) return { ...common, subnet: undefined }
  const end = at + 11 + bytes.readUInt16BE(at + 9)
  if (end > bytes.length) return undefined
  const found = subnetIn(bytes.subarray(at + 11, end))
  return found === undefined ? undefined : { ...common, ...found }
}

export const parse = (bytes: Buffer): Outcome => {
  if (bytes.length < headerBytes || (bytes[2]! & 0x80) !== 0) return "ignored"
  const id = bytes.readUInt16BE(0)
  const opcode = (bytes[2]! >> 3) & 15
  const common = { id, opcode, wantsRecursion: (bytes[2]! & 1) !== 0 }
  if (opcode !== opcodes.query && opcode !== opcodes.notify)
    return { ...common, rcode: rcodes.notImplemented }
  const wrong = { ...common, rcode: rcodes.format }
  const count = (at: number): number => bytes.readUInt16BE(at)
  if (count(4) !== 1) return { ...wrong, wantsRecursion: false }
  if ((bytes[3]! & 15) !== 0 || count(6) !== 0) return wrong
  const name = nameOf(bytes, headerBytes)
  if (name === undefined || name.end + 4 > bytes.length) return wrong
  const { labels, end } = name
  const type = bytes.readUInt16BE(end)
  const asked = {
    ...common,
    question: bytes.subarray(headerBytes, end + 4),
    labels,
    type,
    class: bytes.readUInt16BE(end + 2),
  }
  if (opcode === opcodes.notify) return { ...asked, edns: undefined }
  // an incremental transfer, which is refused anyway, says what it has in its authority section
  if (count(8) !== 0) return type === types.ixfr ? { ...asked, edns: undefined } : wrong
  const extra = count(10)
  if (extra === 0) return { ...asked, edns: undefined }
  const edns = ednsOf(bytes, end + 4)
  return edns === undefined || extra > 1 ? wrong : { ...asked, edns }
}

const typeNames: Readonly<Record<number, string>> = {
  1: "A",
  2: "NS",
  5: "CNAME",
  6: "SOA",
  12: "PTR",
  13: "HINFO",
  15: "MX",
  16: "TXT",
  28: "AAAA",
  29: "LOC",
  33: "SRV",
  35: "NAPTR",
  43: "DS",
  44: "SSHFP",
  46: "RRSIG",
  47: "NSEC",
  48: "DNSKEY",
  52: "TLSA",
  64: "SVCB",
  65: "HTTPS",
  99: "SPF",
  251: "IXFR",
  252: "AXFR",
  255: "ANY",
  257: "CAA",
}

/** `TYPE1234` where it has no name of its own (RFC 3597). */
export const typeName = (type: number): string => typeNames[type] ?? `TYPE${type}`

/** A label as master files have it (RFC 1035, 5.1): what is no plain text is escaped. */
const labelText = (label: string): string =>
  label.replace(/[^!-~]|[."$();@\\]/g, (each) =>
    /[!-~]/.test(each) ? `\\${each}` : `\\${String(each.charCodeAt(0)).padStart(3, "0")}`,
  )

export const nameText = (labels: ReadonlyArray<string>): string =>
  labels.map((label) => (/^[\w-]*$/.test(label) ? label : labelText(label))).join(".")
