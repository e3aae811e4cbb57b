/** Uses of bait as other programs take them: one plain object each, in JSON, lines or a table. */
import type { HitClass } from "./Classify.ts"
import type { Decoded } from "./Decoded.ts"

/** The token's part. */
export interface Bait {
  readonly id: string
  readonly class: string
  readonly kind: string
  readonly deckyName: string
  readonly path: string
  /** Where its addresses begin; undefined where it has none over HTTP. */
  readonly httpBase: string | undefined
}

/** A row's part. */
export interface Use {
  readonly id: string
  readonly at: number
  readonly ip: string
  readonly protocol: "http" | "dns"
  readonly method: string | undefined
  readonly path: string | undefined
  readonly userAgent: string | undefined
  readonly qname: string | undefined
  readonly queryType: string | undefined
  readonly transport: "udp" | "tcp" | undefined
  readonly subnet: string | undefined
  readonly count: number
  readonly class: HitClass
  readonly reason: string
  readonly incident: string
  readonly extras: Decoded
}

export interface Exported {
  readonly bait: Bait
  readonly use: Use
}

const columns = [
  "occurred_at",
  "decky_name",
  "token_id",
  "token_class",
  "token_path",
  "trigger_id",
  "incident_id",
  "src_ip",
  "protocol",
  "method",
  "request_path",
  "user_agent",
  "dns_qname",
  "query_type",
  "transport",
  "client_subnet",
  "count",
  "class",
  "reason",
  "client",
  "user",
  "access_key_id",
  "message",
] as const

type Flat = Readonly<Record<(typeof columns)[number], string | number | null>>

export const flat = ({ bait, use }: Exported, iso: (at: number) => string): Flat => ({
  occurred_at: iso(use.at),
  decky_name: bait.deckyName,
  token_id: bait.id,
  token_class: bait.class,
  token_path: bait.path,
  trigger_id: use.id,
  incident_id: use.incident,
  src_ip: use.ip,
  protocol: use.protocol,
  method: use.method ?? null,
  request_path: use.path ?? null,
  user_agent: use.userAgent ?? null,
  dns_qname: use.qname ?? null,
  query_type: use.queryType ?? null,
  transport: use.transport ?? null,
  client_subnet: use.subnet ?? null,
  count: use.count,
  class: use.class,
  reason: use.reason,
  client: use.extras.did ?? null,
  user: use.extras.user ?? null,
  access_key_id: use.extras.accessKeyId ?? null,
  message: use.extras.message ?? null,
})

/**
 * A cell (RFC 4180). Spreadsheets compute what begins with these signs, and much of it is what
 * strangers sent, so that an apostrophe goes before them.
 */
const cell = (value: string | number | null): string => {
  if (typeof value === "number") return String(value)
  // a terminal would obey some of these
  const text = (value ?? "").replace(/[^\P{Cc}\t\r\n]/gu, "\ufffd")
  const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return /[",\r\n;\t']/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

const line = (cells: ReadonlyArray<string | number | null>): string =>
  `${cells.map(cell).join(",")}\r\n`

export const csv = (rows: ReadonlyArray<Flat>): string =>
  line(columns) + rows.map((row) => line(columns.map((name) => row[name]))).join("")
