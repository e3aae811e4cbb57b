/**
 * Signs that people do not type: dashes become commas, curly quotes straight ones. Who writes with
 * models all day keeps them, and Markdown stays where the file is Markdown.
 */

export interface Manner {
  /** Dashes, curly quotes and pictures stay. */
  readonly isFancy: boolean
  readonly isCode: boolean
  readonly isMarkdown: boolean
  /** Set before the items of a list. */
  readonly bullet: string
}

/** En-dash, em-dash, their kin. */
const dash = "[\u2012-\u2015\u2e3a\u2e3b]"
const dashes = new RegExp(dash)
const range = new RegExp(`(?<=\\d) {0,2}${dash} {0,2}(?=\\d)`, "g")
const opening = new RegExp(`^([ \\t]{0,16})${dash}{1,3}[ \\t]{1,4}(?=\\S)`)
const rule = new RegExp(`^[ \\t]{0,16}${dash}[ \\t]{0,16}$`)
const signing = new RegExp(`^[ \\t]{0,16}${dash}{1,3}(?=\\S)`)
const ending = new RegExp(`[ \\t]{0,4}${dash}{1,3}[ \\t]{0,4}$`)
const between = new RegExp(`[,;:]?[ \\t]{0,4}(?:${dash}[ \\t]{0,4}){1,3}`, "g")

const undashed = (line: string, { bullet, isCode }: Manner): string => {
  if (!dashes.test(line)) return line
  if (rule.test(line)) return ""
  return line
    .replace(range, "-")
    .replace(opening, (_, indent: string) => `${indent}${bullet === "" ? "-" : bullet} `)
    .replace(signing, "")
    .replace(ending, isCode ? "" : ",")
    .replace(between, ", ")
}

const quotes = (text: string): string =>
  text
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u02bc]/g, "'")
    .replace(/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"')
    .replace(/[\u2039\u203a]/g, "'")
    .replace(/\u2026/g, "...")
    .replace(/[\u2010\u2011\u2043\u2212]/g, "-")
    .replace(/[\u2192\u279c\u27a1]/g, "->")
    .replace(/\u2022 ?/g, "- ")

const pictures = /[ \t]?(?:\p{Emoji_Presentation}|[\u{1f000}-\u{1faff}])+/gu

/** Headings, bold and links as a mail or a plain file would have them. */
const unmarked = (line: string): string =>
  line
    .replace(/^#{1,6}[ \t]{1,4}/, "")
    .replace(/^[ \t]*(?:\*{3,}|_{3,}|(?:\* ?){3,})[ \t]*$/, "")
    .replace(/\*\*([^*\n]{1,300})\*\*/g, "$1")
    .replace(/(?<!\w)__([^_\n]{1,300})__(?!\w)/g, "$1")
    .replace(/(?<![\w*])\*([^\s*](?:[^*\n]{0,120}[^\s*])?)\*(?![\w*])/g, "$1")
    .replace(/(?<!`)`([^`\n]{1,120})`(?!`)/g, "$1")
    .replace(/(?<!!)\[([^\][\n]{1,120})\]\((?:https?:|mailto:)[^()\s]{1,200}\)/g, "$1")

export const plain = (text: string, manner: Manner): string => {
  const straight = manner.isFancy && !manner.isCode ? text : quotes(text)
  const bare = manner.isFancy ? straight : straight.replace(pictures, "")
  return bare
    .split("\n")
    .map((line) => (manner.isMarkdown || manner.isCode ? line : unmarked(line)))
    .map((line) => (manner.isFancy ? line : undashed(line, manner)))
    .join("\n")
}
