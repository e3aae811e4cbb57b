/** Bait as people may read it: its files, and its uses. */
import type { TriggerRow } from "../../src/ports/CanaryTriggers.ts"
import * as Instant from "../../src/time/Instant.ts"

const decoder = new TextDecoder("utf-8", { fatal: true })

/** Undefined where it is no text that a terminal or a page should get. */
export const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    const text = decoder.decode(bytes)
    return /[^\P{Cc}\n\t\r]/u.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

/** `0600` */
export const mode = (bits: number): string => bits.toString(8).padStart(4, "0")

/** All of a use but its own id and its token's, which each surface calls otherwise. */
export const use = (row: TriggerRow) => ({
  occurred_at: Instant.toIso(row.at),
  src_ip: row.ip,
  protocol: row.protocol,
  method: row.method ?? null,
  request_path: row.path ?? null,
  user_agent: row.userAgent ?? null,
  raw_headers: row.headers,
  dns_qname: row.qname ?? null,
  query_type: row.queryType ?? null,
  transport: row.transport ?? null,
  client_subnet: row.subnet ?? null,
  count: row.count,
  class: row.class,
  reason: row.reason,
  incident_id: row.incident,
  extras: { ...row.extras },
})
