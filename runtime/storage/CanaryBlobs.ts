/** Files that operators gave to be made into bait: rows in `canary_blobs`, bytes beside the database. */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Bytes from "../../src/bytes/Bytes.ts"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"
import * as Timestamp from "./Timestamp.ts"
import * as Uuid from "./Uuid.ts"

export interface Blob {
  readonly id: string
  /** Lower-case hexadecimal; also the name of its file. */
  readonly sha256: string
  readonly filename: string
  readonly contentType: string
  readonly bytes: number
}

const decode = Column.decoder(
  "canary_blobs",
  Schema.Struct({
    uuid: Schema.String,
    sha256: Schema.String,
    filename: Schema.String,
    content_type: Schema.String,
    size_bytes: Column.whole,
  }),
)

const refused = (folder: string) => (error: unknown) =>
  new StoreUnavailable({
    reason: (error as NodeJS.ErrnoException).code === "ENOSPC" ? "full" : "read-only",
    detail: `${folder} cannot be used; set DECNET_CANARY_BLOB_DIR to a folder of this user`,
  })

const onDisk = <A>(folder: string, use: () => Promise<A>): Effect.Effect<A, StoreUnavailable> =>
  Effect.tryPromise({ try: use, catch: refused(folder) })

/** Keeps a file; the same bytes are kept once, under the name that they were first given by. */
export const put = (
  folder: string,
  file: { readonly name: string; readonly bytes: Uint8Array; readonly contentType: string },
  uploadedBy: string,
  atMillis: number,
): Effect.Effect<Blob, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, read, write } = yield* Store
    const sha256 = Bytes.sha256(file.bytes)
    const known = Effect.flatMap(
      read(sql`SELECT uuid, sha256, filename, content_type, size_bytes FROM canary_blobs
        WHERE sha256 = ${sha256}`),
      decode,
    )
    yield* onDisk(folder, async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const beside = join(folder, `.${sha256}.${process.pid}`)
      await writeFile(beside, file.bytes, { mode: 0o600 })
      await rename(beside, join(folder, sha256))
    })
    const before = yield* known
    if (before.length === 0)
      yield* write(
        Effect.asVoid(
          sql`INSERT INTO canary_blobs ${sql.insert({
            uuid: Uuid.random(),
            sha256,
            filename: file.name.slice(0, 255),
            content_type: file.contentType,
            size_bytes: file.bytes.length,
            uploaded_by: uploadedBy,
            uploaded_at: Timestamp.ofMillis(atMillis),
          })}`,
        ),
      )
    const [row] = yield* known
    return {
      id: row!.uuid,
      sha256,
      filename: row!.filename,
      contentType: row!.content_type,
      bytes: row!.size_bytes,
    }
  })

/** Its bytes. */
export const bytesOf = (
  folder: string,
  { sha256 }: Blob,
): Effect.Effect<Uint8Array, StoreUnavailable> =>
  onDisk(folder, async () => new Uint8Array(await readFile(join(folder, sha256))))

/** Forgets one; no error where there is none. */
export const remove = (
  folder: string,
  { id, sha256 }: Blob,
): Effect.Effect<void, StoreUnavailable, Store> =>
  Effect.gen(function* () {
    const { sql, write } = yield* Store
    yield* write(Effect.asVoid(sql`DELETE FROM canary_blobs WHERE uuid = ${id}`))
    yield* onDisk(folder, () => rm(join(folder, sha256), { force: true }))
  })
