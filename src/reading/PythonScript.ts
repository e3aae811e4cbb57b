/**
 * A structural reading of Python: strings, brackets, indentation and the colon of block openers.
 * What it does not understand it accepts.
 */

interface LogicalLine {
  readonly number: number
  readonly indent: number
  /** Without strings and comments. */
  readonly code: string
}

const closers: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" }
const stringStart = /^(?:[rRbBuUfF]{0,2})("""|'''|"|')/

type Lines = { readonly lines: ReadonlyArray<LogicalLine> } | { readonly fault: string }

/** Steps from the opening quote to behind the closing one; undefined where there is none. */
const endOfString = (text: string, from: number, quote: string): number | undefined => {
  let at = from
  while (at < text.length) {
    if (text[at] === "\\") at += 2
    else if (text.startsWith(quote, at)) return at + quote.length
    else if (text[at] === "\n" && quote.length === 1) return undefined
    else at += 1
  }
  return undefined
}

const width = (blank: string): number => {
  let columns = 0
  for (const char of blank)
    columns = char === "\t" ? (Math.floor(columns / 8) + 1) * 8 : columns + 1
  return columns
}

const logicalLines = (text: string): Lines => {
  const lines: Array<LogicalLine> = []
  const brackets: Array<string> = []
  let at = 0
  let number = 1
  while (at < text.length) {
    const blank = /^[ \t\f]*/.exec(text.slice(at, at + 400))![0]
    const start = number
    at += blank.length
    let code = ""
    while (at < text.length) {
      const char = text[at]!
      const string =
        /["'rRbBuUfF]/.test(char) && !/\w$/.test(code)
          ? stringStart.exec(text.slice(at, at + 6))
          : null
      if (string !== null) {
        const end = endOfString(text, at + string[0].length, string[1]!)
        if (end === undefined) return { fault: `line ${number}: string does not end` }
        number += text.slice(at, end).split("\n").length - 1
        code += '""'
        at = end
      } else if (char === "#") {
        const end = text.indexOf("\n", at)
        at = end < 0 ? text.length : end
      } else if (char === "\\" && text[at + 1] === "\n") {
        at += 2
        number += 1
        code += " "
      } else if (char === "\n") {
        at += 1
        number += 1
        if (brackets.length === 0) break
        code += " "
      } else {
        if (char === "(" || char === "[" || char === "{") brackets.push(char)
        else if (closers[char] !== undefined && brackets.pop() !== closers[char])
          return { fault: `line ${number}: unexpected ${char}` }
        code += char
        at += 1
      }
    }
    if (code.trim() !== "") lines.push({ number: start, indent: width(blank), code: code.trim() })
  }
  return brackets.length > 0 ? { fault: `unclosed ${brackets.at(-1)}` } : { lines }
}

const opener =
  /^(?:if|elif|while|for|with|def|class|except|async\s+(?:def|for|with))\b|^(?:else|try|finally)\s*(?::|$)/

/** What is wrong, in a few words; undefined where nothing is. */
export const fault = (text: string): string | undefined => {
  const read = logicalLines(text.replaceAll("\r\n", "\n"))
  if ("fault" in read) return read.fault
  const indents = [0]
  let opened = false
  for (const { number, indent, code } of read.lines) {
    const current = indents.at(-1)!
    if (opened && indent <= current) return `line ${number}: expected an indented block`
    if (!opened && indent > current) return `line ${number}: unexpected indent`
    if (indent > current) indents.push(indent)
    while (indent < indents.at(-1)!) indents.pop()
    if (indent !== indents.at(-1)) return `line ${number}: unindent matches no outer level`
    if (opener.test(code) && !code.includes(":")) return `line ${number}: expected ":"`
    opened = code.endsWith(":")
  }
  return opened ? "ends where a block is expected" : undefined
}
