/** Lets the people of a context write: what the bodies' generators ask for, from what it holds. */
import * as Effect from "effect/Effect"
import type { BodyGenerator } from "../../bodies/BodyGenerator.ts"
import type { Subject } from "../../bodies/Subject.ts"
import * as Lexicons from "../../lexicon/Lexicons.ts"
import type { Lore } from "../../lore/Lore.ts"
import * as Persona from "../../persona/Persona.ts"
import { fromSeed, Rng, type Stream } from "../../rng/Rng.ts"
import * as Zone from "../../time/Zone.ts"
import * as Habits from "../../voice/Habits.ts"
import * as Voice from "../../voice/Voice.ts"
import type { Context } from "../Context.ts"

const atLeast = (items: ReadonlyArray<string>, one: string): ReadonlyArray<string> =>
  items.length > 0 ? items : [one]

/** How fast numbers grow matters little: texts of one repository lie weeks apart at most. */
const ticketsPerDay = 3

const loreOf = ({ organisation, owner }: Context, day: number): Lore => {
  const newest = organisation.tickets
    .map((each) => Number(each.split("-").at(-1)))
    .reduce((most, each) => (each > most ? each : most), 100)
  return {
    id: organisation.domain,
    organisation: organisation.name,
    domain: organisation.domain,
    hosts: organisation.hosts,
    projects: organisation.projects,
    teams: atLeast(organisation.teams, organisation.name),
    vendors: atLeast(organisation.vendors, organisation.name),
    customers: atLeast(organisation.customers, organisation.name),
    meetings: atLeast(organisation.meetings, organisation.name),
    databases: atLeast(organisation.databases, organisation.name),
    tickets: {
      prefix: organisation.tickets[0]?.split("-")[0] ?? "OPS",
      atDayZero: newest - ticketsPerDay * day,
      perDay: ticketsPerDay,
    },
    people: [{ name: owner.name, email: owner.email }, ...organisation.people],
    automation: organisation.automation,
  }
}

/** A subject at that path, written at `ms`. */
export const subject = (rng: Stream, context: Context, path: string, ms: number): Subject => {
  const { owner, organisation, hostname, salt } = context
  const local = Zone.toLocal(owner.timezone, ms)
  const lore = loreOf(context, local.day)
  const persona = Persona.fromEntry(
    { name: owner.name, email: owner.email, role: owner.role, language: owner.language },
    "en",
  )
  const register = Voice.registerOf(owner.role)
  return {
    author: {
      resident: { persona, login: owner.login, uid: 1000, timezone: owner.timezone },
      lexicon: Lexicons.of(owner.language),
      // whoever keeps a repository writes about systems or software
      register: register === "office" ? "ops" : register,
      habits: Habits.make(fromSeed(salt).within("habits", owner.email), persona),
    },
    lore,
    hostname,
    path,
    matter: {
      ...Voice.drawMatter(rng.within("matter"), lore, owner.email, local.day),
      project: organisation.projects[0]!.name,
    },
    local,
  }
}

/** A text after so many edits. */
export const write = (
  generator: BodyGenerator,
  rng: Stream,
  about: Subject,
  edits: number,
): Effect.Effect<string> =>
  Effect.gen(function* () {
    let text = yield* Effect.provideService(generator.create(about), Rng, rng.within("create"))
    for (let edit = 1; edit <= edits; edit++)
      text = yield* Effect.provideService(
        generator.nextIteration(about, text),
        Rng,
        rng.within("edit", edit),
      )
    return text
  })
