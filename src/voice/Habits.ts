/**
 * How somebody types: drawn once by the person's address, and kept for good on every host.
 * Mannerisms that an operator writes in words are recognised where they name a habit.
 */
import type { Persona } from "../persona/Persona.ts"
import type { Stream } from "../rng/Rng.ts"

export interface Habits {
  /** The sign before a list item: `-`, `*`, `+`, `o`, `>` or none. */
  readonly bullet: string
  /** Items and jots begin with a small letter. */
  readonly lowerCase: boolean
  /** A new file ends with a newline (84 % of people's files do). */
  readonly finalNewline: boolean
  /** Blanks are left at the ends of some lines. */
  readonly trailingBlanks: boolean
  /** To-do items have check boxes (about a fifth of to-do files). */
  readonly checkBoxes: boolean
  /** `md` or `txt`. */
  readonly extension: "md" | "txt"
  /** Titles are underlined, marked with `#`, set in capitals, or plain. */
  readonly title: "hash" | "underline" | "capitals" | "plain" | "none"
  /** Index into the lexicon's date styles; take it modulo their number. */
  readonly dateStyle: number
  /** Notes begin with a dated line. */
  readonly datesNotes: boolean
  /** Small words are shortened: `w/`, `pls`, `q`. */
  readonly abbreviates: boolean
  /** Sentences sometimes end in `...`. */
  readonly ellipses: boolean
  readonly exclaims: boolean
  /** Short sentences: two texts where others write four. */
  readonly terse: boolean
  /** A letter slips about once in that many characters; 0 for never. */
  readonly typoEvery: number
  /** Python rather than shell, for scripts. */
  readonly python: boolean
  /** Blanks per indentation level in scripts; 0 is a tab. */
  readonly indent: number
  /** Column at which running text is broken; 0 is one line a paragraph. */
  readonly wrapColumns: number
  /** First line of this person's shell scripts. */
  readonly shebang: string
}

const spoken: ReadonlyArray<readonly [RegExp, (habits: Habits) => Habits]> = [
  [/lower.?case|small letters|kleinschreib|minúscul/i, (h) => ({ ...h, lowerCase: true })],
  [
    /bullet|list|stichpunkt|viñeta|tópico/i,
    (h) => ({ ...h, bullet: h.bullet === "" ? "-" : h.bullet }),
  ],
  [/ellips|\.\.\.|dots/i, (h) => ({ ...h, ellipses: true })],
  [/exclam|enthus|ausruf/i, (h) => ({ ...h, exclaims: true })],
  [/abbrev|shorthand|acronym|abkürz|abrevia/i, (h) => ({ ...h, abbreviates: true })],
  [
    /terse|short sentence|brief|concise|knapp|kurz|breve|conciso|curt/i,
    (h) => ({ ...h, terse: true }),
  ],
  [/typo|sloppy|tippfehler|erratas/i, (h) => ({ ...h, typoEvery: 260 })],
  [/date|datum|fecha|data\b/i, (h) => ({ ...h, datesNotes: true })],
  [/check.?box|checklist/i, (h) => ({ ...h, checkBoxes: true })],
  [/python/i, (h) => ({ ...h, python: true })],
  [/markdown/i, (h) => ({ ...h, extension: "md", title: "hash" })],
  [
    /precise|careful|meticul|sorgfältig|genau/i,
    (h) => ({ ...h, typoEvery: 0, trailingBlanks: false }),
  ],
]

/** The habits of one person; `root` is the root stream. */
export const make = (root: Stream, persona: Persona): Habits => {
  const rng = root.within("habits", persona.email)
  const markdown = rng.chance(persona.tone === "technical" ? 3 : 2, 4)
  const drawn: Habits = {
    bullet: rng.weighted(["-", "*", "", "+", "o", ">"], (sign) =>
      sign === "-" ? 50 : sign === "*" ? 20 : sign === "" ? 20 : 4,
    ),
    lowerCase: rng.chance(persona.tone === "casual" ? 6 : persona.tone === "formal" ? 1 : 3, 10),
    finalNewline: rng.chance(84, 100),
    trailingBlanks: rng.chance(12, 100),
    checkBoxes: rng.chance(20, 100),
    extension: markdown ? "md" : "txt",
    title: markdown
      ? rng.pick(["hash", "hash", "plain", "underline"])
      : rng.pick(["plain", "underline", "capitals", "none"]),
    dateStyle: rng.below(1000),
    datesNotes: rng.chance(35, 100),
    abbreviates: rng.chance(persona.tone === "formal" ? 5 : 25, 100),
    ellipses: rng.chance(10, 100),
    exclaims: rng.chance(persona.tone === "casual" ? 25 : 4, 100),
    terse: rng.chance(persona.tone === "direct" ? 50 : 20, 100),
    typoEvery: rng.chance(45, 100) ? rng.between(500, 2400) : 0,
    python: rng.chance(35, 100),
    indent: rng.pick([2, 4, 4, 0]),
    wrapColumns: rng.pick([72, 72, 74, 76, 78, 79, 80, 0]),
    shebang: rng.pick(["#!/bin/bash", "#!/bin/bash", "#!/usr/bin/env bash", "#!/bin/sh"]),
  }
  return persona.mannerisms.reduce(
    (habits, words) =>
      spoken.reduce(
        (held, [pattern, change]) => (pattern.test(words) ? change(held) : held),
        habits,
      ),
    drawn,
  )
}
