/**
 * What a decky is beneath its people: release, accounts, scheduled work, daemons and clocks. In
 * production it is read from the host once; in simulation the fleet file and a stream give it.
 */
import type { Decky } from "../fleet/Decky.ts"
import type { Account } from "../fleet/HostFacts.ts"

export type { Account }

/** A line of `/etc/crontab`, `/etc/cron.d/*` or a user's crontab; lists as cron expands them. */
export interface CronJob {
  /** Unique on the host; part of stream names. */
  readonly id: string
  readonly user: string
  readonly minutes: ReadonlyArray<number>
  readonly hours: ReadonlyArray<number>
  readonly daysOfMonth: ReadonlyArray<number> | "*"
  readonly months: ReadonlyArray<number> | "*"
  /** 0 is Sunday. */
  readonly daysOfWeek: ReadonlyArray<number> | "*"
  /** As cron logs it between the parentheses of `CMD`. */
  readonly command: string
  /** The table that has it: `/etc/crontab`. */
  readonly table: string
}

/** A systemd timer; `delaySeconds` is its random delay, fixed for a boot. */
export interface Timer {
  readonly unit: string
  readonly description: string
  /** Local seconds of the day at which it elapses, before the delay. */
  readonly secondsOfDay: ReadonlyArray<number>
  /** 0 is Sunday; "*" is daily. */
  readonly daysOfWeek: ReadonlyArray<number> | "*"
  readonly daysOfMonth: ReadonlyArray<number> | "*"
  readonly delaySeconds: number
  /**
   * Most seconds of a delay that is drawn anew before each run, on top of `delaySeconds`:
   * systemd.timer(5) draws `RandomizedDelaySec=` "before each iteration".
   */
  readonly redrawSecondsMax?: number
  /** How long its service runs. */
  readonly runMillis: number
}

export interface PidClock {
  /** The pid at `HostProfile.bootedAt`. */
  readonly base: number
  readonly perHour: number
  readonly max: number
}

export interface HostProfile {
  readonly decky: Decky
  readonly ip: string
  /** Epoch milliseconds, before the history begins. */
  readonly bootedAt: number
  readonly pids: PidClock
  readonly accounts: ReadonlyArray<Account>
  readonly crontab: ReadonlyArray<CronJob>
  readonly timers: ReadonlyArray<Timer>
  readonly sshdRuns: boolean
  readonly rsyslogRuns: boolean
  readonly cronRuns: boolean
  /** Whether its system logs are the engine's to write: the host has no daemon of its own for them. */
  readonly logsAreOurs: boolean
}
