/**
 * Decoys in memory: trees of files with owners, modes and times, under the rules that a kernel
 * keeps (a directory's mtime moves when an entry comes or goes).
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Bytes from "../../src/bytes/Bytes.ts"
import { FileTouched, Host, HostUnreachable } from "../../src/ports/Host.ts"
import { MailDelivery } from "../../src/ports/MailDelivery.ts"
import { TrafficDriver } from "../../src/ports/TrafficDriver.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { TreeEntry } from "../../src/tells/History.ts"

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
}

export class SimulatedDecky {
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

  #guarded(
    path: string,
    sha256: string | undefined,
    act: () => void,
  ): Effect.Effect<void, FileTouched> {
    return Effect.suspend(() => {
      const found = this.#found(path, sha256)
      if (found !== "as left")
        return Effect.fail(new FileTouched({ decky: this.#name, path, found }))
      act()
      return Effect.void
    })
  }

  readonly host: Host["Type"] = {
    plant: (_, { path, owner, group, mtime, mode, content, sha256 }) =>
      Effect.suspend(() => {
        const there = this.#nodes.get(path)
        if (there !== undefined && there.sha256 !== sha256)
          return Effect.fail(new FileTouched({ decky: this.#name, path, found: "changed" }))
        this.#enter(path, owner, group, mtime, 0o755)
        this.#put(path, { mode, owner, group, mtime, bytes: content.length, sha256 }, content)
        return Effect.void
      }),
    replace: (_, { path, owner, group, mtime, mode, content, sha256, previousSha256 }) =>
      this.#guarded(path, previousSha256, () => {
        // written beside and renamed, as editors do: the folder sees a change
        this.#enter(path, owner, group, mtime, 0o755)
        this.#put(path, { mode, owner, group, mtime, bytes: content.length, sha256 }, content)
      }),
    append: (_, { path, owner, group, mtime, mode, content, sha256 }) =>
      Effect.sync(() => {
        const node = this.#nodes.get(path)
        if (node === undefined) {
          this.#enter(path, owner, group, mtime, path.includes("/.ssh/") ? 0o700 : 0o755)
          this.#put(path, { mode, owner, group, mtime, bytes: content.length, sha256 }, content)
          return { bytes: content.length }
        }
        node.mtime = mtime
        node.bytes += content.length
        node.sha256 = undefined
        node.parts?.push(content)
        return { bytes: node.bytes }
      }),
    rotate: (_, action) =>
      Effect.sync(() => {
        const node = this.#nodes.get(action.from)
        if (node === undefined) return { bytes: action.bytes, sha256: action.sha256 }
        this.#nodes.delete(action.from)
        this.#enter(action.path, action.owner, action.group, action.at, 0o755)
        this.#nodes.set(action.path, {
          ...node,
          mtime: action.mtime,
          bytes: action.bytes,
          sha256: action.sha256,
          parts:
            action.content === undefined
              ? node.parts
              : this.#keepsContent
                ? [action.content]
                : undefined,
        })
        return { bytes: action.bytes, sha256: action.sha256 }
      }),
    remove: (_, { path, mtime, previousSha256 }) =>
      this.#guarded(path, previousSha256, () => {
        this.#nodes.delete(path)
        const parent = this.#nodes.get(parentOf(path))
        if (parent !== undefined && Instant.isBefore(parent.mtime, mtime)) parent.mtime = mtime
      }),
  }

  readonly mail: MailDelivery["Type"] = {
    deliver: (_, { copies, owner, group }) =>
      Effect.sync(() => {
        for (const { path, content, sha256, mtime } of copies) {
          this.#enter(path, owner, group, mtime, 0o700)
          this.#put(
            path,
            { mode: 0o600, owner, group, mtime, bytes: content.length, sha256 },
            content,
          )
        }
      }),
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
    const added = Bytes.ofText("id; uname -a\n")
    node.mtime = at
    node.bytes += added.length
    node.sha256 = "changed by a visitor"
    node.parts?.push(added)
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

/** Whether a decky answers at present; a simulation without faults always says yes. */
export type Reachable = (decky: string) => boolean

/** The three ports of a fleet of simulated deckies. */
export const layer = (
  deckies: ReadonlyMap<string, SimulatedDecky>,
  reachable: Reachable,
): Layer.Layer<Host | MailDelivery | TrafficDriver> => {
  const at = <A, E>(
    decky: string,
    act: (found: SimulatedDecky) => Effect.Effect<A, E>,
  ): Effect.Effect<A, E | HostUnreachable> => {
    const found = deckies.get(decky)
    return found === undefined || !reachable(decky)
      ? Effect.fail(new HostUnreachable({ decky, reason: "down" }))
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
      connect: (decky) => at(decky, () => Effect.succeed("done")),
    }),
  )
}
