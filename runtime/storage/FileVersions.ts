/** What people's files were at each change: written with the row, and the newest ones kept. */
import type * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type { FileRow } from "../../src/ports/SyntheticFiles.ts"
import * as ContentClass from "../../src/taxonomy/ContentClass.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"

/** Of a file. */
export const versionsMax = 40

/** A longer text is not kept; that there was one is. */
export const bodyBytesMax = 65_536

export interface Version {
  /** Epoch milliseconds: the mtime that it got. */
  readonly at: number
  readonly action: string
  readonly bytes: number
  readonly sha256: string
  readonly body: string | undefined
}

const prune = (sql: SqlClient.SqlClient, decky: string, path: string) =>
  Effect.gen(function* () {
    const [last] = yield* sql<{ readonly id: number | string }>`SELECT id FROM file_versions
      WHERE decky_uuid = ${decky} AND path = ${path}
      ORDER BY id DESC LIMIT 1 OFFSET ${sql.literal(String(versionsMax))}`
    if (last !== undefined)
      yield* sql`DELETE FROM file_versions
        WHERE decky_uuid = ${decky} AND path = ${path} AND id <= ${last.id}`
  })

/** Where a person's file has other bytes than before. */
export const keep = (
  sql: SqlClient.SqlClient,
  decky: string,
  row: FileRow,
  sha256Before: string | undefined,
): Effect.Effect<void, SqlError> => {
  const { sha256, body } = row
  if (!ContentClass.isUser(row.class) || sha256 === undefined || sha256 === sha256Before)
    return Effect.void
  return Effect.zipRight(
    sql`INSERT INTO file_versions ${sql.insert({
      decky_uuid: decky,
      path: row.path,
      at_ms: row.mtime.ms,
      action: sha256Before === undefined ? "create" : "edit",
      bytes: row.bytes,
      sha256,
      body: body === undefined || Buffer.byteLength(body) > bodyBytesMax ? null : body,
    })}`,
    // a file that was seldom changed has none to lose
    row.editCount < versionsMax - 1 ? Effect.void : prune(sql, decky, row.path),
  )
}

export const forget = (
  sql: SqlClient.SqlClient,
  decky: string,
  path: string,
): Effect.Effect<void, SqlError> =>
  Effect.asVoid(sql`DELETE FROM file_versions WHERE decky_uuid = ${decky} AND path = ${path}`)

const decode = Column.decoder(
  "file_versions",
  Schema.Struct({
    path: Schema.String,
    at_ms: Column.whole,
    action: Schema.String,
    bytes: Column.whole,
    sha256: Schema.String,
    body: Schema.NullOr(Schema.String),
  }),
)

type Row = Effect.Effect.Success<ReturnType<typeof decode>>[number]

const versionOf = (row: Row): Version => ({
  at: row.at_ms,
  action: row.action,
  bytes: row.bytes,
  sha256: row.sha256,
  body: row.body ?? undefined,
})

/** Oldest first. */
export const ofFile = (
  decky: string,
  path: string,
): Effect.Effect<ReadonlyArray<Version>, StoreUnavailable, Store> =>
  Effect.flatMap(Store, ({ sql, read }) =>
    read(sql`SELECT path, at_ms, action, bytes, sha256, body FROM file_versions
      WHERE decky_uuid = ${decky} AND path = ${path} ORDER BY id`).pipe(
      Effect.flatMap(decode),
      Effect.map((rows) => rows.map(versionOf)),
    ),
  )

/** Versions of one decky that are read at once; of more the newest count. */
const deckyVersionsMax = 2000

/** Of all files of a decky, by path, oldest first. */
export const ofDecky = (
  decky: string,
): Effect.Effect<ReadonlyMap<string, ReadonlyArray<Version>>, StoreUnavailable, Store> =>
  Effect.flatMap(Store, ({ sql, read }) =>
    read(sql`SELECT path, at_ms, action, bytes, sha256, body FROM file_versions
      WHERE decky_uuid = ${decky} ORDER BY id DESC
      LIMIT ${sql.literal(String(deckyVersionsMax))}`).pipe(
      Effect.flatMap(decode),
      Effect.map((rows) => {
        const byPath = new Map<string, Array<Version>>()
        for (const row of [...rows].reverse()) {
          const versions = byPath.get(row.path)
          if (versions === undefined) byPath.set(row.path, [versionOf(row)])
          else versions.push(versionOf(row))
        }
        return byPath
      }),
    ),
  )
