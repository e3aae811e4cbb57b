/**
 * The organisation behind the personas: one world that files, mails, logs and names refer to. A
 * function of the seed and of the pool, never of the fleet's list.
 */
import type { Stream } from "../rng/Rng.ts"
import * as words from "./words.ts"

export type HostKind =
  | "web"
  | "db"
  | "app"
  | "mail"
  | "file"
  | "backup"
  | "build"
  | "proxy"
  | "dns"
  | "monitor"
  | "jump"
  | "workstation"

export interface LoreHost {
  readonly name: string
  readonly kind: HostKind
  readonly ip: string
  /** Product names of what runs there. */
  readonly services: ReadonlyArray<string>
}

export interface Project {
  /** `ledger-migration` */
  readonly name: string
  readonly team: string
  readonly branches: ReadonlyArray<string>
}

export interface Tickets {
  /** `OPS` */
  readonly prefix: string
  /** Number of the newest ticket on day 0 (1970-01-01), extrapolated; may be negative. */
  readonly atDayZero: number
  readonly perDay: number
}

export interface Lore {
  /** Seeded name of the pool this lore belongs to. */
  readonly id: string
  readonly organisation: string
  /** The mail domain of most people of the pool. */
  readonly domain: string
  readonly hosts: ReadonlyArray<LoreHost>
  readonly projects: ReadonlyArray<Project>
  readonly teams: ReadonlyArray<string>
  readonly vendors: ReadonlyArray<string>
  readonly customers: ReadonlyArray<string>
  readonly meetings: ReadonlyArray<string>
  readonly databases: ReadonlyArray<string>
  readonly tickets: Tickets
  /** Everybody of the pool, whether or not they have an account on a given decky. */
  readonly people: ReadonlyArray<{ readonly name: string; readonly email: string }>
  /** The account under which hosts talk to each other: `deploy`. */
  readonly automation: string
}

/** Number of the newest ticket on a day (days since 1970-01-01). */
export const newestTicket = (lore: Lore, day: number): number =>
  lore.tickets.atDayZero + lore.tickets.perDay * day

/** How far back people still speak of tickets. */
const ticketsAliveMax = 700

/** Whether a text of that day may name this ticket. */
export const isTicket = (lore: Lore, ticket: string, day: number): boolean => {
  const [prefix, digits] = ticket.split("-")
  const number = Number(digits)
  const newest = newestTicket(lore, day)
  return prefix === lore.tickets.prefix && number <= newest && number > newest - ticketsAliveMax
}

interface HostPlan {
  readonly kind: HostKind
  readonly stems: ReadonlyArray<string>
  readonly services: ReadonlyArray<string>
  readonly min: number
  readonly max: number
}

/** What a middling organisation runs: how its hosts are called, and what is on them. */
const hostPlans: ReadonlyArray<HostPlan> = [
  {
    kind: "web",
    stems: ["web", "www", "front"],
    services: ["nginx", "apache", "varnish"],
    min: 2,
    max: 5,
  },
  {
    kind: "db",
    stems: ["db", "sql", "pg"],
    services: ["postgres", "mariadb", "redis"],
    min: 2,
    max: 4,
  },
  {
    kind: "app",
    stems: ["app", "svc", "node"],
    services: ["tomcat", "gunicorn", "rabbitmq", "keycloak"],
    min: 3,
    max: 6,
  },
  {
    kind: "mail",
    stems: ["mail", "mx"],
    services: ["postfix", "dovecot", "rspamd"],
    min: 1,
    max: 2,
  },
  {
    kind: "file",
    stems: ["files", "nas", "share"],
    services: ["samba", "nextcloud"],
    min: 1,
    max: 3,
  },
  {
    kind: "backup",
    stems: ["backup", "bak", "vault"],
    services: ["borg", "bacula", "restic"],
    min: 1,
    max: 2,
  },
  {
    kind: "build",
    stems: ["build", "ci", "runner"],
    services: ["gitlab", "jenkins", "nexus"],
    min: 2,
    max: 3,
  },
  {
    kind: "proxy",
    stems: ["proxy", "lb", "edge"],
    services: ["haproxy", "squid", "traefik"],
    min: 1,
    max: 2,
  },
  {
    kind: "dns",
    stems: ["ns", "dns", "ldap"],
    services: ["bind", "unbound", "openldap"],
    min: 1,
    max: 2,
  },
  {
    kind: "monitor",
    stems: ["mon", "metrics", "logs"],
    services: ["grafana", "prometheus", "icinga", "graylog"],
    min: 1,
    max: 3,
  },
  { kind: "jump", stems: ["jump", "gate"], services: ["sshd"], min: 1, max: 1 },
]

type Numbering = (stem: string, number: number) => string

/** An organisation numbers its hosts in one way. */
const numberings: ReadonlyArray<Numbering> = [
  (stem, number) => `${stem}${String(number).padStart(2, "0")}`,
  (stem, number) => `${stem}-${number}`,
  (stem, number) => `${stem}${number}`,
  (stem, number) => `${stem}-${String(number).padStart(2, "0")}`,
]

/** Hands out addresses of a private network, block after block where one is full. */
const addresses = (net: Stream): ((stream: Stream, low: number, high: number) => string) => {
  const [first, second, third] = net.chance(2, 3)
    ? [10, net.between(8, 220), net.between(1, 60)]
    : [192, 168, net.between(2, 240)]
  const taken = new Set<string>()
  return (stream, low, high) => {
    const begin = stream.between(low, high)
    for (let step = 0; ; step++) {
      const block = Math.floor(step / (high - low + 1))
      const last = low + ((begin - low + step) % (high - low + 1))
      const ip = `${first}.${second}.${third + block}.${last}`
      if (taken.has(ip)) continue
      taken.add(ip)
      return ip
    }
  }
}

const makeHosts = (rng: Stream, people: Lore["people"]): ReadonlyArray<LoreHost> => {
  const numbering = rng.pick(numberings)
  const address = addresses(rng.within("net"))
  const hosts: Array<LoreHost> = []
  for (const plan of hostPlans) {
    const stream = rng.within("kind", plan.kind)
    const stem = stream.pick(plan.stems)
    const count = stream.between(plan.min, plan.max)
    const first = stream.chance(1, 4) ? stream.between(2, 6) : 1
    for (let index = 0; index < count; index++)
      hosts.push({
        name: numbering(stem, first + index),
        kind: plan.kind,
        ip: address(stream, serverLow, serverHigh),
        services: stream.sample(plan.services, stream.between(1, 2)),
      })
  }
  const desks = rng.within("desks")
  const stem = desks.pick(["ws", "pc", "desk", "lt"])
  const numbers = new Set<number>()
  for (const person of people) {
    const own = rng.within("desk", person.email)
    let number = own.between(100, 989)
    while (numbers.has(number)) number++
    numbers.add(number)
    hosts.push({
      name: `${stem}-${number}`,
      kind: "workstation",
      ip: address(own, 101, 250),
      services: [],
    })
  }
  return hosts
}

/** Last octets of servers; desks lie above. Far fewer servers than addresses are ever made. */
const serverLow = 10
const serverHigh = 99

const makeProjects = (rng: Stream, teams: ReadonlyArray<string>): ReadonlyArray<Project> => {
  const names = new Set<string>()
  const count = rng.between(9, 13)
  while (names.size < count)
    names.add(
      rng.chance(2, 5)
        ? rng.pick(words.codeNames)
        : `${rng.pick(words.projectSubjects)}-${rng.pick(words.projectEndings)}`,
    )
  return [...names].map((name) => ({
    name,
    team: rng.pick(teams),
    branches: rng
      .sample(words.projectSubjects, 3)
      .map(
        (subject) =>
          `${rng.pick(["fix", "feature", "chore", "hotfix"])}/${subject}-${rng.pick(["timeout", "export", "filter", "retry", "layout", "totals", "paging", "locale"])}`,
      ),
  }))
}

/** The domain that most addresses have; the first of them where several are as frequent. */
const commonDomain = (people: Lore["people"]): string => {
  const counts = new Map<string, number>()
  for (const { email } of people) {
    const domain = email.slice(email.lastIndexOf("@") + 1)
    counts.set(domain, (counts.get(domain) ?? 0) + 1)
  }
  let best = "localdomain"
  let most = 0
  for (const [domain, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (count > most) {
      best = domain
      most = count
    }
  return best
}

/**
 * The organisation of one pool. `rng` is the root stream; `id` names the pool (a topology's id, or
 * the fleet host's). People in any order give the same lore.
 */
export const make = (
  root: Stream,
  id: string,
  everybody: ReadonlyArray<{ readonly name: string; readonly email: string }>,
): Lore => {
  const rng = root.within("lore", id)
  const people = everybody
    .map(({ name, email }) => ({ name, email }))
    .sort((a, b) => (a.email < b.email ? -1 : 1))
  const domain = commonDomain(people)
  const organisation = domain.split(".")[0]!
  const teams = rng.within("teams").sample(words.teams, 7)
  const tickets = rng.within("tickets")
  const perDay = tickets.between(2, 7)
  return {
    id,
    organisation: organisation[0]!.toUpperCase() + organisation.slice(1),
    domain,
    hosts: makeHosts(rng.within("hosts"), people),
    projects: makeProjects(rng.within("projects"), teams),
    teams,
    vendors: rng.within("vendors").sample(words.vendors, 11),
    customers: rng.within("customers").sample(words.customers, 11),
    meetings: rng.within("meetings").sample(words.meetings, 7),
    databases: rng.within("databases").sample(words.databases, 5),
    tickets: {
      prefix: tickets.pick(words.ticketPrefixes),
      // 18,262 is the first of January 2020: numbers were counted from a few years before it
      atDayZero: tickets.between(300, 2500) - perDay * 18_262,
      perDay,
    },
    people,
    automation: rng.within("automation").pick(words.automationLogins),
  }
}

/** The host of the desk at which a person sits: what his logins come from. */
export const deskOf = (lore: Lore, email: string): LoreHost | undefined => {
  const desks = lore.hosts.filter((host) => host.kind === "workstation")
  return desks[lore.people.findIndex((person) => person.email === email) % (desks.length || 1)]
}

/** Hosts that people speak of and log in to: everything but desks. */
export const servers = (lore: Lore): ReadonlyArray<LoreHost> =>
  lore.hosts.filter((host) => host.kind !== "workstation")

/** How many blocks above the servers' own are given to deckies without an address. */
const deckyBlocks = 40

/**
 * An address for a decky whose fleet entry has none: in the organisation's network, in blocks of
 * its own. Two deckies may get the same by chance; a fleet file that names addresses avoids it.
 */
export const addressFor = (root: Stream, lore: Lore, deckyUuid: string): string => {
  const [first, second, third] = lore.hosts[0]!.ip.split(".").map(Number)
  const rng = root.within("decky", deckyUuid, "address")
  // five hundred desks fill four blocks above the first
  const block = 1 + ((third! + 6 + rng.below(deckyBlocks)) % 250)
  return `${first}.${second}.${block}.${rng.between(10, 250)}`
}
