/** What a fleet file changes in the rows of this host's fleet. */
import * as Either from "effect/Either"
import type { Decky } from "../../src/fleet/Decky.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { Discovered } from "./Discovery.ts"
import { compositeUuid, refusal, type FleetEntry, type ListedDecky } from "../storage/Fleet.ts"

export interface Change {
  readonly entry: FleetEntry
  /** Words for what differs; empty where nothing does. */
  readonly differs: ReadonlyArray<string>
  readonly isNew: boolean
}

export interface Changes {
  readonly changes: ReadonlyArray<Change>
  /** Left out, each with why. */
  readonly left: ReadonlyArray<{ readonly name: string; readonly reason: string }>
  /** How many run under another identity than their file gives them. */
  readonly renamed: number
}

type Config = Readonly<Record<string, unknown>>

/** The fields that are ours in `decky_config`; null takes one away. */
const configOf = (decky: Decky): Config => ({
  uuid: decky.uuid,
  hostname: decky.hostname,
  release: decky.facts?.releaseKnown === false ? null : decky.release,
  timezone: decky.timezone,
  role: decky.role,
  topology_id: decky.topologyId ?? null,
  personas: decky.personasFile ?? null,
  containers: Object.keys(decky.containers).length === 0 ? null : decky.containers,
  born_at: decky.bornAt === undefined ? null : Instant.toIso(decky.bornAt),
})

const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

const isRecord = (value: unknown): value is Config =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const changeOf = (decky: Decky, before: ListedDecky | undefined): Change => {
  const written = configOf(decky)
  const known = isRecord(before?.config) ? before.config : {}
  const differs = Object.keys(written).filter((field) => !isSame(written[field], known[field]))
  if (before !== undefined) {
    if (!isSame(decky.services, before.services)) differs.push("services")
    if (!isSame(decky.ip, before.ip)) differs.push("ip")
    if (before.state !== "running") differs.push("state")
  }
  return {
    isNew: before === undefined,
    differs,
    entry: {
      name: decky.name,
      ip: decky.ip,
      services: decky.services,
      // a field that is neither there nor wanted needs no null
      config: Object.fromEntries(
        Object.entries(written).filter(([field, value]) => value !== null || field in known),
      ),
    },
  }
}

/** Left is one line that names the entry. */
export const changes = (
  hostUuid: string,
  deckies: ReadonlyArray<Decky>,
  standing: ReadonlyArray<ListedDecky>,
): Either.Either<Changes, string> => {
  const out: Array<Change> = []
  const left: Array<{ name: string; reason: string }> = []
  const seen = new Map<string, number>()
  let renamed = 0
  for (const [index, decky] of deckies.entries()) {
    const uuid = compositeUuid(hostUuid, decky.name)
    const topology = standing.find((each) => each.source === "topology" && each.uuid === decky.uuid)
    if (topology !== undefined) {
      left.push({ name: decky.name, reason: `it belongs to topology ${topology.topologyId}` })
      continue
    }
    const reason = refusal(uuid)
    if (reason !== undefined) return Either.left(`${index}.name: ${reason}`)
    const earlier = seen.get(decky.name)
    if (earlier !== undefined)
      return Either.left(
        `${index}.name: ${decky.name} is also that of entry ${earlier}; give each decky of a host its own`,
      )
    seen.set(decky.name, index)
    if (decky.uuid !== uuid) renamed++
    out.push(
      changeOf(
        decky,
        standing.find((each) => each.source === "fleet" && each.name === decky.name),
      ),
    )
  }
  return Either.right({ changes: out, left, renamed })
}

/** What Docker's labels say of a decky counts; what they do not say stays as it is. */
export const discovered = (
  hostUuid: string,
  found: ReadonlyArray<Discovered>,
  standing: ReadonlyArray<ListedDecky>,
): Omit<Changes, "renamed"> => {
  const out: Array<Change> = []
  const left: Array<{ name: string; reason: string }> = []
  for (const { name, services, containers } of found) {
    const before = standing.find((each) => each.source === "fleet" && each.name === name)
    const other = standing.find((each) => each.source !== "fleet" && each.name === name)
    const reason = refusal(compositeUuid(hostUuid, name))
    if (other !== undefined || reason !== undefined) {
      left.push({
        name,
        reason: reason ?? `it belongs to ${other?.topologyId ?? "a shard"}, which says what it is`,
      })
      continue
    }
    const known = isRecord(before?.config) ? before.config["containers"] : undefined
    const own = isRecord(known) ? known : {}
    const merged = { ...own, ...containers }
    const differs = [
      ...(before === undefined || isSame([...before.services].sort(), services)
        ? []
        : ["services"]),
      ...(before === undefined || isSame(merged, own) ? [] : ["containers"]),
      ...(before === undefined || before.state === "running" ? [] : ["state"]),
    ]
    out.push({
      isNew: before === undefined,
      differs,
      entry: {
        name,
        ip: before?.ip,
        services,
        config: Object.keys(merged).length === 0 ? {} : { containers: merged },
      },
    })
  }
  return { changes: out, left }
}
