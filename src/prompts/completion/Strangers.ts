/** What a text refers to and the organisation does not have. */
import { loginFor } from "../../persona/Login.ts"
import * as PastDate from "../../reading/PastDate.ts"
import * as Reference from "../../reading/Reference.ts"
import * as Civil from "../../time/Civil.ts"
import type { Task } from "../Task.ts"
import * as People from "./People.ts"
import * as Places from "./Places.ts"
import * as Rejection from "./Rejection.ts"

const peopleOf = (task: Task): ReadonlyArray<{ readonly name: string; readonly email: string }> => [
  task.author.resident.persona,
  ...(task._tag === "Mail"
    ? [...task.to, ...(task.parent === undefined ? [] : [task.parent.from])].map(
        ({ persona }) => persona,
      )
    : []),
]

/** What stood there, or what is answered: whoever wrote it knew of what it names. */
const contextOf = (task: Task): string =>
  task._tag === "File" ? (task.previous ?? "") : (task.parent?.text ?? "")

const worldOf = (task: Task): Reference.World => {
  const { lore, hostname, matter } = task
  const context = contextOf(task)
  return Reference.world({
    lore,
    people: peopleOf(task),
    hosts: [hostname, matter.host.name, matter.host.ip],
    isScript: (path) => (task._tag === "File" && path === task.path) || context.includes(path),
    subjects: new Set(task._tag === "Mail" ? [Reference.bareSubject(task.subject)] : []),
  })
}

const namesOf = (task: Task): People.Known => {
  const { lore, matter, author } = task
  return People.known([
    ...[...lore.people, ...peopleOf(task)].flatMap(({ name, email }) => [name, email]),
    author.resident.login,
    lore.organisation,
    lore.automation,
    lore.domain,
    ...lore.hosts.flatMap(({ name, services }) => [name, ...services]),
    ...lore.projects.flatMap(({ name, branches, team }) => [name, team, ...branches]),
    ...lore.teams,
    ...lore.vendors,
    ...lore.customers,
    ...lore.meetings,
    ...lore.databases,
    matter.project,
    matter.vendor,
    matter.customer,
    matter.meeting,
    matter.person ?? "",
    ...author.lexicon.months,
    ...author.lexicon.weekdays,
    task._tag === "Mail" ? task.subject : "",
    contextOf(task).slice(0, 20_000),
  ])
}

const noTime = /(?<!\p{L})(?:at|um|las|às) (?:(?:2[4-9]|[3-9]\d):\d\d|\d{1,2}:[6-9]\d)(?![\d:])/u

/** Lines that stood there before are not judged again. */
export const fault = (
  text: string,
  task: Task,
  isCode: boolean,
): Rejection.Rejection | undefined => {
  const world = worldOf(task)
  const names = namesOf(task)
  const logins = new Set([
    task.author.resident.login,
    task.lore.automation,
    ...[...task.lore.people, ...peopleOf(task)].map(({ name }) => loginFor(name)),
  ])
  const before = new Set(
    contextOf(task)
      .split("\n")
      .map((line) => line.trim()),
  )
  const { day } = task.local
  const home = `/home/${task.author.resident.login}`
  for (const line of text.split("\n")) {
    if (line.trim() === "" || before.has(line.trim())) continue
    const isComment = isCode && /^\s*#(?!!)/.test(line)
    const missing =
      Reference.missing(world, { text: line, isCode, day, home })[0] ??
      Places.missing(world, line, { isCode, day, logins })[0] ??
      (isCode && !isComment ? undefined : People.missing(names, line, task.language)[0])
    if (missing !== undefined) return Rejection.because("stranger", missing, line)
    const late = PastDate.late(line, day)[0] ?? PastDate.lateShort(line, day)[0]
    if (late !== undefined)
      return Rejection.because("date", `${Civil.toIsoDate(late)} is told as past`, line)
  }
  return isCode || !noTime.test(text)
    ? undefined
    : Rejection.because("date", "a time that no clock shows", noTime.exec(text)![0])
}
