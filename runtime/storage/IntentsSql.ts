/** What is about to be performed, in `intents`. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Intents } from "../../src/ports/Intents.ts"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as StoredValue from "./StoredValue.ts"

/** As the column has it. */
const idCharactersMax = 512

const decode = Column.decoder(
  "intents",
  Schema.Struct({
    moment_id: Schema.String,
    at_ms: Column.whole,
    at_ns: Column.whole,
    body: Schema.String,
    recorded: Column.whole,
    attempt: Schema.Literal("first", "again"),
  }),
)

export const layer: Layer.Layer<Intents, never, Store> = Layer.effect(
  Intents,
  Effect.map(Store, ({ sql, read, write }) => {
    const upsert = sql.onDialectOrElse({
      mysql: () => sql`ON DUPLICATE KEY UPDATE at_ms = VALUES(at_ms), at_ns = VALUES(at_ns),
        body = VALUES(body), recorded = VALUES(recorded), attempt = VALUES(attempt)`,
      orElse: () => sql`ON CONFLICT (decky_uuid, moment_id) DO UPDATE SET at_ms = excluded.at_ms,
        at_ns = excluded.at_ns, body = excluded.body, recorded = excluded.recorded,
        attempt = excluded.attempt`,
    })
    return {
      open: (decky, { momentId, at, actions, carry, recorded, attempt }) =>
        momentId.length > idCharactersMax
          ? Effect.fail(
              new StoreUnavailable({
                reason: "broken",
                detail: `a moment's id of ${momentId.length} characters cannot be stored; ${idCharactersMax} is the most`,
              }),
            )
          : write(
              Effect.suspend(() =>
                Effect.asVoid(
                  sql`INSERT INTO intents ${sql.insert({
                    decky_uuid: decky,
                    moment_id: momentId,
                    at_ms: at.ms,
                    at_ns: at.ns,
                    body: StoredValue.intentBody({ actions, carry }),
                    recorded,
                    attempt,
                  })} ${upsert}`,
                ),
              ),
            ),
      advance: (decky, momentId, recorded, attempt) =>
        write(
          Effect.asVoid(sql`UPDATE intents SET recorded = ${recorded}, attempt = ${attempt}
            WHERE decky_uuid = ${decky} AND moment_id = ${momentId}`),
        ),
      close: (decky, momentId) =>
        write(
          Effect.asVoid(
            sql`DELETE FROM intents WHERE decky_uuid = ${decky} AND moment_id = ${momentId}`,
          ),
        ),
      pending: (decky) =>
        read(
          sql`SELECT moment_id, at_ms, at_ns, body, recorded, attempt FROM intents
            WHERE decky_uuid = ${decky}`,
        ).pipe(
          Effect.flatMap(decode),
          Effect.flatMap(
            Effect.forEach((row) =>
              Effect.map(
                StoredValue.intentBodyOf(`intent ${row.moment_id} of ${decky}`, row.body),
                (body) => ({
                  momentId: row.moment_id,
                  at: Instant.make(row.at_ms, row.at_ns),
                  ...body,
                  recorded: row.recorded,
                  attempt: row.attempt,
                }),
              ),
            ),
          ),
          Effect.map((intents) =>
            intents.sort((a, b) => a.at.ms - b.at.ms || (a.momentId < b.momentId ? -1 : 1)),
          ),
        ),
    }
  }),
)
