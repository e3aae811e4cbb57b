/** Settings that operators change while the program runs: `weights` and `llm`, each as JSON. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as Timestamp from "./Timestamp.ts"
import * as Uuid from "./Uuid.ts"

export type Key = "weights" | "llm"

export class RealismConfig extends Context.Tag("decnet/storage/RealismConfig")<
  RealismConfig,
  {
    /** None where it was never set, or holds no JSON. */
    readonly get: (key: Key) => Effect.Effect<Option.Option<unknown>, StoreUnavailable>
    readonly set: (key: Key, value: unknown) => Effect.Effect<void, StoreUnavailable>
    readonly reset: (key: Key) => Effect.Effect<void, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<RealismConfig, never, Store> = Layer.effect(
    RealismConfig,
    Effect.map(Store, ({ sql, read, write }) => {
      const key = sql("key")
      const upsert = sql.onDialectOrElse({
        mysql: () => sql`ON DUPLICATE KEY UPDATE ${sql("value")} = VALUES(${sql("value")}),
          updated_at = VALUES(updated_at)`,
        orElse:
          () => sql`ON CONFLICT (${key}) DO UPDATE SET ${sql("value")} = excluded.${sql("value")},
          updated_at = excluded.updated_at`,
      })
      return {
        get: (name) =>
          Effect.map(
            read(
              sql<{ readonly value: unknown }>`SELECT ${sql("value")} FROM realism_config
                WHERE ${key} = ${name}`,
            ),
            ([row]) => Option.fromNullable(Column.json(row?.value)),
          ),
        set: (name, value) =>
          Effect.flatMap(Clock.currentTimeMillis, (now) =>
            write(
              Effect.asVoid(
                sql`INSERT INTO realism_config ${sql.insert({
                  uuid: Uuid.random(),
                  key: name,
                  value: JSON.stringify(value),
                  updated_at: Timestamp.ofMillis(now),
                })} ${upsert}`,
              ),
            ),
          ),
        reset: (name) =>
          write(Effect.asVoid(sql`DELETE FROM realism_config WHERE ${key} = ${name}`)),
      }
    }),
  )
}
