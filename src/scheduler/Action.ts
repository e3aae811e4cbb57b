/** What a moment does to the world outside: plain values, decided before anything is performed. */
import type * as Canary from "../canary/Context.ts"
import type { Kind } from "../canary/Callback.ts"
import type { Subject } from "../bodies/Subject.ts"
import type { Message } from "../email/Message.ts"
import type { Wording } from "../llm/Wording.ts"
import type { Stream } from "../rng/Rng.ts"
import type { CanaryClass, ContentClass } from "../taxonomy/ContentClass.ts"
import type { Instant } from "../time/Instant.ts"
import type { Matter } from "../voice/Voice.ts"

/** What every file action carries; modes are permission bits, owners are account names. */
interface FileTarget {
  readonly path: string
  readonly class: ContentClass
  /** The author's address; undefined for the machine's own acts. */
  readonly persona: string | undefined
  readonly mtime: Instant
  readonly mode: number
  readonly owner: string
  readonly group: string
}

/** What came of asking a model for a text. */
export interface Worded {
  readonly wording: Wording
  /** Digests of the sentences that it brings; empty where its answer is not used. */
  readonly sentences: ReadonlyArray<string>
}

/** A text that a person writes. */
interface Worked {
  /** Where a model was asked. */
  readonly worded?: Worded
  /** What it would be without a model, where it is not that: decisions build on it. */
  readonly template?: string
}

export interface Create extends FileTarget, Worked {
  readonly _tag: "Create"
  readonly content: Uint8Array
  readonly sha256: string
  /** The text, where it is one. */
  readonly body: string | undefined
  readonly hotness: number
  /** Epoch milliseconds; undefined for good. */
  readonly removeAt: number | undefined
  /** The token whose artifact it belongs to. */
  readonly bait?: BaitMark
}

export interface BaitMark {
  readonly token: string
  readonly kind: Kind
  readonly slug: string
  /** With it the artifact is whole; it is planted last. */
  readonly isPrimary: boolean
}

export interface Edit extends FileTarget, Worked {
  readonly _tag: "Edit"
  readonly content: Uint8Array
  readonly sha256: string
  readonly body: string
  /** What must still be there; else a visitor has been at the file. */
  readonly previousSha256: string
}

export interface Append extends FileTarget {
  readonly _tag: "Append"
  /** What is added. */
  readonly content: Uint8Array
  readonly sha256: string
  /** Where ours ended so far; what a visitor appended meanwhile stays before what is added. */
  readonly offset: number
  /** What ours ended with, where that is known. */
  readonly tail: Tail | undefined
}

export interface Tail {
  readonly bytes: number
  readonly sha256: string
}

/** One step of a log rotation: the generation at `from` becomes `path`. */
export interface Rotate extends FileTarget {
  readonly _tag: "Rotate"
  readonly from: string
  /** When logrotate ran; `mtime` is that of the generation's last line. */
  readonly at: Instant
  readonly bytes: number
  readonly sha256: string
  /** The new generation's bytes where they are not those of `from`. */
  readonly content: Uint8Array | undefined
}

export interface Remove extends FileTarget {
  readonly _tag: "Remove"
  /** Of the bytes that go; undefined for a log generation, which belongs to the host. */
  readonly previousSha256: string | undefined
}

export type FileAction = Create | Edit | Append | Rotate | Remove

export interface MailCopy {
  /** The address whose mailbox it is. */
  readonly mailbox: string
  readonly path: string
  readonly content: Uint8Array
  readonly sha256: string
  readonly mtime: Instant
}

export interface Mail extends Worked {
  readonly _tag: "Mail"
  readonly message: Message
  /** The sender's own copy as text. */
  readonly source: string
  readonly copies: ReadonlyArray<MailCopy>
  readonly owner: string
  readonly group: string
}

export interface Connect {
  readonly _tag: "Connect"
  readonly persona: string | undefined
  /** Uuid of a decky; undefined where the far end is a host of the lore only. */
  readonly target: string | undefined
  readonly targetHost: string
  readonly targetIp: string
  readonly user: string
  /** Empty for an interactive session. */
  readonly command: string
  readonly durationMillis: number
}

export type Action = FileAction | Mail | Connect

/** Bait that is to be laid; what its files hold is not for a decision to know. */
export interface Bait {
  readonly _tag: "Bait"
  readonly class: CanaryClass
  /** Of its own moment, which names the token. */
  readonly momentId: string
  /** The owner's address. */
  readonly persona: string
  readonly context: Canary.Context
  readonly kind: Kind
  /** Of its files, as far as the context tells; the primary first. */
  readonly paths: ReadonlyArray<string>
}

/** A file's text as its author would write it; a model may yet word it otherwise. */
export interface Authored {
  readonly _tag: "Authored"
  readonly action: Create | Edit
  /** Of its own moment, which names the streams of its text. */
  readonly momentId: string
  readonly subject: Subject
}

/** A mail that is to be sent; a model may yet word it otherwise. */
export interface Letter {
  readonly _tag: "Letter"
  /** The thread so far, oldest first; the last is the letter. */
  readonly chain: ReadonlyArray<Message>
  /** Address of who began the thread. */
  readonly opener: string
  readonly matter: Matter
  /** The letter's own stream. */
  readonly stream: Stream
}

/** What is decided: actions, and what becomes some before it is written down. */
export type Planned = Action | Bait | Authored | Letter

export const isFile = (action: Planned): action is FileAction => {
  switch (action._tag) {
    case "Mail":
    case "Connect":
    case "Bait":
    case "Authored":
    case "Letter":
      return false
    default:
      return true
  }
}

/** Size of the whole file after an action; 0 where none is left. */
export const bytesAfter = (action: FileAction): number => {
  switch (action._tag) {
    case "Append":
      return action.offset + action.content.length
    case "Rotate":
      return action.bytes
    case "Remove":
      return 0
    default:
      return action.content.length
  }
}
