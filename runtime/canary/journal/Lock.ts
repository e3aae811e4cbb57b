/**
 * One process a folder: a file that names who holds it. A process that was killed leaves its file
 * behind, which counts no more, since a process is named by its pid, when it began and the boot.
 */
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const lockName = "lock"

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

/** Field 22 of `/proc/<pid>/stat` (proc(5)); the second field may hold anything but a last `)`. */
const startOf = (pid: number): string | undefined =>
  textOf(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, "")
    .split(" ")[19]

const bootOf = (): string => textOf("/proc/sys/kernel/random/boot_id")?.trim() ?? "unknown"

const nameOf = (pid: number): string => `${pid} ${startOf(pid) ?? "unknown"} ${bootOf()}\n`

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { readonly code?: string }).code === "EPERM"
  }
}

const isHeld = (text: string): boolean => {
  const pid = Number(text.split(" ")[0])
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && text === nameOf(pid)
}

const isTaken = (error: unknown): boolean => (error as { readonly code?: string }).code === "EEXIST"

/** The pid of another holder, or undefined: it is ours until `release`. */
export const acquire = (folder: string): number | undefined => {
  const lock = join(folder, lockName)
  const own = `${lock}.${process.pid}`
  writeFileSync(own, nameOf(process.pid))
  try {
    for (;;) {
      try {
        linkSync(own, lock)
        return undefined
      } catch (error) {
        if (!isTaken(error)) throw error
      }
      const found = textOf(lock)
      if (found === undefined) continue
      if (isHeld(found)) return Number(found.split(" ")[0])
      // taken aside whole, so that of two that find it only one removes it
      const aside = `${own}.stale`
      renameSync(lock, aside)
      const moved = textOf(aside)
      if (moved !== undefined && isHeld(moved)) linkSync(aside, lock)
      unlinkSync(aside)
    }
  } finally {
    unlinkSync(own)
  }
}

export const release = (folder: string): void => {
  try {
    unlinkSync(join(folder, lockName))
  } catch {
    // somebody removed it already
  }
}
