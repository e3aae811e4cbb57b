/** Git's objects and its index, byte for byte as git 2 writes them (gitformat-index(5)). */
import { sha1 } from "@noble/hashes/legacy.js"
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import { zlibSync } from "fflate"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Instant } from "../../time/Instant.ts"

export interface GitObject {
  /** 40 hexadecimal digits. */
  readonly id: string
  /** As it lies below `.git/objects/`. */
  readonly packed: Uint8Array
}

const make = (type: "blob" | "tree" | "commit", body: Uint8Array): GitObject => {
  const whole = Bytes.concat([Bytes.ofText(`${type} ${body.length}\0`), body])
  // git writes loose objects at the fastest level, and zlib says so in its second byte
  const packed = zlibSync(whole, { level: 1 })
  packed[1] = 0x01
  return { id: bytesToHex(sha1(whole)), packed }
}

export const blob = (bytes: Uint8Array): GitObject => make("blob", bytes)

export interface TreeEntry {
  readonly name: string
  readonly mode: "100644" | "100755" | "40000"
  readonly id: string
}

/** Folders are sorted as if their names ended in a slash. */
const sortKey = ({ name, mode }: TreeEntry): string => (mode === "40000" ? `${name}/` : name)

export const tree = (entries: ReadonlyArray<TreeEntry>): GitObject =>
  make(
    "tree",
    Bytes.concat([
      new Uint8Array(),
      ...entries
        .toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
        .flatMap(({ name, mode, id }) => [Bytes.ofText(`${mode} ${name}\0`), hexToBytes(id)]),
    ]),
  )

export interface Signed {
  readonly name: string
  readonly email: string
  /** Unix seconds. */
  readonly at: number
  /** `+0100` */
  readonly offset: string
}

/** `Anna Berg <anna@example.net> 1767600000 +0100` */
export const signature = ({ name, email, at, offset }: Signed): string =>
  `${name} <${email}> ${at} ${offset}`

export interface CommitPlan {
  readonly tree: string
  readonly parent: string | undefined
  readonly author: Signed
  readonly message: string
}

export const commit = ({ tree: id, parent, author, message }: CommitPlan): GitObject =>
  make(
    "commit",
    Bytes.ofText(
      [
        `tree ${id}`,
        ...(parent === undefined ? [] : [`parent ${parent}`]),
        `author ${signature(author)}`,
        `committer ${signature(author)}`,
        "",
        `${message}\n`,
      ].join("\n"),
    ),
  )

export interface IndexEntry {
  readonly path: string
  readonly isExecutable: boolean
  readonly id: string
  readonly bytes: number
  readonly inode: number
}

export interface IndexPlan {
  readonly entries: ReadonlyArray<IndexEntry>
  /** Folders with their trees, the root (``) first, each before those in it, sorted. */
  readonly trees: ReadonlyArray<{
    readonly name: string
    readonly id: string
    readonly files: number
    readonly folders: number
  }>
  readonly mtime: Instant
  readonly device: number
}

const numbers = (...values: ReadonlyArray<number>): Uint8Array =>
  Uint8Array.from(
    values.flatMap((value) => [
      value >>> 24,
      (value >>> 16) & 255,
      (value >>> 8) & 255,
      value & 255,
    ]),
  )

/** The first account that a system gives to a person. */
const firstUid = 1000

/** The index, version 2, with the cached trees that a commit leaves. */
export const index = ({ entries, trees, mtime, device }: IndexPlan): Uint8Array => {
  const seconds = Math.floor(mtime.ms / 1000)
  const nanos = (mtime.ms % 1000) * 1_000_000 + mtime.ns
  const rows = entries
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, isExecutable, id, bytes, inode }) => {
      const name = Bytes.ofText(path)
      const row = Bytes.concat([
        numbers(seconds, nanos, seconds, nanos, device, inode),
        numbers(isExecutable ? 0o100755 : 0o100644, firstUid, firstUid, bytes),
        hexToBytes(id),
        Uint8Array.of(0, name.length),
        name,
      ])
      return Bytes.concat([row, new Uint8Array(8 - (row.length % 8))])
    })
  const cached = Bytes.concat([
    new Uint8Array(),
    ...trees.flatMap(({ name, id, files, folders }) => [
      Bytes.ofText(`${name}\0${files} ${folders}\n`),
      hexToBytes(id),
    ]),
  ])
  const body = Bytes.concat([
    Bytes.ofText("DIRC"),
    numbers(2, entries.length),
    ...rows,
    Bytes.ofText("TREE"),
    numbers(cached.length),
    cached,
  ])
  return Bytes.concat([body, sha1(body)])
}
