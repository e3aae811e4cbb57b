/** fast-check arbitraries of what users write: personas, fleets and settings, all of them valid. */
import * as fc from "effect/FastCheck"
import { releases, roles, type Decky } from "../../src/fleet/Decky.ts"
import * as Persona from "../../src/persona/Persona.ts"
import type { Pool } from "../../src/persona/Pool.ts"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"

const givenNames = [
  "Ana",
  "Björn",
  "Chloé",
  "Dmitri",
  "Elif",
  "Fatima",
  "Goran",
  "Hélène",
  "Ivo",
  "Jürgen",
  "Katarzyna",
  "Luís",
  "Mei",
  "Noor",
  "Øyvind",
  "Paulo",
  "Quentin",
  "Renée",
  "Søren",
  "Tomás",
  "Ulrike",
  "Violeta",
  "William",
  "Ximena",
  "Yusuf",
  "Zoë",
  "Arno",
  "Beatriz",
  "Conor",
  "Daria",
]
const familyNames = [
  "Almeida",
  "Brandt",
  "Castro",
  "Dubois",
  "Eriksen",
  "Fuchs",
  "García",
  "Hoffmann",
  "Ibáñez",
  "Jansen",
  "Kowalski",
  "Lopes",
  "Müller",
  "Núñez",
  "O'Brien",
  "Pereira",
  "Quist",
  "Rossi",
  "Schäfer",
  "Torres",
  "Urban",
  "Vogel",
  "Weber",
  "Xavier",
  "Yıldız",
  "Zimmermann",
]
const jobs = [
  "Systems Administrator",
  "Database Administrator",
  "Network Engineer",
  "Software Developer",
  "QA Engineer",
  "Data Analyst",
  "Finance Manager",
  "HR Generalist",
  "Purchasing",
  "Sales Manager",
  "Site Reliability Engineer",
  "Support Team Lead",
]
/** Zones that change their clocks, one that does not, and one at a half hour. */
export const zones = ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata"]

/** Day shifts, early and late ones, a night shift, and always. */
export const windows = [
  "09:00-18:00",
  "08:00-16:30",
  "07:00-15:00",
  "10:00-19:00",
  "13:00-22:00",
  "22:00-06:00",
  "00:00-00:00",
]

/** A persona as users write one. Addresses are unique only as far as names are; see `pool`. */
export const entry: fc.Arbitrary<Persona.Entry> = fc
  .record({
    given: fc.constantFrom(...givenNames),
    family: fc.constantFrom(...familyNames),
    role: fc.constantFrom(...jobs),
    tone: fc.constantFrom("formal", "direct", "casual", "technical"),
    language: fc.constantFrom("en", "es", "de", "pt"),
    active_hours: fc.constantFrom(...windows),
    reply_latency: fc.constantFrom(...Persona.replyLatencies),
    timezone: fc.constantFrom(...zones, null),
    holidays: fc.constantFrom("DE", "US", "AU", "IN", null),
    mail_client: fc.constantFrom(...Persona.mailClients, null),
    signature: fc.boolean(),
  })
  .map(({ given, family, signature, tone, ...rest }) => ({
    ...rest,
    tone: tone as Persona.Tone,
    name: `${given} ${family}`,
    email: `${ascii(given)}.${ascii(family)}@holmgate.net`,
    ...(signature ? { signature: `${given} ${family}\nHolmgate, ${rest.role}` } : {}),
  }))

const ascii = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/[\u0300-\u036f']/g, "")
    .replaceAll("Ø", "O")
    .replaceAll("ø", "o")
    .replaceAll("ı", "i")
    .toLowerCase()

export const persona: fc.Arbitrary<Persona.Persona> = entry.map((each) =>
  Persona.fromEntry(each, "en"),
)

/** A pool of different people. */
export const pool = (minLength = 5, maxLength = 40): fc.Arbitrary<Pool> =>
  fc
    .uniqueArray(persona, { minLength, maxLength, selector: ({ email }) => email })
    .map((personas) => ({ id: "fleet", personas }))

const decky = (index: number): fc.Arbitrary<Decky> =>
  fc
    .record({
      id: fc.hexaString({ minLength: 12, maxLength: 12 }),
      release: fc.constantFrom(...releases),
      timezone: fc.constantFrom(...zones, "UTC"),
      role: fc.constantFrom(...roles),
      mail: fc.boolean(),
    })
    .map(({ id, release, timezone, role, mail }) => ({
      uuid: `${String(index).padStart(8, "0")}-0000-4000-8000-${id}`,
      name: `node${index + 1}`,
      hostname: `node${index + 1}`,
      ip: `10.81.7.${10 + index}`,
      release,
      timezone,
      services: mail || role === "mail" ? ["ssh", "imap"] : ["ssh"],
      role,
      topologyId: undefined,
      personasFile: undefined,
      containers: {},
    }))

/** A fleet of one topology. */
export const fleet = (minLength = 1, maxLength = 6): fc.Arbitrary<ReadonlyArray<Decky>> =>
  fc
    .integer({ min: minLength, max: maxLength })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => decky(index))))

/** Settings somewhere around the defaults. */
export const config: fc.Arbitrary<PlannerConfig.PlannerConfig> = fc
  .record({
    traffic: fc.integer({ min: 0, max: 60 }),
    file: fc.integer({ min: 1, max: 60 }),
    email: fc.integer({ min: 0, max: 30 }),
    leaveAlone: fc.integer({ min: 0, max: 30 }),
    edit: fc.integer({ min: 0, max: 60 }),
    user: fc.integer({ min: 40, max: 100 }),
    moments: fc.integer({ min: 2, max: 14 }),
  })
  .map(({ traffic, file, email, leaveAlone, edit, user, moments }) => ({
    ...PlannerConfig.defaults,
    kindWeights: { traffic, file, email },
    leaveAloneProbability: leaveAlone / 100,
    editProbability: edit / 100,
    userFamilyShare: user / 100,
    momentsPerPersonaDay: moments,
  }))
