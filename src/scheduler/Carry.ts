/** What is under way on a decky between two moments: a plain value, stored beside its files. */
import type { Message } from "../email/Message.ts"
import type { LogState } from "../logs/Logs.ts"
import type { Instant } from "../time/Instant.ts"
import type { Matter } from "../voice/Voice.ts"

/** How many messages of a thread are kept for quoting. */
export const chainMax = 6

/** A reply that somebody will write. */
export interface PendingReply {
  /** The thread so far, oldest first, at most `chainMax`; the last is what is answered. */
  readonly chain: ReadonlyArray<Message>
  /** Address of who began the thread: an answer stays with what that one's work is about. */
  readonly opener: string
  /** Address of who will answer. */
  readonly replier: string
  readonly at: Instant
  /** What the thread is about. */
  readonly matter: Matter
}

/** Something a session typed, kept until its shell exits. */
export interface Typed {
  readonly atMillis: number
  readonly command: string
}

export interface Carry {
  /** Epoch milliseconds: everything up to and including it has been decided and done. */
  readonly cursor: number
  readonly logs: LogState
  /**
   * The log state right after each rotation whose generations are still to be compressed, oldest
   * first: logs are written again from there, never held as bodies.
   */
  readonly checkpoints: ReadonlyArray<LogState>
  /** Sorted by `at`. */
  readonly replies: ReadonlyArray<PendingReply>
  /** By address, in order of time. */
  readonly typed: Readonly<Record<string, ReadonlyArray<Typed>>>
  /** Hosts that an account has connected to, by login. */
  readonly knownHosts: Readonly<Record<string, ReadonlyArray<string>>>
}
