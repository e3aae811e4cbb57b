/** How far each decky's history has come, in `cursors`. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { Carries } from "../../src/ports/Carries.ts"
import * as Json from "./Json.ts"
import { Store } from "./Store.ts"
import * as StoredValue from "./StoredValue.ts"

export const layer: Layer.Layer<Carries, never, Store> = Layer.effect(
  Carries,
  Effect.map(Store, ({ sql, read, write }) => {
    const upsert = sql.onDialectOrElse({
      mysql: () =>
        sql`ON DUPLICATE KEY UPDATE carry = VALUES(carry), cursor_ms = VALUES(cursor_ms)`,
      orElse: () => sql`ON CONFLICT (decky_uuid) DO UPDATE
        SET carry = excluded.carry, cursor_ms = excluded.cursor_ms`,
    })
    return {
      get: (decky) =>
        read(
          sql<{ readonly carry: unknown }>`SELECT carry FROM cursors WHERE decky_uuid = ${decky}`,
        ).pipe(
          Effect.flatMap(([row]) =>
            row === undefined
              ? Effect.succeedNone
              : Effect.map(StoredValue.carryOf(`the cursor of ${decky}`, row.carry), Option.some),
          ),
        ),
      put: (decky, carry) =>
        write(
          Effect.asVoid(
            sql`INSERT INTO cursors ${sql.insert({
              decky_uuid: decky,
              carry: Json.encodeOnce(carry),
              cursor_ms: carry.cursor,
            })} ${upsert}`,
          ),
        ),
    }
  }),
)
