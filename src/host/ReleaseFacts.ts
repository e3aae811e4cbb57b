/** What distinguishes one release's system logs and scheduled work from another's. */
import type { CronJob } from "./HostProfile.ts"

export type Facility = "auth" | "authpriv" | "cron" | "daemon" | "kern" | "syslog" | "user"

/** A file that the release's rsyslog.conf writes. */
export interface LogFile {
  readonly path: string
  readonly facilities: ReadonlyArray<Facility>
  /** `log_cron` for the file that exists for cron's lines. */
  readonly class: "log_cron" | "log_daemon"
  /** Index of its stanza in `stanzas`. */
  readonly stanza: number
}

/** A stanza of `/etc/logrotate.d/rsyslog`: compress, delaycompress, missingok, notifempty. */
export interface Stanza {
  readonly period: "daily" | "weekly"
  /** Generations kept. */
  readonly rotate: number
}

/** A timer as its unit file has it, before chance has fixed its delays. */
export interface TimerPlan {
  readonly unit: string
  /** Of the service, since that is what the log shows. */
  readonly description: string
  readonly secondsOfDay: ReadonlyArray<number>
  readonly daysOfWeek?: ReadonlyArray<number>
  readonly daysOfMonth?: ReadonlyArray<number>
  /** `RandomizedDelaySec=` */
  readonly redrawSecondsMax?: number
  readonly runMillis: readonly [low: number, high: number]
  /** Of a hundred hosts that could have it, so many do; all where missing. */
  readonly percent?: number
  /** Hosts that share a tag share a draw: a package's timer and its cron job come together. */
  readonly tag?: Tag
  readonly workstationOnly?: boolean
}

export type Tag = "sysstat" | "php" | "plocate"

export interface ReleaseFacts {
  readonly stamp: "rfc3164" | "iso8601"
  /** systemd's major version; its wording changes with it. */
  readonly systemd: 247 | 249 | 252 | 255
  readonly rsyslogVersion: string
  readonly opensshVersion: string
  /** Whether rsyslog keeps the kernel's `[seconds.micros]`. */
  readonly kernelUptime: boolean
  readonly kernelVersion: string
  /** Whether PAM names the account in `by root(uid=0)` (1.5.3) or not, `by (uid=0)`. */
  readonly pamNamesOpener: boolean
  /** pam_env 1.5 says that `user_readenv=1` of Debian's `/etc/pam.d/sshd` is deprecated. */
  readonly pamEnvWarns: boolean
  /** Tag of the lines that the user manager's PAM stack writes. */
  readonly managerTag: string
  /** How systemd spells a session scope's description: `Session 4 of User anna`. */
  readonly sessionWord: "user" | "User"
  readonly files: ReadonlyArray<LogFile>
  readonly stanzas: ReadonlyArray<Stanza>
  readonly owner: string
  readonly group: string
  /** Jobs of every host of that release. */
  readonly crontab: ReadonlyArray<CronJob>
  /** Jobs of hosts that have the package. */
  readonly taggedCrontab: Readonly<Record<Tag, ReadonlyArray<CronJob>>>
  readonly timers: ReadonlyArray<TimerPlan>
  /** Processes between an SSH monitor and its child beyond Debian's six: Ubuntu's motd scripts. */
  readonly motdProcesses: readonly [low: number, high: number]
  readonly ubuntu: boolean
}

export const hour = 3600
export const midnight: ReadonlyArray<number> = [0]
