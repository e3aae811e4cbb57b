/** Tasks made by hand: people of the fixtures in the lore of seed 1, on the fifth of January 2026. */
import type { FileTask, MailTask } from "../../src/prompts/Task.ts"
import * as Lexicons from "../../src/lexicon/Lexicons.ts"
import { loginFor } from "../../src/persona/Login.ts"
import type { Resident } from "../../src/persona/Resident.ts"
import * as Rng from "../../src/rng/Rng.ts"
import type { UserClass } from "../../src/taxonomy/ContentClass.ts"
import * as Zone from "../../src/time/Zone.ts"
import * as Habits from "../../src/voice/Habits.ts"
import * as Voice from "../../src/voice/Voice.ts"
import * as Lore from "../../src/lore/Lore.ts"
import { monday, pool } from "../worlds.ts"

const root = Rng.fromSeed("1")

/** Hosts web01 to web05, projects merlin and larch, tickets up to OPS-5243. */
export const lore = Lore.make(root, pool.id, pool.personas)

/** Local part of an address of the fixtures. */
export type Who =
  | "helen.marsh"
  | "priya.nair"
  | "tomasz.krol"
  | "lucia.fernandez"
  | "katrin.boehm"
  | "joao.carvalho"

export const resident = (who: Who): Resident => {
  const persona = pool.personas.find(({ email }) => email.startsWith(`${who}@`))!
  return { persona, login: loginFor(persona.name), uid: 1000, timezone: "Europe/London" }
}

const common = (who: Who) => {
  const own = resident(who)
  const author: Voice.Author = {
    resident: own,
    lexicon: Lexicons.of(own.persona.language),
    register: Voice.registerOf(own.persona.role),
    habits: {
      ...Habits.make(root, own.persona),
      bullet: "-",
      finalNewline: true,
      shebang: "#!/bin/bash",
    },
  }
  const local = Zone.toLocal("Europe/London", monday + 38_000_000)
  const stream = root.within("desk", who)
  return {
    author,
    lore,
    hostname: "srv04",
    matter: Voice.drawMatter(stream, lore, own.persona.email, local.day),
    local,
    language: own.persona.language,
    stream,
  }
}

const names = { note: "notes.txt", todo: "todo.md", draft: "merlin.md", script: "check.sh" }

export const file = (
  fileClass: UserClass,
  who: Who = "helen.marsh",
  { name = names[fileClass], previous = undefined as string | undefined } = {},
): FileTask => {
  const made = common(who)
  const path = `/home/${made.author.resident.login}/${name}`
  return { _tag: "File", ...made, class: fileClass, path, previous }
}

export const mail = (
  from: Who = "helen.marsh",
  to: ReadonlyArray<Who> = ["tomasz.krol"],
  parent?: string,
): MailTask => ({
  _tag: "Mail",
  ...common(from),
  to: to.map(resident),
  subject: "backups on db04",
  parent: parent === undefined ? undefined : { from: resident(to[0]!), text: parent },
})
