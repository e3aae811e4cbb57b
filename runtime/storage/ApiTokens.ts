/** Who may use the API. Tokens are kept as hashes only. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as Timestamp from "./Timestamp.ts"

export type Role = "viewer" | "admin"

export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** Epoch milliseconds. */
  readonly createdAtMillis: number
  readonly revokedAtMillis: number | undefined
}

export class ApiTokens extends Context.Tag("decnet/storage/ApiTokens")<
  ApiTokens,
  {
    /** `sha256` in lower-case hexadecimal. */
    readonly add: (
      token: Omit<ApiToken, "revokedAtMillis">,
      sha256: string,
    ) => Effect.Effect<void, StoreUnavailable>
    /** None where there is no such token, or it was revoked. */
    readonly bySha256: (sha256: string) => Effect.Effect<Option.Option<ApiToken>, StoreUnavailable>
    /** Oldest first, revoked ones included. */
    readonly list: Effect.Effect<ReadonlyArray<ApiToken>, StoreUnavailable>
    /** False where there is none to revoke. */
    readonly revoke: (id: string, nowMillis: number) => Effect.Effect<boolean, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<ApiTokens, never, Store> = Layer.effect(
    ApiTokens,
    Effect.map(Store, (store) => make(store)),
  )
}

const decode = Column.decoder(
  "api_tokens",
  Schema.Struct({
    id: Schema.String,
    name: Schema.String,
    role: Schema.Literal("viewer", "admin"),
    created_at: Column.timestamp,
    revoked_at: Schema.NullOr(Column.timestamp),
  }),
)

type Row = Effect.Effect.Success<ReturnType<typeof decode>>[number]

const tokenOf = (row: Row): ApiToken => ({
  id: row.id,
  name: row.name,
  role: row.role,
  createdAtMillis: row.created_at.ms,
  revokedAtMillis: row.revoked_at?.ms,
})

const make = ({ sql, read, write, together }: Store["Type"]): ApiTokens["Type"] => {
  const select = sql`SELECT id, name, role, created_at, revoked_at FROM api_tokens`
  return {
    add: ({ id, name, role, createdAtMillis }, sha256) =>
      write(
        Effect.asVoid(
          sql`INSERT INTO api_tokens ${sql.insert({
            id,
            name,
            role,
            hash: sha256,
            created_at: Timestamp.ofMillis(createdAtMillis),
          })}`,
        ),
      ),
    bySha256: (sha256) =>
      Effect.map(
        Effect.flatMap(read(sql`${select} WHERE hash = ${sha256} AND revoked_at IS NULL`), decode),
        ([row]) => Option.map(Option.fromNullable(row), tokenOf),
      ),
    list: Effect.map(Effect.flatMap(read(sql`${select} ORDER BY created_at, id`), decode), (rows) =>
      rows.map(tokenOf),
    ),
    revoke: (id, nowMillis) =>
      together(
        Effect.gen(function* () {
          const found = yield* sql`SELECT id FROM api_tokens
            WHERE id = ${id} AND revoked_at IS NULL`
          if (found.length === 0) return false
          yield* sql`UPDATE api_tokens SET revoked_at = ${Timestamp.ofMillis(nowMillis)}
            WHERE id = ${id}`
          return true
        }),
      ),
  }
}
