/** What a stretch of the journal comes to: rows, counts and events, as plain values. */
import * as Classify from "../../../src/canary/hits/Classify.ts"
import * as Client from "../../../src/canary/hits/Client.ts"
import * as Decoded from "../../../src/canary/hits/Decoded.ts"
import * as Incident from "../../../src/canary/hits/Incident.ts"
import type { Seen } from "../../../src/canary/Hit.ts"
import { canaryTopic, type TriggeredEvent } from "../../../src/events/Event.ts"
import type { TokenRow } from "../../../src/ports/CanaryTokens.ts"
import type { Cursor, Stretch, TriggerRow } from "../../../src/ports/CanaryTriggers.ts"
import * as Uuid from "../../storage/Uuid.ts"

/** One use of known bait. */
export interface Use {
  /** Unique; of the row where it became one. */
  readonly id: string
  readonly token: TokenRow
  readonly seen: Seen
  readonly row: TriggerRow
  /** False where it is counted on a row that is there already. */
  readonly isNew: boolean
}

export interface Judged {
  readonly uses: ReadonlyArray<Use>
  readonly stretch: Omit<Stretch, "fingerprints">
  readonly incidents: Incident.State
  /** Hits of slugs that are nobody's. */
  readonly unknown: number
  /** When our own test was last seen. */
  readonly probedAt: number | undefined
}

const labelsBefore = ({ slug, dns }: Seen): ReadonlyArray<string> => {
  const labels = dns?.name.split(".") ?? []
  const at = labels.findIndex((label) => label.toLowerCase() === slug)
  return at <= 0 ? [] : labels.slice(0, at)
}

/** What is kept of a request: more than a client has to say, and less than a flood could fill. */
const pathMax = 2048
const agentMax = 512
const headersMax = 50
const headerMax = 512

const headersOf = ({ http }: Seen): TriggerRow["headers"] =>
  Decoded.withoutSecrets(http?.headers ?? [])
    .slice(0, headersMax)
    .map(([name, value]) => [name.slice(0, headerMax), value.slice(0, headerMax)])

const rowOf = (
  id: string,
  token: TokenRow,
  seen: Seen,
  incident: string,
  verdict: Classify.Verdict,
): TriggerRow => {
  const { http, dns } = seen
  return {
    id,
    token: token.id,
    at: seen.at,
    ip: seen.ip,
    protocol: dns === undefined ? "http" : "dns",
    method: http?.method,
    path: http?.target.slice(0, pathMax),
    userAgent: http && Client.headerOf(http.headers, "user-agent")?.slice(0, agentMax),
    headers: headersOf(seen),
    qname: dns?.name,
    queryType: dns?.type,
    transport: dns?.transport,
    subnet: dns?.subnet,
    count: 1,
    class: verdict.class,
    reason: verdict.reason,
    incident,
    extras: Decoded.of(seen, verdict.did, labelsBefore(seen)),
  }
}

const sums = <A>(
  items: ReadonlyArray<A>,
  keyOf: (item: A) => string,
): ReadonlyMap<string, ReadonlyArray<A>> => {
  const out = new Map<string, Array<A>>()
  for (const item of items) {
    const key = keyOf(item)
    const found = out.get(key)
    if (found === undefined) out.set(key, [item])
    else found.push(item)
  }
  return out
}

/** `journal` names it, so that ids of two of them do not meet. */
export const of = (
  journal: string,
  records: ReadonlyArray<Seen>,
  tokens: ReadonlyMap<string, TokenRow>,
  cursor: Cursor,
  probeSlug: string | undefined,
): Judged => {
  const desk = new Incident.Desk(cursor.incidents)
  const uses: Array<Use> = []
  let { probedAt } = cursor
  let unknown = 0
  for (const seen of records) {
    if (seen.slug === probeSlug) probedAt = seen.at
    const token = tokens.get(seen.slug)
    if (token === undefined) {
      if (seen.slug !== probeSlug) unknown++
      continue
    }
    const id = Uuid.ofText(`hit/${journal}/${seen.id}/${seen.at}/${seen.slug}`)
    const placed = desk.place(seen, id)
    const verdict = Classify.of(seen, placed.before, seen.slug === probeSlug)
    const row = rowOf(placed.row, token, seen, placed.incident, verdict)
    uses.push({ id, token, seen, row, isNew: placed.isNew })
  }
  const added = uses.filter(({ isNew }) => !isNew)
  return {
    uses,
    stretch: {
      rows: uses.filter(({ isNew }) => isNew).map(({ row }) => row),
      more: [...sums(added, ({ row }) => row.id)].map(([row, all]) => ({
        row,
        count: all.length,
      })),
      tallies: [...sums(uses, ({ token }) => token.id)].map(([token, all]) => ({
        token,
        count: all.length,
        lastAt: all.reduce((latest, { seen }) => Math.max(latest, seen.at), 0),
      })),
    },
    incidents: desk.state(records.at(-1)?.at ?? 0),
    unknown,
    probedAt,
  }
}

/** Without bodies; told once a row. */
export const eventOf = ({ token, row }: Use): typeof TriggeredEvent.Type => ({
  v: 1,
  id: `triggered/${row.id}`,
  topic: canaryTopic("triggered", token.id),
  type: "triggered",
  ts: row.at / 1000,
  payload: {
    token_id: token.id,
    trigger_id: row.id,
    decky_id: token.decky,
    decky_name: token.deckyName,
    src_ip: row.ip,
    ...(row.userAgent === undefined ? {} : { user_agent: row.userAgent }),
    ...(row.path === undefined ? {} : { request_path: row.path }),
    ...(row.qname === undefined ? {} : { dns_qname: row.qname }),
    ...(row.headers.length === 0 ? {} : { raw_headers: row.headers }),
    occurred_at: row.at / 1000,
  },
})
