/**
 * Alerts on their way: written with what they tell of, claimed by one process at a time, and kept
 * until they arrived or were given up.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Alert } from "../../src/canary/alerts/Alert.ts"
import { Held, type Window } from "../../src/canary/alerts/Policy.ts"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as Timestamp from "./Timestamp.ts"

export interface Delivery {
  readonly id: string
  readonly route: string
  /** What it tells of, once a route. */
  readonly event: string
  readonly alert: Alert
  /** Epoch milliseconds. */
  readonly createdAt: number
}

export interface Claimed extends Delivery {
  /** Counted from 1. */
  readonly attempt: number
}

export interface OpenWindow extends Window {
  readonly route: string
  readonly token: string
}

export type Outcome =
  | { readonly is: "delivered"; readonly at: number }
  | { readonly is: "again"; readonly at: number; readonly reason: string }
  | { readonly is: "failed"; readonly reason: string }

export interface Standing {
  readonly pending: number
  readonly delivered: number
  readonly failed: number
  /** Of the newest delivery that has one. */
  readonly lastError: string | undefined
}

export class AlertDeliveries extends Context.Tag("decnet/storage/AlertDeliveries")<
  AlertDeliveries,
  {
    /** One of the same route and event stays as it is. */
    readonly enqueue: (delivery: Delivery) => Effect.Effect<void, StoreUnavailable>
    /** Routes that something is due on, with the number of it. */
    readonly due: (now: number) => Effect.Effect<ReadonlyMap<string, number>, StoreUnavailable>
    /** The oldest that are due, nobody else's until `until`. */
    readonly claim: (
      route: string,
      now: number,
      until: number,
      limit: number,
    ) => Effect.Effect<ReadonlyArray<Claimed>, StoreUnavailable>
    /** What came of an attempt; nothing where a later one has begun. */
    readonly settle: (
      id: string,
      attempt: number,
      outcome: Outcome,
    ) => Effect.Effect<void, StoreUnavailable>
    /** By route. */
    readonly standing: Effect.Effect<ReadonlyMap<string, Standing>, StoreUnavailable>
    /** Windows of tokens, held until the transaction's end. */
    readonly windows: (
      tokens: ReadonlyArray<string>,
    ) => Effect.Effect<ReadonlyArray<OpenWindow>, StoreUnavailable>
    /** Those that are over, the first to end first; held likewise. */
    readonly over: (
      now: number,
      limit: number,
    ) => Effect.Effect<ReadonlyArray<OpenWindow>, StoreUnavailable>
    readonly putWindow: (window: OpenWindow) => Effect.Effect<void, StoreUnavailable>
    readonly removeWindow: (route: string, token: string) => Effect.Effect<void, StoreUnavailable>
    /** Removes what is older than that moment, whatever became of it. */
    readonly prune: (before: number) => Effect.Effect<void, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<AlertDeliveries, never, Store> = Layer.effect(
    AlertDeliveries,
    Effect.map(Store, (store) => make(store)),
  )
}

const decodeClaims = Column.decoder(
  "alert_deliveries",
  Schema.Struct({
    id: Schema.String,
    route_id: Schema.String,
    event_id: Schema.String,
    attempts: Column.whole,
    body: Schema.parseJson(Alert),
    created_ms: Column.whole,
  }),
)

const decodeWindows = Column.decoder(
  "alert_windows",
  Schema.Struct({
    route_id: Schema.String,
    token_uuid: Schema.String,
    until_ms: Column.whole,
    held: Schema.parseJson(Schema.NullOr(Held)),
  }),
)

const errorMax = 500

const make = ({ sql, read, write, together }: Store["Type"]): AlertDeliveries["Type"] => {
  const forUpdate = sql.onDialectOrElse({
    mysql: () => sql`FOR UPDATE`,
    orElse: () => sql.literal(""),
  })
  const count = (limit: number) => sql.literal(String(Math.min(1000, Math.max(1, limit))))
  const selectWindows = sql`SELECT route_id, token_uuid, until_ms, held FROM alert_windows`
  const windowsOf = (rows: ReadonlyArray<unknown>) =>
    Effect.map(decodeWindows(rows), (decoded) =>
      decoded.map((row): OpenWindow => ({
        route: row.route_id,
        token: row.token_uuid,
        until: row.until_ms,
        held: row.held ?? undefined,
      })),
    )
  const settledAs = (id: string, attempt: number, columns: Record<string, unknown>) =>
    write(
      Effect.asVoid(
        sql`UPDATE alert_deliveries SET ${sql.update(columns)}
          WHERE id = ${id} AND attempts = ${attempt} AND state = 'pending'`,
      ),
    )

  return {
    enqueue: ({ id, route, event, alert, createdAt }) =>
      together(
        Effect.gen(function* () {
          const found = yield* sql`SELECT id FROM alert_deliveries
            WHERE route_id = ${route} AND event_id = ${event} ${forUpdate}`
          if (found.length > 0) return
          yield* sql`INSERT INTO alert_deliveries ${sql.insert({
            id,
            route_id: route,
            event_id: event,
            state: "pending",
            attempts: 0,
            next_ms: createdAt,
            last_error: null,
            created_at: Timestamp.ofMillis(createdAt),
            delivered_at: null,
          })}`
          yield* sql`INSERT INTO alert_bodies ${sql.insert({
            delivery_id: id,
            body: JSON.stringify(alert),
            created_ms: createdAt,
          })}`
        }),
      ),
    due: (now) =>
      Effect.map(
        read(
          sql<{ readonly route_id: string; readonly n: number | string }>`SELECT route_id,
            COUNT(*) AS n FROM alert_deliveries
            WHERE state = 'pending' AND next_ms <= ${now} GROUP BY route_id ORDER BY route_id`,
        ),
        (rows) => new Map(rows.map((row) => [row.route_id, Number(row.n)])),
      ),
    claim: (route, now, until, limit) =>
      together(
        Effect.gen(function* () {
          const ids = (yield* sql<{ readonly id: string }>`SELECT id FROM alert_deliveries
            WHERE state = 'pending' AND next_ms <= ${now} AND route_id = ${route}
            ORDER BY next_ms, id LIMIT ${count(limit)} ${forUpdate}`).map(({ id }) => id)
          if (ids.length === 0) return []
          yield* sql`UPDATE alert_deliveries SET next_ms = ${until}, attempts = attempts + 1
            WHERE ${sql.in("id", ids)}`
          const rows = yield* decodeClaims(
            yield* sql`SELECT d.id, d.route_id, d.event_id, d.attempts, b.body, b.created_ms
              FROM alert_deliveries d JOIN alert_bodies b ON b.delivery_id = d.id
              WHERE ${sql.in("d.id", ids)} ORDER BY b.created_ms, d.id`,
          )
          return rows.map((row): Claimed => ({
            id: row.id,
            route: row.route_id,
            event: row.event_id,
            alert: row.body,
            createdAt: row.created_ms,
            attempt: row.attempts,
          }))
        }),
      ),
    settle: (id, attempt, outcome) => {
      switch (outcome.is) {
        case "delivered":
          return settledAs(id, attempt, {
            state: "delivered",
            delivered_at: Timestamp.ofMillis(outcome.at),
            last_error: null,
          })
        case "again":
          return settledAs(id, attempt, {
            next_ms: outcome.at,
            last_error: outcome.reason.slice(0, errorMax),
          })
        case "failed":
          return settledAs(id, attempt, {
            state: "failed",
            last_error: outcome.reason.slice(0, errorMax),
          })
      }
    },
    standing: Effect.gen(function* () {
      const rows = yield* read(
        sql<{
          readonly route_id: string
          readonly state: string
          readonly n: number | string
        }>`SELECT route_id, state, COUNT(*) AS n FROM alert_deliveries
          GROUP BY route_id, state`,
      )
      const errors = yield* read(
        sql<{ readonly route_id: string; readonly last_error: string }>`SELECT route_id, last_error
          FROM alert_deliveries WHERE last_error IS NOT NULL ORDER BY created_at, id`,
      )
      const lastErrors = new Map(errors.map((row) => [row.route_id, row.last_error]))
      const out = new Map<string, Standing>()
      for (const { route_id: route, state, n } of rows) {
        const before = out.get(route) ?? {
          pending: 0,
          delivered: 0,
          failed: 0,
          lastError: lastErrors.get(route),
        }
        out.set(route, { ...before, [state]: Number(n) })
      }
      return out
    }),
    windows: (tokens) =>
      tokens.length === 0
        ? Effect.succeed([])
        : Effect.flatMap(
            read(sql`${selectWindows} WHERE ${sql.in("token_uuid", tokens)}
              ORDER BY route_id, token_uuid ${forUpdate}`),
            windowsOf,
          ),
    over: (now, limit) =>
      Effect.flatMap(
        read(sql`${selectWindows} WHERE until_ms <= ${now}
          ORDER BY until_ms, route_id, token_uuid LIMIT ${count(limit)} ${forUpdate}`),
        windowsOf,
      ),
    putWindow: ({ route, token, until, held }) =>
      write(
        Effect.asVoid(
          sql`REPLACE INTO alert_windows ${sql.insert({
            route_id: route,
            token_uuid: token,
            until_ms: until,
            held: JSON.stringify(held ?? null),
          })}`,
        ),
      ),
    removeWindow: (route, token) =>
      write(
        Effect.asVoid(
          sql`DELETE FROM alert_windows WHERE route_id = ${route} AND token_uuid = ${token}`,
        ),
      ),
    prune: (before) =>
      together(
        Effect.gen(function* () {
          const old = sql`created_at < ${Timestamp.ofMillis(before)}`
          yield* sql`DELETE FROM alert_bodies WHERE delivery_id IN
            (SELECT id FROM alert_deliveries WHERE ${old})`
          yield* sql`DELETE FROM alert_deliveries WHERE ${old}`
        }),
      ),
  }
}
