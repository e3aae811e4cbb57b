/** Whether a text is in the language that it was asked for. */
import { francAll } from "franc-min"
import * as Language from "../../reading/Language.ts"
import * as Clause from "./Clause.ts"
import * as Rejection from "./Rejection.ts"

/** ISO 639-1 to the codes of the detector, ISO 639-3. */
const codes: Readonly<Record<string, string>> = {
  cs: "ces",
  da: "dan",
  de: "deu",
  en: "eng",
  es: "spa",
  fr: "fra",
  hu: "hun",
  it: "ita",
  nl: "nld",
  pl: "pol",
  pt: "por",
  ro: "ron",
  sv: "swe",
  tr: "tur",
}

/** What models fall into: English first, then whatever they take for near enough. */
const confusions = ["eng", "deu", "spa", "por", "fra", "ita", "nld"]

/** Fewer letters than these tell nothing. */
const lettersMin = 40

/** Of the best guess's score; nearer ones are not told apart. Short texts tell less. */
const nearMin = (length: number): number => (length < 160 ? 0.7 : 0.88)

/** Prose alone: names of things are of no language. */
const prose = (text: string): string =>
  text
    .replace(/\bhttps?:\/\/\S+|\S+@\S+|`[^`\n]*`/g, " ")
    .split(/\s+/)
    .filter((word) => !/[\d_/\\=<>{}$|@]|\p{L}\.\p{L}|\p{L}-\p{L}/u.test(word))
    .join(" ")

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0
const strangeLetters = (text: string): number =>
  text.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0

const isSupported = (language: string): language is Language.Code =>
  language === "en" || language === "es" || language === "de" || language === "pt"

const foreignPart = (text: string, language: Language.Code): Language.Code | undefined =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => Language.foreign(paragraph, [language]))
    .find((code) => code !== undefined)

const detected = (text: string, language: string): string | undefined => {
  const own = codes[language]
  if (own === undefined) return undefined
  if (isSupported(language)) {
    const counts = Language.counts(text)
    const others = Object.entries(counts).filter(([code]) => code !== language)
    // English words of the trade outweigh nothing where the sentences are one's own
    if (counts[language] >= 4 && others.every(([, count]) => 2 * count <= counts[language]))
      return undefined
    // the letters of a line or two tell less than its small words
    const isShort = letters(text) < 160 && counts[language] > 0
    if (isShort && others.every(([, count]) => count <= counts[language])) return undefined
  }
  const guesses = francAll(text, { only: [...new Set([own, ...confusions])], minLength: 20 })
  const best = guesses[0]
  const score = guesses.find(([code]) => code === own)?.[1] ?? 0
  return best === undefined ||
    best[0] === "und" ||
    best[0] === own ||
    score >= nearMin(letters(text)) * best[1]
    ? undefined
    : best[0]
}

/** Small words that hardly a sentence of one language does without, and no other of these has. */
const small = {
  en: "the and with this they from which has been",
  de: "der die das und ist nicht ein eine mit für wir auch noch",
  es: "el los las una está con pero hay muy ya",
  pt: "não uma foi está com mas já também em ao",
  fr: "le les est une cette pour avec pas dans qui nous sont",
  it: "il gli della che non sono è anche questo",
  nl: "het een niet voor zijn ook wij naar maar",
} as const

const smallWords = Object.entries(small).map(
  ([code, list]) => [code, new Set(list.split(" "))] as const,
)

/** Of texts that are too short to be told by their letters: the language of their small words. */
const shortWords = (text: string, language: string): string | undefined => {
  if (!(language in small)) return undefined
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const counts = new Map(
    smallWords.map(([code, list]) => [code, words.filter((word) => list.has(word)).length]),
  )
  if (words.length < 4 || counts.get(language) !== 0) return undefined
  const [code, count] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))
  return count > 1 || (count === 1 && code === "en") ? code : undefined
}

/** `text` without code. Of scripts the comments, which are judged only where they are long. */
export const fault = (
  text: string,
  language: string,
  isCode: boolean,
): Rejection.Rejection | undefined => {
  const strange = strangeLetters(text.replace(/[µμΩº ª]/g, ""))
  // whoever writes in Latin letters types no others, least of all within a word
  if (2 * strange > letters(text) || (strange > 0 && codes[language] !== undefined) || strange > 12)
    return Rejection.because("language", "letters of another script", text)
  const words = prose(text)
  const foreign = isSupported(language)
    ? (Language.foreign(text, [language]) ?? (isCode ? undefined : foreignPart(text, language)))
    : undefined
  if (foreign !== undefined)
    return Rejection.because("language", `${foreign} where ${language} is wanted`, text)
  const clause = isCode ? undefined : Clause.foreign(text, language)
  if (clause !== undefined)
    return Rejection.because("language", `a clause of ${clause} where ${language} is wanted`, text)
  const short = isCode ? undefined : shortWords(words, language)
  if (short !== undefined)
    return Rejection.because("language", `${short} where ${language} is wanted`, text)
  if (letters(words) < (isCode ? 3 * lettersMin : lettersMin)) return undefined
  const other = detected(words, language)
  return other === undefined
    ? undefined
    : Rejection.because("language", `${other} where ${language} is wanted`, text)
}
