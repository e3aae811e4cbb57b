/**
 * From rows and host facts to deckies. What an operator wrote counts before what was read from the
 * host, and that before what is assumed.
 */
import { isAbsolute } from "node:path"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { releases, roles, type Decky, type Release } from "../../src/fleet/Decky.ts"
import type { HostFacts } from "../../src/fleet/HostFacts.ts"
import { matching, oneOf } from "../../src/schema/Field.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Zone from "../../src/time/Zone.ts"

/** A row of the union view of running deckies. */
export interface Row {
  readonly uuid: string
  readonly name: string
  readonly ip: string | undefined
  readonly services: ReadonlyArray<string>
  readonly topologyId?: string | undefined
  /** `decky_config`, as stored: another program's fields may stand beside ours. */
  readonly config: unknown
}

/** What was read from the host at first contact. */
export interface Contact {
  readonly facts: HostFacts
  readonly release: Release | undefined
  readonly hostname: string | undefined
  readonly timezone: string | undefined
  readonly ip: string | undefined
  /** Epoch milliseconds. */
  readonly bornAtMillis: number
}

const fields = {
  hostname: matching(
    /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*$/,
    "write a host name such as srv-04",
  ),
  release: oneOf(releases),
  timezone: Schema.String.pipe(
    Schema.filter((zone) => Zone.isKnown(zone) || "write an IANA zone such as Europe/Madrid"),
  ),
  role: oneOf(roles),
  personas: Schema.String.pipe(
    Schema.filter((path) => isAbsolute(path) || "write an absolute path"),
  ),
  containers: Schema.Record({ key: Schema.String, value: Schema.String }),
  born_at: Schema.String.pipe(
    Schema.filter(
      (text) =>
        Instant.parseIso(text) !== undefined || "write a moment such as 2026-01-05T00:00:00Z",
    ),
  ),
  topology_id: matching(
    /^\w[\w.:-]{0,63}$/,
    "write at most 64 letters, digits, dots, dashes or colons",
  ),
} as const

type Written = {
  readonly [Field in keyof typeof fields]?: (typeof fields)[Field]["Type"] | undefined
}

export interface Made {
  readonly decky: Decky
  /** Fields of its configuration that cannot be used, each with what to write. */
  readonly ignored: ReadonlyArray<string>
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Each field for itself: a mistake in one costs that one. */
const written = (
  config: unknown,
): { readonly fields: Written; readonly ignored: Array<string> } => {
  const out: Record<string, unknown> = {}
  const ignored: Array<string> = []
  if (isObject(config))
    for (const [name, schema] of Object.entries(fields)) {
      const value = config[name]
      if (value === undefined || value === null) continue
      const decoded = Schema.decodeUnknownEither(schema as Schema.Schema<unknown>)(value)
      if (Either.isRight(decoded)) out[name] = decoded.right
      else {
        const issue = ParseResult.ArrayFormatter.formatErrorSync(decoded.left)[0]
        const message = issue?.message ?? ""
        ignored.push(`${name}: ${message.startsWith("Expected") ? "write a text" : message}`)
      }
    }
  return { fields: out as Written, ignored }
}

/** Where nothing was read from a host, and nobody says what it is: no system logs are made. */
export const factsUnknown = (bornAtMillis: number): HostFacts => ({
  bootedAt: bornAtMillis,
  accounts: [],
  crontabs: [],
  sshClient: false,
  sshdRuns: false,
  logsItself: false,
  releaseKnown: false,
})

const short = (hostname: string): string => hostname.split(".")[0]!

/** A decky's name as a host name: hosts are not called `web_01`. */
const hostnameFor = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9.-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "")
    .slice(0, 63) || "localhost"

const factsOf = (
  contact: Contact | undefined,
  release: Release | undefined,
  bornAt: number | undefined,
): HostFacts | undefined => {
  // an operator's word on the release is as good as the host's own
  if (contact !== undefined)
    return { ...contact.facts, releaseKnown: contact.facts.releaseKnown || release !== undefined }
  return release === undefined ? factsUnknown(bornAt ?? 0) : undefined
}

/** A zone that the pinned rules do not know is as good as none. */
const zoneOf = (contact: Contact | undefined): string | undefined =>
  contact?.timezone !== undefined && Zone.isKnown(contact.timezone) ? contact.timezone : undefined

/** A decky from its row and what was read from it. */
export const make = (row: Row, contact: Contact | undefined): Made => {
  const { fields: own, ignored } = written(row.config)
  const bornAt =
    own.born_at === undefined ? contact?.bornAtMillis : Instant.parseIso(own.born_at)?.ms
  return {
    ignored,
    decky: {
      uuid: row.uuid,
      name: row.name,
      hostname: short(own.hostname ?? contact?.hostname ?? hostnameFor(row.name)),
      ip: row.ip ?? contact?.ip,
      release: own.release ?? contact?.release ?? "debian-12",
      timezone: own.timezone ?? zoneOf(contact) ?? "UTC",
      services: row.services,
      role: own.role ?? "server",
      topologyId: row.topologyId ?? own.topology_id,
      personasFile: own.personas,
      containers: own.containers ?? {},
      bornAt,
      facts: factsOf(contact, own.release, bornAt),
    },
  }
}
