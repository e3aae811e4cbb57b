/** Debian 12, bookworm. */
import type { ReleaseFacts } from "../ReleaseFacts.ts"
import * as Jobs from "./Jobs.ts"
import * as Units from "./Units.ts"

export const debian12: ReleaseFacts = {
  stamp: "iso8601",
  systemd: 252,
  rsyslogVersion: "8.2302.0",
  opensshVersion: "9.2p1",
  kernelUptime: true,
  kernelVersion: "6.1.0-28-amd64",
  pamNamesOpener: false,
  pamEnvWarns: true,
  managerTag: "(systemd)",
  sessionWord: "User",
  // rsyslog 8.2302.0-1's rsyslog.conf: syslog has all but auth, so cron's lines stand in two files
  files: [
    { path: "/var/log/auth.log", facilities: ["auth", "authpriv"], class: "log_daemon", stanza: 0 },
    {
      path: "/var/log/syslog",
      facilities: ["cron", "daemon", "kern", "syslog", "user"],
      class: "log_daemon",
      stanza: 0,
    },
    { path: "/var/log/cron.log", facilities: ["cron"], class: "log_cron", stanza: 0 },
    { path: "/var/log/kern.log", facilities: ["kern"], class: "log_daemon", stanza: 0 },
    { path: "/var/log/user.log", facilities: ["user"], class: "log_daemon", stanza: 0 },
  ],
  stanzas: [{ period: "weekly", rotate: 4 }],
  owner: "root",
  group: "adm",
  crontab: [...Jobs.system("braces"), ...Jobs.e2scrub],
  taggedCrontab: Jobs.tagged,
  timers: [
    Units.dpkgDbBackup,
    Units.logrotate,
    Units.manDb,
    Units.aptDaily,
    Units.aptDailyUpgrade,
    Units.fstrim,
    Units.e2scrubAll,
    Units.tmpfilesClean,
    Units.sysstatCollect,
    Units.sysstatSummary,
    Units.phpSessionClean,
    Units.plocate,
    { ...Units.fwupdRefresh, workstationOnly: true },
  ],
  motdProcesses: [0, 0],
  ubuntu: false,
}
