/**
 * `~/.bash_history`: what somebody typed in a login, appended when it ends (bash(1), HISTORY). The
 * commands that matter are those of the session's own acts; around them lies what everybody types.
 */
import type { Register } from "../lexicon/Lexicon.ts"
import type { Stream } from "../rng/Rng.ts"

/** Fillers by register with weights after Zipf: the first few make up half of all commands. */
const fillers: Readonly<Record<Register, ReadonlyArray<string>>> = {
  ops: [
    "ls", "cd", "ls -la", "cd ..", "df -h", "sudo systemctl status {service}", "uptime", "history",
    "free -m", "top", "w", "ps aux | grep {service}", "ll", "cat /etc/hosts", "ip a", "ss -tlnp",
    "du -sh *", "last | head", "sudo journalctl -u {service} -n 50", "ping -c 3 {host}",
    "sudo tail -f /var/log/syslog", "dig {host}", "crontab -l", "exit", "df -i", "lsblk",
    "sudo apt update", "apt list --upgradable", "vmstat 1 5", "id", "date", "mount | column -t",
    "sudo ss -tulpn", "nslookup {host}", "host {host}", "du -sh /var/log", "screen -ls", "tmux a",
  ],
  dev: [
    "ls", "cd", "git status", "cd ..", "git pull", "git diff", "ls -la", "git log --oneline -10",
    "git add -p", "make", "git stash", "ll", "git branch", "make test", "history", "git fetch",
    "grep -rn {project} .", "python3", "cat README.md", "htop", "git checkout main", "exit", "pwd",
    "find . -name '*.log'", "git stash pop", "du -sh .", "less Makefile", "git remote -v", "tmux a",
    "diff -u a b", "wc -l *", "which python3", "git blame README.md", "ssh-add -l", "env | sort",
  ],
  office: [
    "ls", "cd", "ls -l", "cd ..", "pwd", "cd Documents", "exit", "ls -la", "date", "cal", "history",
    "clear", "df -h .", "du -sh *", "less README", "ls -lt | head", "whoami", "wc -l *", "cd -",
    "find . -name '*{project}*'", "sort *.csv | uniq | wc -l", "head *.csv", "grep -ri {project} .",
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
  // everybody has an order of preference of his own, kept from login to login
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
    push(command)
    for (let count = rng.weightedIndex([5, 4, 2, 1]); count > 0; count--) filler()
  }
  return out.length === 0 ? "" : `${out.join("\n")}\n`
}
