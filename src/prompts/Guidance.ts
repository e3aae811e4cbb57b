/** How a new text of each class is to look and what it is to be about, said to a model. */
import type { Stream } from "../rng/Rng.ts"
import type { UserClass } from "../taxonomy/ContentClass.ts"
import type * as Data from "./Data.ts"
import * as Facts from "./Facts.ts"
import * as LanguageName from "./LanguageName.ts"
import * as Style from "./Style.ts"
import type { FileTask } from "./Task.ts"

export type Rules = ReadonlyArray<string>

export interface Kind {
  /** How many names of the organisation the text is given. */
  readonly facts: readonly [least: number, most: number]
  readonly names?: ReadonlyArray<Facts.Name>
  readonly tokens: number
  readonly temperature: number
  /** What is asked for, and how such texts look. */
  readonly rules: (rng: Stream, task: FileTask, facts: ReadonlyArray<Data.Field>) => Rules
}

const isPython = ({ path }: FileTask): boolean => path.endsWith(".py")

/** What a note may be about; with a colleague among the facts, also what was said. */
const topics = [
  "something that took a while to find out",
  "how a thing is set up, for next time",
  "figures to remember, and what they belong to",
  "a decision, and its reason",
  "a question that is still open, and who could know",
  "something that went wrong, and what helped",
  "what is left to do",
]

const aboutName = "Name and folder of the file say what it is about, where they say anything."

const note: Kind = {
  facts: [2, 3],
  tokens: 260,
  temperature: 0.9,
  rules: (rng, { author, language, path }, facts) => {
    const talk = Facts.has(facts, "colleague") ? ["what came out of a talk with the colleague"] : []
    const prose = !author.habits.terse && rng.chance(1, 4)
    const sign = rng.chance(2, 3) ? author.habits.bullet : ""
    const dated = author.habits.datesNotes && rng.chance(2, 3)
    const lines = rng.between(2, 6)
    const titled = !dated && lines > 3 && rng.chance(1, 2)
    const besides = dated ? ", the date not counted" : titled ? ", the title not counted" : ""
    return [
      `Write a note to yourself: about ${lines} lines (2 to 6)${besides}.`,
      aboutName,
      `What you write down: ${rng.pick([...topics, ...talk])}.`,
      ...(prose ? ["Running text.", Style.wrapping(author)] : [Style.listRule(sign)]),
      ...(dated ? ["The date stands alone on the first line."] : []),
      ...(titled ? [Style.title(author, path)] : dated ? [] : ["No title."]),
      ...Style.jotting(author, language, prose ? "sentences" : "lines"),
      ...Style.markup(path),
    ]
  },
}

const todo: Kind = {
  facts: [3, 5],
  tokens: 320,
  temperature: 0.8,
  rules: (rng, { author, language, path }) => [
    `Write a list of things to do: ${rng.between(3, 8)} items (3 to 8).`,
    aboutName,
    "Small jobs of this week, of different kinds; some with a reason or with whom to ask.",
    Style.listRule(Style.todoSign(author, path)),
    rng.chance(1, 2) ? Style.title(author, path) : "No title.",
    ...Style.jotting(author, language, "items"),
    ...Style.markup(path),
  ],
}

const papers = [
  "It proposes to change something: why, how, and what could go wrong.",
  "It tells how things stand: what is done, what is late and why, what comes next.",
  "It weighs two ways of doing something, and prefers one.",
  "It describes a plan: who does what in which order, and what is still unclear.",
]

const draft: Kind = {
  facts: [3, 4],
  tokens: 900,
  temperature: 0.8,
  rules: (rng, { author, path }) => [
    `Write a first draft of a page for colleagues: ${rng.between(2, 4)} paragraphs (2 to 4).`,
    aboutName,
    rng.pick(papers),
    author.habits.terse
      ? "One or two short sentences a paragraph."
      : "Two to four sentences a paragraph, some of them short. It is not polished yet.",
    "No headings between the paragraphs, no lists.",
    rng.chance(2, 3) ? Style.title(author, path) : "No title.",
    Style.wrapping(author),
    Style.toneRule(author.resident.persona),
    ...Style.markup(path),
  ],
}

const indentation = (blanks: number): string =>
  blanks === 0 ? "Indent with tabs." : `Indent with ${blanks} blanks.`

const script: Kind = {
  facts: [1, 2],
  names: ["project", "ticket", "host"],
  tokens: 800,
  temperature: 0.4,
  rules: (_, task) => {
    const { author, language } = task
    const { habits } = author
    const posix = habits.shebang.endsWith("/sh")
    return [
      isPython(task)
        ? "Write a small Python 3 script, 10 to 25 lines, standard library only."
        : `Write a small shell script, 10 to 25 lines${posix ? ", for plain POSIX sh" : ""}.`,
      `The first line is ${isPython(task) ? "#!/usr/bin/env python3" : habits.shebang}`,
      "The file's name says what it does. It runs on Debian as it stands.",
      "It reads, counts, compares or copies, and prints a result. It deletes nothing, asks " +
        "nothing, needs no password and loads nothing from the internet.",
      "Paths: only such as every Debian machine has, or below the home folder.",
      isPython(task) ? "No classes, no argparse." : "Quote variables. No functions.",
      indentation(isPython(task) ? 4 : habits.indent),
      habits.terse
        ? `One comment at most. Comments and messages are in ${LanguageName.of(language)}.`
        : `One to three short comments. Comments and messages are in ${LanguageName.of(language)}.`,
      "It has no header with author or licence.",
    ]
  },
}

export const kinds = { note, todo, draft, script } satisfies Record<UserClass, Kind>
