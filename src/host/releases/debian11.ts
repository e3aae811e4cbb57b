/** Debian 11, bullseye. */
import type { ReleaseFacts } from "../ReleaseFacts.ts"
import * as Jobs from "./Jobs.ts"
import * as Units from "./Units.ts"

export const debian11: ReleaseFacts = {
  stamp: "rfc3164",
  systemd: 247,
  rsyslogVersion: "8.2102.0",
  opensshVersion: "8.4p1",
  kernelUptime: true,
  kernelVersion: "5.10.0-32-amd64",
  pamNamesOpener: false,
  pamEnvWarns: false,
  managerTag: "systemd",
  sessionWord: "user",
  // rsyslog 8.2102.0-2's rsyslog.conf; messages takes info to warn but no auth, cron, daemon, mail
  files: [
    { path: "/var/log/auth.log", facilities: ["auth", "authpriv"], class: "log_daemon", stanza: 0 },
    {
      path: "/var/log/syslog",
      facilities: ["cron", "daemon", "kern", "syslog", "user"],
      class: "log_daemon",
      stanza: 0,
    },
    { path: "/var/log/daemon.log", facilities: ["daemon"], class: "log_daemon", stanza: 0 },
    { path: "/var/log/kern.log", facilities: ["kern"], class: "log_daemon", stanza: 0 },
    { path: "/var/log/user.log", facilities: ["user"], class: "log_daemon", stanza: 0 },
    {
      path: "/var/log/messages",
      facilities: ["kern", "syslog", "user"],
      class: "log_daemon",
      stanza: 0,
    },
  ],
  // one weekly stanza since 8.2102.0-1 ("Merge logrotate rules", debian/changelog); syslog was
  // daily with seven generations up to Debian 10
  stanzas: [{ period: "weekly", rotate: 4 }],
  owner: "root",
  group: "adm",
  crontab: [...Jobs.system("parentheses"), ...Jobs.e2scrub],
  taggedCrontab: Jobs.tagged,
  timers: [
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
    { ...Units.fwupdRefresh, workstationOnly: true },
  ],
  motdProcesses: [0, 0],
  ubuntu: false,
}
