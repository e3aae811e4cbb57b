/** DNS messages, well-formed and not, and ways to send them. */
import { createSocket } from "node:dgram"
import { connect } from "node:net"
import { slug } from "./Probes.ts"

interface Parts {
  readonly name?: string
  readonly type?: number
  readonly class?: number
  readonly flags?: number
  readonly counts?: readonly [number, number, number, number]
  /** Behind the question. */
  readonly tail?: Buffer
}

export const types = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33 }

const rd = 0x0100

export const wire = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split(".")
      .filter((label) => label !== "")
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "latin1")])),
    Buffer.from([0]),
  ])

const numbers = (...values: ReadonlyArray<number>): Buffer => {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, at) => bytes.writeUInt16BE(value, at * 2))
  return bytes
}

const id = 0x1234

export const question = (parts: Parts = {}): Buffer =>
  Buffer.concat([
    numbers(
      id,
      parts.flags ?? rd,
      ...(parts.counts ?? [1, 0, 0, parts.tail === undefined ? 0 : 1]),
    ),
    wire(parts.name ?? `${slug}.c.example.net`),
    numbers(parts.type ?? types.A, parts.class ?? 1),
    parts.tail ?? Buffer.alloc(0),
  ])

export const opt = (
  options: {
    readonly size?: number
    readonly version?: number
    readonly flags?: number
    readonly data?: Buffer
  } = {},
): Buffer => {
  const data = options.data ?? Buffer.alloc(0)
  const head = Buffer.from([0, 0, 41, 0, 0, 0, options.version ?? 0, 0, 0, 0, 0])
  head.writeUInt16BE(options.size ?? 1232, 3)
  head.writeUInt16BE(options.flags ?? 0, 7)
  head.writeUInt16BE(data.length, 9)
  return Buffer.concat([head, data])
}

/** The answer over UDP; undefined where there is none. */
export const overUdp = (port: number, message: Buffer): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const socket = createSocket("udp4")
    // answered after it by a server that takes one after the other
    const sentinel = question({ name: "c.example.net", type: types.SOA })
    sentinel.writeUInt16BE(0xabcd, 0)
    const late = setTimeout(() => reject(new Error("no answer at all")), 10_000)
    socket.on("message", (answer) => {
      clearTimeout(late)
      socket.close()
      resolve(answer.readUInt16BE(0) === 0xabcd ? undefined : answer)
    })
    socket.send(message, port, "127.0.0.1", () => socket.send(sentinel, port, "127.0.0.1"))
  })

export const framed = (message: Buffer): Buffer => Buffer.concat([numbers(message.length), message])

/** Everything that a TCP connection answers until it is closed. */
export const overTcp = (port: number, bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve) => {
    const parts: Array<Buffer> = []
    const socket = connect(port, "127.0.0.1", () => socket.end(bytes))
    socket.on("data", (chunk: Buffer) => parts.push(chunk))
    socket.on("error", () => resolve(Buffer.concat(parts)))
    socket.on("end", () => resolve(Buffer.concat(parts)))
  })

const name = `${slug}.c.example.net`
const other = "aaaaaaaaaaaaaaaaaaaaaaaaaa.c.example.net"
const cookie = Buffer.concat([numbers(10, 8), Buffer.from("12345678")])
const subnet = Buffer.concat([numbers(8, 7, 1), Buffer.from([24, 0, 198, 18, 4])])

export const all: ReadonlyArray<readonly [name: string, message: Buffer]> = [
  ["A of a slug", question()],
  ["A without recursion", question({ flags: 0 })],
  ["A with all flags", question({ flags: 0x07f0 })],
  ["A with CD", question({ flags: 0x0110 })],
  ["A with AD", question({ flags: 0x0120 })],
  ["A in mixed case", question({ name: "K7dZq3mWL5PFHX2VBN6YSARGTE.c.ExAmPlE.nEt" })],
  ["A of a label below", question({ name: `x.${name}` })],
  ["A of labels below in mixed case", question({ name: `eXfil.1.2.3.${name.toUpperCase()}` })],
  ["A of a label with a dot", question({ name: `a\u0000b.${name}` })],
  ["A of a star", question({ name: `*.${name}` })],
  ...Object.entries({
    ...types,
    HTTPS: 65,
    CAA: 257,
    DS: 43,
    RRSIG: 46,
    NSEC: 47,
    NULL: 10,
    DNSKEY: 48,
  }).flatMap(
    ([type, number]) =>
      [
        [`${type} of a slug`, question({ type: number, tail: opt() })],
        [`${type} of the apex`, question({ name: "c.example.net", type: number })],
        [`${type} of a name server`, question({ name: "ns1.c.example.net", type: number })],
        [`${type} of nothing`, question({ name: "nope.c.example.net", type: number })],
      ] as const,
  ),
  ["the second name server", question({ name: "NS2.c.example.net" })],
  ["below a name server", question({ name: "x.ns1.c.example.net" })],
  ["a label that is too short for a slug", question({ name: "abc234.c.example.net" })],
  ["a label that no slug has", question({ name: `${slug.slice(1)}1.c.example.net` })],
  ["below what is not there", question({ name: "a.b.c.c.example.net" })],
  ["the zone above", question({ name: "example.net" })],
  ["another zone", question({ name: "example.org", tail: opt() })],
  ["a zone that ends alike", question({ name: "xc.example.net" })],
  ["the root", question({ name: "" })],
  ["the root's name servers", question({ name: "", type: types.NS, tail: opt() })],
  ["ANY of a slug", question({ type: 255 })],
  ["ANY of the apex", question({ name: "c.example.net", type: 255, tail: opt() })],
  ["ANY of nothing", question({ name: "nope.c.example.net", type: 255 })],
  ["ANY of a name server", question({ name: "ns1.c.example.net", type: 255 })],
  ["class ANY", question({ class: 255 })],
  ["class ANY of another type", question({ class: 255, type: types.MX })],
  ["class ANY of nothing", question({ class: 255, name: "nope.c.example.net" })],
  ["class ANY elsewhere", question({ class: 255, name: "example.org", tail: opt() })],
  ["class HS", question({ class: 4 })],
  ["class HS with EDNS", question({ class: 4, tail: opt() })],
  ["class 0", question({ class: 0 })],
  ["type 0", question({ type: 0 })],
  ["type OPT", question({ type: 41 })],
  ["type TKEY", question({ type: 249 })],
  ["type TSIG", question({ type: 250 })],
  ["type MAILB", question({ type: 253 })],
  ["type MAILA", question({ type: 254 })],
  ...[
    "version.bind",
    "VERSION.bind",
    "version.server",
    "hostname.bind",
    "id.server",
    "authors.bind",
    "x",
  ].flatMap(
    (each) =>
      [
        [`CHAOS ${each}`, question({ name: each, class: 3, type: types.TXT })],
        [
          `CHAOS ${each} with EDNS`,
          question({ name: each, class: 3, type: types.TXT, tail: opt() }),
        ],
        [`CHAOS ${each} A`, question({ name: each, class: 3, type: types.A })],
      ] as const,
  ),
  ["AXFR", question({ name: "c.example.net", type: 252 })],
  ["AXFR with EDNS", question({ name: "c.example.net", type: 252, tail: opt() })],
  ["AXFR of a slug", question({ type: 252 })],
  ["AXFR elsewhere", question({ name: "example.org", type: 252 })],
  ["IXFR", question({ name: "c.example.net", type: 251 })],
  ["IXFR with EDNS", question({ name: "c.example.net", type: 251, tail: opt() })],
  ["IXFR of a slug", question({ type: 251, tail: opt() })],
  ["IXFR elsewhere", question({ name: "example.org", type: 251, tail: opt() })],
  ["AXFR of the zone above", question({ name: "example.net", type: 252, tail: opt() })],
  ["CHAOS ANY", question({ name: "version.bind", class: 3, type: 255, tail: opt() })],
  ["CHAOS A with EDNS", question({ name: "version.bind", class: 3, tail: opt() })],
  ["EDNS", question({ tail: opt() })],
  ["EDNS with DO", question({ tail: opt({ flags: 0x8000 }) })],
  ["EDNS with unknown flags", question({ tail: opt({ flags: 0x7fff }) })],
  ["EDNS of 4096", question({ tail: opt({ size: 4096 }) })],
  ["EDNS of 0", question({ tail: opt({ size: 0 }) })],
  ["EDNS version 1", question({ tail: opt({ version: 1 }) })],
  ["EDNS version 255 elsewhere", question({ name: "x.org", tail: opt({ version: 255 }) })],
  ["EDNS with a cookie", question({ tail: opt({ data: cookie }) })],
  ["EDNS with a subnet", question({ tail: opt({ data: subnet }) })],
  ["EDNS asking for an id", question({ tail: opt({ data: numbers(3, 0) }) })],
  [
    "EDNS with padding",
    question({ tail: opt({ data: Buffer.concat([numbers(12, 4), Buffer.alloc(4)]) }) }),
  ],
  ["EDNS with an option that is too long", question({ tail: opt({ data: numbers(10, 200) }) })],
  ["EDNS with half an option", question({ tail: opt({ data: Buffer.from([0, 10, 0]) }) })],
  ["EDNS that is cut", question({ tail: opt().subarray(0, 8) })],
  ["EDNS twice", question({ counts: [1, 0, 0, 2], tail: Buffer.concat([opt(), opt()]) })],
  ["EDNS with a name", question({ tail: Buffer.concat([wire("x"), opt().subarray(1)]) })],
  ["EDNS that nothing announces", question({ counts: [1, 0, 0, 0], tail: opt() })],
  ["EDNS that is not there", question({ counts: [1, 0, 0, 1] })],
  ["something behind the question", question({ counts: [1, 0, 0, 0], tail: Buffer.from("xyz") })],
  ["another record", question({ tail: Buffer.concat([wire("x"), numbers(1, 1, 0, 0, 4, 1, 1)]) })],
  ["a record as answer", question({ counts: [1, 1, 0, 0] })],
  ["a record of authority", question({ counts: [1, 0, 1, 0] })],
  ["no question", question({ counts: [0, 0, 0, 0] })],
  ["two questions", question({ counts: [2, 0, 0, 0], tail: question().subarray(12) })],
  ["two questions, one there", question({ counts: [2, 0, 0, 0] })],
  ["an answer", question({ flags: 0x8100 })],
  ["with a code", question({ flags: 0x0103 })],
  ...[1, 2, 3, 4, 5, 6, 15].map(
    (opcode) => [`opcode ${opcode}`, question({ flags: (opcode << 11) | rd })] as const,
  ),
  ["a notice about the zone", question({ name: "c.example.net", type: 6, flags: 4 << 11 })],
  [
    "a notice about another",
    question({ name: "example.org", type: 6, flags: 4 << 11, tail: opt() }),
  ],
  ["a header alone", question().subarray(0, 12)],
  ["less than a header", question().subarray(0, 11)],
  ["half a name", question().subarray(0, 20)],
  ["a name without type", question().subarray(0, -4)],
  ["half a class", question().subarray(0, -1)],
  [
    "a name that points",
    Buffer.concat([question().subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])]),
  ],
  [
    "a label of 64",
    Buffer.concat([
      question().subarray(0, 12),
      Buffer.from([64]),
      Buffer.alloc(64, 97),
      Buffer.from([0, 0, 1, 0, 1]),
    ]),
  ],
  [
    "a name of 255",
    question({ name: `${"a".repeat(63)}.`.repeat(3) + `${"b".repeat(21)}.${name}` }),
  ],
  [
    "a name of 256",
    question({ name: `${"a".repeat(63)}.`.repeat(3) + `${"b".repeat(22)}.${name}` }),
  ],
  ["bytes of all kinds", question({ name: `\u00ff\u0001\u007f.${name}` })],
]

export { name, other }
