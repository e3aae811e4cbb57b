/** Topologies, as far as people are concerned: whose personas live in one, and in which language. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"

export interface Topology {
  readonly id: string
  readonly name: string
  /** As stored, unread; undefined where there are none. */
  readonly emailPersonas: unknown
  readonly languageDefault: string
  /** Undefined where any host may drive it. */
  readonly targetHostUuid: string | undefined
}

export class Topologies extends Context.Tag("decnet/storage/Topologies")<
  Topologies,
  {
    /** In order of id. */
    readonly list: Effect.Effect<ReadonlyArray<Topology>, StoreUnavailable>
    readonly get: (id: string) => Effect.Effect<Option.Option<Topology>, StoreUnavailable>
    /** Replaces the personas; false where there is no such topology. */
    readonly setPersonas: (
      id: string,
      personas: ReadonlyArray<unknown>,
    ) => Effect.Effect<boolean, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<Topologies, never, Store> = Layer.effect(
    Topologies,
    Effect.map(Store, (store) => make(store)),
  )
}

const decode = Column.decoder(
  "topologies",
  Schema.Struct({
    id: Schema.String,
    name: Schema.String,
    email_personas: Schema.Unknown,
    language_default: Schema.NullOr(Schema.String),
    target_host_uuid: Schema.NullOr(Schema.String),
  }),
)

const make = ({ sql, read, together }: Store["Type"]): Topologies["Type"] => {
  const select = sql`SELECT id, name, email_personas, language_default, target_host_uuid
    FROM topologies`
  const rows = (statement: Effect.Effect<ReadonlyArray<unknown>, unknown>) =>
    Effect.map(
      Effect.flatMap(read(statement as typeof select), decode),
      (found): ReadonlyArray<Topology> =>
        found.map((row) => ({
          id: row.id,
          name: row.name,
          emailPersonas: Column.json(row.email_personas) ?? undefined,
          languageDefault: row.language_default ?? "en",
          targetHostUuid: row.target_host_uuid || undefined,
        })),
    )
  return {
    list: rows(sql`${select} ORDER BY id`),
    get: (id) =>
      Effect.map(rows(sql`${select} WHERE id = ${id}`), ([first]) => Option.fromNullable(first)),
    setPersonas: (id, personas) =>
      together(
        Effect.gen(function* () {
          if ((yield* sql`SELECT id FROM topologies WHERE id = ${id}`).length === 0) return false
          yield* sql`UPDATE topologies SET email_personas = ${JSON.stringify(personas)}
            WHERE id = ${id}`
          return true
        }),
      ),
  }
}
