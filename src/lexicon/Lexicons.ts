/** The languages that people write in; others write English. */
import type { Lexicon } from "./Lexicon.ts"
import { de } from "./de/index.ts"
import { en } from "./en/index.ts"
import { es } from "./es/index.ts"
import { pt } from "./pt/index.ts"

export const english = en

const byLanguage: Readonly<Record<string, Lexicon>> = { en, es, de, pt }

export const languages: ReadonlyArray<string> = Object.keys(byLanguage)

export const has = (language: string): boolean => byLanguage[language] !== undefined

export const of = (language: string): Lexicon => byLanguage[language] ?? en
