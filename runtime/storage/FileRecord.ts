/** A file's row as the two tables hold it: `synthetic_files`, and `file_details` beside it. */
import * as Schema from "effect/Schema"
import * as Bytes from "../../src/bytes/Bytes.ts"
import { bodyCharactersMax, type FileRow } from "../../src/ports/SyntheticFiles.ts"
import * as ContentClass from "../../src/taxonomy/ContentClass.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Column from "./Column.ts"
import * as Json from "./Json.ts"
import * as Timestamp from "./Timestamp.ts"

/** Names of the persona column, where the caller knows people by name. */
export interface People {
  readonly nameOf: (address: string) => string
  /** For rows that have a name only. */
  readonly addressOf: (name: string) => string
}

export const bySelf: People = { nameOf: (address) => address, addressOf: (name) => name }

const nameCharactersMax = 128

/** What a file's columns hold, `decky_uuid` and `uuid` aside. */
export interface Columns {
  readonly file: Readonly<Record<string, unknown>> & { readonly persona: string }
  readonly details: Readonly<Record<string, unknown>>
}

const emptySha256 = Bytes.sha256(new Uint8Array())

/** At most that many characters, without half a pair at the end. */
const cut = (text: string, characters: number): string => {
  const end = text.charCodeAt(characters - 1)
  return text.slice(0, end >= 0xd800 && end < 0xdc00 ? characters - 1 : characters)
}

/** `bytesMax` is that of the column, which on MySQL may be shorter than a text is. */
const keptBody = ({ body, template }: FileRow, bytesMax: number) => {
  if (body === undefined) return { kind: "none", text: "" } as const
  if (
    Math.max(body.length, template?.length ?? 0) <= bodyCharactersMax &&
    (body.length * 3 <= bytesMax || Buffer.byteLength(body) <= bytesMax)
  )
    return { kind: "whole", text: body } as const
  const text = cut(body, bodyCharactersMax)
  return {
    kind: "cut",
    // a character of UTF-16 has at most three bytes
    text: text.length * 3 <= bytesMax ? text : cut(text, Math.floor(bytesMax / 3)),
  } as const
}

export const toColumns = (row: FileRow, people: People, bodyBytesMax: number): Columns => {
  const body = keptBody(row, bodyBytesMax)
  return {
    file: {
      path: row.path,
      persona: row.persona === undefined ? "" : cut(people.nameOf(row.persona), nameCharactersMax),
      content_class: row.class,
      created_at: Timestamp.ofMillis(row.createdAt),
      last_modified: Timestamp.ofInstant(row.mtime),
      edit_count: row.editCount,
      content_hash: row.sha256 ?? row.tail?.sha256 ?? emptySha256,
      last_body: body.text,
    },
    details: {
      path: row.path,
      author: row.persona ?? null,
      mode: row.mode,
      owner: row.owner,
      owner_group: row.group,
      mtime_ms: row.mtime.ms,
      mtime_ns: row.mtime.ns,
      bytes: row.bytes,
      hotness: row.hotness,
      remove_at: row.removeAt ?? null,
      touched: row.touched ? 1 : 0,
      tail: row.tail === undefined ? null : Json.encode(row.tail),
      created_ms: row.createdAt,
      body: body.kind,
      // what decisions build on goes with what stands there, or there is no text to build on
      template: body.kind === "whole" ? (row.template ?? null) : null,
      hashed: row.sha256 === undefined ? 0 : 1,
    },
  }
}

const Tail = Schema.parseJson(Schema.Struct({ bytes: Schema.Int, sha256: Schema.String }))

/** A row of both tables; the columns of the second are null where it has none. */
export const Stored = Schema.Struct({
  path: Schema.String,
  persona: Schema.NullOr(Schema.String),
  content_class: Schema.String,
  created_at: Schema.NullOr(Column.timestamp),
  last_modified: Schema.NullOr(Column.timestamp),
  edit_count: Schema.NullOr(Column.whole),
  content_hash: Schema.NullOr(Schema.String),
  last_body: Schema.NullOr(Schema.String),
  author: Schema.NullOr(Schema.String),
  mode: Schema.NullOr(Column.whole),
  owner: Schema.NullOr(Schema.String),
  owner_group: Schema.NullOr(Schema.String),
  mtime_ms: Schema.NullOr(Column.whole),
  mtime_ns: Schema.NullOr(Column.whole),
  bytes: Schema.NullOr(Column.whole),
  hotness: Schema.NullOr(Schema.Number),
  remove_at: Schema.NullOr(Column.whole),
  touched: Schema.NullOr(Column.flag),
  tail: Schema.NullOr(Tail),
  created_ms: Schema.NullOr(Column.whole),
  body: Schema.NullOr(Schema.String),
  hashed: Schema.NullOr(Column.flag),
  template: Schema.NullOr(Schema.String),
})
export type Stored = typeof Stored.Type

const isClass = (text: string): text is ContentClass.ContentClass =>
  (ContentClass.all as ReadonlyArray<string>).includes(text)

/** Whose home a path lies in. */
const ownerOf = (path: string): string => /^\/home\/([^/]+)\//.exec(path)?.[1] ?? "root"

/** A row that the Python DECNET wrote: what it does not say is as most files are. */
const fromPython = (stored: Stored, people: People): FileRow => {
  const known = isClass(stored.content_class)
  const text = stored.last_body ?? ""
  const bytes = Buffer.from(text)
  // a body that was cut when it was stored is none to build an edit on
  const whole = text !== "" && Bytes.sha256(bytes) === stored.content_hash
  const mtime = stored.last_modified ?? stored.created_at ?? Instant.make(0)
  return {
    path: stored.path,
    class: known ? (stored.content_class as ContentClass.ContentClass) : "note",
    persona:
      stored.persona === null || stored.persona === ""
        ? undefined
        : people.addressOf(stored.persona),
    createdAt: (stored.created_at ?? mtime).ms,
    mtime,
    mode: 0o644,
    owner: ownerOf(stored.path),
    group: ownerOf(stored.path),
    bytes: bytes.length,
    sha256: stored.content_hash ?? undefined,
    body: whole ? text : undefined,
    template: undefined,
    editCount: stored.edit_count ?? 0,
    hotness: 1,
    removeAt: undefined,
    // a class of a later version is nobody's to change
    touched: !known,
    tail: undefined,
  }
}

export const fromStored = (stored: Stored, people: People): FileRow => {
  if (stored.mtime_ms === null || !isClass(stored.content_class)) return fromPython(stored, people)
  return {
    path: stored.path,
    class: stored.content_class,
    persona: stored.author ?? undefined,
    createdAt: stored.created_ms ?? 0,
    mtime: Instant.make(stored.mtime_ms, stored.mtime_ns ?? 0),
    mode: stored.mode ?? 0o644,
    owner: stored.owner ?? "root",
    group: stored.owner_group ?? "root",
    bytes: stored.bytes ?? 0,
    sha256: stored.hashed === true ? (stored.content_hash ?? undefined) : undefined,
    body: stored.body === "whole" ? (stored.last_body ?? "") : undefined,
    template: stored.template ?? undefined,
    editCount: stored.edit_count ?? 0,
    hotness: stored.hotness ?? 1,
    removeAt: stored.remove_at ?? undefined,
    touched: stored.touched === true,
    tail: stored.tail ?? undefined,
  }
}
