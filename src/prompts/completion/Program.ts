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
    /\brm\s+(?:-[\w-]+\s+)*-\w*[rR]\w*\s+(?:-[\w-]+\s+)*["']?(?:\/|~|\$\{?HOME\}?|\/(?:\*|etc|usr|var|home|opt|boot|root|bin|lib|srv)\/?\*?|\.{1,2}|\*)["']?\s*(?:$|[;&|#)])/m,
  ],
  [
    "removes what an empty variable leaves",
    /\brm\s+(?:-[\w-]+\s+)*-\w*[rR]\w*\s+["']?\$\{?\w+\}?["']?\/(?:\*|["']?\s*(?:$|[;&|#)]))/m,
  ],
  ["removes a whole tree", /\brmtree\(\s*["'](?:\/|\/(?:etc|usr|var|home|opt)\/?|~\/?)["']/],
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
  ["opens everything to everybody", /\bchmod\s+(?:-\w+\s+)*(?:0?777|a\+rwx)\b/],
  [
    "changes accounts",
    /(?:^|[;&|]\s*|\bsudo\s+)(?:useradd|userdel|usermod|passwd|chpasswd|visudo)\b|>\s*\/etc\/(?:shadow|sudoers)/,
  ],
]

export const isPython = (text: string, extension: string): boolean =>
  extension === "py" || (extension !== "sh" && python.test(text.split("\n", 1)[0]!))

export const fault = (text: string, extension: string): Rejection.Rejection | undefined => {
  const wrong = syntax(text, extension)
  if (wrong !== undefined) return Rejection.because("syntax", wrong)
  const danger = dangers.find(([, pattern]) => pattern.test(text))
  return danger === undefined ? undefined : Rejection.because("tell", `a script that ${danger[0]}`)
}
