/** One decky as the tells look at it: each file of its tree read once, its events indexed. */
import { gunzipSync } from "fflate"
import type { Resident } from "../persona/Resident.ts"
import * as ContentClass from "../taxonomy/ContentClass.ts"
import type { DeckyHistory, FileEvent, MailEvent, TreeEntry } from "./History.ts"
import * as Content from "./Content.ts"
import * as Evidence from "./Evidence.ts"
import * as Lives from "./Lives.ts"
import * as LogFile from "./LogFile.ts"
import * as LogJudge from "./LogJudge.ts"
import * as MailFile from "./MailFile.ts"

/** A message as a mailbox of the tree has it; its text is let go. */
export interface StoredMail {
  readonly path: string
  /** The Maildir, without folder: `/var/mail/vhosts/corp.net/ana/Maildir`. */
  readonly mailbox: string
  /** `.Sent`; empty for the inbox. */
  readonly folder: string
  readonly sub: "cur" | "new"
  readonly name: string
  readonly entry: TreeEntry
  readonly bytes: number
  readonly lineFeeds: number
  readonly mail: Omit<MailFile.MailFile, "text">
}

export interface SentMail {
  readonly event: MailEvent
  readonly mail: MailFile.MailFile
  readonly author: Resident | undefined
}

export interface View {
  readonly history: DeckyHistory
  readonly entries: ReadonlyArray<TreeEntry>
  readonly byPath: ReadonlyMap<string, TreeEntry>
  /** By address, lower case. */
  readonly residents: ReadonlyMap<string, Resident>
  /** The last event of each path that was not removed. */
  readonly latest: ReadonlyMap<string, FileEvent>
  /** Notes, to-dos, drafts and scripts that are there at the end. */
  readonly userFiles: ReadonlyArray<{ readonly entry: TreeEntry; readonly event: FileEvent }>
  readonly contents: ReadonlyMap<string, Content.Content>
  readonly lives: Lives.Lives
  readonly stored: ReadonlyArray<StoredMail>
  readonly sent: ReadonlyArray<SentMail>
  readonly logs: LogJudge.LogFacts
}

const mailPath = /^(.*\/Maildir)(?:\/([^/]+))?\/(cur|new)\/([^/]+)$/

export const isMail = (path: string): boolean => mailPath.test(path)

/** A path inside a mail store, whatever its kind. */
export const isMailStore = (path: string): boolean =>
  path.includes("/Maildir/") || path.startsWith("/var/mail/") || path.startsWith("/var/spool/mail/")

const readMail = (entry: TreeEntry, bytes: Uint8Array, text: string): StoredMail => {
  const [, mailbox, folder = "", sub, name] = mailPath.exec(entry.path)!
  const { text: _, ...mail } = MailFile.parse(text)
  let lineFeeds = 0
  for (let index = 0; index < bytes.length; index += 1)
    if (bytes[index] === 10 && bytes[index - 1] !== 13) lineFeeds += 1
  return {
    path: entry.path,
    mailbox: mailbox!,
    folder,
    sub: sub === "new" ? "new" : "cur",
    name: name!,
    entry,
    bytes: bytes.length,
    lineFeeds,
    mail,
  }
}

/** Login records are binary, the journal too. */
const isTextLog = (path: string): boolean =>
  path.startsWith("/var/log/") &&
  !/^\/var\/log\/(?:journal\/|(?:wtmp|btmp|lastlog|faillog|tallylog)(?:\.|$))/.test(path)

const plainText = (bytes: Uint8Array): string | undefined => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes)
  try {
    return new TextDecoder().decode(gunzipSync(bytes))
  } catch {
    // Broken gzip is the finding of N05.
    return undefined
  }
}

const latestOf = (history: DeckyHistory): ReadonlyMap<string, FileEvent> => {
  const latest = new Map<string, FileEvent>()
  for (const event of history.files) {
    if (event.action === "remove") latest.delete(event.path)
    else latest.set(event.path, event)
  }
  return latest
}

export const of: (history: DeckyHistory) => View = Evidence.memo((history) => {
  const entries = history.tree()
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const latest = latestOf(history)
  const lives = Lives.make(history, byPath.keys())
  const contents = new Map<string, Content.Content>()
  const stored: Array<StoredMail> = []
  const logs: Array<LogFile.LogFile> = []
  for (const entry of entries) {
    if (entry.kind !== "file") continue
    const bytes = entry.read()
    const isLog = isTextLog(entry.path)
    const text = plainText(bytes)
    const bodyKnown = latest.get(entry.path)?.body !== undefined
    contents.set(entry.path, Content.read(history, entry, bytes, text, bodyKnown))
    if (isLog && text !== undefined)
      logs.push(LogFile.parse(entry.path, text, entry.mtime.ms, history.decky.timezone))
    else if (isMail(entry.path)) stored.push(readMail(entry, bytes, text ?? ""))
  }
  const residents = new Map(history.residents.map((one) => [one.persona.email.toLowerCase(), one]))
  return {
    history,
    entries,
    byPath,
    residents,
    latest,
    userFiles: [...latest.values()].flatMap((event) => {
      const entry = byPath.get(event.path)
      return entry !== undefined && ContentClass.isUser(event.class) ? [{ entry, event }] : []
    }),
    contents,
    lives,
    stored,
    sent: history.mails.map((event) => ({
      event,
      mail: MailFile.parse(event.source),
      author: residents.get(MailFile.bareAddress(event.from)),
    })),
    logs: LogJudge.judge(history, lives, logs),
  }
})

/** The author of a file, where he lives on the decky. */
export const authorOf = (view: View, event: FileEvent): Resident | undefined =>
  event.persona === undefined ? undefined : view.residents.get(event.persona.toLowerCase())

/** Path and class are those of the user's own files. */
export const isUserWrite = (event: FileEvent): boolean =>
  ContentClass.isUser(event.class) && (event.action === "create" || event.action === "edit")
