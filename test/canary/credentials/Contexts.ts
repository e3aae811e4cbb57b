/** Contexts and tokens for tests of bait: people of the fixtures in organisations of several seeds. */
import { readFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import type * as Callback from "../../../src/canary/Callback.ts"
import type { Context } from "../../../src/canary/Context.ts"
import type { ArtifactFile, Generator } from "../../../src/canary/Generator.ts"
import * as Token from "../../../src/canary/Token.ts"
import { releases } from "../../../src/fleet/Decky.ts"
import * as Lore from "../../../src/lore/Lore.ts"
import * as ActiveHours from "../../../src/persona/ActiveHours.ts"
import * as PersonaImport from "../../../src/persona/PersonaImport.ts"
import { fromSeed } from "../../../src/rng/Rng.ts"
import type { CanaryClass } from "../../../src/taxonomy/ContentClass.ts"
import * as Civil from "../../../src/time/Civil.ts"
import * as Zone from "../../../src/time/Zone.ts"
import * as Voice from "../../../src/voice/Voice.ts"

const people = PersonaImport.parse(
  JSON.parse(readFileSync("fixtures/personas.json", "utf8")),
  "en",
)!.accepted

export const callback: Callback.Callback = {
  httpBase: "https://assets.tarnfield.net",
  dnsZone: "c.tarnfield.net",
}

export const token = (seed: string | number): Token.Token =>
  Token.ofEntropy(fromSeed(`token/${seed}`).bytes(Token.entropyBytes))

/** Below the home, or absolute. */
export const context = (
  canary: CanaryClass,
  below: (project: string, organisation: string) => string,
  seed: string | number,
  calls: Callback.Callback = callback,
): Context => {
  const rng = fromSeed(`context/${seed}`)
  const lore = Lore.make(fromSeed(String(seed)), "fleet", people)
  const persona = rng.pick(people)
  const timezone = persona.timezone ?? "Europe/Berlin"
  const date = { year: 2026, month: rng.between(1, 12), dayOfMonth: rng.between(1, 28) }
  const day = Civil.toDay(date)
  const login = persona.email.split("@")[0]!.replace(/[^a-z]/g, "")
  const home = `/home/${login}`
  const { activeHours } = persona
  const moment = rng.within("moment")
  const minute = (activeHours.startMinute + moment.below(ActiveHours.minutes(activeHours))) % 1440
  const projects = rng.sample(lore.projects, 8)
  return {
    class: canary,
    salt: fromSeed(`salt/${seed}`).hex(32),
    path: `${home}/${below(projects[0]!.name, lore.organisation.toLowerCase())}`,
    owner: {
      name: persona.name,
      email: persona.email,
      role: persona.role,
      language: persona.language,
      signature: persona.signature,
      login,
      home,
      timezone,
      activeHours,
    },
    organisation: {
      name: lore.organisation,
      domain: lore.domain,
      hosts: rng.sample(Lore.servers(lore), 12),
      projects,
      teams: lore.teams,
      vendors: lore.vendors,
      customers: lore.customers,
      meetings: lore.meetings,
      databases: lore.databases,
      tickets: Array.from({ length: 5 }, () => Voice.ticketAt(rng, lore, day)),
      people: lore.people.filter(({ email }) => email !== persona.email),
      automation: lore.automation,
    },
    hostname: rng.pick(Lore.servers(lore)).name,
    release: rng.pick(releases),
    mtime: {
      ms: Zone.fromLocal(timezone, day, minute * 60_000 + moment.below(60_000)),
      ns: rng.below(1_000_000),
    },
    document: undefined,
    callback: calls,
  }
}

/** The same people in an organisation of another name, whose listeners are elsewhere. */
export const elsewhere = (about: Context, seed: string | number): Context => {
  const rng = fromSeed(`elsewhere/${seed}`)
  const letters = "abdegiklmnoprstuvz"
  const name = rng.chars(letters, rng.between(5, 12))
  const listeners = rng.chars(letters, rng.between(5, 12))
  const text = JSON.stringify({
    ...about,
    callback: { httpBase: `https://${listeners}.org`, dnsZone: `${listeners}.org` },
    document: null,
  })
  const capital = name[0]!.toUpperCase() + name.slice(1)
  const moved = JSON.parse(
    text.replaceAll("tarnfield", name).replaceAll("Tarnfield", capital),
  ) as Context
  return { ...moved, document: undefined }
}

export const files = (
  generator: Generator,
  of: Token.Token,
  about: Context,
): ReadonlyArray<ArtifactFile> => Effect.runSync(generator.files(of, about))

export const text = ({ bytes }: ArtifactFile): string => Buffer.from(bytes).toString("utf8")
