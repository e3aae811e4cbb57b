/** Whose token it is. Only hashes are kept, and they are compared in constant time. */
import { createHash, timingSafeEqual } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import type { Role } from "../../storage/ApiTokens.ts"
import * as Column from "../../storage/Column.ts"
import { Store } from "../../storage/Store.ts"

export interface Holder {
  readonly id: string
  readonly name: string
  readonly role: Role
}

const decode = Column.decoder(
  "api_tokens",
  Schema.Struct({
    id: Schema.String,
    name: Schema.String,
    role: Schema.Literal("viewer", "admin"),
    hash: Schema.String,
  }),
)

/** Of the digest, what the index may be asked for; it tells nobody a token. */
const selectorCharacters = 12

export const digestOf = (token: string): string => createHash("sha256").update(token).digest("hex")

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** None where there is no such token, or it was revoked. */
export const holderOf = (
  digest: string,
): Effect.Effect<Option.Option<Holder>, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const low = digest.slice(0, selectorCharacters)
    const rows = yield* Effect.flatMap(
      read(sql`SELECT id, name, role, hash FROM api_tokens
        WHERE hash >= ${low} AND hash <= ${`${low}g`} AND revoked_at IS NULL`),
      decode,
    )
    return Option.map(
      Option.fromNullable(rows.find(({ hash }) => isSame(hash, digest))),
      ({ id, name, role }) => ({ id, name, role }),
    )
  })
