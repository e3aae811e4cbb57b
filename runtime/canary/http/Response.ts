/** The bytes of an answer: status line, headers and body in nginx's form and order. */
import type { Answer, StaticFile } from "./Answer.ts"
import * as Pages from "./Pages.ts"
import * as Partial from "./Partial.ts"
import { http10 } from "./RequestLine.ts"

/** What an answer depends on beside its content. */
export interface Asked {
  readonly method: string
  readonly version: number
  readonly keepAlive: boolean
  /** The first value of a header, by lower-case name. */
  readonly header: (name: string) => string | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

export interface Response {
  readonly bytes: Buffer
  /** Whether the connection ends after it. */
  readonly closes: boolean
}

/** One of the answers that nginx itself decides on, once the file is there. */
interface Content {
  readonly status: number
  readonly type: string | undefined
  /** Undefined where no length is told. */
  readonly length: number | undefined
  readonly modified: number | undefined
  /** Behind `Connection`. */
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly body: Buffer
}

const empty = Buffer.alloc(0)

let date = ""
let dateSecond = -1

const dateOf = (now: number): string => {
  const second = Math.floor(now / 1000)
  if (second !== dateSecond) {
    date = new Date(second * 1000).toUTCString()
    dateSecond = second
  }
  return date
}

/** What nginx ends the connection after, whatever the client would have it do. */
const closing = new Set([400, 413, 414, 494, 500, 501])

/** nginx numbers the parts of one process through, in 20 digits. */
let boundaries = 0

const pageOf = (status: number, headers: Content["headers"], { header }: Asked): Content => {
  const body = Pages.body(status, header("user-agent") ?? "")
  return { status, type: "text/html", length: body.length, modified: undefined, headers, body }
}

const parts = (
  { type, body }: StaticFile,
  ranges: ReadonlyArray<Partial.Range>,
): Pick<Content, "type" | "body"> => {
  boundaries += 1
  const boundary = String(boundaries).padStart(20, "0")
  const total = body.length
  return {
    type: `multipart/byteranges; boundary=${boundary}`,
    body: Buffer.concat([
      ...ranges.flatMap(({ from, to }) => [
        Buffer.from(
          `\r\n--${boundary}\r\nContent-Type: ${type}\r\n` +
            `Content-Range: bytes ${from}-${to - 1}/${total}\r\n\r\n`,
        ),
        body.subarray(from, to),
      ]),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  }
}

const fileOf = (file: StaticFile, asked: Asked): Content => {
  const { body, modified } = file
  const etag = `"${modified.toString(16)}-${body.length.toString(16)}"`
  const validators = { modified, etag }
  const condition = Partial.condition(asked.header, validators)
  if (condition === 412) return pageOf(412, [], asked)
  const tagged = [["ETag", etag]] as const
  if (condition === 304)
    return {
      status: 304,
      type: undefined,
      length: undefined,
      modified,
      headers: tagged,
      body: empty,
    }
  const ranges =
    asked.version < http10 ? "whole" : Partial.ranges(asked.header, validators, body.length)
  if (ranges === 416) return pageOf(416, [["Content-Range", `bytes */${body.length}`]], asked)
  if (ranges === "whole")
    return {
      status: 200,
      type: file.type,
      length: body.length,
      modified,
      headers: [...tagged, ["Accept-Ranges", "bytes"]],
      body,
    }
  const [only] = ranges
  if (ranges.length > 1 || only === undefined) {
    const several = parts(file, ranges)
    return { status: 206, ...several, length: several.body.length, modified, headers: tagged }
  }
  return {
    status: 206,
    type: file.type,
    length: only.to - only.from,
    modified,
    headers: [...tagged, ["Content-Range", `bytes ${only.from}-${only.to - 1}/${body.length}`]],
    body: body.subarray(only.from, only.to),
  }
}

const contentOf = (answer: Answer, asked: Asked): Content => {
  switch (answer.kind) {
    case "page":
      return pageOf(answer.status, answer.headers, asked)
    case "composed":
      return { ...answer, length: answer.body.length, modified: undefined }
    case "file":
      return fileOf(answer, asked)
  }
}

const head = (content: Content, keeps: boolean, now: number): string => {
  const { status, type, length, modified, headers } = content
  let text = `HTTP/1.1 ${Pages.statusLine(status)}\r\nServer: ${Pages.software}\r\n`
  text += `Date: ${dateOf(now)}\r\n`
  if (type !== undefined) text += `Content-Type: ${type}\r\n`
  if (length !== undefined) text += `Content-Length: ${length}\r\n`
  if (modified !== undefined)
    text += `Last-Modified: ${new Date(modified * 1000).toUTCString()}\r\n`
  text += `Connection: ${keeps ? "keep-alive" : "close"}\r\n`
  for (const [name, value] of headers) text += `${name}: ${value}\r\n`
  return `${text}\r\n`
}

export const of = (answer: Answer, asked: Asked): Response => {
  const content = contentOf(answer, asked)
  // HTTP/0.9 has no head
  if (asked.version < http10) return { bytes: content.body, closes: true }
  const keeps = asked.keepAlive && !closing.has(content.status)
  const text = head(content, keeps, asked.now)
  return {
    bytes:
      asked.method === "HEAD"
        ? Buffer.from(text, "latin1")
        : Buffer.concat([Buffer.from(text, "latin1"), content.body]),
    // nginx announces that it keeps this one, and ends it
    closes: !keeps || content.status === 412,
  }
}
