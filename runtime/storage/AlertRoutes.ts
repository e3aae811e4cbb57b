/** Where alerts go, as rows. What a target keeps secret is sealed before it comes here. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { everything, Filter } from "../../src/canary/alerts/Policy.ts"
import { kinds, type TargetKind } from "../../src/ports/AlertSink.ts"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as Timestamp from "./Timestamp.ts"

export interface RouteRow {
  readonly id: string
  readonly name: string
  readonly kind: TargetKind
  readonly sealed: string
  readonly filter: Filter
  readonly enabled: boolean
  /** Epoch milliseconds. */
  readonly createdAt: number
}

export class AlertRoutes extends Context.Tag("decnet/storage/AlertRoutes")<
  AlertRoutes,
  {
    /** False where one of that name is there already. */
    readonly add: (row: RouteRow) => Effect.Effect<boolean, StoreUnavailable>
    /** By name. */
    readonly list: Effect.Effect<ReadonlyArray<RouteRow>, StoreUnavailable>
    /** With its deliveries; false where there is none of that name. */
    readonly remove: (name: string) => Effect.Effect<boolean, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<AlertRoutes, never, Store> = Layer.effect(
    AlertRoutes,
    Effect.map(Store, (store) => make(store)),
  )
}

const decode = Column.decoder(
  "alert_routes",
  Schema.Struct({
    id: Schema.String,
    name: Schema.String,
    kind: Schema.Literal(...kinds),
    target: Schema.String,
    filter: Schema.NullOr(Schema.parseJson(Filter)),
    enabled: Column.flag,
    created_at: Column.timestamp,
  }),
)

const make = ({ sql, read, together }: Store["Type"]): AlertRoutes["Type"] => ({
  add: ({ id, name, kind, sealed, filter, enabled, createdAt }) =>
    together(
      Effect.gen(function* () {
        const found = yield* sql`SELECT id FROM alert_routes WHERE name = ${name}`
        if (found.length > 0) return false
        yield* sql`INSERT INTO alert_routes ${sql.insert({
          id,
          name,
          kind,
          target: sealed,
          filter: JSON.stringify(filter),
          enabled: enabled ? 1 : 0,
          created_at: Timestamp.ofMillis(createdAt),
        })}`
        return true
      }),
    ),
  list: Effect.map(
    Effect.flatMap(
      read(sql`SELECT id, name, kind, target, filter, enabled, created_at FROM alert_routes
        ORDER BY name`),
      decode,
    ),
    (rows) =>
      rows.map((row) => ({
        id: row.id,
        name: row.name,
        kind: row.kind,
        sealed: row.target,
        filter: row.filter ?? everything,
        enabled: row.enabled,
        createdAt: row.created_at.ms,
      })),
  ),
  remove: (name) =>
    together(
      Effect.gen(function* () {
        const [row] = yield* sql<{ readonly id: string }>`SELECT id FROM alert_routes
          WHERE name = ${name}`
        if (row === undefined) return false
        yield* sql`DELETE FROM alert_bodies WHERE delivery_id IN
          (SELECT id FROM alert_deliveries WHERE route_id = ${row.id})`
        for (const table of ["alert_deliveries", "alert_windows"])
          yield* sql`DELETE FROM ${sql(table)} WHERE route_id = ${row.id}`
        yield* sql`DELETE FROM alert_routes WHERE id = ${row.id}`
        return true
      }),
    ),
})
