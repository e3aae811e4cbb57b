/**
 * From what a grammar says to what a person types: capitals, short forms, dots and slips by habit.
 * Values from the world (hosts, tickets, names) are marked while a line is made, and never changed.
 */
import type { Stream } from "../rng/Rng.ts"
import type { Author } from "../voice/Voice.ts"

/** A jot or an item, a sentence in notes, one in running text, two kinds of title, a comment. */
export type Manner = "jot" | "sentence" | "prose" | "heading" | "capitals" | "comment"

const open = "\u0001"
const close = "\u0002"

export const mark = (value: string): string => `${open}${value}${close}`

export const unmark = (marked: string): string => marked.replaceAll(open, "").replaceAll(close, "")

interface Piece {
  readonly text: string
  readonly isValue: boolean
}

const split = (marked: string): ReadonlyArray<Piece> => {
  const pieces: Array<Piece> = []
  for (const part of marked.split(open)) {
    const end = part.indexOf(close)
    if (end >= 0) pieces.push({ text: part.slice(0, end), isValue: true })
    const rest = part.slice(end + 1)
    if (rest !== "") pieces.push({ text: rest, isValue: false })
  }
  return pieces
}

const mapFree = (pieces: ReadonlyArray<Piece>, change: (text: string) => string) =>
  pieces.map((piece) => (piece.isValue ? piece : { ...piece, text: change(piece.text) }))

/** Short forms that people of a language type at work. */
const shortForms: Readonly<Record<string, ReadonlyArray<readonly [RegExp, string]>>> = {
  en: [
    [/\bwith(?= )/g, "w/"],
    [/\bwithout\b/g, "w/o"],
    [/\bplease\b/gi, "pls"],
    [/\bbecause\b/g, "bc"],
    [/\babout\b/g, "abt"],
    [/\bmeeting\b/g, "mtg"],
    [/\band(?= )/g, "&"],
    [/\bprobably\b/g, "prob"],
    [/\bconfig(?:uration)?\b/g, "cfg"],
  ],
  de: [
    [/\bund\b/g, "u."],
    [/\bvielleicht\b/g, "vllt"],
    [/\bwahrscheinlich\b/g, "wahrsch."],
    [/\beventuell\b/g, "evtl."],
    [/\bnoch nicht\b/g, "noch n."],
    [/\bungefähr\b/g, "ca."],
    [/\bZertifikat\b/g, "Zert"],
    [/\bbezüglich\b/g, "bzgl."],
  ],
  es: [
    [/\bque(?= )/g, "q"],
    [/\btambién\b/g, "tb"],
    [/\bporque\b/g, "pq"],
    [/\bcon(?= )/g, "c/"],
    [/\bsin(?= )/g, "s/"],
    [/\breunión\b/g, "reu"],
    [/\bpara(?= )/g, "p/"],
    [/\bcertificado\b/g, "cert"],
  ],
  pt: [
    [/\bque(?= )/g, "q"],
    [/\btambém\b/g, "tb"],
    [/\bporque\b/g, "pq"],
    [/\bcom(?= )/g, "c/"],
    [/\bsem(?= )/g, "s/"],
    [/\bpara(?= )/g, "p/"],
    [/\bvocê\b/g, "vc"],
    [/\breunião\b/g, "reu"],
    [/\bcertificado\b/g, "cert"],
  ],
}

/** Articles that a terse writer leaves out at the head of a line. */
const articles: Readonly<Record<string, RegExp>> = {
  en: /^(?:The|the|A|a) (?=\p{Ll}{3})/u,
  de: /^(?:Der|Die|Das|der|die|das) (?=\p{Lu}\p{Ll}{3})/u,
  es: /^(?:El|La|Los|Las|el|la|los|las) (?=\p{Ll}{3})/u,
  pt: /^(?:O|A|Os|As|o|a|os|as) (?=\p{Ll}{4})/u,
}

/** An acronym or a mixed spelling keeps its letters. */
const startsPlainWord = (text: string): boolean => /^[¿¡"(]*\p{L}(?:\p{Ll}|\b|$)/u.test(text)

const changeFirst = (
  pieces: ReadonlyArray<Piece>,
  change: (letter: string) => string,
): ReadonlyArray<Piece> => {
  const first = pieces[0]
  if (first === undefined || first.isValue || !startsPlainWord(first.text)) return pieces
  const text = first.text.replace(/\p{L}/u, change)
  return [{ ...first, text }, ...pieces.slice(1)]
}

const upper = (letter: string): string => letter.toUpperCase()
const lower = (letter: string): string => letter.toLowerCase()

const shorten = (rng: Stream, language: string, text: string): string =>
  (shortForms[language] ?? []).reduce(
    (held, [pattern, short]) => held.replace(pattern, (word) => (rng.chance(3, 4) ? short : word)),
    text,
  )

/** Two letters swapped, one missed, or one struck twice; never the first or the last letter. */
const slip = (rng: Stream, word: string): string => {
  const at = rng.between(1, word.length - 3)
  const way = rng.below(5)
  if (way < 3 && word[at] !== word[at + 1])
    return word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2)
  return way === 4
    ? word.slice(0, at) + word[at]! + word.slice(at)
    : word.slice(0, at) + word.slice(at + 1)
}

const slips = (rng: Stream, every: number, text: string): string =>
  text.replace(/(?<![\p{L}\p{N}/._-])[a-z]{5,}(?![\p{L}\p{N}/._-])/gu, (word) =>
    rng.below(every) < word.length ? slip(rng, word) : word,
  )

/** The last character as this person sets it. */
const finish = (rng: Stream, author: Author, text: string, manner: Manner): string => {
  const { habits } = author
  if (manner !== "jot" && manner !== "sentence" && manner !== "prose") return text
  if (/[^.]\.$/.test(text)) {
    if (habits.ellipses && rng.chance(1, 6)) return `${text.slice(0, -1)}...`
    if (habits.exclaims && rng.chance(1, 9)) return `${text.slice(0, -1)}!`
    if (manner === "sentence" && habits.lowerCase && rng.chance(4, 5)) return text.slice(0, -1)
    return text
  }
  if (manner !== "jot" || !/[\p{L}\p{N}]$/u.test(text)) return text
  if (habits.ellipses && rng.chance(1, 12)) return `${text}...`
  return habits.exclaims && rng.chance(1, 12) ? `${text}${rng.pick(["!", "!", "!!"])}` : text
}

/** German nouns have capitals: who writes small letters there writes them throughout. */
const allLower = (pieces: ReadonlyArray<Piece>) =>
  mapFree(pieces, (text) => text.replace(/(?<![\p{L}\p{N}])\p{Lu}(?=\p{Ll})/gu, lower))

/** Capital or small letter at the head, by manner and habit. */
const capitalise = (author: Author, pieces: ReadonlyArray<Piece>, manner: Manner) => {
  const german = author.lexicon.language === "de"
  const small = author.habits.lowerCase && !(german && author.resident.persona.tone === "formal")
  // Names of hosts, tickets and projects are written as the machines write them
  if (manner === "capitals")
    return pieces.map(({ isValue, text }) => ({
      isValue,
      text: isValue && /[\d-]/.test(text) && !text.includes(" ") ? text : text.toUpperCase(),
    }))
  if (manner === "prose" || manner === "heading") return changeFirst(pieces, upper)
  if (small && german) return allLower(pieces)
  if (manner === "comment") return changeFirst(pieces, small ? lower : (letter) => letter)
  return changeFirst(pieces, small ? lower : upper)
}

/** A marked line as its author types it; without marks. */
export const type = (rng: Stream, author: Author, marked: string, manner: Manner): string => {
  const { habits, lexicon } = author
  let pieces = split(marked.trim().replace(/ {2,}/g, " "))
  const loose = manner === "jot" || manner === "sentence"
  const article = articles[lexicon.language]
  if (loose && habits.terse && article !== undefined && rng.chance(2, 3)) {
    const [first, ...rest] = pieces
    if (first !== undefined && !first.isValue)
      pieces = [{ ...first, text: first.text.replace(article, "") }, ...rest]
  }
  if ((loose || manner === "comment") && habits.abbreviates)
    pieces = mapFree(pieces, (text) => shorten(rng, lexicon.language, text))
  pieces = capitalise(author, pieces, manner)
  if (habits.typoEvery > 0 && manner !== "heading" && manner !== "capitals")
    pieces = mapFree(pieces, (text) => slips(rng, habits.typoEvery, text))
  const text = pieces.map((piece) => piece.text).join("")
  return finish(rng, author, text.replace(/ +(?=[ ,;])/g, "").trim(), manner)
}

/** Text in lines of at most `columns` characters (longer words excepted). */
export const wrap = (text: string, columns: number, indent = ""): ReadonlyArray<string> => {
  if (columns === 0) return [text]
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(" ")) {
    const next = line === "" ? (lines.length === 0 ? word : indent + word) : `${line} ${word}`
    if (next.length > columns && line !== "") {
      lines.push(line)
      line = indent + word
    } else line = next
  }
  return [...lines, line]
}
