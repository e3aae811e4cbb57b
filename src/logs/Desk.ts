/**
 * The working copy of a log state during one advance: hands out pids and session numbers, takes
 * lines and appointments.
 */
import type { HostProfile } from "../host/HostProfile.ts"
import type { Facility } from "../host/ReleaseFacts.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Facts from "./Facts.ts"
import type { AgendaItem, Line, LogState, Manager, OpenSession } from "./LogState.ts"
import * as Mix from "./Mix.ts"
import type { Record as LoginRecord } from "./Wtmp.ts"

/** Low pids belong to daemons (kernel/pid.c, RESERVED_PIDS). */
const pidAfterWrap = 300

export class Desk {
  readonly host: HostProfile
  readonly facts: Facts.Facts
  readonly rng: Stream
  readonly lines: Array<Line>
  readonly records: Array<LoginRecord>
  readonly agenda: Array<AgendaItem>
  open: ReadonlyArray<OpenSession>
  managers: ReadonlyArray<Manager>
  sessionNext: number
  pidNext: number
  pidAtMicros: number
  busyUntilMicros: number

  constructor(rng: Stream, host: HostProfile, state: LogState) {
    this.host = host
    this.facts = Facts.of(host)
    this.rng = rng
    this.lines = [...state.pending]
    this.records = [...state.pendingRecords]
    this.agenda = [...state.agenda]
    this.open = state.open
    this.managers = state.managers
    this.sessionNext = state.sessionNext
    this.pidNext = state.pidNext
    this.pidAtMicros = state.pidAtMicros
    this.busyUntilMicros = state.busyUntilMicros
  }

  line(atMicros: number, facility: Facility, tag: string, text: string): void {
    this.lines.push({ atMicros, facility, tag, text })
  }

  /** A line of the system's manager, in syslog. */
  systemd(atMicros: number, text: string): void {
    this.line(atMicros, "daemon", "systemd[1]", text)
  }

  daemon(atMicros: number, name: Facts.Daemon, text: string, facility: Facility = "daemon"): void {
    this.line(atMicros, facility, `${name}[${this.facts.pidOf[name]}]`, text)
  }

  /**
   * The pid of a process that starts then. Between two that the logs name, others came and went:
   * the profile's hourly number on average, unevenly.
   */
  pid(atMicros: number): number {
    const elapsed = Math.max(0, atMicros - this.pidAtMicros)
    // permille, 1000 on average: mostly 300 to 1300, one time in eight up to four times as many
    const noise = Mix.below(atMicros, 1, 1000)
    const permille = Mix.below(atMicros, 2, 8) === 0 ? 1100 + noise * 3 : 270 + noise
    const background = Math.floor((elapsed * this.host.pids.perHour * permille) / 3.6e12)
    // what is less than a process is kept for the next one
    if (background > 0) this.pidAtMicros = atMicros
    return this.take(background + 1)
  }

  /** The last of so many processes that start at once. */
  take(count: number): number {
    let pid = this.pidNext + count - 1
    if (pid >= this.host.pids.max) pid = pidAfterWrap + (pid - this.host.pids.max)
    this.pidNext = pid + 1
    return pid
  }

  /** When a burst of forks can begin that wants to begin then and takes so long. */
  begin(atMicros: number, spanMicros: number): number {
    const start = Math.max(atMicros, this.busyUntilMicros)
    this.busyUntilMicros = start + spanMicros
    return start
  }

  /** Makes an appointment; of two at one moment the one made first is kept first. */
  appoint(item: AgendaItem): void {
    let index = this.agenda.length
    while (index > 0 && this.agenda[index - 1]!.atMicros > item.atMicros) index--
    this.agenda.splice(index, 0, item)
  }
}

/** Something that happens on the machine by itself. */
export interface Act {
  readonly atMicros: number
  readonly run: (desk: Desk) => void
}
