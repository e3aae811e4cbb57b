/** Folders and file names of a Maildir as Dovecot keeps it. */
import type { Instant } from "../time/Instant.ts"
import * as Transfer from "./Transfer.ts"

export const patternDefault = "/var/mail/vhosts/%d/%n/Maildir"

/** A mailbox's folder: `%d` is the domain, `%n` what stands before the `@`, `%u` the address. */
export const root = (email: string, pattern: string = patternDefault): string => {
  const at = email.lastIndexOf("@")
  const parts: Readonly<Record<string, string>> = {
    "%d": email.slice(at + 1),
    "%n": email.slice(0, at),
    "%u": email,
  }
  return pattern.replace(/%[dnu]/g, (variable) => parts[variable]!)
}

/** Bytes on disk, and as IMAP counts them with CRLF. */
export const sizes = (
  source: string,
): { readonly sizeBytes: number; readonly sizeCrlf: number } => {
  const sizeBytes = Transfer.utf8Length(source)
  let bare = 0
  for (let index = 0; index < source.length; index++)
    if (source[index] === "\n" && source[index - 1] !== "\r") bare++
  return { sizeBytes, sizeCrlf: sizeBytes + bare }
}

export interface NameInput {
  /** When the file got its name. */
  readonly at: Instant
  readonly pid: number
  /** The mail host's short name. */
  readonly host: string
  readonly source: string
}

/** `1704624093.M434482P3631.mail,S=1203,W=1240`, without flags: the form in `new/`. */
export const fileName = ({ at, pid, host, source }: NameInput): string => {
  const micros = (((at.ms % 1000) + 1000) % 1000) * 1000 + Math.floor(at.ns / 1000)
  const { sizeBytes, sizeCrlf } = sizes(source)
  // a colon or slash in the name would end it (Maildir's own rule)
  const safeHost = host.replace(/[/:,]/g, "-")
  return `${Math.floor(at.ms / 1000)}.M${micros}P${pid}.${safeHost},S=${sizeBytes},W=${sizeCrlf}`
}

export type Flag = "D" | "F" | "P" | "R" | "S" | "T"

/** The name that a message has in `cur/`: flags in the order of their letters. */
export const withFlags = (name: string, flags: ReadonlyArray<Flag>): string =>
  `${name}:2,${[...new Set(flags)].sort().join("")}`

export interface Place {
  /** Absolute. */
  readonly path: string
  readonly folder: "new" | "cur"
}

/** Where an inbox keeps a message: untouched in `new`, else in `cur` as seen or answered. */
export const inbox = (
  mailbox: string,
  name: string,
  state: { readonly seen: boolean; readonly answered: boolean },
): Place =>
  state.seen || state.answered
    ? {
        path: `${mailbox}/cur/${withFlags(name, state.answered ? ["R", "S"] : ["S"])}`,
        folder: "cur",
      }
    : { path: `${mailbox}/new/${name}`, folder: "new" }

/** Where the sender's own copy lies. */
export const sent = (mailbox: string, name: string): Place => ({
  path: `${mailbox}/.Sent/cur/${withFlags(name, ["S"])}`,
  folder: "cur",
})
