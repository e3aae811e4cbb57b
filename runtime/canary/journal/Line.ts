/** A line of the journal: what is kept of a request, which is what the recorder makes rows of. */
import type { HttpSeen, Noted } from "../../../src/canary/Hit.ts"

/** Of a line without its body, as it lies on disk. */
export const bytesMax = 6 * 1024

const methodMax = 32
/** What a row keeps (`hits/Judged.ts`). */
const targetMax = 2048
const headersMax = 50
const headerMax = 512
/** Kept before all others: without them nobody could say who called, or with what. */
const telling = /^(?:user-agent|authorization)$/i
/** Of a body that is no form, in base64; 1,020 bytes. */
const otherBodyMax = 1360
/** A character as JSON has it at worst, `\u0001`. */
const escapedMax = 6

type Header = HttpSeen["headers"][number]

/** As JSON, in no more than so many bytes; undefined where too little of it would be left. */
const fitted = ([name, value]: Header, room: number): string | undefined => {
  const text = JSON.stringify([name.slice(0, headerMax), value.slice(0, headerMax)])
  if (Buffer.byteLength(text) <= room) return text
  const rest = Math.floor((room - 8) / escapedMax) - name.length
  return rest < 16 ? undefined : JSON.stringify([name, value.slice(0, rest)])
}

const headersOf = (headers: ReadonlyArray<Header>, bytes: number): string => {
  let room = bytes
  const kept = new Map<number, string>()
  const keep = (header: Header, at: number): void => {
    const text = kept.size < headersMax ? fitted(header, room - 1) : undefined
    if (text === undefined) return
    kept.set(at, text)
    room -= Buffer.byteLength(text) + 1
  }
  for (const [at, header] of headers.entries()) if (telling.test(header[0])) keep(header, at)
  for (const [at, header] of headers.entries()) if (!kept.has(at)) keep(header, at)
  return [...kept]
    .sort(([a], [b]) => a - b)
    .map(([, text]) => text)
    .join(",")
}

const forms = /^(?:application\/(?:json|x-www-form-urlencoded)|text\/plain)\b/i

/** What a page's script sends, or a form. */
const isForm = ({ method, headers }: HttpSeen): boolean => {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1]
  return method === "POST" && (type === undefined || forms.test(type))
}

/** With its line feed. */
export const of = ({ at, slugs, ip, http, dns }: Noted): string => {
  if (http === undefined) return `${JSON.stringify({ at, slugs, ip, dns })}\n`
  const method = http.method.slice(0, methodMax)
  const target = http.target.slice(0, targetMax)
  const front = JSON.stringify({ at, slugs, ip, http: { method, target } }).slice(0, -2)
  const body = JSON.stringify(isForm(http) ? http.body : http.body.slice(0, otherBodyMax))
  const room = bytesMax - Buffer.byteLength(front) - 32
  return `${front},"headers":[${headersOf(http.headers, room)}],"body":${body}}}\n`
}
