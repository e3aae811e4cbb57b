/** Tasks of the fixtures' people: files and mails of every class, in four languages. */
import * as Schema from "effect/Schema"
import * as Bodies from "../../src/bodies/Bodies.ts"
import * as Lexicons from "../../src/lexicon/Lexicons.ts"
import * as Lore from "../../src/lore/Lore.ts"
import * as Naming from "../../src/naming/Naming.ts"
import * as Script from "../../src/bodies/Script.ts"
import { loginFor } from "../../src/persona/Login.ts"
import * as Persona from "../../src/persona/Persona.ts"
import type { Resident } from "../../src/persona/Resident.ts"
import type { FileTask, MailTask, Task } from "../../src/prompts/Task.ts"
import * as Rng from "../../src/rng/Rng.ts"
import type { UserClass } from "../../src/taxonomy/ContentClass.ts"
import * as Civil from "../../src/time/Civil.ts"
import * as Zone from "../../src/time/Zone.ts"
import * as Habits from "../../src/voice/Habits.ts"
import * as Voice from "../../src/voice/Voice.ts"
import { draw } from "../bodies/Subjects.ts"
import entries from "../../fixtures/personas.json" with { type: "json" }

export const root = Rng.fromSeed("prompts")

export const personas: ReadonlyArray<Persona.Persona> = Schema.decodeUnknownSync(
  Schema.Array(Persona.Entry),
)(entries).map((entry) => Persona.fromEntry(entry, "en"))

export const classes: ReadonlyArray<UserClass> = ["note", "todo", "draft", "script"]

export const residentOf = (persona: Persona.Persona): Resident => ({
  persona,
  login: loginFor(persona.name),
  uid: 1000,
  timezone: persona.timezone ?? "Europe/Madrid",
})

export const lore = Lore.make(root, "pool", personas)

export const authorOf = (persona: Persona.Persona): Voice.Author => ({
  resident: residentOf(persona),
  lexicon: Lexicons.of(persona.language),
  register: Voice.registerOf(persona.role),
  habits: Habits.make(root, persona),
})

const common = (persona: Persona.Persona, index: number) => {
  const author = authorOf(persona)
  const day = Civil.toDay({ year: 2026, month: 2, dayOfMonth: 2 }) + (index % 60)
  const local = Zone.toLocal(author.resident.timezone, day * 86_400_000 + 38_000_000)
  const stream = root.within("task", persona.email, index)
  const matter = Voice.drawMatter(stream.within("matter"), lore, persona.email, local.day)
  const hostname = stream.within("hostname").pick(Lore.servers(lore)).name
  return { author, lore, hostname, matter, local, language: author.lexicon.language, stream }
}

/** A new file of that person, or the next version of one, where `edits`. */
export const file = (
  persona: Persona.Persona,
  kind: UserClass,
  index: number,
  edits = false,
): FileTask => {
  const base = common(persona, index)
  const path = Naming.propose(base.stream.within("name"), kind, {
    ...base,
    places: Naming.places(root, base.author),
    scriptNames: (python) => Script.names(base.author.register, python),
  })
  const previous = edits
    ? draw(`body ${index}`, Bodies.generators[kind].create({ ...base, path }))
    : undefined
  return { _tag: "File", ...base, class: kind, path, previous }
}

/** A first mail to that many others of the same language, or an answer to one. */
export const mail = (
  persona: Persona.Persona,
  index: number,
  text?: string,
  recipients = 1,
): MailTask => {
  const base = common(persona, index)
  const others = personas.filter((each) => each !== persona && each.language === persona.language)
  const to = others.slice(0, recipients).map(residentOf)
  return {
    _tag: "Mail",
    ...base,
    matter: { ...base.matter, person: undefined },
    to,
    subject: text === undefined ? base.matter.project : `Re: ${base.matter.project}`,
    parent: text === undefined ? undefined : { from: to[0]!, text },
  }
}

/** Some hundred tasks of all kinds. */
export const all: ReadonlyArray<Task> = personas.flatMap((persona, number) => [
  ...classes.flatMap((kind) => [
    file(persona, kind, number),
    file(persona, kind, number + 20),
    file(persona, kind, number + 40, true),
  ]),
  mail(persona, number),
  mail(persona, number + 20, undefined, 2),
  mail(persona, number + 40, "Can you look at it today?\n\nThanks"),
])
