/**
 * `~/.bash_history`: what somebody typed in a login, appended when it ends (bash(1), HISTORY). The
 * commands that matter are those of the session's own acts; around them lies what everybody types.
 */
import type { Register } from "../lexicon/Lexicon.ts"
import type { Stream } from "../rng/Rng.ts"

/**
 * Fillers by register, the commonest first, as Zipf has it. None changes the directory, ends
 * the shell, asks for root (sudo is logged, and comes with the session) or names a file.
 */
const fillers: Readonly<Record<Register, ReadonlyArray<string>>> = {
  ops: [
    "ls",
    "ls -la",
    "df -h",
    "uptime",
    "history",
    "free -m",
    "ll",
    "w",
    "top",
    "ls -l",
    "systemctl status {service}",
    "ps aux | grep {service}",
    "ip a",
    "ss -tln",
    "cat /etc/hosts",
    "du -sh *",
    "last | head",
    "ping -c 3 {host}",
    "who",
    "date",
    "dig {host}",
    "df -i",
    "lsblk",
    "apt list --upgradable",
    "vmstat 1 5",
    "id",
    "mount | column -t",
    "nslookup {host}",
    "clear",
    "systemctl list-timers",
    "systemctl --failed",
    "uname -a",
    "cat /proc/loadavg",
    "ip r",
    "getent hosts {host}",
    "last -n 5",
    "env | grep PATH",
    "cat /etc/os-release",
    "lastlog",
  ],
  dev: [
    "ls",
    "ls -la",
    "ll",
    "history",
    "pwd",
    "git status",
    "df -h",
    "htop",
    "clear",
    "ls -lt | head",
    "grep -rn {project} .",
    "python3",
    "du -sh .",
    "wc -l *",
    "which python3",
    "env | sort",
    "top",
    "find . -name '*.log'",
    "git log --oneline -10",
    "git branch",
    "python3 --version",
    "date",
    "ps aux | grep python",
    "free -m",
    "uptime",
    "id",
    "git config -l",
    "find . -newermt today",
  ],
  office: [
    "ls",
    "ls -l",
    "ls -la",
    "pwd",
    "date",
    "clear",
    "ls -lt | head",
    "cal",
    "history",
    "df -h .",
    "du -sh *",
    "whoami",
    "find . -name '*{project}*'",
    "grep -ri {project} .",
    "who",
    "ls -R | wc -l",
  ],
}

export interface Typist {
  readonly register: Register
  /** `vim`, `nano`, ... */
  readonly editor: string
  readonly home: string
}

const editors: Readonly<Record<Register, ReadonlyArray<string>>> = {
  ops: ["vim", "vim", "vi", "nano"],
  dev: ["vim", "vim", "nano", "emacs -nw", "vi"],
  office: ["nano", "nano", "mcedit"],
}

/** The editor of one person; `root` is the root stream. */
export const editorOf = (root: Stream, email: string, register: Register): string =>
  root.within("editor", email).pick(editors[register])

/** A path as its owner types it from his home. */
export const relative = (typist: Typist, path: string): string => {
  const short = path.startsWith(`${typist.home}/`) ? path.slice(typist.home.length + 1) : path
  return /[ '"$&()]/.test(short) ? `'${short}'` : short
}

/** Index into a list of `length` with probability falling as 1/(rank + 2). */
const zipf = (rng: Stream, length: number): number =>
  rng.weightedIndex(Array.from({ length }, (_, rank) => Math.floor(10_000 / (rank + 2))))

/** `vim notes/a.md` from home, or the same from inside the folder and back. */
const fromFolder = (rng: Stream, typist: Typist, command: string): ReadonlyArray<string> => {
  const prefix = `${typist.editor} `
  const path = command.startsWith(prefix) ? command.slice(prefix.length) : ""
  const slash = path.lastIndexOf("/")
  if (slash < 1 || path.startsWith("'") || !rng.chance(2, 5)) return [command]
  return [
    `cd ${path.slice(0, slash)}`,
    ...(rng.chance(1, 2) ? ["ls"] : []),
    `${prefix}${path.slice(slash + 1)}`,
    rng.chance(1, 2) ? "cd" : "cd ~",
  ]
}

/**
 * The lines of one login, with the session's own commands in their order among fillers. No command
 * follows itself (HISTCONTROL=ignoreboth). Empty where nothing was typed.
 */
export const lines = (
  rng: Stream,
  typist: Typist,
  own: ReadonlyArray<string>,
  slots: Readonly<Record<string, string>>,
): string => {
  const list = fillers[typist.register]
  const out: Array<string> = []
  const push = (line: string) => {
    if (out.at(-1) !== line) out.push(line)
  }
  const filler = () => {
    const line = list[zipf(rng, list.length)]!
    push(line.replace(/\{(\w+)\}/g, (_, name: string) => slots[name] ?? name))
  }
  for (let count = rng.below(4); count > 0; count--) filler()
  for (const command of own) {
    for (const line of fromFolder(rng, typist, command)) push(line)
    for (let count = rng.weightedIndex([5, 4, 2, 1]); count > 0; count--) filler()
  }
  if (out.length > 0 && rng.chance(1, 3)) push("exit")
  return out.length === 0 ? "" : `${out.join("\n")}\n`
}
