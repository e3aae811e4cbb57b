/** Replaces a file so that a reader sees the old one or the new one, and a crash leaves one of them. */
import { randomBytes } from "node:crypto"
import * as fs from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export class NotWritten extends Schema.TaggedError<NotWritten>()("NotWritten", {
  path: Schema.String,
  reason: Schema.String,
}) {
  override get message(): string {
    return `${this.path} cannot be written: ${this.reason}`
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist; make it",
  ENOTDIR: "its folder is no folder; name another path",
  EISDIR: "it is a folder; name a file",
  EACCES: "this user may not write there; name another path, or run as the owner",
  EPERM: "this user may not write there; name another path, or run as the owner",
  EROFS: "the file system is read-only; name another path",
  ENOSPC: "the disk is full; make room",
  EDQUOT: "the disk quota is used up; make room",
}

/** In words that say what to do. */
export const reasonOf = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException
  return reasons[code ?? ""] ?? code ?? "unknown"
}

interface Standing {
  readonly target: string
  readonly mode: number
  readonly owner: { readonly uid: number; readonly gid: number } | undefined
}

const ifMissing =
  <A>(value: A) =>
  (error: unknown): A => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
    return value
  }

/** Where a path ends, through every link, also where nothing stands there yet. */
const endOf = async (path: string): Promise<string> => {
  const end = await fs.realpath(path).catch(ifMissing(undefined))
  if (end !== undefined) return end
  // a link to a file that is still to come; one that is no link is where it is to be
  const next = await fs.readlink(path).catch(ifMissing(undefined))
  return next === undefined ? path : endOf(resolve(await fs.realpath(dirname(path)), next))
}

/** What a link leads to is replaced, not the link. */
const standing = async (path: string, modeIfNew: number): Promise<Standing> => {
  const target = await endOf(path)
  const found = await fs.stat(target).catch(ifMissing(undefined))
  if (found === undefined) return { target, mode: modeIfNew, owner: undefined }
  if (found.isDirectory()) throw Object.assign(new Error("folder"), { code: "EISDIR" })
  // a folder that may be written would let anybody's file be replaced
  await fs.access(target, fs.constants.W_OK)
  return { target, mode: found.mode & 0o7777, owner: found }
}

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await fs.open(folder, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const replace = async (path: string, content: string, modeIfNew: number): Promise<void> => {
  const { target, mode, owner } = await standing(path, modeIfNew)
  const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}`)
  const handle = await fs.open(beside, "wx", 0o600)
  try {
    try {
      await handle.writeFile(content)
      if (owner !== undefined && process.getuid?.() === 0) await handle.chown(owner.uid, owner.gid)
      // only root may give a file away; its group can be kept by a member of it
      else if (owner !== undefined)
        await handle.chown(process.getuid!(), owner.gid).catch(() => undefined)
      await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await fs.rename(beside, target)
  } catch (error) {
    await fs.rm(beside, { force: true })
    throw error
  }
  await syncFolder(dirname(target))
}

/** Keeps mode and owner of a file that is there. */
export const write = (
  path: string,
  content: string,
  modeIfNew = 0o644,
): Effect.Effect<void, NotWritten> =>
  Effect.tryPromise({
    try: () => replace(path, content, modeIfNew),
    catch: (error) => new NotWritten({ path, reason: reasonOf(error) }),
  }).pipe(Effect.uninterruptible)
