/** The routes with what became of their alerts, as they may be shown. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { AlertDeliveries } from "../../storage/AlertDeliveries.ts"
import { AlertRoutes, type RouteRow } from "../../storage/AlertRoutes.ts"
import * as Routes from "./Routes.ts"
import * as TargetText from "./TargetText.ts"

const nothingYet = { pending: 0, delivered: 0, failed: 0, lastError: undefined }

export interface Shown {
  readonly row: RouteRow
  /** Where it leads, without what is secret; `unreadable` where the key opens it no more. */
  readonly where: string
  readonly waiting: number
  readonly sent: number
  readonly failed: number
  readonly lastError: string | undefined
}

/** What follows the host may be secret. */
const whereOf = (key: Either.Either<string, string>, row: RouteRow): string => {
  const opened = Either.flatMap(key, (value) => Routes.open(value, row))
  return Either.isRight(opened) ? TargetText.shown(opened.right.target) : "unreadable"
}

/** By name. */
export const list = (key: Either.Either<string, string>) =>
  Effect.gen(function* () {
    const rows = yield* (yield* AlertRoutes).list
    const standing = yield* (yield* AlertDeliveries).standing
    return rows.map((row): Shown => {
      const counts = standing.get(row.id) ?? nothingYet
      return {
        row,
        where: whereOf(key, row),
        waiting: counts.pending,
        sent: counts.delivered,
        failed: counts.failed,
        lastError: counts.lastError,
      }
    })
  })

/** As JSON has it. */
export const toWire = ({ row, where, waiting, sent, failed, lastError }: Shown) => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  where,
  enabled: row.enabled,
  filter: row.filter,
  waiting,
  sent,
  failed,
  last_error: lastError ?? null,
})
