/** What the engine has written on each decky, in `synthetic_files` and `file_details`. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import * as Column from "./Column.ts"
import * as FileRecord from "./FileRecord.ts"
import * as FileVersions from "./FileVersions.ts"
import { Store } from "./Store.ts"
import * as Tallies from "./Tallies.ts"
import * as Uuid from "./Uuid.ts"

/** As the column has it. */
const pathCharactersMax = 512

const decode = Column.decoder("synthetic_files", FileRecord.Stored)

/** What the text column holds: a table that the Python DECNET made on MySQL may have a short one. */
const bodyBytesMax = Effect.flatMap(Store, ({ sql, read }) =>
  sql.onDialectOrElse({
    mysql: () =>
      Effect.map(
        read(sql<{ readonly octets: number | string | null }>`
          SELECT CHARACTER_OCTET_LENGTH AS octets FROM information_schema.columns
          WHERE table_schema = DATABASE() AND table_name = 'synthetic_files'
            AND column_name = 'last_body'`),
        ([row]) => Number(row?.octets ?? Number.POSITIVE_INFINITY),
      ),
    orElse: () => Effect.succeed(Number.POSITIVE_INFINITY),
  }),
)

interface Before {
  readonly persona: string | null
  readonly content_class: string
  readonly content_hash: string | null
  readonly touched: number | boolean | null
}

const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0

export const layer = (
  people: FileRecord.People = FileRecord.bySelf,
): Layer.Layer<SyntheticFiles, StoreUnavailable, Store> =>
  Layer.effect(
    SyntheticFiles,
    Effect.gen(function* () {
      const { sql, read, together } = yield* Store
      const bytesMax = yield* bodyBytesMax
      const rowsOf = (decky: string) =>
        sql`SELECT f.path, f.persona, f.content_class, f.created_at, f.last_modified, f.edit_count,
          f.content_hash, f.last_body, d.author, d.mode, d.owner, d.owner_group, d.mtime_ms,
          d.mtime_ns, d.bytes, d.hotness, d.remove_at, d.touched, d.tail, d.created_ms, d.body,
          d.hashed, d.template
        FROM synthetic_files f
        LEFT JOIN file_details d ON d.decky_uuid = f.decky_uuid AND d.path = f.path
        WHERE f.decky_uuid = ${decky}`
      const upsertFile = sql.onDialectOrElse({
        mysql: () => sql`ON DUPLICATE KEY UPDATE persona = VALUES(persona),
          content_class = VALUES(content_class), created_at = VALUES(created_at),
          last_modified = VALUES(last_modified), edit_count = VALUES(edit_count),
          content_hash = VALUES(content_hash), last_body = VALUES(last_body)`,
        orElse: () => sql`ON CONFLICT (decky_uuid, path) DO UPDATE SET persona = excluded.persona,
          content_class = excluded.content_class, created_at = excluded.created_at,
          last_modified = excluded.last_modified, edit_count = excluded.edit_count,
          content_hash = excluded.content_hash, last_body = excluded.last_body`,
      })
      const replaceDetails = sql`REPLACE INTO file_details`
      /** What of a row is counted, and by what a new version is known. */
      const before = (decky: string, path: string) =>
        Effect.map(
          sql<Before>`SELECT f.persona, f.content_class, f.content_hash, d.touched
            FROM synthetic_files f
            LEFT JOIN file_details d ON d.decky_uuid = f.decky_uuid AND d.path = f.path
            WHERE f.decky_uuid = ${decky} AND f.path = ${path}`,
          ([row]) =>
            row && {
              persona: row.persona ?? "",
              content_class: row.content_class,
              content_hash: row.content_hash ?? undefined,
              touched: Number(row.touched ?? 0) === 1,
            },
        )
      return {
        list: (decky) =>
          read(rowsOf(decky)).pipe(
            Effect.flatMap(decode),
            Effect.map((rows) =>
              // by code unit, whatever order the database keeps
              rows.map((row) => FileRecord.fromStored(row, people)).sort(byPath),
            ),
          ),
        get: (decky, path) =>
          read(sql`${rowsOf(decky)} AND f.path = ${path}`).pipe(
            Effect.flatMap(decode),
            Effect.map((rows) => {
              // a table of the Python DECNET may take letters of both cases for the same
              const found = rows.find((row) => row.path === path)
              return found === undefined ? undefined : FileRecord.fromStored(found, people)
            }),
          ),
        put: (decky, row) => {
          if (row.path.length > pathCharactersMax)
            return Effect.fail(
              new StoreUnavailable({
                reason: "broken",
                detail: `a path of ${row.path.length} characters cannot be stored; ${pathCharactersMax} is the most: ${row.path.slice(0, 80)}…`,
              }),
            )
          const { file, details } = FileRecord.toColumns(row, people, bytesMax)
          return together(
            Effect.gen(function* () {
              const was = yield* before(decky, row.path)
              yield* sql`INSERT INTO synthetic_files ${sql.insert({ uuid: Uuid.random(), decky_uuid: decky, ...file })} ${upsertFile}`
              yield* sql`${replaceDetails} ${sql.insert({ decky_uuid: decky, ...details })}`
              yield* Tallies.fileChanged(sql, decky, was, {
                persona: file.persona,
                content_class: row.class,
                touched: row.touched,
              })
              yield* FileVersions.keep(sql, decky, row, was?.content_hash)
            }),
          )
        },
        remove: (decky, path) =>
          together(
            Effect.gen(function* () {
              const was = yield* before(decky, path)
              yield* sql`DELETE FROM file_details WHERE decky_uuid = ${decky} AND path = ${path}`
              yield* sql`DELETE FROM synthetic_files WHERE decky_uuid = ${decky} AND path = ${path}`
              yield* Tallies.fileChanged(sql, decky, was, undefined)
              yield* FileVersions.forget(sql, decky, path)
            }),
          ),
      }
    }),
  )
