/** Subjects to write about: people of several roles, tones and languages in one organisation. */
import * as Effect from "effect/Effect"
import type { Lexicon } from "../../src/lexicon/Lexicon.ts"
import * as Lore from "../../src/lore/Lore.ts"
import { loginFor } from "../../src/persona/Login.ts"
import * as Persona from "../../src/persona/Persona.ts"
import * as Rng from "../../src/rng/Rng.ts"
import * as Civil from "../../src/time/Civil.ts"
import * as Zone from "../../src/time/Zone.ts"
import * as Habits from "../../src/voice/Habits.ts"
import * as Voice from "../../src/voice/Voice.ts"
import type { Subject } from "../../src/bodies/Subject.ts"

const given =
  "Renée Tomasz Ana Lukas Marta Pedro Ines Jonas Carla Dieter Olivia Hugo Petra Rui".split(" ")
const family =
  "Krol Ruiz Weber Silva O'Brien Novak Stein Costa Vidal Brandt Moreau Lima Haas Ortega".split(" ")
const roles = ["Systems administrator", "Software developer", "Office manager", "DBA", "Accountant"]
const tones = ["formal", "direct", "casual", "technical"] as const

export const people = (language: string, count = 14): ReadonlyArray<Persona.Persona> =>
  Array.from({ length: count }, (_, index) =>
    Persona.fromEntry(
      {
        name: `${given[index % 14]} ${family[(index * 5 + Math.floor(index / 14)) % 14]}`,
        email: `person${index}@brackwell.net`,
        role: roles[index % roles.length]!,
        tone: tones[index % tones.length]!,
      },
      language,
    ),
  )

export const extensions = { note: "", todo: "", draft: "", script: ".sh" } as const

export const subject = (
  seed: string,
  index: number,
  lexicon: Lexicon,
  extension?: string,
): Subject => {
  const root = Rng.fromSeed(seed)
  const personas = people(lexicon.language)
  const persona = personas[index % personas.length]!
  const lore = Lore.make(root, "pool", personas)
  const rng = root.within("subject", index)
  const habits = Habits.make(root, persona)
  const local = Zone.toLocal(
    "Europe/Madrid",
    (Civil.toDay({ year: 2026, month: 2, dayOfMonth: 2 }) + (index % 80)) * 86_400_000 + 38_000_000,
  )
  const matter = Voice.drawMatter(rng, lore, persona.email, local.day)
  const login = loginFor(persona.name)
  const author: Voice.Author = {
    resident: { persona, login, uid: 1000 + index, timezone: "Europe/Madrid" },
    lexicon,
    register: Voice.registerOf(persona.role),
    habits,
  }
  const stem = rng.pick([
    `handover-${matter.project}`,
    `${matter.project}-${index}`,
    "todo",
    "notes",
  ])
  const path = `/home/${login}/${stem}${extension ?? `.${habits.extension}`}`
  return { author, lore, hostname: matter.host.name, path, matter, local }
}

/** Runs an Effect on the stream of that name. */
export const draw = <A>(seed: string, effect: Effect.Effect<A, never, Rng.Rng>): A =>
  Effect.runSync(Effect.provideService(effect, Rng.Rng, Rng.fromSeed(seed)))
