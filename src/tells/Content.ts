/** What one reading of a file's bytes tells, kept instead of the bytes. */
import * as ProductName from "../reading/ProductName.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import type { DeckyHistory, TreeEntry } from "./History.ts"
import * as Archive from "./Archive.ts"
import * as Format from "./Format.ts"

export interface Content {
  readonly bytes: number
  /** Two files with one fingerprint are compared byte by byte before anybody is told. */
  readonly fingerprint: string
  readonly shebang: boolean
  readonly privateKey: boolean
  /** The product's name, as it stands in the file. */
  readonly product: string | undefined
  readonly formatFault: string | undefined
  /** Dates told as past: what they are, and when. */
  readonly dates: ReadonlyArray<{ readonly what: string; readonly ms: number }>
}

/** FNV-1a in two lanes with different offsets; of long files the two ends and the length. */
const fingerprintOf = (bytes: Uint8Array): string => {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  const edge = 16_384
  const take = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) {
      const byte = bytes[index]!
      a = Math.imul(a ^ byte, 0x01000193)
      b = Math.imul(b + byte, 0x85ebca6b) ^ (b >>> 15)
    }
  }
  if (bytes.length <= 2 * edge) take(0, bytes.length)
  else {
    take(0, edge)
    take(bytes.length - edge, bytes.length)
  }
  return `${bytes.length}:${a >>> 0}:${b >>> 0}`
}

const dump = /Dump completed on (\d{4}-\d\d-\d\d)\s+(\d{1,2}):(\d\d):(\d\d)/g

/** DOS times know no zone, nor do some PDF dates: the earliest reading among the people's and the host's counts. */
const wall = (history: DeckyHistory, wallMillis: number): number => {
  const zones = [history.decky.timezone, ...history.residents.map(({ timezone }) => timezone)]
  const day = Math.floor(wallMillis / Instant.dayMillis)
  const rest = wallMillis - day * Instant.dayMillis
  return Math.min(...zones.map((zone) => Zone.fromLocal(zone, day, rest)))
}

const datesOf = (history: DeckyHistory, bytes: Uint8Array, text: string): Content["dates"] => {
  if (text.startsWith("%PDF"))
    return Archive.pdfDates(text).map(({ ms, isLocal }) => ({
      what: "PDF date",
      ms: isLocal ? wall(history, ms) : ms,
    }))
  if (text.startsWith("PK\u0003\u0004"))
    return [
      ...(Archive.members(bytes) ?? []).map(({ name, wallMillis }) => ({
        what: `time of member ${name}`,
        ms: wall(history, wallMillis),
      })),
      ...Archive.officeDates(bytes).map((ms) => ({ what: "document date", ms })),
    ]
  if (!text.includes("Dump completed on")) return []
  return [...text.matchAll(dump)].flatMap((match) => {
    const instant = Instant.parseIso(
      `${match[1]}T${match[2]!.padStart(2, "0")}:${match[3]}:${match[4]}`,
    )
    return instant === undefined ? [] : [{ what: match[0], ms: wall(history, instant.ms) }]
  })
}

export const read = (
  history: DeckyHistory,
  entry: TreeEntry,
  bytes: Uint8Array,
  /** Inflated where the file is gzip; undefined where that fails. */
  plain: string | undefined,
  bodyKnown: boolean,
): Content => {
  const text = plain ?? ""
  return {
    bytes: bytes.length,
    fingerprint: fingerprintOf(bytes),
    shebang: text.startsWith("#!"),
    privateKey: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/.test(text.slice(0, 200)),
    product: ProductName.pattern.exec(text)?.[0],
    formatFault:
      Format.binary(entry.path, bytes, plain !== undefined) ??
      (bodyKnown ? undefined : Format.text(entry.path, text)),
    dates: datesOf(history, bytes, text),
  }
}
