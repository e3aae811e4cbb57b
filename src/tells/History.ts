/**
 * A finished history, with all that a judge needs: who lived where, what was written when, and the
 * tree that is left.
 */
import type { TreeEntry } from "../host/TreeEntry.ts"
import type { Decky } from "../fleet/Decky.ts"
import type { Wording } from "../llm/Wording.ts"
import type { HostProfile } from "../host/HostProfile.ts"
import type { Lore } from "../lore/Lore.ts"
import type { Resident } from "../persona/Resident.ts"
import type { ContentClass } from "../taxonomy/ContentClass.ts"
import type { Instant } from "../time/Instant.ts"

export interface FileEvent {
  /** Epoch milliseconds. */
  readonly at: number
  readonly action: "create" | "edit" | "append" | "rotate" | "remove"
  readonly class: ContentClass
  /** The author's address; undefined for the machine's own acts. */
  readonly persona: string | undefined
  readonly path: string
  readonly mtime: Instant
  readonly mode: number
  readonly owner: string
  readonly group: string
  readonly bytes: number
  readonly sha256: string
  /** The whole text of a created or edited text file; undefined for logs and binary files. */
  readonly body: string | undefined
  /** Where its words come from, where a model was asked. */
  readonly wording?: Wording
  /** How a file of bait calls home. */
  readonly bait?: {
    readonly token: string
    readonly kind: "http" | "dns" | "aws_passive"
    readonly slug: string
  }
}

export interface Delivery {
  readonly mailbox: string
  readonly path: string
  readonly mtime: Instant
}

export interface MailEvent {
  readonly at: number
  readonly from: string
  readonly to: ReadonlyArray<string>
  readonly messageId: string
  readonly inReplyTo: string | undefined
  readonly references: ReadonlyArray<string>
  readonly threadId: string
  readonly subject: string
  /** The sender's own copy. */
  readonly source: string
  readonly deliveries: ReadonlyArray<Delivery>
  /** Where its words come from, where a model was asked. */
  readonly wording?: Wording
}

/** An outgoing connection from this decky. */
export interface TrafficEvent {
  readonly at: number
  /** Uuid of the decky it went to; undefined where the far end is a host of the lore only. */
  readonly to: string | undefined
  readonly toHost: string
  readonly user: string
  readonly command: string
  readonly durationSeconds: number
  readonly success: boolean
}

export type { TreeEntry }

export interface DeckyHistory {
  readonly decky: Decky
  readonly host: HostProfile
  readonly lore: Lore
  readonly residents: ReadonlyArray<Resident>
  /** Epoch milliseconds at which the history of this decky begins. */
  readonly bornAt: number
  /**
   * Stretches planted as back-filled history (epoch milliseconds, both ends included), in which an
   * mtime may lie before `bornAt`.
   */
  readonly backfilled?: ReadonlyArray<{ readonly from: number; readonly to: number }>
  readonly files: ReadonlyArray<FileEvent>
  readonly mails: ReadonlyArray<MailEvent>
  readonly traffic: ReadonlyArray<TrafficEvent>
  /** The files and directories that are there at the end, sorted by path. */
  readonly tree: () => ReadonlyArray<TreeEntry>
}

export interface History {
  /** Epoch milliseconds. */
  readonly start: number
  readonly end: number
  /** The planner's settings that shares are judged by. */
  readonly afterHoursShare: number
  readonly weekendShare: number
  /** In order of uuid. */
  readonly deckies: ReadonlyArray<DeckyHistory>
}

export interface Finding {
  /** `T01` */
  readonly tell: string
  readonly decky: string
  readonly path?: string
  readonly evidence: string
}

/** A pure judgement over a finished history. */
export type Tell = (history: History) => ReadonlyArray<Finding>
