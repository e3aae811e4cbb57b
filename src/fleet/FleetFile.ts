/** The fleet file: a list of deckies as operators write it. */
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as ParseResult from "effect/ParseResult"
import { matching, oneOf } from "../schema/Field.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import { releases, roles, type Decky } from "./Decky.ts"
import { HostFacts } from "./HostFacts.ts"

/** Bound of a fleet. */
export const deckiesMax = 5000

/** Ids become labels of streams and parts of composites; 64 characters is the database's column. */
const Uuid = matching(
  /^\w[\w.:-]{0,63}$/,
  "write at most 64 letters, digits, dots, dashes or colons",
)

const Entry = Schema.Struct({
  uuid: Uuid,
  name: matching(/^\w[\w.-]{0,63}$/, "write 1 to 64 letters, digits, dots or dashes"),
  hostname: matching(
    /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(?:\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*$/,
    "write a host name such as srv-04",
  ),
  ip: Schema.optional(
    matching(
      /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
      "write an IPv4 address such as 10.44.12.21",
    ),
  ),
  release: oneOf(releases),
  timezone: Schema.optional(
    Schema.String.pipe(
      Schema.filter((zone) => Zone.isKnown(zone) || "write an IANA zone such as Europe/Madrid"),
    ),
  ),
  services: Schema.Array(Schema.String),
  role: oneOf(roles),
  topology_id: Schema.optional(Uuid),
  personas: Schema.optional(Schema.String),
  containers: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.String })),
  born_at: Schema.optional(
    matching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, "write a moment such as 2026-01-05T00:00:00Z"),
  ),
  facts: Schema.optional(HostFacts),
})

const decode = Schema.decodeUnknownEither(Entry, { errors: "first" })

const reasonOf = (error: ParseResult.ParseError): string => {
  const issue = ParseResult.ArrayFormatter.formatErrorSync(error)[0]
  if (issue === undefined) return "is no decky"
  const field = issue.path.map(String).join(".")
  if (field === "") return "write an object with uuid, name, hostname, release, services and role"
  return /^Expected|is missing/.test(issue.message)
    ? `${field}: ${issue.message === "is missing" ? "is missing" : `write ${field === "services" ? 'a list such as ["ssh","imap"]' : "a text"}`}`
    : `${field}: ${issue.message}`
}

/** A host name's first label is what logs and prompts show. */
const short = (hostname: string): string => hostname.split(".")[0]!

/** Left is one line that names the entry and the field, and says what to write. */
export const parse = (value: unknown): Either.Either<ReadonlyArray<Decky>, string> => {
  if (!Array.isArray(value))
    return Either.left('write a list such as [{"uuid":"…","name":"…","hostname":"…"}]')
  if (value.length === 0) return Either.left("write at least one decky")
  if (value.length > deckiesMax) return Either.left(`write at most ${deckiesMax} deckies`)
  const deckies: Array<Decky> = []
  for (const [index, item] of value.entries()) {
    const decoded = decode(item)
    if (Either.isLeft(decoded)) return Either.left(`${index}.${reasonOf(decoded.left)}`)
    const entry = decoded.right
    if (deckies.some(({ uuid }) => uuid === entry.uuid))
      return Either.left(`${index}.uuid: ${entry.uuid} stands twice; give each decky its own`)
    deckies.push({
      uuid: entry.uuid,
      name: entry.name,
      hostname: short(entry.hostname),
      ip: entry.ip,
      release: entry.release,
      timezone: entry.timezone ?? "UTC",
      services: entry.services,
      role: entry.role,
      topologyId: entry.topology_id,
      personasFile: entry.personas,
      containers: entry.containers ?? {},
      bornAt: entry.born_at === undefined ? undefined : Instant.parseIso(entry.born_at)?.ms,
      facts: entry.facts,
    })
  }
  return Either.right(deckies)
}
