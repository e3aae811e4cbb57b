/** Names, times and texts inside ZIP and PDF files, as far as a linter needs them. */
import { unzipSync, unzlibSync } from "fflate"
import * as Base64 from "../bytes/Base64.ts"
import * as Civil from "../time/Civil.ts"
import * as Instant from "../time/Instant.ts"

export interface Member {
  readonly name: string
  /** Milliseconds since 1970 of the local wall clock, which is all that DOS times know. */
  readonly wallMillis: number
}

/** The central directory; undefined where there is none. */
export const members = (bytes: Uint8Array): ReadonlyArray<Member> | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1
  if (end < 0) return undefined
  const found: Array<Member> = []
  let at = view.getUint32(end + 16, true)
  for (let index = view.getUint16(end + 10, true); index > 0; index -= 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return undefined
    const time = view.getUint16(at + 12, true)
    const date = view.getUint16(at + 14, true)
    const length = view.getUint16(at + 28, true)
    const day = Civil.toDay({
      year: 1980 + (date >> 9),
      month: Math.max(1, (date >> 5) & 15),
      dayOfMonth: Math.max(1, date & 31),
    })
    found.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)),
      wallMillis:
        day * Instant.dayMillis +
        (((time >> 11) * 60 + ((time >> 5) & 63)) * 60 + (time & 31) * 2) * 1000,
    })
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return found
}

/** `dcterms:created` and `dcterms:modified` of an Office document. */
export const officeDates = (bytes: Uint8Array): ReadonlyArray<number> => {
  try {
    const core = unzipSync(bytes, { filter: ({ name }) => name === "docProps/core.xml" })[
      "docProps/core.xml"
    ]
    if (core === undefined) return []
    const dates = new TextDecoder().decode(core).matchAll(/<dcterms:\w+[^>]*>([^<]+)</g)
    return [...dates].flatMap((match) => Instant.parseIso(match[1]!.trim())?.ms ?? [])
  } catch {
    // A broken archive is the finding of another tell.
    return []
  }
}

/** What an archive may unpack to, for a linter. */
const unpackedBytesMax = 16 * 1024 * 1024

const utf8 = (bytes: Uint8Array): string => new TextDecoder("utf-8").decode(bytes)

const zipParts = (bytes: Uint8Array): ReadonlyArray<string> => {
  let left = unpackedBytesMax
  try {
    const parts = unzipSync(bytes, { filter: ({ originalSize }) => (left -= originalSize) > 0 })
    return Object.values(parts).map(utf8)
  } catch {
    // a broken archive is the finding of another tell
    return []
  }
}

/** The deflated streams of a PDF. */
const pdfStreams = (bytes: Uint8Array): ReadonlyArray<string> => {
  const plain = new TextDecoder("latin1").decode(bytes)
  return [...plain.matchAll(/stream\r?\n/g)].flatMap((match) => {
    const begin = match.index + match[0].length
    const end = plain.indexOf("endstream", begin)
    try {
      return end < 0 ? [] : [utf8(unzlibSync(bytes.subarray(begin, end)))]
    } catch {
      // not deflated: it stands there as it is
      return []
    }
  })
}

/**
 * Everything that can be read in a file: as it is, the members of a ZIP archive, the streams of a
 * PDF, and base64 that stands in it.
 */
export const unpacked = (bytes: Uint8Array): string => {
  const plain = utf8(bytes)
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return zipParts(bytes).join("\n")
  if (plain.startsWith("%PDF-")) return [plain, ...pdfStreams(bytes)].join("\n")
  const hidden = (plain.match(/[A-Za-z0-9+/_-]{40,}={0,2}/g) ?? []).flatMap((text) => {
    const decoded = Base64.decode(text)
    return decoded === undefined ? [] : [utf8(decoded)]
  })
  return [plain, ...hidden].join("\n")
}

const pdfDate =
  /\/(?:CreationDate|ModDate)\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|([+-])(\d\d)'?(\d\d)'?)?/g

export interface PdfDate {
  readonly ms: number
  /** The date has no zone, as some producers write it: `ms` is of the local wall clock. */
  readonly isLocal: boolean
}

export const pdfDates = (text: string): ReadonlyArray<PdfDate> =>
  [...text.matchAll(pdfDate)].flatMap((match) => {
    const [, year, month, day, hour, minute, second, zone, sign, zoneHour, zoneMinute] = match
    const offset = sign === undefined ? "Z" : `${sign}${zoneHour}:${zoneMinute}`
    const parsed = Instant.parseIso(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
    return parsed === undefined ? [] : [{ ms: parsed.ms, isLocal: zone === undefined }]
  })
