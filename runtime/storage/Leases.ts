/**
 * Which process drives a host. A lease has a fence that only grows, so that what an earlier holder
 * still sends is known as such, and its end is told by the database's clock, which all share.
 */
import type * as SqlClient from "@effect/sql/SqlClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { Store, type Guard } from "./Store.ts"

export interface Granted {
  readonly _tag: "Granted"
  readonly fence: number
}

export interface HeldElsewhere {
  readonly _tag: "HeldElsewhere"
  readonly heldBy: string
  /** Epoch milliseconds of the database's clock. */
  readonly expiresAtMillis: number
  readonly leftMillis: number
}

/** What a holder knows of its own lease. */
export interface Held {
  readonly fence: number
  /** Epoch milliseconds of this process's clock, taken before the lease was asked for. */
  readonly untilMillis: number
}

export class Leases extends Context.Tag("decnet/storage/Leases")<
  Leases,
  {
    /** Takes a lease that is free, run out, or this holder's own. */
    readonly acquire: (
      host: string,
      holder: string,
      ttlMillis: number,
    ) => Effect.Effect<Granted | HeldElsewhere, StoreUnavailable>
    /** False where somebody else has it by now; nothing is changed then. */
    readonly renew: (
      host: string,
      holder: string,
      fence: number,
      ttlMillis: number,
    ) => Effect.Effect<boolean, StoreUnavailable>
    /** Others need not wait for its end; nothing happens where somebody else has it. */
    readonly release: (
      host: string,
      holder: string,
      fence: number,
    ) => Effect.Effect<void, StoreUnavailable>
    /** Whether the lease with that fence still runs. */
    readonly holds: (host: string, fence: number) => Effect.Effect<boolean, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<Leases, never, Store> = Layer.effect(
    Leases,
    Effect.map(Store, (store) => make(store)),
  )
}

interface Row {
  readonly holder: string
  readonly fence: number | string
  readonly expires_ms: number | string
  readonly now_ms: number | string
}

const make = ({ sql, read, together }: Store["Type"]): Leases["Type"] => {
  // the time zone of a session does not matter to either
  const now = sql.onDialectOrElse({
    mysql: () =>
      sql`(TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000)`,
    orElse: () => sql`CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
  })
  const forUpdate = sql.onDialectOrElse({
    mysql: () => sql`FOR UPDATE`,
    orElse: () => sql.literal(""),
  })
  const once = sql.onDialectOrElse({
    mysql: () => sql`ON DUPLICATE KEY UPDATE host_uuid = host_uuid`,
    orElse: () => sql`ON CONFLICT (host_uuid) DO NOTHING`,
  })
  const locked = (host: string) =>
    Effect.map(
      sql<Row>`SELECT holder, fence, expires_ms, ${now} AS now_ms FROM leases
        WHERE host_uuid = ${host} ${forUpdate}`,
      ([row]) =>
        row === undefined
          ? undefined
          : {
              holder: row.holder,
              fence: Number(row.fence),
              expires: Number(row.expires_ms),
              now: Number(row.now_ms),
            },
    )
  const isOwn = (
    lease: { readonly holder: string; readonly fence: number } | undefined,
    holder: string,
    fence: number,
  ) => lease !== undefined && lease.holder === holder && lease.fence === fence

  return {
    acquire: (host, holder, ttlMillis) =>
      together(
        Effect.gen(function* () {
          yield* sql`INSERT INTO leases ${sql.insert({ host_uuid: host, holder: "", fence: 0, expires_ms: 0 })} ${once}`
          const lease = (yield* locked(host))!
          if (lease.holder !== "" && lease.holder !== holder && lease.expires > lease.now)
            return {
              _tag: "HeldElsewhere" as const,
              heldBy: lease.holder,
              expiresAtMillis: lease.expires,
              leftMillis: lease.expires - lease.now,
            }
          const fence = lease.fence + 1
          yield* sql`UPDATE leases SET holder = ${holder}, fence = ${fence},
            expires_ms = ${lease.now + ttlMillis} WHERE host_uuid = ${host}`
          return { _tag: "Granted" as const, fence }
        }),
      ),
    renew: (host, holder, fence, ttlMillis) =>
      together(
        Effect.gen(function* () {
          const lease = yield* locked(host)
          if (lease === undefined || !isOwn(lease, holder, fence)) return false
          yield* sql`UPDATE leases SET expires_ms = ${lease.now + ttlMillis}
            WHERE host_uuid = ${host}`
          return true
        }),
      ),
    release: (host, holder, fence) =>
      together(
        Effect.gen(function* () {
          if (!isOwn(yield* locked(host), holder, fence)) return
          // the fence moves on, so that nothing under the old one is written any more
          yield* sql`UPDATE leases SET holder = '', fence = ${fence + 1}, expires_ms = 0
            WHERE host_uuid = ${host}`
        }),
      ),
    holds: (host, fence) =>
      Effect.map(
        read(
          sql`SELECT fence FROM leases WHERE host_uuid = ${host} AND fence = ${fence}
            AND holder <> '' AND expires_ms > ${now}`,
        ),
        (rows) => rows.length > 0,
      ),
  }
}

export const superseded = (host: string): StoreUnavailable =>
  new StoreUnavailable({
    reason: "superseded",
    detail: `another process drives host ${host} now; this one stops`,
  })

/**
 * Runs first in each transaction of a holder. The row is locked as shared, so that whoever takes
 * the lease over waits until the transaction is done, and what begins afterwards is refused.
 */
export const guard =
  (host: string, held: Ref.Ref<Option.Option<Held>>): Guard =>
  (sql: SqlClient.SqlClient) =>
    Effect.flatMap(Ref.get(held), (own) =>
      Option.isNone(own)
        ? Effect.fail(superseded(host))
        : Effect.flatMap(
            sql`SELECT fence FROM leases WHERE host_uuid = ${host}
              AND fence = ${own.value.fence} ${sql.onDialectOrElse({
                mysql: () => sql`LOCK IN SHARE MODE`,
                orElse: () => sql.literal(""),
              })}`,
            (rows) => (rows.length > 0 ? Effect.void : Effect.fail(superseded(host))),
          ),
    )
