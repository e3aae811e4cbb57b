/**
 * A structural reading of shell scripts, enough to say what `bash -n` would refuse: quotes,
 * brackets, here-documents and the compound commands must close. What it does not understand it
 * accepts.
 */

import { reserved, type Frame } from "./ShellFrame.ts"

interface Scanner {
  readonly text: string
  position: number
  readonly heredocs: Array<{ readonly delimiter: string; readonly tabs: boolean }>
  fault: string | undefined
}

const fail = (scanner: Scanner, fault: string): void => {
  scanner.fault ??= fault
  scanner.position = scanner.text.length
}

const singleQuote = (scanner: Scanner): void => {
  const end = scanner.text.indexOf("'", scanner.position + 1)
  if (end < 0) fail(scanner, "unclosed '")
  else scanner.position = end + 1
}

/** `$'...'`, where a backslash escapes. */
const ansiQuote = (scanner: Scanner): void => {
  scanner.position += 2
  while (scanner.position < scanner.text.length) {
    const char = scanner.text[scanner.position]!
    scanner.position += char === "\\" ? 2 : 1
    if (char === "'") return
  }
  fail(scanner, "unclosed $'")
}

const backquote = (scanner: Scanner): void => {
  scanner.position += 1
  while (scanner.position < scanner.text.length) {
    const char = scanner.text[scanner.position]!
    scanner.position += char === "\\" ? 2 : 1
    if (char === "`") return
  }
  fail(scanner, "unclosed `")
}

/** What starts with `$`: an expansion that may hold quotes and commands of its own. */
const dollar = (scanner: Scanner, quoted: boolean): void => {
  const next = scanner.text[scanner.position + 1]
  if (next === "(" && scanner.text[scanner.position + 2] === "(") {
    scanner.position += 1
    group(scanner, "(", ")")
  } else if (next === "(") {
    scanner.position += 2
    list(scanner, ")")
  } else if (next === "{") {
    scanner.position += 1
    group(scanner, "{", "}")
  } else if (next === "'" && !quoted) ansiQuote(scanner)
  else scanner.position += 1
}

const doubleQuote = (scanner: Scanner): void => {
  scanner.position += 1
  while (scanner.position < scanner.text.length) {
    const char = scanner.text[scanner.position]!
    if (char === '"') {
      scanner.position += 1
      return
    }
    if (char === "\\") scanner.position += 2
    else if (char === "$") dollar(scanner, true)
    else if (char === "`") backquote(scanner)
    else scanner.position += 1
  }
  fail(scanner, 'unclosed "')
}

/** Steps over one quote, escape or expansion, or one plain character. */
const step = (scanner: Scanner): void => {
  const char = scanner.text[scanner.position]
  if (char === "'") singleQuote(scanner)
  else if (char === '"') doubleQuote(scanner)
  else if (char === "`") backquote(scanner)
  else if (char === "$") dollar(scanner, false)
  else scanner.position += char === "\\" ? 2 : 1
}

/** A balanced stretch in which nothing is a command: arithmetic, parameters, arrays, patterns. */
const group = (scanner: Scanner, open: string, close: string): void => {
  let depth = 0
  while (scanner.position < scanner.text.length) {
    const char = scanner.text[scanner.position]
    if (char === open) depth += 1
    if (char === close) depth -= 1
    // Inside ${...} a single quote may be an apostrophe of a default value within double quotes.
    if (open === "{" && char === "'") scanner.position += 1
    else step(scanner)
    if (depth === 0) return
  }
  fail(scanner, `unclosed ${open}`)
}

/** The bodies of here-documents begin after the line that asks for them. */
const newline = (scanner: Scanner): void => {
  scanner.position += 1
  while (scanner.heredocs.length > 0) {
    const { delimiter, tabs } = scanner.heredocs.shift()!
    let found = false
    while (!found && scanner.position < scanner.text.length) {
      const end = scanner.text.indexOf("\n", scanner.position)
      const stop = end < 0 ? scanner.text.length : end
      const line = scanner.text.slice(scanner.position, stop)
      scanner.position = Math.min(stop + 1, scanner.text.length)
      found = (tabs ? line.replace(/^\t+/, "") : line) === delimiter
    }
    if (!found) return fail(scanner, `here-document without its ${delimiter}`)
  }
}

const heredocStart = /^<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([\w.-]+))/

/** Steps over a redirection and, of a here-document, notes the delimiter. */
const redirection = (scanner: Scanner): void => {
  const rest = scanner.text.slice(scanner.position, scanner.position + 80)
  const heredoc = rest.startsWith("<<<") ? null : heredocStart.exec(rest)
  if (heredoc !== null) {
    const delimiter = heredoc[2] ?? heredoc[3] ?? heredoc[4]!
    scanner.heredocs.push({ delimiter, tabs: heredoc[1] === "-" })
    scanner.position += heredoc[0].length
    return
  }
  if (rest[1] === "(") {
    scanner.position += 2
    return list(scanner, ")")
  }
  const operator = /^(?:<<<|<>|>>|>\||[<>]&|[<>])[ \t]*/.exec(rest)![0]
  scanner.position += operator.length
  word(scanner)
}

const stops = new Set([" ", "\t", "\n", ";", "&", "|", "(", ")", "<", ">"])

const word = (scanner: Scanner): string => {
  const start = scanner.position
  while (scanner.position < scanner.text.length) {
    const char = scanner.text[scanner.position]!
    const before = scanner.text[scanner.position - 1] ?? ""
    const opensGroup = char === "(" && scanner.position > start && /[=?*+@!]/.test(before)
    if (opensGroup) group(scanner, "(", ")")
    else if (stops.has(char)) break
    else step(scanner)
  }
  return scanner.text.slice(start, scanner.position)
}

/** Patterns of a case branch up to their parenthesis. */
const pattern = (scanner: Scanner, frames: Array<Frame>, frame: Frame & { kind: "case" }): void => {
  const char = scanner.text[scanner.position]!
  if (char === "\n") return newline(scanner)
  if (char === "#") return comment(scanner)
  if (/[ \t|(]/.test(char)) scanner.position += 1
  else if (char === ")") {
    frame.stage = "body"
    scanner.position += 1
  } else if (/[;&<>]/.test(char)) fail(scanner, `unexpected ${char} in a case pattern`)
  else if (word(scanner) === "esac") frames.pop()
}

const comment = (scanner: Scanner): void => {
  const end = scanner.text.indexOf("\n", scanner.position)
  scanner.position = end < 0 ? scanner.text.length : end
}

/** A simple command's next word; returns whether a command may start after it. */
const plain = (scanner: Scanner, frames: Array<Frame>, mayStart: boolean): boolean => {
  const start = scanner.position
  const token = word(scanner)
  if (scanner.position === start) {
    scanner.position += 1
    return mayStart
  }
  const top = frames.at(-1)
  if (top?.kind === "case" && top.stage === "word") {
    if (token === "in") top.stage = "pattern"
    return false
  }
  if (!mayStart) {
    // `for x do` and `for x; do` both exist.
    if (token === "do" && top?.kind === "loop" && top.stage === "head") {
      top.stage = "body"
      return true
    }
    return false
  }
  if (token === "[[") {
    const end = /\s\]\](?=[\s;&|)]|$)/g
    end.lastIndex = scanner.position
    const match = end.exec(scanner.text)
    if (match === null) fail(scanner, "[[ without ]]")
    else scanner.position = match.index + match[0].length
    return false
  }
  if (token === "function") {
    scanner.position += /^[ \t]*/.exec(scanner.text.slice(scanner.position))![0].length
    word(scanner)
    return true
  }
  const reading = reserved((fault) => fail(scanner, fault), frames, token)
  return reading ?? /^\w+(?:\[[^\]]*\])?\+?=/.test(token)
}

const ahead = (scanner: Scanner, count: number): string =>
  scanner.text.slice(scanner.position, scanner.position + count)

/** A function's `()`, arithmetic or a subshell; returns whether a command may start after it. */
const parenthesis = (scanner: Scanner): boolean => {
  if (/^\(\s*\)/.test(ahead(scanner, 8))) {
    scanner.position = scanner.text.indexOf(")", scanner.position) + 1
    return true
  }
  if (ahead(scanner, 2) === "((") group(scanner, "(", ")")
  else {
    scanner.position += 1
    list(scanner, ")")
  }
  return false
}

/** A list of commands up to its terminator, which is consumed. */
const list = (scanner: Scanner, terminator: ")" | ""): void => {
  const frames: Array<Frame> = []
  let mayStart = true
  while (scanner.position < scanner.text.length) {
    const char = scanner.text[scanner.position]!
    const top = frames.at(-1)
    if (top?.kind === "case" && top.stage === "pattern") {
      pattern(scanner, frames, top)
      mayStart = frames.at(-1) === top
    } else if (char === " " || char === "\t" || char === "\r") scanner.position += 1
    else if (char === "\\" && scanner.text[scanner.position + 1] === "\n") scanner.position += 2
    else if (char === "#") comment(scanner)
    else if (char === "\n") {
      newline(scanner)
      mayStart = true
    } else if (top?.kind === "case" && /^;[;&]/.test(ahead(scanner, 2))) {
      scanner.position += /^;;?&?/.exec(ahead(scanner, 3))![0].length
      top.stage = "pattern"
    } else if (char === "&" && scanner.text[scanner.position + 1] === ">") scanner.position += 1
    else if (char === ";" || char === "&" || char === "|") {
      scanner.position += 1
      mayStart = true
    } else if (char === "<" || char === ">") redirection(scanner)
    else if (char === ")") {
      scanner.position += 1
      if (terminator === ")" && frames.length === 0) return
      fail(scanner, "unexpected )")
    } else if (char === "(") mayStart = parenthesis(scanner)
    else mayStart = plain(scanner, frames, mayStart)
  }
  const open = frames.at(-1)
  if (open !== undefined) fail(scanner, `unclosed ${open.kind}`)
  else if (terminator !== "") fail(scanner, "unclosed (")
}

/** What is wrong, in a few words; undefined where nothing is. */
export const fault = (text: string): string | undefined => {
  const scanner: Scanner = { text, position: 0, heredocs: [], fault: undefined }
  list(scanner, "")
  if (scanner.heredocs.length > 0) fail(scanner, "here-document without a body")
  return scanner.fault
}
