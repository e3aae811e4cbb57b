/** The hand in which one person writes Python: names, quotes, indentation, how a script is cut. */
import type { Stream } from "../rng/Rng.ts"
import { gap, type Lines } from "./Shell.ts"
import type { Subject } from "./Subject.ts"

export interface Kit {
  readonly rng: Stream
  readonly subject: Subject
  readonly home: string
  readonly noun: string
  readonly id: (...names: ReadonlyArray<string>) => string
  /** A string literal in this person's quotes; the text has neither quotes nor backslashes. */
  readonly s: (text: string) => string
  /** An f-string likewise; expressions inside must not use quotes. */
  readonly f: (text: string) => string
  /** A constant's name, in capitals or small letters by habit. */
  readonly constant: (...names: ReadonlyArray<string>) => string
  readonly block: (head: string, ...body: Lines) => Lines
  readonly maybe: (percent: number, ...lines: Lines) => Lines
  /** Imports, constants and steps as a whole script, with or without a main function. */
  readonly script: (imports: Lines, constants: Lines, functions: Lines, main: Lines) => Lines
  readonly hosts: (max: number) => ReadonlyArray<string>
}

export const kit = (rng: Stream, subject: Subject, noun: string, hosts: Kit["hosts"]): Kit => {
  const { habits, resident } = subject.author
  const tab = habits.indent === 0 ? "\t" : " ".repeat(habits.indent)
  const quote = rng.chance(1, 2) ? '"' : "'"
  const shout = rng.chance(3, 5)
  const wrapped = rng.chance(1, 2)
  const guarded = rng.chance(2, 3)
  const taken = new Set<string>()
  const id = (...names: ReadonlyArray<string>): string => {
    const free = names.filter((name) => !taken.has(name))
    const name = free.length === 0 ? `${names[0]!}${taken.size}` : rng.pick(free)
    taken.add(name)
    return name
  }
  const indented = (lines: Lines): Lines =>
    lines.map((line) => (line === "" || line === gap ? line : tab + line))
  return {
    rng,
    subject,
    home: `/home/${resident.login}`,
    noun: noun === "" ? subject.matter.project : noun,
    id,
    s: (text) => quote + text + quote,
    f: (text) => `f${quote}${text}${quote}`,
    constant: (...names) => (shout ? id(...names).toUpperCase() : id(...names)),
    block: (head, ...body) => [head, ...indented(body)],
    maybe: (percent, ...lines) => (rng.chance(percent, 100) ? lines : []),
    hosts,
    script: (imports, constants, functions, main) => {
      const sorted = [...new Set(imports)].sort((a, b) => (a < b ? -1 : 1))
      const call = guarded
        ? [`if __name__ == ${quote}__main__${quote}:`, `${tab}main()`]
        : ["main()"]
      const tail = wrapped
        ? ["", "", "def main():", ...indented(main), "", "", ...call]
        : ["", ...main]
      const between = functions.length > 0 ? ["", "", ...functions, ...(wrapped ? [] : [""])] : []
      return [...sorted, "", ...constants, ...between, ...tail]
    },
  }
}
