/** The session, and tokens made and revoked. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Instant from "../../../src/time/Instant.ts"
import { type ApiToken, ApiTokens } from "../../storage/ApiTokens.ts"
import { Store } from "../../storage/Store.ts"
import { Api } from "../Api.ts"
import { orUnavailable } from "../Away.ts"
import { Caller } from "../Caller.ts"
import { Installation } from "../Installation.ts"
import { Conflict, NotFound } from "../Problem.ts"
import * as Mint from "./Mint.ts"

const wireOf = ({ id, name, role, createdAtMillis, revokedAtMillis }: ApiToken) => ({
  id,
  name,
  role,
  created_at: Instant.toIso(createdAtMillis),
  revoked_at: revokedAtMillis === undefined ? null : Instant.toIso(revokedAtMillis),
})

/** In one transaction, so that of two admins not each revokes the other. */
const revoke = (id: string, now: number) =>
  Effect.gen(function* () {
    const tokens = yield* ApiTokens
    const { sql, together } = yield* Store
    const admins = sql`SELECT id FROM api_tokens WHERE role = 'admin' AND revoked_at IS NULL`
    const lock = sql.onDialectOrElse({
      mysql: () => sql`${admins} FOR UPDATE`,
      orElse: () => admins,
    })
    return yield* together(
      Effect.gen(function* () {
        const rows = (yield* lock) as ReadonlyArray<{ readonly id: string }>
        if (rows.length === 1 && rows[0]?.id === id)
          return yield* Effect.fail(
            new Conflict({ detail: "This is the last admin token; make another one first" }),
          )
        if (!(yield* tokens.revoke(id, now)))
          return yield* Effect.fail(
            new NotFound({ detail: "There is no such token, or it was revoked before" }),
          )
      }),
    )
  })

export const layer = HttpApiBuilder.group(Api, "access", (handlers) =>
  Effect.gen(function* () {
    const { settings, version } = yield* Installation
    return handlers
      .handle("session", () =>
        Effect.map(Caller, ({ name, role }) => ({
          name,
          role,
          version,
          host_uuid: settings.hostUuid,
        })),
      )
      .handle("tokens", () =>
        Effect.gen(function* () {
          const rows = yield* orUnavailable((yield* ApiTokens).list)
          return { total: rows.length, data: rows.map(wireOf) }
        }),
      )
      .handle("mint", ({ payload: { name, role } }) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const made = yield* orUnavailable(Mint.mint(name, role, now))
          return {
            id: made.id,
            name,
            role,
            created_at: Instant.toIso(now),
            token: made.token,
          }
        }),
      )
      .handle("revoke", ({ path: { id } }) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => orUnavailable(revoke(id, now))),
      )
  }),
)
