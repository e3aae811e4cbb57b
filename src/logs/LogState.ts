/**
 * What a machine's logs have come to. A plain value: it survives JSON, is kept between flushes, and
 * taken at the beginning of a generation it is enough to write that generation's text again.
 * Moments are epoch microseconds unless named otherwise; 2^53 holds them until the year 2255.
 */
import type { Facility } from "../host/ReleaseFacts.ts"
import type { Instant } from "../time/Instant.ts"
import type { Record as LoginRecord } from "./Wtmp.ts"

/** A line that is decided; it may be due later, as a session's close is. */
export interface Line {
  readonly atMicros: number
  readonly facility: Facility
  /** `sshd[571]` */
  readonly tag: string
  readonly text: string
}

export interface OpenSession {
  readonly id: string
  readonly login: string
  readonly uid: number
  /** logind's number. */
  readonly number: number
  readonly monitorPid: number
  /** The process that serves the user; the monitor itself for root. */
  readonly childPid: number
  readonly port: number
  readonly fromIp: string
  /** -1 without a terminal. */
  readonly pts: number
  /** The process that `wtmp` names. */
  readonly recordPid: number
}

export interface Manager {
  readonly uid: number
  readonly pid: number
}

/** What is going to happen because something happened before. */
export type AgendaItem =
  | { readonly kind: "close"; readonly atMicros: number; readonly session: string }
  | {
      readonly kind: "sudo"
      readonly atMicros: number
      readonly session: string
      readonly command: string
      readonly cwd: string
    }
  | {
      readonly kind: "manager-stop"
      readonly atMicros: number
      readonly uid: number
      readonly login: string
    }
  | { readonly kind: "lease"; readonly atMicros: number }

export interface OlderFile {
  readonly bytes: number
  /** Of its last line. */
  readonly mtime: Instant
  /** Ordinal of the file that this was when it was live; the first is 0. */
  readonly generation: number
  readonly compressed: boolean
}

export interface FileState {
  readonly bytes: number
  /** 0 while the file is empty. */
  readonly firstMicros: number
  readonly lastMicros: number
  readonly generation: number
  /** Local day on which logrotate last rotated it or saw it first; 0 before that. */
  readonly rotatedDay: number
  /** Last write, or creation by logrotate while empty; absent while the file does not exist. */
  readonly mtime?: Instant
  /** `.1` first. */
  readonly older: ReadonlyArray<OlderFile>
}

export interface LogState {
  /** Epoch milliseconds up to which everything is written. */
  readonly atMillis: number
  readonly pidNext: number
  readonly pidAtMicros: number
  /** Until then a burst of forks is under way, and the next one waits. */
  readonly busyUntilMicros: number
  readonly sessionNext: number
  readonly open: ReadonlyArray<OpenSession>
  readonly managers: ReadonlyArray<Manager>
  /** By moment. */
  readonly agenda: ReadonlyArray<AgendaItem>
  /** In the order in which they were decided. */
  readonly pending: ReadonlyArray<Line>
  readonly pendingRecords: ReadonlyArray<LoginRecord>
  /** By path. */
  readonly files: Readonly<Record<string, FileState>>
}
