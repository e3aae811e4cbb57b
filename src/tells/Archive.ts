/** Names, times and texts inside ZIP and PDF files, as far as a linter needs them. */
import { unzipSync } from "fflate"
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

const pdfDate =
  /\/(?:CreationDate|ModDate)\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)'?)?/g

export const pdfDates = (text: string): ReadonlyArray<number> =>
  [...text.matchAll(pdfDate)].flatMap((match) => {
    const [, year, month, day, hour, minute, second, sign, zoneHour, zoneMinute] = match
    const zone = sign === undefined ? "Z" : `${sign}${zoneHour}:${zoneMinute}`
    return Instant.parseIso(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)?.ms ?? []
  })
