/** What `decnet canary list` and `show` do. */
import * as Effect from "effect/Effect"
import { CanaryTokens, type TokenRow } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTriggers, type TriggerRow } from "../../../src/ports/CanaryTriggers.ts"
import type { Settings } from "../../config/Settings.ts"
import { Caller } from "../Caller.ts"
import * as Columns from "../Columns.ts"
import * as Found from "./Found.ts"

/** Uses that `show` has. */
const shownMax = 20

const heading = ["id", "state", "class", "kind", "decky", "path", "uses", "last used"]

const cells = (row: TokenRow): ReadonlyArray<string> =>
  [
    row.id,
    row.state,
    Found.classOf(row),
    row.kind,
    row.deckyName,
    row.path,
    String(row.triggerCount),
    Found.time(row.lastTriggeredAt?.ms),
  ].map(Columns.clean)

export const list = (settings: Settings, decky: string | undefined, json: boolean) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    const all = yield* Found.withStores(
      settings,
      Effect.flatMap(CanaryTokens, (tokens) => tokens.list()),
    )
    const rows = all.filter(
      (row) => decky === undefined || row.deckyName === decky || row.decky === decky,
    )
    if (json) return yield* write(`${JSON.stringify(rows.map(Found.tokenJson), undefined, 2)}\n`)
    if (rows.length === 0)
      return yield* note(
        decky === undefined
          ? "no bait was laid yet; `decnet orchestrate` lays some, and so does `decnet canary create`"
          : `no bait was laid on ${Columns.clean(decky)}`,
      )
    yield* write(`${Columns.lines([heading, ...rows.map(cells)]).join("\n")}\n`)
  })

const facts = (row: TokenRow): ReadonlyArray<readonly [string, string]> => [
  ["id", row.id],
  ["class", `${Found.classOf(row)}, tripped over ${row.kind}`],
  ["decky", `${row.deckyName} (${row.decky})`],
  ["home of", `${row.context.owner.name} <${row.context.owner.email}>`],
  ["state", row.lastError === undefined ? row.state : `${row.state}: ${row.lastError}`],
  ["slug", row.slug],
  ["laid", `${Found.time(row.placedAt?.ms)}, by ${row.createdBy}`],
  ...row.files.map(
    ({ path, bytes, mode }) =>
      ["file", `${path}  ${bytes} bytes, mode ${mode.toString(8).padStart(4, "0")}`] as const,
  ),
  ["uses", `${row.triggerCount}, the last at ${Found.time(row.lastTriggeredAt?.ms)}`],
]

const useLine = (row: TriggerRow): ReadonlyArray<string> =>
  [
    Found.time(row.at),
    row.ip,
    row.class,
    row.count === 1 ? "" : `${row.count} times`,
    row.reason,
  ].map(Columns.clean)

export const show = (settings: Settings, id: string, json: boolean) =>
  Effect.gen(function* () {
    const { write } = yield* Caller
    const { row, uses, fingerprints } = yield* Found.withStores(
      settings,
      Effect.gen(function* () {
        const row = yield* Found.token(id)
        const triggers = yield* CanaryTriggers
        const uses = yield* triggers.list({ token: row.id, limit: shownMax, offset: 0 })
        return { row, uses, fingerprints: yield* triggers.fingerprints(row.id) }
      }),
    )
    if (json) {
      const shown = {
        ...Found.tokenJson(row),
        triggers: uses.map(Found.useJson),
        fingerprints: fingerprints.map(({ digest, body, trigger }) => ({
          digest,
          trigger_id: trigger,
          body,
        })),
      }
      return yield* write(`${JSON.stringify(shown, undefined, 2)}\n`)
    }
    yield* write(
      `${Columns.lines(facts(row).map(([name, value]) => [name, Columns.clean(value)])).join("\n")}\n`,
    )
    if (fingerprints.length > 0)
      yield* write(
        `\n${fingerprints.length} browsers told of themselves: ${fingerprints
          .map(({ digest }) => digest.slice(0, 12))
          .join(", ")}\n`,
      )
    if (uses.length > 0) yield* write(`\n${Columns.lines(uses.map(useLine)).join("\n")}\n`)
  })
