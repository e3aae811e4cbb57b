/** Ubuntu 24.04 LTS, noble. */
import type { ReleaseFacts } from "../ReleaseFacts.ts"
import * as Jobs from "./Jobs.ts"
import { ubuntuFiles, ubuntuTimers } from "./ubuntu2204.ts"

export const ubuntu2404: ReleaseFacts = {
  stamp: "iso8601",
  systemd: 255,
  rsyslogVersion: "8.2312.0",
  opensshVersion: "9.6p1",
  kernelUptime: false,
  kernelVersion: "6.8.0-51-generic",
  pamNamesOpener: true,
  pamEnvWarns: false,
  managerTag: "(systemd)",
  sessionWord: "User",
  files: ubuntuFiles,
  stanzas: [{ period: "weekly", rotate: 4 }],
  owner: "syslog",
  group: "adm",
  crontab: [...Jobs.system("braces"), ...Jobs.e2scrub],
  taggedCrontab: Jobs.tagged,
  timers: ubuntuTimers("Ubuntu Pro"),
  motdProcesses: [54, 118],
  ubuntu: true,
}
