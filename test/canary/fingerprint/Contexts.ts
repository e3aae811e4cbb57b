/** Tokens and contexts by number, over the fixtures' people and lores of several pools. */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import type { Context } from "../../../src/canary/Context.ts"
import * as Token from "../../../src/canary/Token.ts"
import * as Subject from "../../../src/canary/fingerprint/Subject.ts"
import * as Lore from "../../../src/lore/Lore.ts"
import { fromSeed } from "../../../src/rng/Rng.ts"
import * as Zone from "../../../src/time/Zone.ts"
import * as PersonaImport from "../../../src/persona/PersonaImport.ts"

/** Monday, the fifth of January 2026. */
const monday = 1_767_571_200_000

const personas = PersonaImport.parse(
  JSON.parse(readFileSync("fixtures/personas.json", "utf8")) as unknown,
  "en",
)!.accepted

export const callback = { httpBase: "https://assets.example.net", dnsZone: "c.example.net" }

/** Tokens that stay the same from run to run. */
export const token = (seed: string | number): Token.Token => {
  const hash = (part: string): Buffer => createHash("sha256").update(`${part}/${seed}`).digest()
  const bytes = Buffer.concat([hash("slug"), hash("secret")])
  return Token.ofEntropy(new Uint8Array(bytes.subarray(0, Token.entropyBytes)))
}

export const languages = ["en", "de", "es", "pt"] as const

export interface Wanted {
  readonly language?: string
  readonly topic?: string
  readonly httpBase?: string
}

export const context = (
  seed: string | number,
  format: "html" | "svg",
  wanted: Wanted = {},
): Context => {
  const rng = fromSeed(`context/${seed}`)
  const lore = Lore.make(rng, "fleet", personas)
  const persona = rng.pick(personas)
  const language = wanted.language ?? rng.pick(languages)
  const timezone = persona.timezone ?? "Europe/Berlin"
  const mtime = {
    ms: monday + rng.below(5) * 86_400_000 + rng.between(9 * 60, 16 * 60) * 60_000,
    ns: rng.below(1e6),
  }
  const local = Zone.toLocal(timezone, mtime.ms)
  const organisation = {
    name: lore.organisation,
    domain: lore.domain,
    hosts: rng.sample(Lore.servers(lore), 12),
    projects: rng.sample(lore.projects, 8),
    teams: lore.teams,
    vendors: rng.sample(lore.vendors, 8),
    customers: rng.sample(lore.customers, 8),
    meetings: rng.sample(lore.meetings, 5),
    databases: lore.databases,
    tickets: Array.from({ length: 5 }, (_, at) => `${lore.tickets.prefix}-${4100 + at * 7}`),
    people: rng.sample(
      lore.people.filter(({ email }) => email !== persona.email),
      12,
    ),
    automation: lore.automation,
  }
  const login = persona.name.toLowerCase().split(" ")[0]!
  const { topic, title, stem } = Subject.propose(
    rng,
    language,
    organisation,
    local,
    format,
    timezone,
  )
  return {
    class: format === "html" ? "canary_fingerprint_html" : "canary_fingerprint_svg",
    salt: fromSeed(`salt/${seed}`).hex(32),
    path: `/home/${login}/Documents/${stem}.${format}`,
    owner: {
      name: persona.name,
      email: persona.email,
      role: persona.role,
      language,
      signature: undefined,
      login,
      home: `/home/${login}`,
      timezone,
      activeHours: persona.activeHours,
    },
    organisation,
    hostname: "files2",
    release: "debian-12",
    mtime,
    document: wanted.topic === undefined ? { topic, title } : undefined,
    callback: {
      ...callback,
      ...(wanted.httpBase === undefined ? {} : { httpBase: wanted.httpBase }),
    },
  }
}
