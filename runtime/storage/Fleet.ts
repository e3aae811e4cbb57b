/** The deckies of this host, from the three places that know some. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as Timestamp from "./Timestamp.ts"

/** Of a decky's identity, as the columns have it. */
export const uuidCharactersMax = 64

export interface RunningDecky {
  /** Of fleet and shard deckies `<host uuid>:<name>`. */
  readonly uuid: string
  readonly name: string
  readonly ip: string | undefined
  readonly services: ReadonlyArray<string>
  readonly topologyId: string | undefined
  readonly source: "topology" | "fleet" | "shard"
  /** The host that runs it. */
  readonly hostUuid: string
  /** Its topology names no host: whichever meets it first runs it. */
  readonly anywhere?: true
  /** `decky_config`; undefined where it is none or no JSON. */
  readonly config: unknown
}

export interface ListedDecky extends RunningDecky {
  readonly state: string
}

export interface Refused {
  readonly name: string
  readonly source: RunningDecky["source"]
  readonly reason: string
}

export interface Listing<A> {
  readonly deckies: ReadonlyArray<A>
  /** Left out, with why. */
  readonly refused: ReadonlyArray<Refused>
}

/** What is written of a fleet decky. */
export interface FleetEntry {
  readonly name: string
  readonly ip: string | undefined
  readonly services: ReadonlyArray<string>
  /** Laid over the configuration that is there; a field that is undefined stays as it is. */
  readonly config: Readonly<Record<string, unknown>>
}

export class Fleet extends Context.Tag("decnet/storage/Fleet")<
  Fleet,
  {
    /** Those in state `running`, in order of uuid. */
    readonly running: (hostUuid: string) => Effect.Effect<Listing<RunningDecky>, StoreUnavailable>
    /** Those in any state. */
    readonly list: (hostUuid: string) => Effect.Effect<Listing<ListedDecky>, StoreUnavailable>
    /** Adds a fleet decky as running, or changes one. */
    readonly put: (hostUuid: string, entry: FleetEntry) => Effect.Effect<void, StoreUnavailable>
    /** Says whether there was one. Deckies of topologies and shards are not ours to remove. */
    readonly remove: (hostUuid: string, name: string) => Effect.Effect<boolean, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<Fleet, never, Store> = Layer.effect(
    Fleet,
    Effect.map(Store, (store) => make(store)),
  )
}

export const compositeUuid = (hostUuid: string, name: string): string => `${hostUuid}:${name}`

/** Why a decky cannot be driven under that identity; undefined where it can. */
export const refusal = (uuid: string): string | undefined =>
  uuid.length > uuidCharactersMax
    ? `${uuid} has ${uuid.length} characters; give the host or the decky a shorter name, ${uuidCharactersMax} in all`
    : undefined

const decode = Column.decoder(
  "the fleet's tables",
  Schema.Struct({
    source: Schema.Literal("topology", "fleet", "shard"),
    uuid: Schema.NullOr(Schema.String),
    name: Schema.String,
    ip: Schema.NullOr(Schema.String),
    services: Schema.Unknown,
    decky_config: Schema.Unknown,
    topology_id: Schema.NullOr(Schema.String),
    state: Schema.String,
    target: Schema.optional(Schema.NullOr(Schema.String)),
  }),
)

const servicesOf = (value: unknown): ReadonlyArray<string> => {
  const parsed = Column.json(value)
  return Array.isArray(parsed) && parsed.every((each) => typeof each === "string") ? parsed : []
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const make = ({ sql, read, write, together }: Store["Type"]): Fleet["Type"] => {
  const list = (hostUuid: string): Effect.Effect<Listing<ListedDecky>, StoreUnavailable> =>
    Effect.gen(function* () {
      const topology = yield* read(sql`SELECT 'topology' AS source, d.uuid AS uuid, d.name AS name,
          d.ip AS ip, d.services AS services, d.decky_config AS decky_config,
          d.topology_id AS topology_id, d.state AS state, t.target_host_uuid AS target
        FROM topology_deckies d JOIN topologies t ON t.id = d.topology_id
        WHERE t.target_host_uuid IS NULL OR t.target_host_uuid IN ('', ${hostUuid})`)
      const fleet = yield* read(sql`SELECT 'fleet' AS source, NULL AS uuid, name, decky_ip AS ip,
          services, decky_config, NULL AS topology_id, state
        FROM fleet_deckies WHERE host_uuid = ${hostUuid}`)
      const shards = yield* read(sql`SELECT 'shard' AS source, NULL AS uuid, decky_name AS name,
          decky_ip AS ip, services, decky_config, NULL AS topology_id, state
        FROM decky_shards WHERE host_uuid = ${hostUuid}`)
      const deckies = new Map<string, ListedDecky>()
      const refused: Array<Refused> = []
      for (const row of yield* decode([...topology, ...fleet, ...shards])) {
        const uuid = row.uuid ?? compositeUuid(hostUuid, row.name)
        const reason = refusal(uuid)
        if (reason !== undefined) refused.push({ name: row.name, source: row.source, reason })
        // a decky that the fleet and a shard both name is one
        else if (!deckies.has(uuid))
          deckies.set(uuid, {
            uuid,
            name: row.name,
            ip: row.ip === null || row.ip === "" ? undefined : row.ip,
            services: servicesOf(row.services),
            topologyId: row.topology_id ?? undefined,
            source: row.source,
            hostUuid,
            ...(row.source === "topology" && (row.target ?? "") === ""
              ? { anywhere: true as const }
              : {}),
            config: Column.json(row.decky_config) ?? undefined,
            state: row.state,
          })
      }
      return {
        deckies: [...deckies.values()].sort((a, b) => (a.uuid < b.uuid ? -1 : 1)),
        refused,
      }
    })

  const upsert = sql.onDialectOrElse({
    mysql: () => sql`ON DUPLICATE KEY UPDATE services = VALUES(services),
      decky_config = VALUES(decky_config), decky_ip = VALUES(decky_ip), state = VALUES(state),
      updated_at = VALUES(updated_at)`,
    orElse: () => sql`ON CONFLICT (host_uuid, name) DO UPDATE SET services = excluded.services,
      decky_config = excluded.decky_config, decky_ip = excluded.decky_ip, state = excluded.state,
      updated_at = excluded.updated_at`,
  })

  return {
    list,
    running: (hostUuid) =>
      Effect.map(list(hostUuid), ({ deckies, refused }) => ({
        deckies: deckies.flatMap(({ state, ...decky }) => (state === "running" ? [decky] : [])),
        refused,
      })),
    put: (hostUuid, { name, ip, services, config }) => {
      const reason = refusal(compositeUuid(hostUuid, name))
      if (reason !== undefined)
        return Effect.fail(new StoreUnavailable({ reason: "broken", detail: reason }))
      return together(
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const [before] = yield* sql<{ readonly decky_config: unknown }>`SELECT decky_config
            FROM fleet_deckies WHERE host_uuid = ${hostUuid} AND name = ${name}`
          const found = Column.json(before?.decky_config)
          const merged = { ...(isRecord(found) ? found : {}) }
          for (const [key, value] of Object.entries(config))
            if (value !== undefined) merged[key] = value
          yield* sql`INSERT INTO fleet_deckies ${sql.insert({
            host_uuid: hostUuid,
            name,
            services: JSON.stringify(services),
            decky_config: JSON.stringify(merged),
            decky_ip: ip ?? null,
            state: "running",
            updated_at: Timestamp.ofMillis(now),
          })} ${upsert}`
        }),
      )
    },
    remove: (hostUuid, name) =>
      together(
        Effect.gen(function* () {
          const found = yield* sql`SELECT name FROM fleet_deckies
            WHERE host_uuid = ${hostUuid} AND name = ${name}`
          if (found.length === 0) return false
          yield* write(
            sql`DELETE FROM fleet_deckies WHERE host_uuid = ${hostUuid} AND name = ${name}`,
          )
          return true
        }),
      ),
  }
}
