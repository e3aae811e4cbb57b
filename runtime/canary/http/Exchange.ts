/** A request as a whole, and the rules by which nginx refuses one before it looks at the path. */
import type { HeaderLines } from "./HeaderLines.ts"
import * as HeaderLine from "./HeaderLines.ts"
import type { RequestLine } from "./RequestLine.ts"
import { http10, http11 } from "./RequestLine.ts"

export interface Request {
  readonly line: RequestLine
  /** Decoded, without `.` and `..`. */
  readonly path: string
  /** In lower case, without a port; empty where an old client names none. */
  readonly host: string
  readonly headers: HeaderLines
  readonly keepAlive: boolean
  readonly body: BodyLength
}

/** Undefined where there is none. */
export type BodyLength = number | "chunked" | undefined

export const none: HeaderLines = { lines: [], named: new Map(), end: 0 }

export const header = (headers: HeaderLines, name: string): string | undefined =>
  headers.named.get(name)?.[0]

interface Refused {
  readonly status: 400 | 405 | 501
}

const lengthOf = (text: string): number | undefined =>
  /^\d{1,15}$/.test(text) ? Number(text) : undefined

const bodyOf = (line: RequestLine, headers: HeaderLines): BodyLength | Refused => {
  const length = header(headers, "content-length")
  const coding = header(headers, "transfer-encoding")
  if (length !== undefined && lengthOf(length) === undefined) return { status: 400 }
  if (coding !== undefined) {
    if (line.version < http11) return { status: 400 }
    if (coding.toLowerCase() !== "chunked") return { status: 501 }
    return length === undefined ? "chunked" : { status: 400 }
  }
  return length === undefined || Number(length) === 0 ? undefined : Number(length)
}

const keepsAlive = (line: RequestLine, headers: HeaderLines): boolean => {
  // the last line that says either counts
  const said = (headers.named.get("connection") ?? [])
    .map((value) => value.toLowerCase())
    .findLast((value) => value.includes("close") || value.includes("keep-alive"))
  return said === undefined ? line.version > http10 : !said.includes("close")
}

export const of = (line: RequestLine, path: string, headers: HeaderLines): Request | Refused => {
  const named = header(headers, "host")
  const host = named === undefined ? "" : HeaderLine.hostOf(named)
  if (host === undefined) return { status: 400 }
  if (named === undefined && line.version > http10) return { status: 400 }
  const authority = line.authority === undefined ? host : HeaderLine.hostOf(line.authority)
  if (authority === undefined) return { status: 400 }
  const body = bodyOf(line, headers)
  if (typeof body === "object") return body
  if (line.method === "TRACE" || line.method === "CONNECT") return { status: 405 }
  return { line, path, host: authority, headers, keepAlive: keepsAlive(line, headers), body }
}

/** Whether the client waits to be told before it sends the body. */
export const waits = ({ line, headers }: Request): boolean =>
  line.version >= http11 && header(headers, "expect")?.toLowerCase() === "100-continue"
