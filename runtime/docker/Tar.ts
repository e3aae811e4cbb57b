/**
 * Archives for upload: numeric owners, times to the nanosecond, and an order in which a reader in
 * the container sees each file whole or not at all (docs/adr/0008).
 */
import { packTar, type TarEntry } from "modern-tar"
import * as Effect from "effect/Effect"
import type * as Instant from "../../src/time/Instant.ts"

export interface Meta {
  /** Permission bits, with those for set-id and sticky. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly mtime: Instant.Instant
}

export interface File extends Meta {
  /** Absolute. */
  readonly path: string
  readonly content: Uint8Array
}

export interface Directory extends Meta {
  /** Absolute. */
  readonly path: string
}

/** `1767600000.123456789` */
export const seconds = ({ ms, ns }: Instant.Instant): string => {
  const whole = Math.floor(ms / 1000)
  return `${whole}.${String((ms - whole * 1000) * 1_000_000 + ns).padStart(9, "0")}`
}

type Type = "file" | "directory" | "link"

const header = (name: string, type: Type, meta: Meta, size: number): TarEntry["header"] => ({
  name,
  type,
  size,
  mode: meta.mode,
  uid: meta.uid,
  gid: meta.gid,
  uname: "",
  gname: "",
  mtime: new Date(Math.floor(meta.mtime.ms / 1000) * 1000),
  pax: { mtime: seconds(meta.mtime) },
})

const nameOf = (path: string): string => path.slice(1)

const fileAt = (path: string, file: File): TarEntry => ({
  header: header(nameOf(path), "file", file, file.content.length),
  body: file.content,
})

const directory = (each: Directory): TarEntry => ({
  header: header(each.path === "/" ? "/" : `${nameOf(each.path)}/`, "directory", each, 0),
})

/**
 * The file is written whole at `staging` and linked to its name; what lies at `staging` then is
 * emptied, so that the file's link count is 1.
 */
const staged = (file: File, staging: string): ReadonlyArray<TarEntry> => [
  fileAt(staging, file),
  {
    header: { ...header(nameOf(file.path), "link", file, 0), linkname: nameOf(staging) },
  },
]

export interface Upload {
  readonly files: ReadonlyArray<File>
  /** Made before the files, top down. */
  readonly newDirectories: ReadonlyArray<Directory>
  /** Set after the files, so that their times stick. */
  readonly directories: ReadonlyArray<Directory>
  /** On the file system of the files, and out of sight; undefined to write each in its place. */
  readonly staging: string | undefined
}

export const pack = (upload: Upload): Effect.Effect<Uint8Array> => {
  const { files, newDirectories, directories, staging } = upload
  const empty = (path: string): TarEntry =>
    fileAt(path, {
      path,
      content: new Uint8Array(0),
      mode: 0o600,
      uid: 0,
      gid: 0,
      mtime: { ms: 0, ns: 0 },
    })
  return Effect.promise(() =>
    packTar([
      ...newDirectories.map(directory),
      ...files.flatMap((file) =>
        staging === undefined ? [fileAt(file.path, file)] : staged(file, staging),
      ),
      ...(staging === undefined || files.length === 0 ? [] : [empty(staging)]),
      // deepest first: a folder's own entry comes after all that is below it
      ...[...directories, ...newDirectories]
        .sort((a, b) => b.path.split("/").length - a.path.split("/").length)
        .map(directory),
    ]),
  )
}
