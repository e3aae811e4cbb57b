/** Tokens and uses as commands read them from the database. */
import * as Effect from "effect/Effect"
import * as Shown from "../../canary/Shown.ts"
import * as Instant from "../../../src/time/Instant.ts"
import type { TokenRow } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import type { TriggerRow } from "../../../src/ports/CanaryTriggers.ts"
import * as ClassName from "../../canary/ClassName.ts"
import type { Settings } from "../../config/Settings.ts"
import type { Ports, Repositories } from "../../storage/Storage.ts"
import { Caller } from "../Caller.ts"
import { UsageFailure } from "../Failure.ts"
import * as Opened from "../Opened.ts"

/** Runs with everything that is kept in the database. */
export const withStores = <A, E>(
  settings: Settings,
  use: Effect.Effect<A, E, Ports | Repositories>,
) =>
  Effect.gen(function* () {
    const database = yield* Opened.existing(settings)
    const Storage = yield* Effect.promise(() => import("../../storage/Storage.ts"))
    return yield* Effect.provide(use, Storage.layer(database, { hostUuid: settings.hostUuid }))
  })

/** What the orchestrator's own composition takes. */
export const given = (settings: Settings) =>
  Effect.gen(function* () {
    const { roots } = yield* Caller
    return { settings, roots, database: yield* Opened.existing(settings) }
  })

const idCharactersMin = 4

/** By its id, or the beginning of one. */
export const token = (
  id: string,
): Effect.Effect<TokenRow, UsageFailure | StoreFailure, CanaryTokens> =>
  Effect.gen(function* () {
    const { get, list } = yield* CanaryTokens
    const exact = yield* get(id)
    if (exact !== undefined) return exact
    const begun =
      id.length < idCharactersMin ? [] : (yield* list()).filter((row) => row.id.startsWith(id))
    const [only, another] = begun
    if (only === undefined || another !== undefined)
      return yield* new UsageFailure({
        message:
          only === undefined
            ? `there is no token ${JSON.stringify(id)}; see \`decnet canary list\``
            : `${begun.length} tokens begin with ${JSON.stringify(id)}; write more of the id`,
      })
    return only
  })

type StoreFailure = Effect.Effect.Error<ReturnType<CanaryTokens["Type"]["get"]>>

/** `env_file` */
export const classOf = ({ class: whole }: { readonly class: string }): string =>
  ClassName.short(whole)

const isoOf = (at: Instant.Instant | undefined): string | null =>
  at === undefined ? null : Instant.toIso(at.ms)

/** Without what only the store may know. */
export const tokenJson = (row: TokenRow) => ({
  id: row.id,
  class: row.class,
  kind: row.kind,
  decky_uuid: row.decky,
  decky_name: row.deckyName,
  path: row.path,
  files: row.files,
  slug: row.slug,
  state: row.state,
  last_error: row.lastError ?? null,
  persona: row.context.owner.email,
  created_by: row.createdBy,
  placed_at: isoOf(row.placedAt),
  last_triggered_at: isoOf(row.lastTriggeredAt),
  trigger_count: row.triggerCount,
})

export const useJson = (row: TriggerRow) => ({
  id: row.id,
  token_id: row.token,
  ...Shown.use(row),
})

/** `2026-01-05 10:00:00`, UTC. */
export const time = (at: number | undefined): string =>
  at === undefined ? "-" : Instant.toIso(at).slice(0, 19).replace("T", " ")
