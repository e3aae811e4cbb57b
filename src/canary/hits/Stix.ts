/**
 * Uses of bait as a STIX 2.1 bundle. What was seen is told as observed data; an address becomes an
 * indicator only where it is the caller's own, since a resolver, a preview service and a mail
 * gateway do nothing wrong and would end up on somebody's block list.
 */
import * as Instant from "../../time/Instant.ts"
import type { Exported } from "./Exported.ts"
import * as Uuid5 from "./Uuid5.ts"

type Json = string | number | boolean | ReadonlyArray<Json> | { readonly [key: string]: Json }
type StixObject = { readonly type: string; readonly id: string } & { readonly [key: string]: Json }

/** For observables: the same from every producer (section 2.9). */
const observables = "00abedb4-aa42-466c-9c01-fed23315a9b7"

/** For everything else; ours alone, as that section demands. */
const objects = "6f0b1f0e-2a0e-5b52-9f0c-7d5f3b1c8a44"

const version = "2.1"

/** As RFC 8785 orders it; there are no numbers among it whose form could differ. */
const canonical = (value: Json): string => {
  if (Array.isArray(value)) return `[${(value as ReadonlyArray<Json>).map(canonical).join(",")}]`
  if (typeof value !== "object") return JSON.stringify(value)
  const fields = value as { readonly [key: string]: Json }
  return `{${Object.keys(fields)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(fields[key]!)}`)
    .join(",")}}`
}

/** `contributing` are the properties that the type's identifier follows from. */
const observable = (
  type: string,
  contributing: Readonly<Record<string, Json>>,
  rest: Readonly<Record<string, Json>> = {},
): StixObject => ({
  type,
  spec_version: version,
  id: `${type}--${Uuid5.of(observables, canonical(contributing))}`,
  ...contributing,
  ...rest,
})

const idOf = (type: string, name: string): string =>
  `${type}--${Uuid5.of(objects, `${type}/${name}`)}`

const identity: StixObject = {
  type: "identity",
  spec_version: version,
  id: idOf("identity", "decnet"),
  created: "2026-01-01T00:00:00.000Z",
  modified: "2026-01-01T00:00:00.000Z",
  name: "decnet",
  identity_class: "system",
}

const address = (ip: string): StixObject =>
  observable(ip.includes(":") ? "ipv6-addr" : "ipv4-addr", { value: ip })

/** Text as a value in a pattern (section 9.6). */
const quoted = (text: string): string => `'${text.replace(/([\\'])/g, "\\$1")}'`

const urlOf = ({ bait, use }: Exported): string | undefined => {
  if (use.path === undefined) return undefined
  if (/^https?:\/\//i.test(use.path)) return use.path
  const origin = /^https?:\/\/[^/]+/.exec(bait.httpBase ?? "")?.[0]
  return origin === undefined ? undefined : `${origin}${use.path}`
}

const trafficOf = ({ use }: Exported, source: StixObject): StixObject => {
  const start = Instant.toIso(use.at)
  const over = source.type === "ipv6-addr" ? "ipv6" : "ipv4"
  const common = { start, src_ref: source.id }
  if (use.protocol === "dns")
    return observable("network-traffic", {
      ...common,
      protocols: [over, use.transport ?? "udp", "dns"],
    })
  return observable("network-traffic", {
    ...common,
    protocols: [over, "tcp", "http"],
    extensions: {
      "http-request-ext": {
        request_method: (use.method ?? "get").toLowerCase(),
        request_value: use.path ?? "/",
        ...(use.userAgent === undefined
          ? {}
          : { request_header: { "User-Agent": [use.userAgent] } }),
      },
    },
  })
}

const observed = (each: Exported): ReadonlyArray<StixObject> => {
  const { use } = each
  const source = address(use.ip)
  const url = urlOf(each)
  return [
    source,
    ...(url === undefined ? [] : [observable("url", { value: url })]),
    ...(use.qname === undefined
      ? []
      : [observable("domain-name", { value: use.qname.toLowerCase() })]),
    trafficOf(each, source),
  ]
}

const isCallersOwn = ({ use }: Exported): boolean =>
  use.protocol === "http" && (use.class === "likely-person" || use.class === "unknown-automation")

/** One indicator and one sighting for each address and token. */
const indicated = (
  group: ReadonlyArray<Exported>,
  dataOf: (each: Exported) => string,
): ReadonlyArray<StixObject> => {
  const { bait, use } = group[0]!
  const name = `${bait.id}/${use.ip}`
  const first = Instant.toIso(Math.min(...group.map((each) => each.use.at)))
  const last = Instant.toIso(Math.max(...group.map((each) => each.use.at)))
  const dates = { created: first, modified: last, created_by_ref: identity.id }
  const indicator: StixObject = {
    type: "indicator",
    spec_version: version,
    id: idOf("indicator", name),
    ...dates,
    name: `${use.ip} used bait of ${bait.deckyName}`,
    description: `A file that nobody has a reason to use was used: ${bait.deckyName}:${bait.path}.`,
    indicator_types: ["anomalous-activity"],
    pattern: `[${use.ip.includes(":") ? "ipv6-addr" : "ipv4-addr"}:value = ${quoted(use.ip)}]`,
    pattern_type: "stix",
    valid_from: first,
  }
  return [
    indicator,
    {
      type: "sighting",
      spec_version: version,
      id: idOf("sighting", name),
      ...dates,
      first_seen: first,
      last_seen: last,
      // the most that the property may hold (section 5.2)
      count: Math.min(
        999_999_999,
        group.reduce((sum, each) => sum + each.use.count, 0),
      ),
      sighting_of_ref: indicator.id,
      observed_data_refs: group.map(dataOf),
      where_sighted_refs: [identity.id],
    },
  ]
}

/** The same uses, the same bundle. */
export const bundle = (uses: ReadonlyArray<Exported>): StixObject => {
  const found = new Map<string, StixObject>([[identity.id, identity]])
  const add = (all: ReadonlyArray<StixObject>): void => {
    for (const each of all) found.set(each.id, each)
  }
  const groups = new Map<string, Array<Exported>>()
  const dataOf = ({ use }: Exported): string => idOf("observed-data", use.id)
  for (const each of uses) {
    const seen = observed(each)
    const at = Instant.toIso(each.use.at)
    add(seen)
    add([
      {
        type: "observed-data",
        spec_version: version,
        id: dataOf(each),
        created: at,
        modified: at,
        created_by_ref: identity.id,
        first_observed: at,
        last_observed: at,
        number_observed: Math.min(999_999_999, each.use.count),
        object_refs: seen.map(({ id }) => id),
      },
    ])
    if (!isCallersOwn(each)) continue
    const key = `${each.bait.id}/${each.use.ip}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [each])
    else group.push(each)
  }
  for (const group of groups.values()) add(indicated(group, dataOf))
  const all = [...found.values()]
  return {
    type: "bundle",
    id: idOf("bundle", all.map(({ id }) => id).join(" ")),
    objects: all,
  }
}
