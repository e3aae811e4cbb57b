/** Who owns what where, and with which mode, on the releases decoys have. */
import type { Release } from "../fleet/Decky.ts"
import type { Account } from "../host/HostProfile.ts"
import * as LogFile from "./LogFile.ts"

export interface Stat {
  readonly path: string
  readonly kind: "file" | "directory"
  readonly mode: number
  readonly owner: string
  readonly group: string
  readonly shebang: boolean
  readonly privateKey: boolean
}

export interface Place {
  readonly release: Release
  readonly accounts: ReadonlyArray<Account>
}

const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, "0")

/** `ana` of `/home/ana/notes/a.md`; undefined elsewhere. */
export const homeLogin = (path: string): string | undefined => /^\/home\/([^/]+)/.exec(path)?.[1]

const ownership = (
  { release, accounts }: Place,
  path: string,
): readonly [string, string] | undefined => {
  const home = homeLogin(path)
  if (home !== undefined) {
    const account = accounts.find((one) => one.home === `/home/${home}`)
    return account === undefined ? undefined : [account.login, account.login]
  }
  if (path.startsWith("/root/") || path === "/root") return ["root", "root"]
  if (path.startsWith("/var/mail/vhosts/")) return ["vmail", "vmail"]
  const spool = /^\/var\/(?:spool\/)?mail\/([^/]+)$/.exec(path)?.[1]
  if (spool !== undefined && spool !== "vhosts") return [spool, "mail"]
  const table = /^\/var\/spool\/cron\/crontabs\/([^/]+)$/.exec(path)?.[1]
  if (table !== undefined) return [table, "crontab"]
  const log = /^\/var\/log\/([^/]+)$/.exec(path)?.[1]
  if (log === undefined) return undefined
  const { family } = LogFile.generationOf(log)
  if (/^(?:wtmp|btmp|lastlog)$/.test(family)) return ["root", "utmp"]
  if (LogFile.names.has(family)) return [release.startsWith("ubuntu") ? "syslog" : "root", "adm"]
  return undefined
}

const isPrivateKey = ({ path, privateKey }: Stat): boolean =>
  privateKey || /\/\.ssh\/id_[a-z0-9_]+$/.test(path)

/** The modes a place has; undefined where any will do. */
const modes = (stat: Stat): ReadonlyArray<number> | undefined => {
  const { path, kind } = stat
  if (kind === "directory") return path.endsWith("/.ssh") ? [0o700] : undefined
  if (isPrivateKey(stat)) return [0o600]
  if (/\/\.(?:bash|zsh)_history$/.test(path)) return [0o600]
  if (path.startsWith("/var/spool/cron/crontabs/")) return [0o600]
  const log = /^\/var\/log\/([^/]+)$/.exec(path)?.[1]
  if (log === undefined) return undefined
  const { family } = LogFile.generationOf(log)
  if (LogFile.names.has(family)) return [0o640]
  if (family === "wtmp" || family === "lastlog") return [0o664]
  return family === "btmp" ? [0o660, 0o600] : undefined
}

const isProgram = ({ path, kind, shebang }: Stat): boolean =>
  kind === "file" && shebang && /\/(?:bin|sbin)\/[^/]+$/.test(path)

/** What does not fit; empty where all does. */
export const faults = (place: Place, stat: Stat): ReadonlyArray<string> => {
  const { path, mode, owner, group } = stat
  const found: Array<string> = []
  const right = ownership(place, path)
  if (right !== undefined && (owner !== right[0] || group !== right[1]))
    found.push(`belongs to ${owner}:${group}, its place to ${right[0]}:${right[1]}`)
  const allowed = modes(stat)
  if (allowed !== undefined && !allowed.includes(mode & 0o7777))
    found.push(`has mode ${octal(mode)}, its place ${allowed.map(octal).join(" or ")}`)
  if (isProgram(stat) && (mode & 0o100) === 0)
    found.push(`is a script without its execute bit: ${octal(mode)}`)
  const shared = path === "/tmp" || path === "/var/tmp"
  if (!shared && (mode & 0o002) !== 0 && homeLogin(path) !== undefined)
    found.push(`is writable for everybody: ${octal(mode)}`)
  return found
}
