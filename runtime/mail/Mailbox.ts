/** Where copies of a mail lie: Maildirs as their readers know them, or a plain folder of files. */
import type { Flag } from "../../src/email/Maildir.ts"

export type Format = "maildir" | "spool"

export interface Place {
  /** Absolute, of the copy. */
  readonly path: string
  /** The mailbox itself, and where the copy lies in a folder below it, that as well. */
  readonly mailboxes: ReadonlyArray<string>
  /** The last of these; in a plain folder, the folder. */
  readonly folder: string
  /** A folder below a mailbox bears an empty file of this name (Maildir++). */
  readonly marker: string | undefined
  /** All names under which the copy may be found later. */
  readonly names: ReadonlyArray<string>
}

const flags: ReadonlyArray<Flag> = ["D", "F", "P", "R", "S", "T"]

/** All sets of flags, each in order of letters. */
const flagSets = Array.from({ length: 2 ** flags.length }, (_, set) =>
  flags.filter((_flag, bit) => (set & (2 ** bit)) !== 0).join(""),
)

const pattern = /^(\/.+?)(\/\.[^/]+)?\/(new|cur)\/([^/]+)$/

/** `1704624093.M434482P3631.mail,S=1203:2,S` is `1704624093.434482.eml` in a plain folder. */
const plainName = (name: string): string => {
  const match = /^(\d+)\.M(\d+)P/.exec(name)
  return match === null ? `${name.split(":2,")[0]}.eml` : `${match[1]}.${match[2]}.eml`
}

/** Undefined where a path is not one of a Maildir. */
export const placeOf = (path: string, format: Format): Place | undefined => {
  const match = pattern.exec(path)
  if (match === null) return undefined
  const [, root = "", below = "", , name = ""] = match
  if (format === "spool") {
    const plain = `${root}/${plainName(name)}`
    return { path: plain, mailboxes: [], folder: root, marker: undefined, names: [plain] }
  }
  const folder = root + below
  const base = name.split(":2,")[0]!
  return {
    path,
    folder,
    mailboxes: below === "" ? [root] : [root, folder],
    marker: below === "" ? undefined : `${folder}/maildirfolder`,
    names: [
      `${folder}/new/${base}`,
      `${folder}/cur/${base}`,
      ...flagSets.map((set) => `${folder}/cur/${base}:2,${set}`),
    ],
  }
}

/** What a Maildir consists of. */
export const partsOf = (mailbox: string): ReadonlyArray<string> =>
  ["cur", "new", "tmp"].map((part) => `${mailbox}/${part}`)

/** The folder below which all mailboxes are, from a pattern such as `/var/mail/vhosts/%d/%n`. */
export const rootOf = (mailRoot: string): string => {
  const variable = mailRoot.indexOf("%")
  const fixed = variable < 0 ? mailRoot : mailRoot.slice(0, variable)
  return fixed.slice(0, variable < 0 ? fixed.length : fixed.lastIndexOf("/")).replace(/\/+$/, "")
}

/**
 * Dovecot's list of UIDs as it is before the first mail is seen. A mailbox without one gets its
 * UIDVALIDITY on the day that somebody first opens it, which is not the day of its oldest mail.
 */
export const uidList = (atMillis: number, guid: string): string =>
  `3 V${Math.floor(atMillis / 1000)} N1 G${guid}\n`
