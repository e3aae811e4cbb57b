/** What `decnet token` does. */
import * as Effect from "effect/Effect"
import * as Instant from "../../../src/time/Instant.ts"
import type { Settings } from "../../config/Settings.ts"
import * as Mint from "../../http/access/Mint.ts"
import * as TokenName from "../../http/access/TokenName.ts"
import { type ApiToken, ApiTokens } from "../../storage/ApiTokens.ts"
import { Caller } from "../Caller.ts"
import * as Columns from "../Columns.ts"
import { UsageFailure, WorkFailure } from "../Failure.ts"
import * as Opened from "../Opened.ts"

/** Prints nothing but the token to standard output, so that a script can take it. */
export const create = (settings: Settings, name: string, role: string) =>
  Effect.gen(function* () {
    if (role !== "viewer" && role !== "admin")
      return yield* new UsageFailure({
        message: `--role: write viewer or admin (found ${JSON.stringify(role)})`,
      })
    if (!TokenName.isValid(name))
      return yield* new UsageFailure({ message: `name: ${TokenName.advice}` })
    const { write, note, now } = yield* Caller
    const at = yield* now
    const { id, token } = yield* Opened.withStorage(settings, Mint.mint(name, role, at))
    yield* note(`${role} token ${id}, shown this once:`)
    yield* write(`${token}\n`)
  })

const rowOf = ({ id, name, role, createdAtMillis, revokedAtMillis }: ApiToken) => ({
  id,
  name,
  role,
  created_at: Instant.toIso(createdAtMillis),
  revoked_at: revokedAtMillis === undefined ? null : Instant.toIso(revokedAtMillis),
})

export const list = (settings: Settings, json: boolean) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    const tokens = yield* Opened.withStorage(
      settings,
      Effect.flatMap(ApiTokens, (each) => each.list),
    )
    if (json) return yield* write(`${JSON.stringify(tokens.map(rowOf), undefined, 2)}\n`)
    if (tokens.length === 0)
      return yield* note("there is none; run `decnet token create NAME --role admin`")
    const rows = tokens
      .map(rowOf)
      .map(({ id, name, role, created_at, revoked_at }) => [
        id,
        role,
        created_at,
        revoked_at === null ? "good" : `revoked ${revoked_at}`,
        Columns.clean(name),
      ])
    const lines = Columns.lines([["ID", "ROLE", "CREATED", "STATE", "NAME"], ...rows])
    yield* write(`${lines.join("\n")}\n`)
  })

const fewest = 4

export const revoke = (settings: Settings, id: string) =>
  Effect.gen(function* () {
    const { write, note, now } = yield* Caller
    const at = yield* now
    const result = yield* Opened.withStorage(
      settings,
      Effect.gen(function* () {
        const tokens = yield* ApiTokens
        const good = (yield* tokens.list).filter((token) => token.revokedAtMillis === undefined)
        const found = good.filter(
          (token) => token.id === id || (id.length >= fewest && token.id.startsWith(id)),
        )
        const [token] = found
        if (token === undefined || found.length > 1) return found.length
        yield* tokens.revoke(token.id, at)
        const isLast =
          token.role === "admin" && good.filter(({ role }) => role === "admin").length === 1
        return { token, isLast }
      }),
    )
    if (typeof result === "number")
      return yield* new WorkFailure({
        message:
          result === 0
            ? `there is no good token ${JSON.stringify(id)}; \`decnet token list\` has them`
            : `${result} tokens begin with ${JSON.stringify(id)}; write more of it`,
      })
    yield* write(`${result.token.id} revoked (${Columns.clean(result.token.name)})\n`)
    if (result.isLast)
      yield* note(
        "that was the last admin token; make one with `decnet token create NAME --role admin`",
      )
  })
