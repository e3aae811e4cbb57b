/** One kind of small script: what its name sounds like, who writes it, and how it goes. */
import type { Register } from "../lexicon/Lexicon.ts"
import type { Purpose } from "./Purposes.ts"

export interface Routine<Kit> {
  readonly purpose: Purpose
  /** Words of a file's name that ask for this routine; `*` is any subject. */
  readonly nouns: string
  readonly verbs: string
  readonly registers: ReadonlyArray<Register>
  readonly lines: (kit: Kit) => ReadonlyArray<string>
}

const has = (list: string, word: string): boolean => ` ${list} `.includes(` ${word} `)

/** How well a routine fits a name: the subject counts more than the verb. */
export const fit = <Kit>(
  routine: Routine<Kit>,
  verb: string,
  noun: string,
  register: Register,
): number =>
  (has(routine.nouns, noun) ? 8 : has(routine.nouns, "*") ? 3 : 0) +
  (has(routine.verbs, verb) ? 4 : 0) +
  (routine.registers.includes(register) ? 2 : 0)
