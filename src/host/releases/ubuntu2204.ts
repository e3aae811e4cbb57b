/** Ubuntu 22.04 LTS, jammy. */
import { hour, type LogFile, type ReleaseFacts, type TimerPlan } from "../ReleaseFacts.ts"
import * as Jobs from "./Jobs.ts"
import * as Units from "./Units.ts"

/** `/etc/rsyslog.d/50-default.conf`, unchanged since 14.04 but for comments. */
export const ubuntuFiles: ReadonlyArray<LogFile> = [
  { path: "/var/log/auth.log", facilities: ["auth", "authpriv"], class: "log_daemon", stanza: 0 },
  {
    path: "/var/log/syslog",
    facilities: ["cron", "daemon", "kern", "syslog", "user"],
    class: "log_daemon",
    stanza: 0,
  },
  { path: "/var/log/kern.log", facilities: ["kern"], class: "log_daemon", stanza: 0 },
]

/** Every six hours, up to three more (ubuntu-advantage-tools 27 to 32). */
const advantage = (description: string): TimerPlan => ({
  unit: "ua-timer.timer",
  description,
  secondsOfDay: [0, 6 * hour, 12 * hour, 18 * hour],
  redrawSecondsMax: 3 * hour,
  runMillis: [350, 1900],
})

export const ubuntuTimers = (product: string): ReadonlyArray<TimerPlan> => [
  Units.dpkgDbBackup,
  Units.logrotate,
  Units.manDb,
  Units.aptDaily,
  Units.aptDailyUpgrade,
  Units.fstrim,
  Units.e2scrubAll,
  Units.tmpfilesClean,
  Units.motdNews,
  Units.updateNotifierDownload,
  Units.updateNotifierMotd,
  advantage(`${product} Timer for running repeated jobs`),
  Units.fwupdRefresh,
  Units.sysstatCollect,
  Units.sysstatSummary,
  Units.phpSessionClean,
  Units.plocate,
]

export const ubuntu2204: ReleaseFacts = {
  stamp: "rfc3164",
  systemd: 249,
  rsyslogVersion: "8.2112.0",
  opensshVersion: "8.9p1",
  kernelUptime: true,
  kernelVersion: "5.15.0-126-generic",
  pamNamesOpener: false,
  pamEnvWarns: false,
  managerTag: "systemd",
  sessionWord: "User",
  files: ubuntuFiles,
  stanzas: [{ period: "weekly", rotate: 4 }],
  owner: "syslog",
  group: "adm",
  crontab: [...Jobs.system("parentheses"), ...Jobs.e2scrub],
  taggedCrontab: Jobs.tagged,
  timers: ubuntuTimers("Ubuntu Advantage"),
  motdProcesses: [48, 96],
  ubuntu: true,
}
