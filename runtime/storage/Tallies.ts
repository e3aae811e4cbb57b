/**
 * Counters beside the tables that are too long to count: files and events of each decky, events an
 * hour, and what happened last. Whoever writes rows moves them in the same transaction.
 */
import type * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { DeckyEvent } from "../../src/events/Event.ts"
import { automationLogins } from "../../src/lore/words.ts"
import * as ContentClass from "../../src/taxonomy/ContentClass.ts"

type Sql = SqlClient.SqlClient
type Counting = Effect.Effect<void, SqlError>

/** In the order of the columns. */
export const counters = [
  "files",
  "touched",
  "traffic_done",
  "traffic_failed",
  "file_done",
  "file_failed",
  "email_done",
  "email_failed",
] as const

export type Counter = (typeof counters)[number]

export interface Last {
  /** Epoch milliseconds. */
  readonly at: number
  readonly action: string
  /** Path, subject, or `user@host command`. */
  readonly what: string
}

const nothing = Object.fromEntries(counters.map((name) => [name, 0])) as Record<Counter, number>

type Changes = Partial<Record<Counter, number>>

interface Move {
  readonly changes: Changes
  readonly last: Last
}

const unmoved: Move = { changes: {}, last: { at: 0, action: "", what: "" } }

/** By decky, what a transaction adds to its counters; written once, before it ends. */
export class Moves extends Context.Tag("decnet/storage/Tallies/Moves")<
  Moves,
  Map<string, Move>
>() {}

const write = (sql: Sql, decky: string, { changes, last }: Move): Counting => {
  const moved = counters.filter((name) => (changes[name] ?? 0) !== 0)
  if (moved.length === 0 && last.at === 0) return Effect.void
  const sums = sql.onDialectOrElse({
    mysql: () => moved.map((name) => sql`${sql(name)} = ${sql(name)} + VALUES(${sql(name)})`),
    orElse: () =>
      moved.map((name) => sql`${sql(name)} = decky_tallies.${sql(name)} + excluded.${sql(name)}`),
  })
  // the moment comes last: MySQL reads what was assigned before it
  const lasts = (["last_action", "last_what", "last_ms"] as const).map((name) =>
    sql.onDialectOrElse({
      mysql: () => sql`${sql(name)} = IF(VALUES(last_ms) >= last_ms,
        VALUES(${sql(name)}), ${sql(name)})`,
      orElse: () => sql`${sql(name)} = CASE WHEN excluded.last_ms >= decky_tallies.last_ms
        THEN excluded.${sql(name)} ELSE decky_tallies.${sql(name)} END`,
    }),
  )
  const set = sql.csv([...sums, ...(last.at > 0 ? lasts : [])])
  const row = {
    decky_uuid: decky,
    ...nothing,
    ...Object.fromEntries(moved.map((name) => [name, changes[name] ?? 0])),
    last_ms: last.at,
    last_action: last.action,
    last_what: last.what,
  }
  return Effect.asVoid(
    sql`INSERT INTO decky_tallies ${sql.insert(row)} ${sql.onDialectOrElse({
      mysql: () => sql`ON DUPLICATE KEY UPDATE ${set}`,
      orElse: () => sql`ON CONFLICT (decky_uuid) DO UPDATE SET ${set}`,
    })}`,
  )
}

const together = (one: Move, other: Move): Move => ({
  changes: Object.fromEntries(
    counters.map((name) => [name, (one.changes[name] ?? 0) + (other.changes[name] ?? 0)]),
  ),
  last: other.last.at >= one.last.at ? other.last : one.last,
})

/** Adds to a decky's counters; `last` counts where nothing later is known. */
export const add = (
  sql: Sql,
  decky: string,
  changes: Changes,
  last: Last = unmoved.last,
): Counting =>
  Effect.flatMap(Effect.serviceOption(Moves), (moves) => {
    if (Option.isNone(moves)) return write(sql, decky, { changes, last })
    const before = moves.value.get(decky) ?? unmoved
    moves.value.set(decky, together(before, { changes, last }))
    return Effect.void
  })

/** Writes at the end what was added meanwhile: a statement a decky, always in one order. */
export const movingOnce = <A, E, R>(
  sql: Sql,
  writes: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | SqlError, Exclude<R, Moves>> =>
  Effect.suspend(() => {
    const moves = new Map<string, Move>()
    const flush = Effect.suspend(() =>
      Effect.forEach(
        [...moves].sort(([a], [b]) => (a < b ? -1 : 1)),
        ([decky, move]) => write(sql, decky, move),
        { discard: true },
      ),
    )
    return Effect.zipLeft(Effect.provideService(writes, Moves, moves), flush)
  })

/** What is added by writes that fail, and are undone alone, is forgotten. */
export const undoing = <A, E, R>(writes: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Effect.serviceOption(Moves), (found) => {
    if (Option.isNone(found)) return writes
    const moves = found.value
    const before = [...moves]
    return Effect.onError(writes, () =>
      Effect.sync(() => {
        moves.clear()
        for (const [decky, move] of before) moves.set(decky, move)
      }),
    )
  })

/** What of a file's row is counted. */
export interface Counted {
  readonly persona: string
  readonly content_class: string
  readonly touched: boolean
}

const addFiles = (sql: Sql, decky: string, row: Counted, files: number): Counting =>
  Effect.asVoid(
    sql`INSERT INTO decky_files ${sql.insert({
      decky_uuid: decky,
      persona: row.persona,
      content_class: row.content_class,
      files,
    })} ${sql.onDialectOrElse({
      mysql: () => sql`ON DUPLICATE KEY UPDATE files = files + VALUES(files)`,
      orElse: () => sql`ON CONFLICT (decky_uuid, persona, content_class)
        DO UPDATE SET files = decky_files.files + excluded.files`,
    })}`,
  )

/** A file's row came, went, or became another. */
export const fileChanged = (
  sql: Sql,
  decky: string,
  before: Counted | undefined,
  after: Counted | undefined,
): Counting =>
  Effect.gen(function* () {
    const isSame =
      before?.persona === after?.persona && before?.content_class === after?.content_class
    if (!isSame && before !== undefined) yield* addFiles(sql, decky, before, -1)
    if (!isSame && after !== undefined) yield* addFiles(sql, decky, after, 1)
    yield* add(sql, decky, {
      files: (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1),
      touched: (after?.touched === true ? 1 : 0) - (before?.touched === true ? 1 : 0),
    })
  })

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

/** Whether nobody sat at a keyboard for it. */
export const isMachine = (
  kind: string,
  action: string,
  payload: Readonly<Record<string, unknown>>,
): boolean => {
  if (kind === "traffic") return automationLogins.includes(textOf(payload["user"]))
  const contentClass = textOf(payload["content_class"])
  return (
    action === "moment:skipped" ||
    (kind === "file" && (ContentClass.system as ReadonlyArray<string>).includes(contentClass))
  )
}

const whatCharactersMax = 300

/** What an event was about, for people. */
export const whatOf = (kind: string, payload: Readonly<Record<string, unknown>>): string => {
  const text =
    kind === "traffic"
      ? `${textOf(payload["user"])}@${textOf(payload["host"])} ${textOf(payload["command"])}`
      : textOf(payload[kind === "email" ? "subject" : "path"])
  return text.trim().slice(0, whatCharactersMax)
}

const hourMillis = 3_600_000

const addHour = (sql: Sql, decky: string, hour: number, kind: string): Counting =>
  Effect.asVoid(
    sql`INSERT INTO decky_hours ${sql.insert({ decky_uuid: decky, hour, kind, events: 1 })}
      ${sql.onDialectOrElse({
        mysql: () => sql`ON DUPLICATE KEY UPDATE events = events + 1`,
        orElse: () => sql`ON CONFLICT (decky_uuid, hour, kind) DO UPDATE SET events = events + 1`,
      })}`,
  )

/** A row of an event was written. */
export const eventAdded = (sql: Sql, { payload }: DeckyEvent): Counting =>
  Effect.gen(function* () {
    const { kind, success } = payload
    const isMail = payload.kind === "email"
    const decky = payload.kind === "email" ? payload.mail_decky_uuid : payload.src_decky_uuid
    const action = payload.kind === "email" ? "email:sent" : payload.action
    const told: Readonly<Record<string, unknown>> =
      payload.kind === "email" ? payload : payload.payload
    const at = Math.floor(payload.ts * 1000)
    yield* add(
      sql,
      decky,
      { [`${kind}_${success ? "done" : "failed"}`]: 1 },
      {
        at: Math.max(1, at),
        action: action.slice(0, 64),
        what: whatOf(kind, told),
      },
    )
    const isByMachine = !isMail && isMachine(kind, action, told)
    yield* addHour(sql, decky, Math.floor(at / hourMillis), isByMachine ? "machine" : kind)
  })
