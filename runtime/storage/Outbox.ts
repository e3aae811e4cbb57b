/** Events on their way to other processes: written with what they tell of, read by number. */
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import * as OutboxPlace from "./OutboxPlace.ts"
import { Store } from "./Store.ts"
import * as Uuid from "./Uuid.ts"

/** How often a reader looks. */
export const pollEvery = Duration.millis(500)

/** Rows of one look. */
const pageMax = 500

/** Rows of one answer, and of one marking. */
const rowsMax = 1000

/** How far back a new reader looks for numbers that are still to come. */
const reachBack = 256

/** What any event has, whatever it tells. */
export interface Envelope {
  readonly id: string
  readonly topic: string
  /** Epoch seconds. */
  readonly ts: number
}

export interface OutboxRow {
  readonly id: number
  readonly topic: string
  readonly ts: number
  /** The whole envelope as it was given. */
  readonly envelope: unknown
}

export interface Pruned {
  readonly removed: number
  /** How many of them no publisher had taken. */
  readonly unpublished: number
}

export class Outbox extends Context.Tag("decnet/storage/Outbox")<
  Outbox,
  {
    /** Writes an event once, however often it is called with the same id. Never with bodies. */
    readonly append: (envelope: Envelope) => Effect.Effect<void, StoreUnavailable>
    /** Oldest first. */
    readonly unpublished: (
      limit: number,
    ) => Effect.Effect<ReadonlyArray<OutboxRow>, StoreUnavailable>
    readonly markPublished: (ids: ReadonlyArray<number>) => Effect.Effect<void, StoreUnavailable>
    /**
     * Rows above a number whose topic begins with one of the prefixes (all where there is none),
     * oldest first. While several processes write on MySQL, a lower number may appear later: to
     * miss none, `follow`.
     */
    readonly since: (
      id: number,
      topicPrefixes: ReadonlyArray<string>,
      limit: number,
    ) => Effect.Effect<ReadonlyArray<OutboxRow>, StoreUnavailable>
    /** Numbers above a number, ascending. */
    readonly idsAfter: (
      id: number,
      limit: number,
    ) => Effect.Effect<ReadonlyArray<number>, StoreUnavailable>
    /** Those that are still kept, in the order of their numbers here. */
    readonly rows: (
      ids: ReadonlyArray<number>,
    ) => Effect.Effect<ReadonlyArray<OutboxRow>, StoreUnavailable>
    /** Of those that are kept; 0 where there is none. */
    readonly oldestId: Effect.Effect<number, StoreUnavailable>
    /** Whether an event of that id is kept. */
    readonly holds: (envelopeId: string) => Effect.Effect<boolean, StoreUnavailable>
    /** 0 where there is none. */
    readonly newestId: Effect.Effect<number, StoreUnavailable>
    /**
     * Rows above a number as they come, each once; from the present on where it is undefined. A
     * database that does not answer is waited for. `pause` stands between two looks where there
     * was nothing to see.
     */
    readonly follow: (
      fromId: number | undefined,
      topicPrefixes: ReadonlyArray<string>,
      pause?: Effect.Effect<void>,
    ) => Stream.Stream<OutboxRow>
    /** Keeps the newest `keep` numbers. */
    readonly prune: (keep: number) => Effect.Effect<Pruned, StoreUnavailable>
  }
>() {
  static readonly layer: Layer.Layer<Outbox, never, Store> = Layer.effect(
    Outbox,
    Effect.map(Store, (store) => make(store)),
  )
}

const decodeRows = Column.decoder(
  "outbox",
  Schema.Struct({
    id: Column.whole,
    topic: Schema.String,
    ts: Schema.Number,
    envelope: Schema.Unknown,
  }),
)

const decode = (rows: ReadonlyArray<unknown>) =>
  Effect.map(decodeRows(rows), (decoded): ReadonlyArray<OutboxRow> =>
    decoded.map((row) => ({ ...row, envelope: Column.json(row.envelope) })),
  )

const make = ({ sql, read, write, together, database }: Store["Type"]): Outbox["Type"] => {
  const once = sql.onDialectOrElse({
    mysql: () => sql`ON DUPLICATE KEY UPDATE id = id`,
    orElse: () => sql`ON CONFLICT (event_id) DO NOTHING`,
  })
  const count = (limit: number) =>
    sql.literal(String(Math.min(rowsMax, Math.max(1, Math.floor(limit)))))
  const select = sql`SELECT id, topic, ts, envelope FROM outbox`
  const among = (prefixes: ReadonlyArray<string>) =>
    prefixes.length === 0
      ? sql`1 = 1`
      : sql.or(prefixes.map((each) => sql`SUBSTR(topic, 1, ${[...each].length}) = ${each}`))
  const newestId = Effect.map(
    read(sql<{ readonly id: number | string | null }>`SELECT MAX(id) AS id FROM outbox`),
    ([row]) => Number(row?.id ?? 0),
  )
  const oldestId = Effect.map(
    read(sql<{ readonly id: number | string | null }>`SELECT MIN(id) AS id FROM outbox`),
    ([row]) => Number(row?.id ?? 0),
  )
  const inOrder = database.kind === "sqlite"

  const beginning = (fromId: number | undefined) =>
    fromId !== undefined
      ? Effect.succeed(OutboxPlace.at(fromId))
      : Effect.gen(function* () {
          const newest = yield* newestId
          const floor = inOrder ? newest : Math.max(0, newest - reachBack)
          const rows = yield* read(
            sql<{ readonly id: number | string }>`SELECT id FROM outbox
              WHERE id > ${floor} AND id <= ${newest} ORDER BY id`,
          )
          return OutboxPlace.advance(
            OutboxPlace.at(floor),
            rows.map(({ id }) => Number(id)),
            yield* Clock.currentTimeMillis,
            inOrder,
          ).place
        })

  const look = (place: OutboxPlace.Place) =>
    Effect.gen(function* () {
      const rows = yield* Effect.flatMap(
        read(
          sql`${select} WHERE id > ${place.floor} ORDER BY id LIMIT ${sql.literal(String(pageMax + place.seen.size))}`,
        ),
        decode,
      )
      const { fresh, place: next } = OutboxPlace.advance(
        place,
        rows.map(({ id }) => id),
        yield* Clock.currentTimeMillis,
        inOrder,
      )
      return { rows: rows.filter(({ id }) => fresh.has(id)), next }
    })

  /** A reader outlives the database's absence. */
  const persistently = <A>(effect: Effect.Effect<A, StoreUnavailable>): Effect.Effect<A> =>
    Effect.catchTag(effect, "StoreUnavailable", ({ detail }) =>
      Effect.logWarning(`events wait: ${detail}`).pipe(
        Effect.zipRight(Effect.sleep(Duration.times(pollEvery, 10))),
        Effect.zipRight(Effect.suspend(() => persistently(effect))),
      ),
    )

  return {
    append: (envelope) =>
      write(
        Effect.asVoid(
          sql`INSERT INTO outbox ${sql.insert({
            event_id: Uuid.ofText(envelope.id),
            topic: envelope.topic,
            ts: envelope.ts,
            envelope: JSON.stringify(envelope),
          })} ${once}`,
        ),
      ),
    unpublished: (limit) =>
      Effect.flatMap(
        read(sql`${select} WHERE published_ms IS NULL ORDER BY id LIMIT ${count(limit)}`),
        decode,
      ),
    markPublished: (ids) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.forEach(
          Chunk.chunksOf(Chunk.fromIterable(ids), rowsMax),
          (some) =>
            write(
              sql`UPDATE outbox SET published_ms = ${now} WHERE ${sql.in("id", Chunk.toReadonlyArray(some))}`,
            ),
          { discard: true },
        ),
      ),
    since: (id, prefixes, limit) =>
      Effect.flatMap(
        read(
          sql`${select} WHERE id > ${id} AND ${among(prefixes)} ORDER BY id LIMIT ${count(limit)}`,
        ),
        decode,
      ),
    idsAfter: (id, limit) =>
      Effect.map(
        read(
          sql<{ readonly id: number | string }>`SELECT id FROM outbox WHERE id > ${id}
            ORDER BY id LIMIT ${sql.literal(String(Math.max(1, Math.floor(limit))))}`,
        ),
        (rows) => rows.map((row) => Number(row.id)),
      ),
    rows: (ids) =>
      ids.length === 0
        ? Effect.succeed([])
        : Effect.map(
            Effect.flatMap(read(sql`${select} WHERE ${sql.in("id", ids)}`), decode),
            (rows) => {
              const byId = new Map(rows.map((row) => [row.id, row]))
              return ids.flatMap((id) => byId.get(id) ?? [])
            },
          ),
    newestId,
    oldestId,
    holds: (envelopeId) =>
      Effect.map(
        read(sql`SELECT 1 AS n FROM outbox WHERE event_id = ${Uuid.ofText(envelopeId)}`),
        (rows) => rows.length > 0,
      ),
    follow: (fromId, prefixes, pause = Effect.sleep(pollEvery)) =>
      Stream.unwrap(
        Effect.map(persistently(beginning(fromId)), (begun) =>
          Stream.paginateChunkEffect(begun, (place) =>
            Effect.flatMap(persistently(look(place)), ({ rows, next }) => {
              const wanted = rows.filter(
                ({ topic }) =>
                  prefixes.length === 0 || prefixes.some((prefix) => topic.startsWith(prefix)),
              )
              return Effect.as(rows.length === 0 ? pause : Effect.void, [
                Chunk.fromIterable(wanted),
                Option.some(next),
              ] as const)
            }),
          ),
        ),
      ),
    prune: (keep) =>
      Effect.flatMap(newestId, (newest) => {
        const last = newest - Math.max(0, Math.floor(keep))
        if (last <= 0) return Effect.succeed({ removed: 0, unpublished: 0 })
        return together(
          Effect.gen(function* () {
            const [row] = yield* sql<{ readonly rows: number; readonly untaken: number | null }>`
              SELECT COUNT(*) AS ${sql("rows")}, COUNT(*) - COUNT(published_ms) AS untaken
              FROM outbox WHERE id <= ${last}`
            const removed = Number(row?.rows ?? 0)
            if (removed > 0) yield* sql`DELETE FROM outbox WHERE id <= ${last}`
            return { removed, unpublished: Number(row?.untaken ?? 0) }
          }),
        )
      }),
  }
}
