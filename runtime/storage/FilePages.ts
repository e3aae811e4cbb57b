/** Files of the deckies, last modified first: which rows a page has, and what stands in them. */
import type { Fragment } from "@effect/sql/Statement"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { amount } from "./Amount.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"

export interface Filter {
  readonly decky?: string | undefined
  /** As the rows have it. */
  readonly persona?: string | undefined
  readonly class?: string | undefined
}

/** The last row of a page; the next one begins behind it. */
export interface Place {
  /** As stored. */
  readonly modified: string
  readonly uuid: string
}

export interface Window {
  readonly limit: number
  readonly offset: number
  readonly after?: Place | undefined
}

type Sql = Store["Type"]["sql"]

/** A condition by which no index is looked for: a better one is there. */
const beside = (sql: Sql, column: string, value: string): Fragment =>
  sql.onDialectOrElse({
    mysql: () => sql`${sql(column)} = ${value}`,
    orElse: () => sql`+${sql(column)} = ${value}`,
  })

const conditions = (sql: Sql, { decky, persona, class: kind }: Filter): Array<Fragment> => {
  const rest = (column: string, value: string) =>
    decky === undefined ? sql`${sql(column)} = ${value}` : beside(sql, column, value)
  return [
    ...(decky === undefined ? [] : [sql`decky_uuid = ${decky}`]),
    ...(persona === undefined ? [] : [rest("persona", persona)]),
    ...(kind === undefined ? [] : [rest("content_class", kind)]),
  ]
}

/** Which rows are on a page, from an index alone; one more where there is a next page. */
export const places = (sql: Sql, filter: Filter, { limit, offset, after }: Window) => {
  const where = [
    ...conditions(sql, filter),
    // the first of the two is what the index is asked for
    ...(after === undefined
      ? []
      : [
          sql`last_modified <= ${after.modified}`,
          sql`(last_modified < ${after.modified} OR uuid < ${after.uuid})`,
        ]),
  ]
  return sql`SELECT uuid FROM synthetic_files
    ${where.length === 0 ? sql`` : sql`WHERE ${sql.and(where)}`}
    ORDER BY last_modified DESC, uuid DESC
    LIMIT ${amount(sql, limit + 1)} OFFSET ${amount(sql, offset)}`
}

const columns = {
  uuid: Schema.String,
  decky_uuid: Schema.String,
  path: Schema.String,
  persona: Schema.NullOr(Schema.String),
  content_class: Schema.String,
  created_at: Schema.NullOr(Schema.String),
  last_modified: Schema.NullOr(Schema.String),
  edit_count: Schema.NullOr(Column.whole),
  content_hash: Schema.NullOr(Schema.String),
  bytes: Schema.NullOr(Column.whole),
  mode: Schema.NullOr(Column.whole),
  owner: Schema.NullOr(Schema.String),
  owner_group: Schema.NullOr(Schema.String),
  touched: Schema.NullOr(Column.flag),
}

const Row = Schema.Struct(columns)
export type Row = typeof Row.Type

const Whole = Schema.Struct({
  ...columns,
  last_body: Schema.NullOr(Schema.String),
  /** `whole`, `cut` or `none`; null where it is not ours. */
  body: Schema.NullOr(Schema.String),
})
export type Whole = typeof Whole.Type

const decodeUuids = Column.decoder("synthetic_files", Schema.Struct({ uuid: Schema.String }))
const decodeRows = Column.decoder("synthetic_files", Row)
const decodeWhole = Column.decoder("synthetic_files", Whole)
const decodeCount = Column.decoder("decky_files", Schema.Struct({ n: Column.whole }))

const select = (sql: Sql, more: Fragment, where: Fragment) =>
  sql`SELECT f.uuid, f.decky_uuid, f.path, f.persona, f.content_class, f.created_at,
      f.last_modified, f.edit_count, f.content_hash, d.bytes, d.mode, d.owner, d.owner_group,
      d.touched ${more}
    FROM synthetic_files f
    LEFT JOIN file_details d ON d.decky_uuid = f.decky_uuid AND d.path = f.path
    WHERE ${where}`

export interface Listed {
  readonly rows: ReadonlyArray<Row>
  readonly hasMore: boolean
}

export const list = (
  filter: Filter,
  window: Window,
): Effect.Effect<Listed, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const found = yield* Effect.flatMap(read(places(sql, filter, window)), decodeUuids)
    const page = found.slice(0, window.limit).map(({ uuid }) => uuid)
    if (page.length === 0) return { rows: [], hasMore: false }
    const rows = yield* Effect.flatMap(read(select(sql, sql``, sql.in("f.uuid", page))), decodeRows)
    const byUuid = new Map(rows.map((row) => [row.uuid, row]))
    return {
      // one that went between the two looks is left out
      rows: page.flatMap((uuid) => byUuid.get(uuid) ?? []),
      hasMore: found.length > window.limit,
    }
  })

/** From the counters. */
export const total = ({
  decky,
  persona,
  class: kind,
}: Filter): Effect.Effect<number, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const where = [
      ...(decky === undefined ? [] : [sql`decky_uuid = ${decky}`]),
      ...(persona === undefined ? [] : [sql`persona = ${persona}`]),
      ...(kind === undefined ? [] : [sql`content_class = ${kind}`]),
    ]
    // a row a decky is fewer than one for each of its people and classes
    const table = persona === undefined && kind === undefined ? "decky_tallies" : "decky_files"
    const [row] = yield* Effect.flatMap(
      read(sql`SELECT COALESCE(SUM(files), 0) AS n FROM ${sql(table)}
        ${where.length === 0 ? sql`` : sql`WHERE ${sql.and(where)}`}`),
      decodeCount,
    )
    return Math.max(0, row?.n ?? 0)
  })

/** With its text. */
export const one = (uuid: string): Effect.Effect<Whole | undefined, StoreUnavailable, Store> =>
  Effect.flatMap(Store, ({ sql, read }) =>
    read(select(sql, sql`, f.last_body, d.body`, sql`f.uuid = ${uuid}`)).pipe(
      Effect.flatMap(decodeWhole),
      Effect.map(([row]) => row),
    ),
  )

/** All of a decky, in order of path. */
export const ofDecky = (
  decky: string,
): Effect.Effect<ReadonlyArray<Row>, StoreUnavailable, Store> =>
  Effect.flatMap(Store, ({ sql, read }) =>
    read(select(sql, sql``, sql`f.decky_uuid = ${decky}`)).pipe(
      Effect.flatMap(decodeRows),
      Effect.map((rows) => [...rows].sort((a, b) => (a.path < b.path ? -1 : 1))),
    ),
  )

const decodePaths = Column.decoder("file_details", Schema.Struct({ path: Schema.String }))

/** Paths whose mode, owner and times are kept; rows of the Python DECNET have none. */
export const detailed = (
  decky: string,
): Effect.Effect<ReadonlySet<string>, StoreUnavailable, Store> =>
  Effect.flatMap(Store, ({ sql, read }) =>
    read(sql`SELECT path FROM file_details
      WHERE decky_uuid = ${decky} AND mtime_ms IS NOT NULL`).pipe(
      Effect.flatMap(decodePaths),
      Effect.map((rows) => new Set(rows.map(({ path }) => path))),
    ),
  )

const decodeNames = Column.decoder(
  "topology_deckies",
  Schema.Struct({ uuid: Schema.String, name: Schema.String }),
)

/** Names of deckies by uuid: what stands behind the host, or in the topology. */
export const deckyNames = (
  uuids: Iterable<string>,
): Effect.Effect<ReadonlyMap<string, string>, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read } = yield* Store
    const names = new Map<string, string>()
    const asked: Array<string> = []
    for (const uuid of new Set(uuids)) {
      const colon = uuid.indexOf(":")
      if (colon > 0) names.set(uuid, uuid.slice(colon + 1))
      else asked.push(uuid)
    }
    if (asked.length === 0) return names
    const rows = yield* Effect.flatMap(
      read(sql`SELECT uuid, name FROM topology_deckies WHERE ${sql.in("uuid", asked)}`),
      decodeNames,
    )
    for (const { uuid, name } of rows) names.set(uuid, name)
    return names
  })
