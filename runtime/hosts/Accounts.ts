/**
 * Accounts of the people who live on a decky, made once and as if long ago: their lines in passwd,
 * group and shadow, their homes, and in these what a fresh account has.
 */
import { unpackTar } from "modern-tar"
import * as Effect from "effect/Effect"
import * as Bytes from "../../src/bytes/Bytes.ts"
import type { Release } from "../../src/fleet/Decky.ts"
import type { Account } from "../../src/fleet/HostFacts.ts"
import { PathRefused } from "../../src/ports/Host.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { PathStat } from "../docker/Answer.ts"
import type { Decoys, Open } from "../docker/Decoys.ts"
import type { EngineFailure } from "../docker/EngineFailure.ts"
import type { Files } from "../docker/Files.ts"
import * as PathPolicy from "../docker/PathPolicy.ts"
import * as Placing from "../docker/Placing.ts"
import { besideOf } from "../docker/Programs.ts"
import * as AccountLines from "./AccountLines.ts"

/** Where homes may be made. */
const homes: PathPolicy.PathPolicy = { roots: ["/home", "/var/lib", "/srv", "/opt"] }
/** Where the lines of accounts are; the one place outside of the allowed folders. */
const lines: PathPolicy.PathPolicy = { roots: ["/etc"] }

const skeletonFolder = "/etc/skel"
/** Of a skeleton, which has a few dot files. */
const skeletonFilesMax = 32

const decoder = new TextDecoder()
const encoder = new TextEncoder()

export interface Wanted {
  readonly decky: string
  readonly container: string
  readonly release: Release
  readonly accounts: ReadonlyArray<Account>
  /** Epoch milliseconds; before the history begins. */
  readonly madeAtMillis: number
}

interface SkeletonFile {
  readonly name: string
  readonly mode: number
  readonly content: Uint8Array
}

/** Regular files of the container's own skeleton, with their modes. */
const skeletonOf = (
  { engine }: Decoys,
  container: string,
): Effect.Effect<ReadonlyArray<SkeletonFile>, EngineFailure> =>
  engine.archive(container, skeletonFolder).pipe(
    Effect.flatMap((tar) => Effect.promise(() => unpackTar(tar))),
    Effect.map((entries) =>
      entries
        .flatMap(({ header, data }) => {
          const name = /^skel\/([^/]+)$/.exec(header.name)?.[1]
          return name === undefined || data === undefined
            ? []
            : [{ name, mode: (header.mode ?? 0o644) & 0o777, content: data }]
        })
        .slice(0, skeletonFilesMax),
    ),
    Effect.catchTag("NotFound", () => Effect.succeed([])),
  )

/** One account after the other, as somebody types; the same for the same login. */
const momentOf = (madeAtMillis: number, login: string, index: number): Instant.Instant => {
  const hash = Bytes.sha256(Bytes.ofText(login))
  return Instant.make(
    madeAtMillis + index * 47_000 + (Number.parseInt(hash.slice(0, 4), 16) % 9000),
    Number.parseInt(hash.slice(4, 12), 16) % 1_000_000,
  )
}

const same = (a: PathStat | undefined, b: PathStat | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : a.bytes === b.bytes && Instant.compare(a.mtime, b.mtime) === 0

/** Somebody changed the files while they were read. */
const moved = (decky: string) =>
  new PathRefused({
    decky,
    path: AccountLines.passwd,
    reason: "it was changed while accounts were being made",
  })

const filesAt = (open: Open): Effect.Effect<Files, PathRefused> => {
  const files = open.filesAt(AccountLines.passwd)
  return files instanceof PathRefused ? Effect.fail(files) : Effect.succeed(files)
}

/** Somebody was killed while the skeleton was being moved into its place. */
const isUnfinished = (
  { files, path: home }: Placing.Way,
  { uid, gid }: Account,
  skeleton: ReadonlyArray<SkeletonFile>,
): Effect.Effect<boolean, EngineFailure> =>
  Effect.map(
    files.stats(
      skeleton.map(({ name, content, mode }) =>
        besideOf({ path: `${home}/${name}`, content, mode, uid, gid, mtime: Instant.make(0) }),
      ),
    ),
    (found) => found.size > 0,
  )

const ensureIn = (
  decoys: Decoys,
  open: Open,
  { decky, release, accounts, madeAtMillis }: Wanted,
): Effect.Effect<ReadonlyArray<Account>, EngineFailure | PathRefused> =>
  Effect.gen(function* () {
    const files = yield* filesAt(open)
    const before = yield* files.stats(AccountLines.paths)
    const present = AccountLines.paths.filter((path) => before.get(path)?.kind === "file")
    const read = yield* Effect.forEach(present, (path) =>
      Effect.map(files.read(path), (found) => ({ path, ...found })),
    )
    const texts = new Map(read.map(({ path, bytes }) => [path as string, decoder.decode(bytes)]))
    const made = AccountLines.add(texts, accounts, Math.floor(madeAtMillis / Instant.dayMillis))
    if (made.accounts.length === 0) return []
    const skeleton = yield* skeletonOf(decoys, open.container)

    const placed: Array<Placing.Placed> = []
    const wanted: Array<Placing.Wanted> = []
    const ownerOf = new Map<string, Account>()
    for (const [index, account] of made.accounts.entries()) {
      if (PathPolicy.refusal(homes, account.home) !== undefined) continue
      const home = yield* Placing.find(open, homes, account.home)
      // a home that is there already is not fresh
      if (home.stat !== undefined && !(yield* isUnfinished(home, account, skeleton))) continue
      const { uid, gid } = account
      const at = momentOf(madeAtMillis, account.login, index)
      ownerOf.set(home.path, account)
      wanted.push({ way: home, owner: { mode: 0o755, uid, gid }, at: Instant.plus(at, 4) })
      for (const { name, mode, content } of AccountLines.isPerson(account) ? skeleton : []) {
        const way = yield* Placing.find(open, homes, `${account.home}/${name}`)
        placed.push({ way, at, file: { content, mode, uid, gid, mtime: at } })
      }
    }
    const last = momentOf(madeAtMillis, "", made.accounts.length - 1)
    const changed: Array<Placing.Placed> = []
    for (const { path, member } of read) {
      if (made.texts.get(path) === texts.get(path)) continue
      const content = encoder.encode(made.texts.get(path)!)
      const way = yield* Placing.find(open, lines, path)
      const { mode, uid, gid } = member
      changed.push({ way, at: last, file: { content, mode, uid, gid, mtime: last } })
    }
    const now = yield* files.stats(AccountLines.paths)
    if (!present.every((path) => same(before.get(path), now.get(path)))) return yield* moved(decky)
    const newFolder: Placing.NewFolderOf = (path) => {
      const account = ownerOf.get(path)
      return account === undefined
        ? { mode: 0o755, uid: 0, gid: 0 }
        : {
            mode: AccountLines.homeMode(release, account),
            uid: account.uid,
            gid: account.gid,
          }
    }
    // the lines last: where they are, nobody asks again whether the homes are
    yield* Placing.write(placed, newFolder, wanted)
    yield* Placing.write(changed, newFolder)
    return made.accounts
  })

/** Succeeds with those that were made, with the numbers that they got. */
export const ensure = (decoys: Decoys, wanted: Wanted) =>
  decoys.on(wanted.decky, wanted.container, AccountLines.passwd, (open) =>
    ensureIn(decoys, open, wanted),
  )
