/** Which names of the organisation one text is given, and which words stand for them. */
import * as Lexicons from "../lexicon/Lexicons.ts"
import type { LoreHost } from "../lore/Lore.ts"
import { givenName, type Persona } from "../persona/Persona.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Civil from "../time/Civil.ts"
import type { LocalTime } from "../time/Zone.ts"
import * as Voice from "../voice/Voice.ts"
import * as Data from "./Data.ts"
import type { Task } from "./Task.ts"

export type Name = "project" | "ticket" | "host" | "colleague" | "supplier" | "customer" | "meeting"

/** What people of a kind of work speak of beside a project, by how often. */
const usual: Readonly<Record<Voice.Author["register"], Readonly<Partial<Record<Name, number>>>>> = {
  ops: { ticket: 5, host: 8, colleague: 5, supplier: 2, meeting: 1 },
  dev: { ticket: 7, host: 3, colleague: 5, customer: 2, meeting: 3 },
  office: { colleague: 6, supplier: 5, customer: 5, meeting: 4 },
}

/** Lore is ours and short; people's names are not. */
export const nameBytesMax = 120

const hostText = ({ name, services }: LoreHost): string =>
  services.length === 0 ? name : `${name} (runs ${services.join(" and ")})`

const valuesOf = ({ author, matter }: Task): Readonly<Record<Name, string | undefined>> => ({
  project: matter.project,
  ticket: matter.ticket,
  host: matter.host.name,
  colleague: matter.person === author.resident.persona.name ? undefined : matter.person,
  supplier: matter.vendor,
  customer: matter.customer,
  meeting: matter.meeting,
})

const order: ReadonlyArray<Name> = [
  "project",
  "ticket",
  "host",
  "colleague",
  "supplier",
  "customer",
  "meeting",
]

/** What a text must stay with, since its file's name, its subject or its earlier words say so. */
const contextOf = (task: Task): string =>
  task._tag === "File"
    ? `${task.path}\n${task.previous ?? ""}`
    : `${task.subject}\n${task.parent?.text ?? ""}`

/**
 * The facts of one text: what it is tied to, its project, and some drawn ones. All of them at once
 * would make each text a list of the same six names.
 * A kind of text that has no use for some of them says which `names` it may have.
 */
export const draw = (
  rng: Stream,
  task: Task,
  count: number,
  names: ReadonlyArray<Name> = order,
): ReadonlyArray<Data.Field> => {
  const values = valuesOf(task)
  const weights = usual[task.author.register]
  const context = contextOf(task)
  const chosen = new Set<Name>(["project"])
  for (const name of names) {
    const value = values[name]
    if (value !== undefined && context.includes(value)) chosen.add(name)
  }
  const left = names.filter(
    (name) => !chosen.has(name) && values[name] !== undefined && (weights[name] ?? 0) > 0,
  )
  while (chosen.size < count && left.length > 0) {
    const at = rng.weightedIndex(left.map((name) => weights[name]!))
    chosen.add(left.splice(at, 1)[0]!)
  }
  return order
    .filter((name) => chosen.has(name))
    .map((name) => [
      name,
      name === "host" ? hostText(task.matter.host) : values[name],
      nameBytesMax,
    ])
}

export const has = (fields: ReadonlyArray<Data.Field>, name: Name): boolean =>
  fields.some(([label]) => label === name)

/** The author writing in the task's language, whose words for days and months count. */
const authorOf = ({ author, language }: Task): Voice.Author =>
  author.lexicon.language === language ? author : { ...author, lexicon: Lexicons.of(language) }

/** The day of writing as this author writes days. */
export const dateOf = (task: Task): string =>
  Lexicons.has(task.language)
    ? Voice.formatDate(authorOf(task), task.local.day)
    : Civil.toIsoDate(task.local.day)

/** Left alone, a model dates what has been by days that are still to come. */
export const dateRule = (task: Task): string =>
  `Name a date only where it matters, as in "${dateOf(task)}" for today. ` +
  "What has happened was before today."

const two = (value: number): string => String(value).padStart(2, "0")

/** `Tuesday, 3 February 2026, 10:33` */
export const moment = ({ day, dayOfMonth, minuteOfDay, month, year }: LocalTime): string => {
  const { months, weekdays } = Lexicons.english
  const clock = `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`
  return `${weekdays[Civil.weekday(day)]}, ${dayOfMonth} ${months[month - 1]} ${year}, ${clock}`
}

/** Whom a mail speaks to: whoever wrote what is answered, else the first of its recipients. */
export const addressee = (task: Extract<Task, { _tag: "Mail" }>): Persona | undefined => {
  const parent = task.parent?.from.persona
  const answered = task.to.some(({ persona }) => persona.email === parent?.email)
  return answered ? parent : task.to[0]?.persona
}

const personOf = (task: Task): string | undefined => {
  if (task._tag === "Mail") {
    const person = addressee(task)
    return person === undefined ? undefined : givenName(person)
  }
  const { person } = task.matter
  return person === undefined ? undefined : givenName({ name: person })
}

/** What `Gist.slots` holds; a slot without a value is left out. */
export const slots = (task: Task): Readonly<Record<string, string>> => {
  const { author, matter } = task
  // an office has no tickets to speak of, unless one is spoken of already
  const ticketed = author.register !== "office" || contextOf(task).includes(matter.ticket)
  const all: Readonly<Record<string, string | undefined>> = {
    project: matter.project,
    ticket: ticketed ? matter.ticket : undefined,
    host: matter.host.name,
    person: personOf(task),
    vendor: matter.vendor,
    customer: matter.customer,
    meeting: matter.meeting,
    date: dateOf(task),
    me: givenName(author.resident.persona),
  }
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => (entry[1] ?? "") !== ""),
  )
}
