/** Scripts: whether they parse, begin as their name says, and do nothing that a visitor may rue. */
import { parser } from "@lezer/python"
import { parse } from "unbash"
import * as PythonScript from "../../reading/PythonScript.ts"
import * as ShellScript from "../../reading/ShellScript.ts"
import * as Rejection from "./Rejection.ts"

const shell = /^#! ?(?:\/usr)?\/bin\/(?:env )?(ba)?sh(?: -[a-z]{1,6})?$/
const python = /^#! ?(?:\/usr)?\/bin\/(?:env )?python3?(?: -[a-zA-Z]{1,3})?$/

/** Nodes that Python 2 had, and those that stand where nothing fits. */
const pythonFault = (text: string): string | undefined => {
  const own = PythonScript.fault(text)
  if (own !== undefined) return own
  let found: string | undefined
  const cursor = parser.parse(text).cursor()
  do
    if (cursor.type.isError || cursor.name === "PrintStatement")
      found = `does not parse at line ${text.slice(0, cursor.from).split("\n").length}`
  while (found === undefined && cursor.next())
  return found
}

const shellFault = (text: string): string | undefined => {
  const error = parse(text).errors?.[0]
  return error === undefined
    ? ShellScript.fault(text)
    : `${error.message} at line ${text.slice(0, error.pos).split("\n").length}`
}

/** What `dash` does not know. */
const bashOnly =
  /(?:^|[;&|]\s*|\b(?:if|while|until|then|do|else) )\[\[ |^\s*(?:declare|shopt|mapfile|readarray)\b|^\s*\w+=\(|<<<|<\(|\$\{\w+(?:\[|,,|\^\^|:\d)|^\s*function \w+|&>/m

const syntax = (text: string, extension: string): string | undefined => {
  const head = text.split("\n", 1)[0]!
  const isPython = extension === "py" || (extension !== "sh" && python.test(head))
  if (!head.startsWith("#!")) return "no shebang"
  if (!(isPython ? python : shell).test(head)) return `shebang ${head.slice(0, 40)}`
  const fault = isPython ? pythonFault(text) : shellFault(text)
  if (fault !== undefined) return fault
  return !isPython && shell.exec(head)?.[1] === undefined && bashOnly.test(text)
    ? "a form that sh does not have"
    : undefined
}

const dangers: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  [
    "removes a whole tree",
    /\brm[ \t]{1,4}(?:-[\w-]{1,16}[ \t]{1,4}){0,3}-(?:\w{0,8}[rR]\w{0,8}|-recursive)[ \t]{1,4}(?:-[\w-]{1,16}[ \t]{1,4}){0,3}["']?(?:\/|~|\$\{?HOME\}?|\/(?:\*|etc|usr|var|home|opt|boot|root|bin|lib|srv)\/?\*?|\.{1,2}|\*)["']?\s*(?:$|[;&|#)])/m,
  ],
  [
    "removes what an empty variable leaves",
    /\brm[ \t]{1,4}(?:-[\w-]{1,16}[ \t]{1,4}){0,3}-\w{0,8}[rR]\w{0,8}[ \t]{1,4}["']?\$\{?\w{1,40}\}?["']?\/(?:\*|["']?\s*(?:$|[;&|#)]))/m,
  ],
  [
    "removes a whole tree",
    /\brmtree\(\s{0,8}["'](?:\/[\w.-]{0,20}\/?|~\/?)["']|\bfind[ \t]{1,4}["']?\/(?:etc|usr|var|home|boot|opt)?\/?["']?[ \t][^\n]{0,200}(?:-delete\b|-exec[ \t]{1,4}rm\b)|\btar\b[^\n]{0,120}[ \t]-C[ \t]{0,4}\/(?:\s|$)|(?:os\.system|subprocess\.\w{1,20})\([^\n]{0,40}\brm\b/m,
  ],
  [
    "takes away defences or traces",
    /\b(?:iptables|ip6tables)[ \t]{1,4}-(?:F|X|P)\b|\bnft[ \t]{1,4}flush\b|\bufw[ \t]{1,4}(?:disable|reset)\b|\bsystemctl[ \t]{1,4}(?:stop|disable|mask)[ \t]{1,4}(?:--now[ \t]{1,4})?(?:sshd?|networking|network|firewalld|ufw|auditd|r?syslog|fail2ban)\b|\bsetenforce[ \t]{1,4}0\b|\bhistory[ \t]{1,4}-[cw]\b|\bunset[ \t]{1,4}HISTFILE\b|(?:\brm[ \t][^\n]{0,40}|>[ \t]{0,4}|\btruncate[ \t][^\n]{0,40}|\bshred[ \t][^\n]{0,40})\/var\/log\/(?:auth|sys|wtmp|btmp|lastlog|messages|secure|kern|audit)/,
  ],
  [
    "fills or heats the host",
    /\bdd[ \t][^\n]{0,80}if=\/dev\/(?:zero|u?random)|^[ \t]{0,16}yes\b[^\n|]{0,40}(?:&|$)|\bxmrig\b|\bminerd\b|stratum\+tcp|\bchown[ \t]{1,4}-R[ \t]{1,4}nobody\b/m,
  ],
  ["runs what is not there", /(?:^|[;&|][ \t]{0,4})\.\/[\w.-]{2,40}(?=[\s;]|$)/m],
  [
    "writes to a disk",
    /\bmkfs\b|\bwipefs\b|\bof=\/dev\/|>\s*\/dev\/(?:sd|nvme|vd|hd)|\bfdisk\b|\bparted\b/,
  ],
  ["is a fork bomb", /:\(\)\s*\{/],
  [
    "runs what it downloads",
    /\b(?:curl|wget)\b[^\n]{0,200}\|\s*(?:sudo\s+)?(?:ba|da|z)?sh\b|\b(?:ba|da|z)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\()\s*(?:curl|wget)|\beval\s+["']?(?:\$\(|`)\s*(?:curl|wget)/,
  ],
  [
    "opens a shell to the network",
    /\/dev\/(?:tcp|udp)\/|\bnc(?:at)?\s[^\n]{0,80}-\w*e\b|\bsocat\b|base64\s+(?:-d|--decode)[^\n]{0,80}\|\s*(?:ba)?sh\b/,
  ],
  ["stops the host", /(?:^|[;&|]\s*|sudo\s+)(?:shutdown|reboot|halt|poweroff|init [06])\b/m],
  [
    "opens everything to everybody",
    /\bchmod[ \t]{1,4}(?:-\w{1,8}[ \t]{1,4}){0,3}(?:0?777|(?:a|ugo)[+=]rwx)\b/,
  ],
  [
    "changes accounts",
    /(?:^|[;&|]\s*|\bsudo\s+)(?:useradd|userdel|usermod|passwd|chpasswd|visudo)\b|>\s*\/etc\/(?:shadow|sudoers)/,
  ],
]

export const isPython = (text: string, extension: string): boolean =>
  extension === "py" || (extension !== "sh" && python.test(text.split("\n", 1)[0]!))

/** A loop without an end, and without a rest within. */
const isEndless = (text: string): boolean =>
  /\bwhile[ \t]{1,4}(?:true|:|\[ 1 \]|True)[ \t]{0,4}(?:[;:\n]|$)/m.test(text) &&
  !/\b(?:sleep|break|read|wait|return|exit|inotifywait)\b/.test(text)

export const fault = (text: string, extension: string): Rejection.Rejection | undefined => {
  const wrong = syntax(text, extension)
  if (wrong !== undefined) return Rejection.because("syntax", wrong)
  if (isEndless(text)) return Rejection.because("tell", "a script that never ends")
  const danger = dangers.find(([, pattern]) => pattern.test(text))
  return danger === undefined ? undefined : Rejection.because("tell", `a script that ${danger[0]}`)
}
