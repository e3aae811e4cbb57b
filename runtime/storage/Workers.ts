/** Which processes are alive, and what they say of themselves. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"

export interface Worker {
  readonly hostUuid: string
  /** `orchestrator`, `canary`, `api` */
  readonly name: string
  /** Epoch milliseconds. */
  readonly beatAtMillis: number
  readonly extra: unknown
}

export class Workers extends Context.Tag("decnet/storage/Workers")<
  Workers,
  {
    readonly beat: (
      host: string,
      worker: string,
      extra: unknown,
      nowMillis: number,
    ) => Effect.Effect<void, StoreUnavailable>
    /** By host and name. */
    readonly list: Effect.Effect<ReadonlyArray<Worker>, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<Workers, never, Store> = Layer.effect(
    Workers,
    Effect.map(Store, ({ sql, read, write }) => ({
      beat: (host, worker, extra, nowMillis) =>
        write(
          Effect.asVoid(
            sql`REPLACE INTO workers ${sql.insert({
              host_uuid: host,
              worker,
              beat_ms: nowMillis,
              extra: JSON.stringify(extra ?? {}),
            })}`,
          ),
        ),
      list: Effect.map(
        Effect.flatMap(
          read(sql`SELECT host_uuid, worker, beat_ms, extra FROM workers
            ORDER BY host_uuid, worker`),
          decode,
        ),
        (rows) =>
          rows.map((row) => ({
            hostUuid: row.host_uuid,
            name: row.worker,
            beatAtMillis: row.beat_ms,
            extra: Column.json(row.extra) ?? {},
          })),
      ),
    })),
  )
}

const decode = Column.decoder(
  "workers",
  Schema.Struct({
    host_uuid: Schema.String,
    worker: Schema.String,
    beat_ms: Column.whole,
    extra: Schema.Unknown,
  }),
)
