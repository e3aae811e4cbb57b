/** Where things lie on this computer when nothing else is said. */
import { accessSync, constants, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import type { Settings } from "./Settings.ts"

/** The folders that everything else is found from. */
export interface Roots {
  /** `/etc/decnet` */
  readonly etc: string
  /** `/var/lib/decnet` */
  readonly state: string
  /** The user's own folder, `~/.decnet`. */
  readonly own: string
}

export const systemRoots = (home: string): Roots => ({
  etc: "/etc/decnet",
  state: "/var/lib/decnet",
  own: join(home, ".decnet"),
})

const can = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

export const exists = (path: string): boolean => can(path, constants.F_OK)

/** A folder that is there and may be written to. */
export const isWritableFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory() && can(path, constants.W_OK | constants.X_OK)
  } catch {
    return false
  }
}

/** Whether a folder is writable, or is missing where one may be made. */
const isOrMayBe = (path: string): boolean =>
  isWritableFolder(path) || (!exists(path) && isWritableFolder(dirname(path)))

/** Where `init` lays down the configuration. */
export const configFolder = (roots: Roots): string => (isOrMayBe(roots.etc) ? roots.etc : roots.own)

/** Where an existing file of the configuration lies: the system's, else the user's own. */
export const configFile = (roots: Roots, name: string): string => {
  const system = join(roots.etc, name)
  return exists(system) ? system : join(roots.own, name)
}

export const databaseFile = (roots: Roots): string =>
  join(isWritableFolder(roots.state) ? roots.state : roots.own, "decnet.db")

/** The host-wide persona pool. */
export const personasFile = (settings: Settings, roots: Roots): string => {
  if (settings.realismPersonas !== undefined) return resolve(settings.realismPersonas)
  const system = join(roots.etc, "email_personas.json")
  return exists(system) || isWritableFolder(roots.etc)
    ? system
    : join(roots.own, "email_personas.json")
}
