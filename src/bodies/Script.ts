/** Small scripts: shell or Python by the file's extension, about what the file's name says. */
import type { Register } from "../lexicon/Lexicon.ts"
import { Rng, type Stream } from "../rng/Rng.ts"
import type { BodyGenerator } from "./BodyGenerator.ts"
import * as DeskRoutines from "./DeskRoutines.ts"
import * as HostRoutines from "./HostRoutines.ts"
import * as Pen from "./Pen.ts"
import * as Purposes from "./Purposes.ts"
import * as Python from "./Python.ts"
import * as PythonFiles from "./PythonFiles.ts"
import * as PythonTables from "./PythonTables.ts"
import * as Routine from "./Routine.ts"
import * as ScriptEdit from "./ScriptEdit.ts"
import * as Sheet from "./Sheet.ts"
import * as Shell from "./Shell.ts"
import * as SystemRoutines from "./SystemRoutines.ts"
import type { Subject } from "./Subject.ts"

const pythonRoutines = [...PythonTables.routines, ...PythonFiles.routines]
const shellRoutines = [
  ...HostRoutines.routines,
  ...SystemRoutines.routines,
  ...DeskRoutines.routines,
]

/** `check` and `certs` of `check-certs.sh`; a project or a host as subject is kept whole. */
const nameParts = (subject: Subject): readonly [verb: string, noun: string] => {
  const name = Sheet.stem(subject.path).toLowerCase()
  const match = /^([a-z]+)[-_](.+)$/.exec(name)
  return match === null ? ["", /^[a-z]{3,}$/.test(name) ? name : ""] : [match[1]!, match[2]!]
}

/** One of the routines that fit the name best. */
const choose = <Kit>(
  rng: Stream,
  subject: Subject,
  routines: ReadonlyArray<Routine.Routine<Kit>>,
): Routine.Routine<Kit> => {
  const [verb, noun] = nameParts(subject)
  const { register } = subject.author
  const scores = routines.map((routine) => Routine.fit(routine, verb, noun, register))
  const best = Math.max(...scores)
  return rng.pick(routines.filter((_, index) => scores[index] === best))
}

interface Made {
  readonly lines: Shell.Lines
  readonly purpose: Purposes.Purpose
}

const makeLines = (rng: Stream, subject: Subject, python: boolean): Made => {
  const [, noun] = nameParts(subject)
  const shell = Shell.kit(rng, subject, noun)
  if (!python) {
    const routine = choose(rng, subject, shellRoutines)
    return { lines: routine.lines(shell), purpose: routine.purpose }
  }
  const routine = choose(rng, subject, pythonRoutines)
  const kit = Python.kit(rng, subject, noun, (max) => shell.hosts([], max))
  return { lines: routine.lines(kit), purpose: routine.purpose }
}

/** The comment at the head: what the script is for, in the author's language. */
const headComment = (pen: Pen.Pen, made: Made): string => {
  const { author, matter, path } = pen.subject
  const [, noun] = nameParts(pen.subject)
  const known = noun === "" || path.includes(matter.host.name) ? matter.project : noun
  return pen.say("fileComment", "comment", "own", {
    rules: { topic: Purposes.phrases(author.lexicon.language, made.purpose) },
    slots: { noun: known.replaceAll(/[_]/g, " ") },
  })
}

/** Some of the gaps take a comment, set in like the line below. */
const fillGaps = (pen: Pen.Pen, lines: Shell.Lines): Shell.Lines => {
  const chatty = pen.subject.author.habits.terse ? 1 : 2
  return lines.flatMap((line, at) => {
    if (line !== Shell.gap) return [line]
    const below = lines.slice(at + 1).find((each) => each !== Shell.gap && each !== "") ?? ""
    const text = pen.rng.chance(chatty, 4) ? ScriptEdit.comment(pen) : ""
    return text === "" ? [] : [`${/^\s*/.exec(below)![0]}# ${text}`]
  })
}

const isPython = (subject: Subject): boolean => subject.path.endsWith(".py")

const create = (rng: Stream, subject: Subject): string => {
  const python = isPython(subject)
  const pen = Pen.make(rng, subject)
  const made = makeLines(rng, subject, python)
  const head = ScriptEdit.safe(headComment(pen, made))
  const { habits, resident } = subject.author
  const signed = rng.chance(1, 6) ? [`# ${resident.login}, ${Sheet.today(subject)}`] : []
  const strict =
    python || !rng.chance(1, 3)
      ? []
      : [
          rng.pick(
            habits.shebang.endsWith("/sh")
              ? ["set -u", "set -eu"]
              : ["set -u", "set -u", "set -o nounset"],
          ),
          "",
        ]
  const lines = [
    python ? "#!/usr/bin/env python3" : habits.shebang,
    ...(head === "" || rng.chance(1, 8) ? [] : [`# ${head}`]),
    ...signed,
    "",
    ...strict,
    ...fillGaps(pen, made.lines),
  ]
  const single = lines.filter((line, at) => line !== "" || lines[at - 1] !== "" || python)
  return single.join("\n") + (habits.finalNewline ? "\n" : "")
}

/**
 * Names that fit a routine, as verb and subject: scripts named by these do what they are called.
 */
export const names = (
  register: Register,
  python: boolean,
): ReadonlyArray<readonly [verb: string, noun: string]> =>
  (python ? pythonRoutines : shellRoutines)
    .filter((routine) => routine.registers.includes(register))
    .flatMap(({ nouns, verbs }) =>
      nouns
        .split(" ")
        .filter((noun) => noun !== "*")
        .flatMap((noun) => verbs.split(" ").map((verb) => [verb, noun] as const)),
    )

export const generator: BodyGenerator = {
  create: (subject) => Rng.draw((rng) => create(rng, subject)),
  nextIteration: (subject, previous) =>
    Rng.draw((rng) =>
      ScriptEdit.next(rng, subject, isPython(subject), previous, () => create(rng, subject)),
    ),
}
