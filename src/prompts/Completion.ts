/**
 * Whether a model's answer can stand where the template stands, and the text of it. A text is
 * cleaned first; what cannot be cleaned is turned down with the reason. A false alarm costs a
 * template, a miss costs the decoy.
 */
import * as Either from "effect/Either"
import * as Bytes from "../bytes/Bytes.ts"
import * as Prose from "../reading/Prose.ts"
import * as Bounds from "./completion/Bounds.ts"
import * as Characters from "./completion/Characters.ts"
import * as Echo from "./completion/Echo.ts"
import * as Edits from "./completion/Edits.ts"
import * as Gaps from "./completion/Gaps.ts"
import * as Letter from "./completion/Letter.ts"
import * as Loops from "./completion/Loops.ts"
import * as Noise from "./completion/Noise.ts"
import * as Program from "./completion/Program.ts"
import * as Rejection from "./completion/Rejection.ts"
import * as Refusal from "./completion/Refusal.ts"
import * as Strangers from "./completion/Strangers.ts"
import * as Successor from "./completion/Successor.ts"
import * as Talk from "./completion/Talk.ts"
import * as Tongue from "./completion/Tongue.ts"
import * as Traces from "./completion/Traces.ts"
import * as Typography from "./completion/Typography.ts"
import * as Voice from "./completion/Voice.ts"
import * as Wrapping from "./completion/Wrapping.ts"
import type { Task } from "./Task.ts"

export type { Rejection } from "./completion/Rejection.ts"

/** Longer answers are not read at all; a model may think at length before it writes. */
const rawMax = 131_072

/** Rounds of cleaning; a text that still changes then is wrapped in something odd. */
const roundsMax = 8

const extensionOf = (task: Task): string =>
  task._tag === "Mail" ? "eml" : (/\.([a-z0-9]{1,5})$/i.exec(task.path)?.[1]?.toLowerCase() ?? "")

const isScript = (task: Task): boolean => task._tag === "File" && task.class === "script"

const round = (task: Task, text: string): string => {
  const isCode = isScript(task)
  const isMail = task._tag === "Mail"
  const { habits, resident } = task.author
  const isFancy = resident.persona.usesLlmsHeavily
  const bare = Wrapping.off(Characters.plain(text), { isMail, isCode })
  const own = isMail ? Letter.off(bare, task) : bare
  const wished = isMail && !isFancy ? Talk.withoutWishes(own) : own
  const isMarkdown = extensionOf(task) === "md"
  const bullet = isMail ? "-" : habits.bullet
  const typed = Typography.plain(wished, { isFancy, isCode, isMarkdown, bullet })
  const full = isMail || isCode ? typed : typed.replace(/^\s*[-*+] *(?:\[ ?\])? *$\n?/gm, "")
  return Characters.trimmed(full, isMail ? 1 : 2)
}

/** Undefined where no number of rounds comes to an end. */
const cleaned = (task: Task, raw: string): string | undefined => {
  let text = raw
  for (let count = 0; count < roundsMax; count += 1) {
    const next = round(task, text)
    if (next === text) return text
    text = next
  }
  return undefined
}

/** Text as it is planted: how people end a file is a habit of theirs. */
const ended = (task: Task, text: string): string =>
  task._tag === "Mail"
    ? text
    : isScript(task) || task.author.habits.finalNewline
      ? `${text}\n`
      : text

const ofFile = (
  task: Task & { readonly _tag: "File" },
  text: string,
): Rejection.Rejection | undefined => {
  const isCode = isScript(task)
  return Rejection.first(
    () => (isCode ? Program.fault(text, extensionOf(task)) : undefined),
    () => Bounds.ofItems(text, task),
    () => (task.previous === undefined ? undefined : Successor.fault(text, task.previous)),
    () =>
      isCode && task.previous !== undefined ? Successor.headFault(text, task.previous) : undefined,
  )
}

const prose = (task: Task, text: string): string =>
  task._tag === "Mail" ? text : Prose.lines(task.class, text).join("\n")

/** Nobody heads a note with the own trade. */
const headed = (task: Task, text: string): Rejection.Rejection | undefined => {
  const role = task.author.resident.persona.role.toLowerCase()
  const line = text.split("\n").find((each) => each.trim().toLowerCase() === role)
  return line === undefined ? undefined : Rejection.because("wrapped", "the author's role", line)
}

/** Lengths come early: what follows may take its time, and reads no more than a page. */
const faultOf = (task: Task, text: string, answer: string): Rejection.Rejection | undefined => {
  const isCode = isScript(task)
  const isMail = task._tag === "Mail"
  const isFancy = task.author.resident.persona.usesLlmsHeavily
  const previous = task._tag === "Mail" ? "" : (task.previous ?? "")
  const left = Wrapping.left(text)
  return Rejection.first(
    () =>
      Refusal.isOne(text, isMail) ? Rejection.because("refusal", "a refusal", text) : undefined,
    () => (isMail ? Bounds.ofMail(text, task) : Bounds.ofFile(text, task)),
    () => (left === undefined ? undefined : Rejection.because("wrapped", left)),
    () => headed(task, text),
    () => Noise.fault(text, answer, isCode, isFancy),
    () => (isMail ? undefined : Edits.fault(text, task.previous)),
    () => Echo.fault(text, previous, task),
    () => Voice.fault(text, previous, task),
    () => Gaps.fault(text, isCode, isMail, task.lore.domain),
    () => (isMail ? Letter.fault(text, task) : ofFile(task, text)),
    () => Tongue.fault(prose(task, text), task.language, isCode),
    () => Strangers.fault(text, task, isCode),
    () => Traces.fault(text, isMail),
    () => Loops.fault(text, previous, isCode),
    () => (isFancy ? undefined : Traces.dashFault(text)),
  )
}

/**
 * The text to use, ready to be planted, or why there is none. Total; an accepted text is accepted
 * again as it is.
 */
export const judge = (
  task: Task,
  raw: string,
  isCutOff = false,
): Either.Either<string, Rejection.Rejection> => {
  if (raw.length > rawMax) return Either.left(Rejection.because("long", `${raw.length} characters`))
  const answer = Wrapping.withoutThoughts(Characters.plain(raw))
  if (answer.length > Bounds.charactersMax)
    return Either.left(Rejection.because("long", `${answer.length} characters`))
  const text = cleaned(task, answer)
  if (text === undefined) return Either.left(Rejection.because("wrapped", "no end of wrappings"))
  if (!/[\p{L}\p{N}]/u.test(text)) return Either.left(Rejection.because("empty", "no words"))
  const fault = faultOf(task, text, answer)
  if (isCutOff && fault?.fault !== "refusal")
    return Either.left(Rejection.because("long", "cut off at the limit of tokens"))
  return fault === undefined ? Either.right(ended(task, text)) : Either.left(fault)
}

const normalised = (sentence: string): string => sentence.toLowerCase().normalize("NFC")

/** Digests of what must not stand in two texts of a host: sentences, and a file as a whole. */
export const sentences = (task: Task, text: string): ReadonlyArray<string> => {
  const lines =
    task._tag === "Mail"
      ? Prose.lines(
          "email",
          Prose.ownMail(text, [
            task.author.resident.persona.signature ?? "",
            task.author.resident.persona.name,
          ]),
        )
      : Prose.lines(task.class, text)
  const whole = task._tag === "File" && text !== "" ? [text] : []
  return [...Prose.sentences(lines), ...whole].map((sentence) =>
    Bytes.sha256(Bytes.ofText(normalised(sentence))).slice(0, 16),
  )
}
