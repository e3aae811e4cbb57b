/** What office documents say, in the languages that people write in; the notation is the lexicons'. */
import type { HostKind } from "../../lore/Lore.ts"
import { words as de } from "./de/words.ts"
import { words as en } from "./en/words.ts"
import { words as es } from "./es/words.ts"
import { words as pt } from "./pt/words.ts"

export const topics = [
  "access",
  "migration",
  "contract",
  "salaries",
  "vpn",
  "budget",
  "incident",
  "passwords",
  "offboarding",
  "bank",
  "backup",
  "firewall",
  "pricing",
  "emergency",
] as const

export type Topic = (typeof topics)[number]

export const isTopic = (text: string): text is Topic =>
  (topics as ReadonlyArray<string>).includes(text)

type Productions = ReadonlyArray<string>

export interface TopicWords {
  /** As it heads the document. */
  readonly titles: Productions
  /** Words of a file name, with spaces; how they are joined is the person's habit. */
  readonly stems: Productions
  /** The first paragraph. */
  readonly intro: Productions
  /** Over the table. */
  readonly heading: Productions
  readonly stepsHeading: Productions
  /** Items of a list: some of them, in this order. */
  readonly steps: Productions
  /** Sentences of the closing paragraphs. */
  readonly notes: Productions
}

export type TableKind =
  | "accounts"
  | "systems"
  | "costs"
  | "bands"
  | "timeline"
  | "rotation"
  | "people"
  | "jobs"
  | "rules"
  | "conditions"
  | "contacts"
  | "facts"

/** Label and value of a row. */
export type Fact = readonly [label: string, value: string]

export interface Words {
  readonly topics: Readonly<Record<Topic, TopicWords>>
  readonly common: {
    readonly notesHeading: Productions
    /** General remarks: who cares for it, when it is looked at again. */
    readonly remarks: Productions
    /** Before the address of the current version. */
    readonly link: Productions
    /** What the address reads as. */
    readonly linkText: Productions
    readonly status: Productions
    readonly confidential: Productions
    readonly version: string
    readonly page: string
    readonly of: string
    readonly total: string
  }
  /** Heads of tables, some wordings each. */
  readonly columns: Readonly<Record<TableKind, ReadonlyArray<Productions>>>
  readonly facts: Readonly<Record<"contract" | "vpn" | "bank", ReadonlyArray<Fact>>>
  readonly purposes: Readonly<Record<HostKind, Productions>>
  readonly roles: Productions
  readonly states: Productions
  readonly events: Productions
  readonly titlesOfJobs: Productions
  readonly costs: Productions
  readonly rules: Productions
  readonly terms: Productions
  readonly contactRoles: Productions
  readonly schedules: Productions
  readonly retentions: Productions
  readonly sheetNames: Readonly<Record<"main" | "notes" | "history", Productions>>
  /** Heads of a workbook's history: date, who, what. */
  readonly history: Productions
  readonly changes: Productions
}

const byLanguage: Readonly<Record<string, Words>> = { en, de, es, pt }

export const of = (language: string): Words => byLanguage[language] ?? en
