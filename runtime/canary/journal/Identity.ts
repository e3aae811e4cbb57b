/**
 * What tells one journal from another, and what nobody outside can know: made once, kept in its
 * folder. How the cursor of its readers is named and how the site looks follow from it.
 */
import { randomBytes } from "node:crypto"
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs"
import { join } from "node:path"

const nameOf = (folder: string): string => join(folder, "id")

/** 32 hexadecimal digits; undefined where the folder has none yet. */
export const read = (folder: string): string | undefined => {
  try {
    return /^[0-9a-f]{32}$/.exec(readFileSync(nameOf(folder), "latin1").trim())?.[0]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

/** The one that the folder has, or a new one. For whoever holds the folder. */
export const obtain = (folder: string): string => {
  const found = read(folder)
  if (found !== undefined) return found
  const id = randomBytes(16).toString("hex")
  const fresh = `${nameOf(folder)}.${process.pid}`
  const file = openSync(fresh, "w", 0o600)
  try {
    writeSync(file, `${id}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(fresh, nameOf(folder))
  return id
}

/** The name of the cursor of its readers. */
export const cursorOf = (id: string): string => `hits/${id}`

/** What stands before the ids of its records. */
export const markOf = (id: string): string => `${id.slice(0, 8)}-`
