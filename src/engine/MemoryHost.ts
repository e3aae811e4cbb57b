/**
 * Decoys in memory: trees of files with owners, modes and times, under the rules that a kernel
 * keeps (a directory's mtime moves when an entry comes or goes).
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Bytes from "../bytes/Bytes.ts"
import type { HostProfile } from "../host/HostProfile.ts"
import * as Release from "../host/Release.ts"
import type { TreeEntry } from "../host/TreeEntry.ts"
import * as Gzip from "../logs/Gzip.ts"
import { FileTouched, Host, HostUnreachable, type Written } from "../ports/Host.ts"
import { MailDelivery } from "../ports/MailDelivery.ts"
import { TrafficDriver } from "../ports/TrafficDriver.ts"
import type { Append, Rotate } from "../scheduler/Action.ts"
import * as Instant from "../time/Instant.ts"

interface Node {
  kind: "file" | "directory"
  mode: number
  owner: string
  group: string
  mtime: Instant.Instant
  bytes: number
  /** Of the whole, for files that are replaced whole. */
  sha256: string | undefined
  /** Kept only where somebody will read the tree. */
  parts: Array<Uint8Array> | undefined
}

/** What visitors add to files. */
export const visitorsLine = Bytes.ofText("id; uname -a\n")

const writtenOf = ({ bytes, sha256 }: Node): Written =>
  sha256 === undefined ? { bytes } : { bytes, sha256 }

export interface Account {
  readonly login: string
  readonly home: string
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/"

/** Directories that every release has, with the owner that differs from root. */
const standard: Readonly<Record<string, { readonly mode: number; readonly group?: string }>> = {
  "/": { mode: 0o755 },
  "/home": { mode: 0o755 },
  "/tmp": { mode: 0o1777 },
  "/var": { mode: 0o755 },
  "/var/log": { mode: 0o755 },
  "/var/mail": { mode: 0o2775, group: "mail" },
  "/var/lib": { mode: 0o755 },
  "/srv": { mode: 0o755 },
  "/var/backups": { mode: 0o755 },
}

export class MemoryDecky {
  readonly #nodes = new Map<string, Node>()
  readonly #keepsContent: boolean
  readonly #name: string

  /** `bornAt`: epoch milliseconds of what was there before. */
  constructor(
    name: string,
    accounts: ReadonlyArray<Account>,
    bornAt: number,
    keepsContent: boolean,
    logGroup: string,
  ) {
    this.#name = name
    this.#keepsContent = keepsContent
    for (const [path, { mode, group }] of Object.entries(standard))
      this.#directory(path, mode, "root", group ?? "root", Instant.make(bornAt - 86_400_000, 1))
    const log = this.#nodes.get("/var/log")!
    log.group = logGroup
    log.mode = logGroup === "root" ? 0o755 : 0o775
    for (const { login, home } of accounts)
      if (login !== "root") {
        this.#directory(home, 0o755, login, login, Instant.make(bornAt - 43_200_000, 1))
        this.#directory(`${home}/.ssh`, 0o700, login, login, Instant.make(bornAt - 43_100_000, 2))
      }
  }

  #directory(
    path: string,
    mode: number,
    owner: string,
    group: string,
    mtime: Instant.Instant,
  ): void {
    this.#nodes.set(path, {
      kind: "directory",
      mode,
      owner,
      group,
      mtime,
      bytes: 0,
      sha256: undefined,
      parts: undefined,
    })
  }

  /** Makes missing parents, owned by whoever writes there, and moves the folder's mtime. */
  #enter(path: string, owner: string, group: string, mtime: Instant.Instant, mode: number): void {
    const parent = parentOf(path)
    const node = this.#nodes.get(parent)
    if (node === undefined) {
      this.#enter(parent, owner, group, mtime, mode)
      this.#directory(parent, mode, owner, group, mtime)
    } else if (Instant.isBefore(node.mtime, mtime)) node.mtime = mtime
  }

  #put(path: string, node: Omit<Node, "kind" | "parts">, content: Uint8Array): void {
    this.#nodes.set(path, {
      ...node,
      kind: "file",
      parts: this.#keepsContent ? [content] : undefined,
    })
  }

  /** Whether what lies at a path is what was written there. */
  #found(path: string, sha256: string | undefined): "as left" | "changed" | "missing" {
    const node = this.#nodes.get(path)
    if (node === undefined) return "missing"
    return sha256 === undefined || node.sha256 === sha256 ? "as left" : "changed"
  }

  #touched(path: string, found: "changed" | "missing"): FileTouched {
    return new FileTouched({ decky: this.#name, path, found })
  }

  /** Bytes from `offset` on, of a file whose content is kept. */
  #from(node: Node, offset: number): Uint8Array {
    const parts: Array<Uint8Array> = []
    let start = node.bytes
    for (let at = node.parts!.length - 1; at >= 0 && start > offset; at--) {
      parts.unshift(node.parts![at]!)
      start -= node.parts![at]!.length
    }
    return Bytes.concat(parts).subarray(offset - start)
  }

  /** Where ours ended, and whether what is to be added is there already. */
  #end(node: Node, { offset, tail, content }: Append): "changed" | { readonly there?: number } {
    if (node.bytes < offset) return "changed"
    if (node.parts === undefined) return {}
    const since = this.#from(node, offset - (tail?.bytes ?? 0))
    if (tail !== undefined && Bytes.sha256(since.subarray(0, tail.bytes)) !== tail.sha256)
      return "changed"
    const at = Bytes.indexOf(since.subarray(tail?.bytes ?? 0), content)
    return at < 0 ? {} : { there: offset + at + content.length }
  }

  readonly host: Host["Type"] = {
    plant: (_, { path, owner, group, mtime, mode, content, sha256 }) =>
      Effect.suspend(() => {
        const there = this.#nodes.get(path)
        if (there !== undefined && there.sha256 !== sha256)
          return Effect.fail(this.#touched(path, "changed"))
        this.#enter(path, owner, group, mtime, 0o755)
        this.#put(path, { mode, owner, group, mtime, bytes: content.length, sha256 }, content)
        return Effect.void
      }),
    replace: (_, action, attempt) =>
      Effect.suspend(() => {
        const { path, owner, group, mtime, mode, content, sha256, previousSha256 } = action
        if (attempt === "again" && this.#found(path, sha256) === "as left") return Effect.void
        const found = this.#found(path, previousSha256)
        if (found !== "as left") return Effect.fail(this.#touched(path, found))
        // written beside and renamed, as editors do: the folder sees a change
        this.#enter(path, owner, group, mtime, 0o755)
        this.#put(path, { mode, owner, group, mtime, bytes: content.length, sha256 }, content)
        return Effect.void
      }),
    append: (_, action, attempt) =>
      Effect.suspend(() => {
        const { path, owner, group, mtime, mode, content, sha256, offset } = action
        const node = this.#nodes.get(path)
        if (node === undefined) {
          if (offset > 0) return Effect.fail(this.#touched(path, "missing"))
          this.#enter(path, owner, group, mtime, path.includes("/.ssh/") ? 0o700 : 0o755)
          this.#put(path, { mode, owner, group, mtime, bytes: content.length, sha256 }, content)
          return Effect.succeed({ bytes: content.length })
        }
        const end = this.#end(node, action)
        if (end === "changed") return Effect.fail(this.#touched(path, "changed"))
        if (attempt === "again" && end.there !== undefined)
          return Effect.succeed({ bytes: end.there })
        node.mtime = mtime
        node.bytes += content.length
        node.sha256 = undefined
        node.parts?.push(content)
        return Effect.succeed({ bytes: node.bytes })
      }),
    rotate: (_, action, attempt) =>
      Effect.suspend(() => {
        const node = this.#nodes.get(action.from)
        const there = this.#nodes.get(action.path)
        if (node === undefined)
          return attempt === "again" && there !== undefined
            ? Effect.succeed(writtenOf(there))
            : Effect.fail(this.#touched(action.from, "missing"))
        if (there !== undefined) return Effect.fail(this.#touched(action.path, "changed"))
        this.#nodes.delete(action.from)
        this.#enter(action.path, action.owner, action.group, action.at, 0o755)
        const moved = { ...node, mtime: action.mtime, ...this.#compressed(node, action) }
        this.#nodes.set(action.path, moved)
        return Effect.succeed(writtenOf(moved))
      }),
    remove: (_, { path, mtime, previousSha256 }, attempt) =>
      Effect.suspend(() => {
        const found = this.#found(path, previousSha256)
        if (found === "missing" && attempt === "again") return Effect.void
        if (found !== "as left") return Effect.fail(this.#touched(path, found))
        this.#nodes.delete(path)
        const parent = this.#nodes.get(parentOf(path))
        if (parent !== undefined && Instant.isBefore(parent.mtime, mtime)) parent.mtime = mtime
        return Effect.void
      }),
  }

  /** What a generation becomes: what is really there, where that is known to differ. */
  #compressed(node: Node, { content, bytes, sha256, mtime }: Rotate): Partial<Node> {
    if (content === undefined) return node.parts === undefined ? { bytes, sha256 } : {}
    if (node.parts === undefined) return { bytes, sha256 }
    const real = Bytes.concat(node.parts)
    const planned = Gzip.decompress(content)
    const same = planned.length === real.length && Bytes.indexOf(planned, real) === 0
    const zipped = same ? content : Gzip.compress(real, Math.floor(mtime.ms / 1000))
    return {
      bytes: zipped.length,
      sha256: Bytes.sha256(zipped),
      parts: this.#keepsContent ? [zipped] : undefined,
    }
  }

  readonly mail: MailDelivery["Type"] = {
    deliver: (_, { copies, owner, group }, attempt) =>
      Effect.sync(() => {
        for (const { path, content, sha256, mtime } of copies) {
          if (attempt === "again" && this.#hasMail(path)) continue
          this.#enter(path, owner, group, mtime, 0o700)
          this.#put(
            path,
            { mode: 0o600, owner, group, mtime, bytes: content.length, sha256 },
            content,
          )
        }
      }),
  }

  /** A mail keeps the name before its flags, in `new` or in `cur`. */
  #hasMail(path: string): boolean {
    const folder = parentOf(parentOf(path))
    const name = path.slice(path.lastIndexOf("/") + 1).split(":2,")[0]!
    return [...this.#nodes.keys()].some((each) =>
      ["new", "cur"].some((state) => each.startsWith(`${folder}/${state}/${name}`)),
    )
  }

  /** Paths of files, sorted. */
  paths(): ReadonlyArray<string> {
    return [...this.#nodes]
      .filter(([, node]) => node.kind === "file")
      .map(([path]) => path)
      .sort()
  }

  /** What a visitor does behind the engine's back: removes a file, or adds a line to it. */
  tamper(path: string, at: Instant.Instant, removes: boolean): void {
    const node = this.#nodes.get(path)
    if (node === undefined) return
    if (removes) {
      this.#nodes.delete(path)
      const parent = this.#nodes.get(parentOf(path))
      if (parent !== undefined) parent.mtime = at
      return
    }
    node.mtime = at
    node.bytes += visitorsLine.length
    node.sha256 = "changed by a visitor"
    node.parts?.push(visitorsLine)
  }

  /** Every file and directory, sorted by path. */
  tree(): ReadonlyArray<TreeEntry> {
    return [...this.#nodes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, { kind, mode, owner, group, mtime, parts }]) => ({
        path,
        kind,
        mode,
        owner,
        group,
        mtime,
        read: () => Bytes.concat(parts ?? []),
      }))
  }
}

/** The host of a decky before its history begins, at `bornAt` (epoch milliseconds). */
export const hostOf = (
  { decky, accounts }: HostProfile,
  bornAt: number,
  keepsContent: boolean,
): MemoryDecky => {
  const logGroup = Release.of(decky.release).owner === "syslog" ? "syslog" : "root"
  return new MemoryDecky(decky.uuid, accounts, bornAt, keepsContent, logGroup)
}

/** Why a decky does not answer at present; undefined where it does. */
export type Reachable = (decky: string) => HostUnreachable["reason"] | undefined

/** The three ports of a fleet of deckies in memory. */
export const layer = (
  deckies: ReadonlyMap<string, MemoryDecky>,
  reachable: Reachable,
): Layer.Layer<Host | MailDelivery | TrafficDriver> => {
  const at = <A, E>(
    decky: string,
    act: (found: MemoryDecky) => Effect.Effect<A, E>,
  ): Effect.Effect<A, E | HostUnreachable> => {
    const found = deckies.get(decky)
    const reason = found === undefined ? "down" : reachable(decky)
    return found === undefined || reason !== undefined
      ? Effect.fail(new HostUnreachable({ decky, reason: reason ?? "down" }))
      : act(found)
  }
  return Layer.mergeAll(
    Layer.succeed(Host, {
      plant: (decky, ...act) => at(decky, ({ host }) => host.plant(decky, ...act)),
      replace: (decky, ...act) => at(decky, ({ host }) => host.replace(decky, ...act)),
      append: (decky, ...act) => at(decky, ({ host }) => host.append(decky, ...act)),
      rotate: (decky, ...act) => at(decky, ({ host }) => host.rotate(decky, ...act)),
      remove: (decky, ...act) => at(decky, ({ host }) => host.remove(decky, ...act)),
    }),
    Layer.succeed(MailDelivery, {
      deliver: (decky, ...act) => at(decky, ({ mail }) => mail.deliver(decky, ...act)),
    }),
    Layer.succeed(TrafficDriver, {
      // as if all logins were really made: one that was cut short is not repeated
      connect: (decky, _, attempt) =>
        at(decky, () => Effect.succeed(attempt === "again" ? "interrupted" : "done")),
    }),
  )
}
