/**
 * ZIP files of strangers: read within limits, and written back with some parts changed while the
 * records of all others keep their bytes, compression and times (APPNOTE.TXT 6.3).
 */
import * as Either from "effect/Either"
import { deflateSync, Inflate } from "fflate"
import * as Bytes from "../../bytes/Bytes.ts"

export const entriesMax = 4000
export const unpackedBytesMax = 100 * 1024 * 1024

export type Broken = "broken" | "bomb" | "encrypted"

interface Entry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly size: number
  /** Its record in the central directory. */
  readonly central: Uint8Array
  /** From its local header to where the next record begins. */
  readonly local: Uint8Array
  readonly packed: Uint8Array
}

export interface Archive {
  readonly entries: ReadonlyArray<Entry>
  readonly comment: Uint8Array
}

const endSignature = 0x06054b50
const centralSignature = 0x02014b50
const localSignature = 0x04034b50

const view = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const nameOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

const table = Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

const endOf = (bytes: Uint8Array): number => {
  const data = view(bytes)
  for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - 65_557; at--)
    if (data.getUint32(at, true) === endSignature) return at
  return -1
}

interface Place {
  readonly entry: Omit<Entry, "local" | "packed">
  readonly offset: number
  readonly packedBytes: number
}

/** The directory, as far as it can be trusted. */
const places = (bytes: Uint8Array, end: number): Either.Either<ReadonlyArray<Place>, Broken> => {
  const data = view(bytes)
  const count = data.getUint16(end + 10, true)
  const begin = data.getUint32(end + 16, true)
  if (count > entriesMax) return Either.left("bomb")
  if (begin + data.getUint32(end + 12, true) !== end) return Either.left("broken")
  const out: Array<Place> = []
  let at = begin
  let unpacked = 0
  while (at < end) {
    if (at + 46 > end || data.getUint32(at, true) !== centralSignature) return Either.left("broken")
    const nameBytes = data.getUint16(at + 28, true)
    const next = at + 46 + nameBytes + data.getUint16(at + 30, true) + data.getUint16(at + 32, true)
    if (next > end || out.length >= entriesMax) return Either.left("broken")
    if ((data.getUint16(at + 8, true) & 1) === 1) return Either.left("encrypted")
    const size = data.getUint32(at + 24, true)
    unpacked += size
    if (unpacked > unpackedBytesMax) return Either.left("bomb")
    out.push({
      entry: {
        name: nameOf(bytes.subarray(at + 46, at + 46 + nameBytes)),
        method: data.getUint16(at + 10, true),
        crc: data.getUint32(at + 16, true),
        size,
        central: bytes.subarray(at, next),
      },
      offset: data.getUint32(at + 42, true),
      packedBytes: data.getUint32(at + 20, true),
    })
    at = next
  }
  return out.length === count ? Either.right(out) : Either.left("broken")
}

export const read = (bytes: Uint8Array): Either.Either<Archive, Broken> => {
  const end = bytes.length < 22 ? -1 : endOf(bytes)
  if (end < 0) return Either.left("broken")
  return Either.flatMap(places(bytes, end), (found) => {
    const data = view(bytes)
    const begin = data.getUint32(end + 16, true)
    const ordered = found.toSorted((a, b) => a.offset - b.offset)
    if (new Set(found.map(({ entry }) => entry.name)).size < found.length)
      return Either.left("broken" as const)
    const entries = new Map<string, Entry>()
    for (const [at, { entry, offset, packedBytes }] of ordered.entries()) {
      const limit = ordered[at + 1]?.offset ?? begin
      if (offset + 30 > limit || data.getUint32(offset, true) !== localSignature)
        return Either.left("broken" as const)
      const start =
        offset + 30 + data.getUint16(offset + 26, true) + data.getUint16(offset + 28, true)
      if (start + packedBytes > limit) return Either.left("broken" as const)
      entries.set(entry.name, {
        ...entry,
        local: bytes.subarray(offset, limit),
        packed: bytes.subarray(start, start + packedBytes),
      })
    }
    return Either.right({
      entries: ordered.map(({ entry }) => entries.get(entry.name)!),
      comment: bytes.subarray(end + 22),
    })
  })
}

/** How much is unpacked at a time: a thousandfold of it is what a bomb may take. */
const stepBytes = 4096

/** The bytes of a part; undefined where there is none, or it is not what the directory says. */
export const part = (archive: Archive, name: string): Uint8Array | undefined => {
  const entry = archive.entries.find((each) => each.name === name)
  if (entry === undefined) return undefined
  if (entry.method === 0) return entry.packed.length === entry.size ? entry.packed : undefined
  if (entry.method !== 8) return undefined
  const chunks: Array<Uint8Array> = []
  let total = 0
  try {
    const inflate = new Inflate((chunk) => {
      total += chunk.length
      chunks.push(chunk)
    })
    for (let at = 0; at < entry.packed.length; at += stepBytes) {
      const isLast = at + stepBytes >= entry.packed.length
      inflate.push(entry.packed.subarray(at, at + stepBytes), isLast)
      if (total > entry.size) return undefined
    }
  } catch {
    return undefined
  }
  const bytes = Bytes.concat(chunks)
  return bytes.length === entry.size && crc32(bytes) === entry.crc ? bytes : undefined
}

/** Where a record of the directory names its compression. */
const methodAt = 10

/** A part as a record of its own, in the manner of `like`. */
const packed = (name: string, bytes: Uint8Array, like: Entry): Entry => {
  const title = Bytes.ofText(name)
  const body = deflateSync(bytes, { level: 6 })
  const crc = crc32(bytes)
  const local = new Uint8Array(30 + title.length)
  local.set(like.local.subarray(0, 30))
  const header = view(local)
  const central = new Uint8Array(46 + title.length)
  central.set(like.central.subarray(0, 46))
  const record = view(central)
  // no descriptor behind the data, no extra fields
  header.setUint16(6, header.getUint16(6, true) & ~8, true)
  record.setUint16(8, record.getUint16(8, true) & ~8, true)
  header.setUint16(8, 8, true)
  record.setUint16(methodAt, 8, true)
  for (const [data, at] of [
    [header, 14],
    [record, 16],
  ] as const) {
    data.setUint32(at, crc, true)
    data.setUint32(at + 4, body.length, true)
    data.setUint32(at + 8, bytes.length, true)
    data.setUint16(at + 12, title.length, true)
    data.setUint16(at + 14, 0, true)
  }
  record.setUint16(32, 0, true)
  local.set(title, 30)
  central.set(title, 46)
  return {
    name,
    method: 8,
    crc,
    size: bytes.length,
    central,
    local: Bytes.concat([local, body]),
    packed: body,
  }
}

/** The archive with these parts replaced where they are, or added behind all others. */
export const write = (archive: Archive, changes: ReadonlyMap<string, Uint8Array>): Uint8Array => {
  const known = new Set(archive.entries.map(({ name }) => name))
  const model = archive.entries[0]!
  const entries = [
    ...archive.entries.map((entry) => {
      const bytes = changes.get(entry.name)
      return bytes === undefined ? entry : packed(entry.name, bytes, entry)
    }),
    ...[...changes].flatMap(([name, bytes]) =>
      known.has(name) ? [] : [packed(name, bytes, model)],
    ),
  ]
  const directory: Array<Uint8Array> = []
  let offset = 0
  for (const { local, central } of entries) {
    const record = central.slice()
    view(record).setUint32(42, offset, true)
    directory.push(record)
    offset += local.length
  }
  const listed = Bytes.concat(directory)
  const end = new Uint8Array(22)
  const data = view(end)
  data.setUint32(0, endSignature, true)
  data.setUint16(8, entries.length, true)
  data.setUint16(10, entries.length, true)
  data.setUint32(12, listed.length, true)
  data.setUint32(16, offset, true)
  data.setUint16(20, archive.comment.length, true)
  return Bytes.concat([...entries.map(({ local }) => local), listed, end, archive.comment])
}
