/** What somebody wrote himself, cut into lines and sentences: no quotes, signatures or code. */
import type { ContentClass } from "../taxonomy/ContentClass.ts"

const bullet =
  /^\s*(?:(?:[-*+•–·‣○●→~]|->|=>|\d{1,3}[.)])\s+)?(?:(?:\[[ xX✓~-]?\]|[☐☑☒✓✔])\s*)?(?:#+\s+)?/u

/** Bullet, check box and heading mark taken off. */
export const strip = (line: string): string => line.replace(bullet, "").trim()

const isScript = (contentClass: ContentClass, body: string): boolean =>
  contentClass === "script" || body.startsWith("#!")

/** Shorter lines were not broken by a mail program. */
const wrappedMin = 56

/** Paragraphs of a mail as they were typed: whoever reads it sees sentences, not the breaks in them. */
const unwrapped = (all: ReadonlyArray<string>): ReadonlyArray<string> => {
  const out: Array<string> = []
  let goesOn = false
  for (const line of all) {
    const isNew = line.trim() === "" || strip(line) !== line.trim()
    if (goesOn && !isNew) out.push(`${out.pop()!.trimEnd()} ${line.trimStart()}`)
    else out.push(line)
    goesOn = line.trimEnd().length >= wrappedMin
  }
  return out
}

/** Of a script the comments, else all lines but quoted ones. */
export const lines = (contentClass: ContentClass, body: string): ReadonlyArray<string> => {
  const all = body.split("\n")
  if (!isScript(contentClass, body)) {
    const own = all.filter((line) => !/^\s*>/.test(line))
    return contentClass === "email" ? unwrapped(own) : own
  }
  return all.flatMap((line) => {
    const comment = /^\s*#(?!!)+\s?(.*)$/.exec(line)
    return comment === null ? [] : [comment[1]!]
  })
}

/** Lines of a mail that its author wrote: up to the quote or the signature. */
export const ownMail = (text: string, signatures: ReadonlyArray<string>): string => {
  const all = text.replaceAll("\r", "").split("\n")
  const own: Array<string> = []
  const isLabel = (line: string | undefined): boolean =>
    /^\*?[\p{L} ]{2,14}:\*?\s/u.test(line ?? "")
  for (const [index, line] of all.entries()) {
    if (line === "-- " || /^(?:_{8,}|-{3,} ?[\p{L} ]+ ?-{3,})\s*$/u.test(line)) break
    if (isLabel(line) && isLabel(all[index + 1]) && isLabel(all[index + 2])) break
    if (/^\s*>/.test(line)) {
      // The attribution stands in the paragraph before the first quoted line and ends in a colon.
      if (own.at(-1)?.trim() === "" && own.at(-2)?.trimEnd().endsWith(":")) own.pop()
      if (own.at(-1)?.trimEnd().endsWith(":"))
        while (own.length > 0 && own.at(-1)!.trim() !== "") own.pop()
      continue
    }
    if (line.trim() !== "" && signatures.some((signature) => signature.includes(line.trim())))
      continue
    own.push(line)
  }
  return own.join("\n")
}

const wordsOf = (sentence: string): number =>
  sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

/** Distinct sentences of six words or more. */
export const sentences = (textLines: ReadonlyArray<string>): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const line of textLines)
    for (const sentence of strip(line).split(/[.!?]+(?=\s|$)/)) {
      const flat = sentence.replace(/\s+/g, " ").trim()
      if (flat.length > 11 && wordsOf(flat) >= 6) found.add(flat)
    }
  return found
}
