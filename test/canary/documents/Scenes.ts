/** Tokens and contexts for the tests of documents: many owners, languages, days and companies. */
import * as Context from "../../../src/canary/Context.ts"
import * as Topics from "../../../src/canary/documents/Topics.ts"
import * as Token from "../../../src/canary/Token.ts"
import * as Lexicons from "../../../src/lexicon/Lexicons.ts"
import * as Lore from "../../../src/lore/Lore.ts"
import { fromSeed } from "../../../src/rng/Rng.ts"
import type { CanaryClass } from "../../../src/taxonomy/ContentClass.ts"
import * as Zone from "../../../src/time/Zone.ts"

const languages: ReadonlyArray<readonly [string, string]> = [
  ["en", "Europe/London"],
  ["de", "Europe/Berlin"],
  ["es", "Europe/Madrid"],
  ["pt", "Europe/Lisbon"],
  ["en", "America/New_York"],
  ["pt", "America/Sao_Paulo"],
  ["de", "Europe/Zurich"],
]

const names =
  "Anna Müller|Jorge Peña|Inês Carvalho|Tom Hughes|Karin Weiß|Lucía Gómez|Rui Matos|Sarah O'Brien|Paul Lindner|Marta Ruiz|Ben Archer|Eva Brandt|João Sá|Nina Falk".split(
    "|",
  )

const domains = ["halvorsen.example", "brightlane.example", "nordkai.example", "meridia.example"]

export const callback = {
  httpBase: "https://assets.northlane.example",
  dnsZone: "c.northlane.example",
}

export const token = (seed: string): Token.Token =>
  Token.ofEntropy(fromSeed(`token/${seed}`).bytes(Token.entropyBytes))

/** The context of a seed; the same seed gives the same. */
export const context = (
  seed: string,
  canary: CanaryClass,
  extension: string,
  given: Partial<Context.Context> = {},
): Context.Context => {
  const rng = fromSeed(`scene/${seed}`)
  const [language, timezone] = rng.within("language").pick(languages)
  const domain = rng.within("domain").pick(domains)
  const people = names.map((name) => {
    const login = name
      .toLowerCase()
      .normalize("NFD")
      .replace(/[^a-z ]/g, "")
      .replace(" ", ".")
    return { name, email: `${login}@${domain}` }
  })
  const lore = Lore.make(rng, domain, people)
  const owner = rng.within("owner").pick(people)
  const day = 20_400 + rng.within("day").below(380)
  const minute = rng.within("minute").between(8 * 60, 18 * 60)
  const ms = Zone.fromLocal(timezone, day, minute * 60_000 + rng.below(60_000))
  const local = Zone.toLocal(timezone, ms)
  const login = owner.email.split(".")[0]!
  const organisation: Context.Organisation = {
    name: lore.organisation,
    domain,
    hosts: rng.within("hosts").sample(Lore.servers(lore), 12),
    projects: rng.within("projects").sample(lore.projects, 8),
    teams: lore.teams,
    vendors: rng.within("vendors").sample(lore.vendors, 8),
    customers: rng.within("customers").sample(lore.customers, 8),
    meetings: lore.meetings,
    databases: lore.databases,
    tickets: [0, 3, 17].map(
      (ago) => `${lore.tickets.prefix}-${Lore.newestTicket(lore, day) - ago}`,
    ),
    people: people.filter(({ email }) => email !== owner.email),
    automation: lore.automation,
  }
  const { topic, title, stem } = Topics.propose(
    rng.within("document"),
    language,
    organisation,
    local,
  )
  const home = `/home/${login}`
  return {
    class: canary,
    salt: fromSeed(`salt/${seed}`).hex(32),
    path:
      canary === "canary_mysql_dump"
        ? `/var/backups/${organisation.databases[0]!}.sql`
        : `${home}/Documents/${stem}.${extension}`,
    owner: {
      ...owner,
      role: "Engineer",
      language: Lexicons.of(language).language,
      signature: undefined,
      login,
      home,
      timezone,
      activeHours: { startMinute: 8 * 60, endMinute: 18 * 60 },
    },
    organisation,
    hostname: rng.within("hostname").pick(["web01", "db2", "ws-114", "files-1"]),
    release: rng
      .within("release")
      .pick(["debian-11", "debian-12", "ubuntu-22.04", "ubuntu-24.04"] as const),
    mtime: { ms, ns: rng.within("ns").below(1_000_000) },
    document: { topic, title },
    callback,
    ...given,
  }
}
