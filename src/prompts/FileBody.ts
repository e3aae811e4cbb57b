/** The prompt for a file that a person writes: a new one, or one small change to one that is there. */
import type { Gist, Request } from "../llm/Request.ts"
import type { Stream } from "../rng/Rng.ts"
import type { UserClass } from "../taxonomy/ContentClass.ts"
import * as Change from "./Change.ts"
import * as Data from "./Data.ts"
import * as Facts from "./Facts.ts"
import * as Guidance from "./Guidance.ts"
import * as LanguageName from "./LanguageName.ts"
import * as Style from "./Style.ts"
import type { FileTask } from "./Task.ts"

/**
 * Longer files are not given whole: a small model copies some 3,000 bytes without losing lines, and
 * within a minute on a processor.
 */
export const previousBytesMax = 3000

const pathBytesMax = 240

type Rules = Guidance.Rules

const extensionOf = (path: string): string | undefined => /\.(sh|py|md|txt)$/.exec(path)?.[1]

const edited: Readonly<Record<UserClass, string>> = {
  note: "note",
  todo: "to-do list",
  draft: "draft",
  script: "script",
}

const changeRules = (rng: Stream, task: FileTask, previous: string): Rules => {
  const { persona } = task.author.resident
  return [
    `You have the ${edited[task.class]} between the file tags open, and change one small thing.`,
    Change.draw(rng, task.class, previous),
    "Give the whole file with this change. All other lines stay as they are, letter by letter.",
    "What is new looks like the lines around it.",
    ...(task.class === "script"
      ? ["The script must still run."]
      : task.class === "draft"
        ? [Style.toneRule(persona)]
        : []),
  ]
}

const temperatureOfChange = 0.4

/** What stands there, where there is anything to go on from. */
const previousOf = ({ previous = "" }: FileTask): string | undefined =>
  previous.trim() === "" ? undefined : previous

/** Whether what stands there can be given whole; a model that sees a part loses the rest. */
export const isWhole = (task: FileTask): boolean => {
  const previous = previousOf(task)
  return previous === undefined || Data.isWithin(previous, previousBytesMax)
}

const gistOf = (task: FileTask): Gist => {
  const previous = previousOf(task)
  return {
    form: task.class,
    follows: previous !== undefined,
    language: task.language,
    extension: extensionOf(task.path) ?? (task.class === "script" ? "sh" : "txt"),
    slots: Facts.slots(task),
    previous: previous ?? "",
  }
}

/** People call their home so, and a model then takes no login for a name. */
const shortPath = ({ author, path }: FileTask): string => {
  const home = `/home/${author.resident.login}/`
  return path.startsWith(home) ? `~/${path.slice(home.length)}` : path
}

/** What holds whatever is written; a script says its languages itself, and has no need of dates. */
const commonRules = (task: FileTask): Rules =>
  task.class === "script"
    ? []
    : [Facts.dateRule(task), `Write in ${LanguageName.withVariety(task.language)}.`]

export const request = (task: FileTask): Request => {
  const { author, hostname, local, stream } = task
  const { persona } = author.resident
  const kind = Guidance.kinds[task.class]
  const previous = previousOf(task)
  const shown = previous === undefined ? undefined : Data.text(previous, previousBytesMax)
  const draws = stream.within("facts")
  const facts = Facts.draw(draws, task, draws.between(...kind.facts), kind.names)
  const habits = task.class === "script" ? [] : Style.mannerisms(stream, persona, 0, 1)
  const blocks: ReadonlyArray<Data.Block> = [
    Style.writer(persona, habits),
    {
      name: "facts",
      text: Data.fields([
        ["file", shortPath(task), pathBytesMax],
        ["runs on", task.class === "script" ? hostname : undefined, Facts.nameBytesMax],
        ...facts,
      ]),
    },
    ...(shown === undefined ? [] : [{ name: "file", text: shown }]),
  ]
  const rules =
    previous === undefined
      ? kind.rules(stream.within("shape"), task, facts)
      : changeRules(stream.within("change"), task, previous)
  const told =
    previous === undefined ? "You need not use all facts." : "You need not use the facts."
  return {
    system: Style.system,
    prompt: [
      ...Data.fence(blocks),
      "",
      `You are the writer. It is ${Facts.moment(local)}.`,
      ...rules,
      told,
      ...commonRules(task),
      ...Style.dashes(persona),
      "Answer with the content of the file only.",
    ].join("\n"),
    sampling: {
      seed: stream.within("seed").between(0, 0x7fff_ffff),
      temperature: previous === undefined ? kind.temperature : temperatureOfChange,
      maxTokens:
        shown === undefined
          ? kind.tokens
          : // a token is two to four bytes in the languages of Europe
            200 + Math.ceil(Data.sizeOf(shown) / 2),
    },
    gist: gistOf(task),
  }
}
