/**
 * What a decision works on: one decky's files and what is under way there, as values that the fold
 * replaces. Nothing outside sees it before it is recorded.
 */
import { isFile } from "../scheduler/Action.ts"
import type {
  Append,
  Bait,
  Create,
  Edit,
  FileAction,
  Planned,
  Rotate,
} from "../scheduler/Action.ts"
import type { Carry, Typed } from "../scheduler/Carry.ts"
import type { Written } from "../ports/Host.ts"
import type { FileRow } from "../ports/SyntheticFiles.ts"
import type { Cast, World } from "./World.ts"

/**
 * The row that a file has after an action; undefined where none is left. `written` is what the host
 * says the file came to, where it was asked.
 */
export const rowAfter = (
  row: FileRow | undefined,
  action: FileAction,
  written?: Written,
): FileRow | undefined => {
  switch (action._tag) {
    case "Create":
      return created(action)
    case "Edit":
      return row === undefined ? undefined : edited(row, action)
    case "Append":
      return appended(row, action, written)
    case "Rotate":
      return rotated(action, written)
    case "Remove":
      return undefined
  }
}

const created = (action: Create): FileRow => ({
  path: action.path,
  class: action.class,
  persona: action.persona,
  createdAt: action.mtime.ms,
  mtime: action.mtime,
  mode: action.mode,
  owner: action.owner,
  group: action.group,
  bytes: action.content.length,
  sha256: action.sha256,
  body: action.body,
  template: action.template,
  editCount: 0,
  hotness: action.hotness,
  removeAt: action.removeAt,
  touched: false,
  tail: undefined,
})

const edited = (row: FileRow, action: Edit): FileRow => ({
  ...row,
  mtime: action.mtime,
  bytes: action.content.length,
  sha256: action.sha256,
  body: action.body,
  template: action.template,
  editCount: row.editCount + 1,
})

const appended = (row: FileRow | undefined, action: Append, written?: Written): FileRow => ({
  path: action.path,
  class: action.class,
  persona: action.persona,
  createdAt: row?.createdAt ?? action.mtime.ms,
  mtime: action.mtime,
  mode: action.mode,
  owner: action.owner,
  group: action.group,
  bytes: written?.bytes ?? action.offset + action.content.length,
  sha256: undefined,
  body: undefined,
  template: undefined,
  editCount: (row?.editCount ?? 0) + 1,
  hotness: 0,
  removeAt: undefined,
  touched: row?.touched ?? false,
  tail: { bytes: action.content.length, sha256: action.sha256 },
})

const rotated = (action: Rotate, written?: Written): FileRow => ({
  path: action.path,
  class: action.class,
  persona: undefined,
  createdAt: action.at.ms,
  mtime: action.mtime,
  mode: action.mode,
  owner: action.owner,
  group: action.group,
  bytes: written?.bytes ?? action.bytes,
  sha256: written?.sha256 ?? action.sha256,
  body: undefined,
  template: undefined,
  editCount: 0,
  hotness: 0,
  removeAt: undefined,
  touched: false,
  tail: undefined,
})

/** The rows that bait will have, as far as a decision may know them. */
const baited = ({ class: canary, context, paths, persona }: Bait): ReadonlyArray<FileRow> =>
  paths.map((path) => ({
    path,
    class: canary,
    persona,
    createdAt: context.mtime.ms,
    mtime: context.mtime,
    mode: 0o600,
    owner: context.owner.login,
    group: context.owner.login,
    bytes: 0,
    sha256: undefined,
    body: undefined,
    template: undefined,
    editCount: 0,
    hotness: 1,
    removeAt: undefined,
    touched: false,
    tail: undefined,
  }))

export class Desk {
  readonly world: World
  readonly cast: Cast
  readonly files: Map<string, FileRow>
  carry: Carry
  /** When temporary files go, by path (epoch milliseconds). */
  readonly temporaries = new Map<string, number>()
  /** Folders that files lie in, with how many below each. */
  readonly #folders = new Map<string, number>()

  constructor(world: World, cast: Cast, files: ReadonlyArray<FileRow>, carry: Carry) {
    this.world = world
    this.cast = cast
    this.files = new Map(files.map((row) => [row.path, row]))
    this.carry = carry
    for (const row of files) {
      this.#count(row.path, 1)
      this.#expect(row)
    }
  }

  #expect(row: FileRow): void {
    if (row.class === "cache_tmp" && row.removeAt !== undefined && !row.touched)
      this.temporaries.set(row.path, row.removeAt)
  }

  #count(path: string, change: 1 | -1): void {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const folder = path.slice(0, end)
      this.#folders.set(folder, (this.#folders.get(folder) ?? 0) + change)
    }
  }

  hasFolder(path: string): boolean {
    return (this.#folders.get(path) ?? 0) > 0
  }

  /** Whether nothing stands in the way of a new file: no file or folder there, no file above. */
  isFree(path: string): boolean {
    if (this.files.has(path) || this.hasFolder(path)) return false
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
      if (this.files.has(path.slice(0, end))) return false
    return true
  }

  apply(actions: ReadonlyArray<Planned>): void {
    for (const action of actions) {
      if (action._tag === "Bait") for (const row of baited(action)) this.#keep(row)
      if (action._tag === "Authored") this.apply([action.action])
      if (!isFile(action)) continue
      if (action._tag === "Rotate") this.#forget(action.from)
      const row = rowAfter(this.files.get(action.path), action)
      if (row === undefined) this.#forget(action.path)
      else this.#keep(row)
    }
  }

  #keep(row: FileRow): void {
    if (!this.files.has(row.path)) this.#count(row.path, 1)
    this.files.set(row.path, row)
    this.#expect(row)
  }

  #forget(path: string): void {
    if (!this.files.delete(path)) return
    this.temporaries.delete(path)
    this.#count(path, -1)
  }

  /** Notes what somebody typed, for the history that his shell writes when it exits. */
  type(email: string, ...typed: ReadonlyArray<Typed>): void {
    // on the plain cadence nobody logs in or out
    if (this.world.options.cadence.kind === "tick") return
    this.carry = {
      ...this.carry,
      typed: {
        ...this.carry.typed,
        [email]: [...(this.carry.typed[email] ?? []), ...typed].sort(
          (a, b) => a.atMillis - b.atMillis,
        ),
      },
    }
  }
}
