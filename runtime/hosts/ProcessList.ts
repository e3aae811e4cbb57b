/** What a host's processes tell of its daemons. */

/** The program of a command line: `sshd: /usr/sbin/sshd -D [listener] …` and plain ones. */
const programOf = (command: string): string => {
  const first = command.trim().split(/\s+/)[0] ?? ""
  return first.replace(/:$/, "").replace(/^.*\//, "")
}

const syslogs = ["rsyslogd", "syslog-ng", "syslogd", "sysklogd"]

export interface Daemons {
  readonly sshd: boolean
  /** One that writes the files below `/var/log` itself. */
  readonly syslog: boolean
  readonly cron: boolean
}

export const daemonsOf = (commands: ReadonlyArray<string>): Daemons => {
  const programs = new Set(commands.map(programOf))
  return {
    sshd: programs.has("sshd"),
    syslog:
      syslogs.some((each) => programs.has(each)) ||
      commands.some((command) => /\bbusybox syslogd\b/.test(command)),
    cron: programs.has("cron") || programs.has("crond"),
  }
}
