/**
 * ZIP files as office programs write them (APPNOTE.TXT 6.3): which flags, which times and which
 * padding is how their files are told apart.
 */
import { deflateSync } from "fflate"
import * as Bytes from "../../bytes/Bytes.ts"
import type { LocalTime } from "../../time/Zone.ts"

export interface Part {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface Manner {
  /** `growth` pads the first parts for later edits, `trailing` puts sizes behind the data. */
  readonly producer: "growth" | "trailing"
  /** When it was saved; undefined for 1980-01-01, which is what stands for no time at all. */
  readonly saved: LocalTime | undefined
  readonly level: 6 | 9
}

const polynomial = 0xedb88320

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? polynomial ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

export const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

const little = (...fields: ReadonlyArray<readonly [value: number, bytes: 2 | 4]>): Uint8Array => {
  const out: Array<number> = []
  for (const [value, bytes] of fields)
    for (let at = 0; at < bytes; at++) out.push((value >>> (at * 8)) & 0xff)
  return new Uint8Array(out)
}

const dosTime = (saved: LocalTime | undefined): readonly [time: number, date: number] =>
  saved === undefined
    ? [0, 0x21]
    : [
        (Math.floor(saved.minuteOfDay / 60) << 11) |
          ((saved.minuteOfDay % 60) << 5) |
          Math.floor(saved.second / 2),
        ((saved.year - 1980) << 9) | (saved.month << 5) | saved.dayOfMonth,
      ]

/** Room that Open Packaging writers leave behind a part's header (ECMA-376 part 2, annex C). */
const growthHint = (name: string): Uint8Array => {
  const bytes = name === "[Content_Types].xml" || name === "_rels/.rels" ? 516 : 260
  const isPadded = bytes === 516 || name.startsWith("docProps/")
  if (!isPadded) return new Uint8Array(0)
  const out = new Uint8Array(bytes + 4)
  out.set(little([0xa220, 2], [bytes, 2], [0xa028, 2], [bytes - 4, 2]))
  return out
}

export const write = (parts: ReadonlyArray<Part>, manner: Manner): Uint8Array => {
  const [time, date] = dosTime(manner.saved)
  const isTrailing = manner.producer === "trailing"
  const flags = isTrailing ? 0x0808 : 0x0006
  const madeBy = isTrailing ? 20 : 45
  const local: Array<Uint8Array> = []
  const central: Array<Uint8Array> = []
  let offset = 0
  for (const { name, bytes } of parts) {
    const label = Bytes.ofText(name)
    const packed = deflateSync(bytes, { level: manner.level })
    const sizes = [
      [crc32(bytes), 4],
      [packed.length, 4],
      [bytes.length, 4],
    ] as const
    const extra = isTrailing ? new Uint8Array(0) : growthHint(name)
    const common = [
      [20, 2],
      [flags, 2],
      [8, 2],
      [time, 2],
      [date, 2],
    ] as const
    const none = sizes.map(() => [0, 4] as const)
    const before = little([0x04034b50, 4], ...common, ...(isTrailing ? none : sizes))
    const pieces = [
      before,
      little([label.length, 2], [extra.length, 2]),
      label,
      extra,
      packed,
      ...(isTrailing ? [little([0x08074b50, 4], ...sizes)] : []),
    ]
    central.push(
      little([0x02014b50, 4], [madeBy, 2], ...common, ...sizes, [label.length, 2], [0, 2]),
      little([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      label,
    )
    for (const piece of pieces) offset += piece.length
    local.push(...pieces)
  }
  const directory = Bytes.concat(central)
  const end = little(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [parts.length, 2],
    [parts.length, 2],
    [directory.length, 4],
    [offset, 4],
    [0, 2],
  )
  return Bytes.concat([...local, directory, end])
}
