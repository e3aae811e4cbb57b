/** Makes tokens: 32 bytes of entropy, of which only the hash is kept. */
import { randomBytes } from "node:crypto"
import * as Effect from "effect/Effect"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import { ApiTokens, type Role } from "../../storage/ApiTokens.ts"
import { Store } from "../../storage/Store.ts"
import * as Uuid from "../../storage/Uuid.ts"
import { digestOf } from "./Verify.ts"

export interface Minted {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAtMillis: number
  /** Shown once. */
  readonly token: string
}

export const mint = (
  name: string,
  role: Role,
  nowMillis: number,
): Effect.Effect<Minted, StoreUnavailable, ApiTokens> =>
  Effect.gen(function* () {
    const token = randomBytes(32).toString("base64url")
    const row = { id: Uuid.random(), name, role, createdAtMillis: nowMillis }
    yield* (yield* ApiTokens).add(row, digestOf(token))
    return { ...row, token }
  })

/** The first admin's; undefined where there are tokens already, revoked ones included. */
export const first = (
  nowMillis: number,
): Effect.Effect<string | undefined, StoreUnavailable, ApiTokens | Store> =>
  Effect.gen(function* () {
    const { list } = yield* ApiTokens
    const { together } = yield* Store
    return yield* together(
      Effect.gen(function* () {
        if ((yield* list).length > 0) return undefined
        return (yield* mint("first", "admin", nowMillis)).token
      }),
    )
  })
