/** What was read of each decky at first contact, kept in `host_facts`. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { releases } from "../../src/fleet/Decky.ts"
import { HostFacts } from "../../src/fleet/HostFacts.ts"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"

const Kept = Schema.Struct({
  facts: HostFacts,
  /** Absent where it is none that is known. */
  release: Schema.optional(Schema.Literal(...releases)),
  hostname: Schema.String,
  /** IANA. */
  timezone: Schema.String,
  ip: Schema.optional(Schema.String),
  metBy: Schema.optional(Schema.String),
})

export interface KnownHost {
  readonly facts: HostFacts
  readonly release: (typeof releases)[number] | undefined
  readonly hostname: string
  readonly timezone: string
  readonly ip: string | undefined
  /** The host whose engine runs it; undefined where nobody said so. */
  readonly metBy?: string | undefined
  /** Epoch milliseconds at which the decky's history begins. */
  readonly bornAtMillis: number
  /** When it was read. */
  readonly readAtMillis: number
}

export class HostFactsStore extends Context.Tag("decnet/storage/HostFactsStore")<
  HostFactsStore,
  {
    readonly get: (decky: string) => Effect.Effect<Option.Option<KnownHost>, StoreUnavailable>
    /** By uuid of the decky. */
    readonly all: Effect.Effect<ReadonlyMap<string, KnownHost>, StoreUnavailable>
    readonly put: (decky: string, host: KnownHost) => Effect.Effect<void, StoreUnavailable>
    readonly remove: (decky: string) => Effect.Effect<void, StoreUnavailable>
    /**
     * Forgets a decky whole: facts, cursor, open intents, what was written there and what models
     * had to do with it. What happened stays in the lists of events and mails, and its bait in that
     * of tokens.
     */
    readonly forget: (decky: string) => Effect.Effect<void, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<HostFactsStore, never, Store> = Layer.effect(
    HostFactsStore,
    Effect.map(Store, (store) => make(store)),
  )
}

const decode = Column.decoder(
  "host_facts",
  Schema.Struct({
    decky_uuid: Schema.String,
    facts: Schema.parseJson(Kept),
    born_ms: Column.whole,
    read_ms: Column.whole,
  }),
)

const encode = Schema.encodeSync(Schema.parseJson(Kept))

type Row = Effect.Effect.Success<ReturnType<typeof decode>>[number]

const hostOf = (row: Row): KnownHost => ({
  facts: row.facts.facts,
  release: row.facts.release,
  hostname: row.facts.hostname,
  timezone: row.facts.timezone,
  ip: row.facts.ip,
  ...(row.facts.metBy === undefined ? {} : { metBy: row.facts.metBy }),
  bornAtMillis: row.born_ms,
  readAtMillis: row.read_ms,
})

const make = ({ sql, read, write, together }: Store["Type"]): HostFactsStore["Type"] => {
  const select = sql`SELECT decky_uuid, facts, born_ms, read_ms FROM host_facts`
  return {
    get: (decky) =>
      Effect.map(
        Effect.flatMap(read(sql`${select} WHERE decky_uuid = ${decky}`), decode),
        ([row]) => Option.map(Option.fromNullable(row), hostOf),
      ),
    all: Effect.map(
      Effect.flatMap(read(sql`${select} ORDER BY decky_uuid`), decode),
      (rows) => new Map(rows.map((row) => [row.decky_uuid, hostOf(row)])),
    ),
    put: (decky, { facts, release, hostname, timezone, ip, metBy, bornAtMillis, readAtMillis }) =>
      write(
        Effect.asVoid(
          sql`REPLACE INTO host_facts ${sql.insert({
            decky_uuid: decky,
            facts: encode({
              facts,
              hostname,
              timezone,
              ...(release === undefined ? {} : { release }),
              ...(ip === undefined ? {} : { ip }),
              ...(metBy === undefined ? {} : { metBy }),
            }),
            born_ms: bornAtMillis,
            read_ms: readAtMillis,
          })}`,
        ),
      ),
    forget: (decky) =>
      together(
        Effect.all([
          Effect.forEach(
            [
              "file_details",
              "file_versions",
              "synthetic_files",
              "decky_files",
              "wordings",
              "wording_sentences",
              "wording_tallies",
              "cursors",
              "intents",
              "host_facts",
            ],
            (table) => sql`DELETE FROM ${sql(table)} WHERE decky_uuid = ${decky}`,
            { discard: true },
          ),
          sql`UPDATE decky_tallies SET files = 0, touched = 0 WHERE decky_uuid = ${decky}`,
          // bait may still be used; its moments are free for another history
          sql`UPDATE canary_details SET moment_id = token_uuid WHERE decky_uuid = ${decky}`,
        ]),
      ).pipe(Effect.asVoid),
    remove: (decky) =>
      write(Effect.asVoid(sql`DELETE FROM host_facts WHERE decky_uuid = ${decky}`)),
  }
}
