/** The tables of documents: who has which account, what runs where, what it costs. */
import type { LoreHost } from "../../lore/Lore.ts"
import type { Stream } from "../../rng/Rng.ts"
import * as Civil from "../../time/Civil.ts"
import * as Cast from "./Cast.ts"
import type { Fact, TableKind, Topic, Words } from "./Phrasebook.ts"
import * as Region from "./Region.ts"
import * as Secret from "./Secret.ts"

export interface Cell {
  /** As the region writes it. */
  readonly text: string
  readonly kind: "text" | "money" | "percent" | "date"
  /** Of what is not text: units of money, hundredths, days since 1970-01-01. */
  readonly value: number
}

export interface Table {
  readonly kind: TableKind
  /** Empty where the first column heads the rows. */
  readonly head: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
  /** The last row sums up the others. */
  readonly total: boolean
}

const text = (value: string): Cell => ({ text: value, kind: "text", value: 0 })
const money = (cast: Cast.Cast, value: number): Cell => ({
  text: Region.money(cast.region, value),
  kind: "money",
  value,
})
const percent = (value: number): Cell => ({ text: `${value} %`, kind: "percent", value })
const date = (cast: Cast.Cast, day: number): Cell => ({
  text: Region.shortDay(cast.region, day),
  kind: "date",
  value: day,
})

interface Pen {
  readonly rng: Stream
  readonly cast: Cast.Cast
  readonly words: Words
}

type Rows = ReadonlyArray<ReadonlyArray<Cell>>

const capital = (value: string): string => value[0]!.toUpperCase() + value.slice(1)

const some = <A>(rng: Stream, items: ReadonlyArray<A>, low: number, high: number) =>
  items.slice(0, Math.max(1, Math.min(items.length, rng.between(low, high))))

const weekday = (from: number): number => {
  let day = from
  while (Civil.weekday(day) > 4) day--
  return day
}

const nameOf = (cast: Cast.Cast, rng: Stream): string =>
  rng.pick([...cast.people.slice(0, 5).map(({ name }) => name), cast.owner.name])

const purpose = ({ words }: Pen, rng: Stream, host: LoreHost): string =>
  host.services.length > 0 && rng.chance(1, 2)
    ? host.services.join(", ")
    : rng.pick(words.purposes[host.kind])

/** What one logs in as: by what runs there. */
const logins: Readonly<Record<string, ReadonlyArray<string>>> = {
  postgres: ["postgres", "report_ro", "app_rw"],
  mariadb: ["root", "app", "report", "backup"],
  gitlab: ["root", "ci-runner"],
  jenkins: ["admin", "builder"],
  nexus: ["admin", "publisher"],
  grafana: ["admin", "viewer"],
  keycloak: ["admin"],
  openldap: ["cn=admin", "binduser"],
  nextcloud: ["admin", "ncadmin"],
  samba: ["administrator", "scanuser"],
  rabbitmq: ["admin", "bus"],
  icinga: ["icingaadmin"],
  graylog: ["admin"],
  tomcat: ["manager", "deployer"],
}

const login = (cast: Cast.Cast, rng: Stream, host: LoreHost): string => {
  const service = host.services.find((each) => logins[each] !== undefined)
  return service !== undefined && rng.chance(3, 5)
    ? rng.pick(logins[service]!)
    : rng.pick(["root", "admin", cast.automation, "svc_backup", "monitor", "localadmin"])
}

const accounts = ({ rng, cast, words }: Pen): Rows => {
  const seen = new Set<string>()
  return some(rng, cast.hosts, 4, 9).flatMap((host, at) => {
    const own = rng.within("row", at)
    const user = login(cast, own, host)
    if (seen.has(`${host.name} ${user}`)) return []
    seen.add(`${host.name} ${user}`)
    const service = host.services[0]
    const system =
      service !== undefined && own.chance(1, 2) ? `${capital(service)} (${host.name})` : host.name
    return [
      [
        text(system),
        text(user),
        text(Secret.password(own.within("password"))),
        text(own.chance(1, 4) ? "" : Cast.say(cast, own, words.roles)),
      ],
    ]
  })
}

const systems = (pen: Pen): Rows =>
  some(pen.rng, pen.cast.hosts, 3, 7).map((host, at) => {
    const own = pen.rng.within("row", at)
    return [host.name, host.ip, purpose(pen, own, host), nameOf(pen.cast, own)].map(text)
  })

const costs = ({ rng, cast, words }: Pen): Rows => {
  const rows = rng.sample(words.costs, rng.between(5, 9)).map((item, at) => {
    const own = rng.within("row", at)
    const value = own.between(6, 240) * own.pick([50, 100, 250])
    const vendor = own.chance(1, 4) || cast.vendors.length === 0 ? "" : own.pick(cast.vendors)
    return [text(item), text(vendor), money(cast, value)]
  })
  const sum = rows.reduce((total, row) => total + row[2]!.value, 0)
  return [...rows, [text(words.common.total), text(""), money(cast, sum)]]
}

const bands = ({ rng, cast, words }: Pen): Rows => {
  const jobs = some(rng.within("jobs"), words.titlesOfJobs, 5, 8)
  const naming = rng.pick(["E", "L", "B", "G", ""])
  let low = rng.between(27, 34) * 1000
  return jobs.map((job, at) => {
    const own = rng.within("row", at)
    low += own.between(8, 15) * 500
    const high = low + own.between(9, 17) * 500 + at * 1000
    return [text(`${naming}${at + 1}`), text(job), money(cast, low), money(cast, high)]
  })
}

const two = (value: number): string => String(value).padStart(2, "0")

/** From the first alert to the answer that ends the outage; then somebody confirms it. */
const timeline = ({ rng, cast, words }: Pen): Rows => {
  const last = words.events.length - 1
  const answer = last - 2
  const begin = rng.between(6 * 60, 19 * 60)
  const kept = new Set(rng.sample(words.events.slice(1, answer), rng.between(4, 6)))
  const events = words.events.filter(
    (event, at) => at === 0 || at === answer || at === last || kept.has(event),
  )
  const between = events.length - 3
  const shares = Array.from({ length: between }, (_, at) => rng.within("share", at).between(3, 97))
    .sort((a, b) => a - b)
    .map((share, at) => Math.max(at + 1, Math.floor((share * cast.outageMinutes) / 100)))
  const minutes = [0, ...shares, cast.outageMinutes, cast.outageMinutes + rng.between(6, 45)]
  return events.map((event, at) => {
    const minute = begin + minutes[at]!
    const clock = `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`
    return [text(clock), text(Cast.say(cast, rng.within("row", at), [event]))]
  })
}

const rotation = ({ rng, cast }: Pen): Rows =>
  some(rng, cast.hosts, 4, 9).map((host, at) => {
    const own = rng.within("row", at)
    return [
      text(host.name),
      text(login(cast, own, host)),
      date(cast, weekday(cast.day - own.between(20, 420))),
      date(cast, weekday(cast.day + own.between(4, 60))),
    ]
  })

const people = ({ rng, cast, words }: Pen): Rows =>
  // those of whom the sentences speak stay
  some(rng, cast.people.slice(2), 3, 7).map(({ name }, at) => {
    const own = rng.within("row", at)
    return [
      text(name),
      text(cast.teams.length === 0 ? "" : own.pick(cast.teams)),
      date(cast, weekday(cast.day + own.between(-20, 70))),
      text(Cast.say(cast, own, words.states)),
    ]
  })

const jobs = (pen: Pen): Rows =>
  some(pen.rng, pen.cast.hosts, 4, 8).map((host, at) => {
    const own = pen.rng.within("row", at)
    return [
      host.name,
      purpose(pen, own, host),
      own.pick(pen.words.schedules),
      own.pick(pen.words.retentions),
    ].map(text)
  })

const ports: Readonly<Record<string, string>> = {
  web: "443",
  db: "5432",
  app: "8080",
  mail: "587",
  file: "445",
  backup: "22",
  build: "443",
  proxy: "3128",
  dns: "636",
  monitor: "9100",
  jump: "22",
}

/** What a connection to such a host is for: places in the words' list. */
const uses: Readonly<Record<string, ReadonlyArray<number>>> = {
  web: [0],
  db: [1],
  app: [0, 6],
  mail: [5],
  file: [6],
  backup: [3],
  build: [9],
  proxy: [0],
  dns: [8],
  monitor: [2],
  jump: [4, 7],
}

const rules = ({ rng, cast, words }: Pen): Rows =>
  some(rng, cast.hosts, 5, 9).map((host, at) => {
    const own = rng.within("row", at)
    const other = own.pick(cast.hosts)
    const from =
      other.name === host.name || own.chance(1, 3)
        ? own.pick(["any", "VPN", cast.vendors[0] ?? "VPN", cast.teams[0] ?? "LAN"])
        : `${other.name} (${other.ip})`
    const port = host.services.includes("mariadb") ? "3306" : (ports[host.kind] ?? "443")
    const use = words.rules[own.pick(uses[host.kind] ?? [4])]!
    return [from, `${host.name} (${host.ip})`, `TCP ${port}`, Cast.say(cast, own, [use])].map(text)
  })

const conditions = ({ rng, cast, words }: Pen): Rows =>
  some(rng, cast.customers, 4, 8).map((customer, at) => {
    const own = rng.within("row", at)
    return [
      text(customer),
      money(cast, own.between(18, 640) * 500),
      percent(own.between(2, 32)),
      text(own.pick(words.terms)),
    ]
  })

const phone = (cast: Cast.Cast, rng: Stream): string =>
  `${cast.region.dialling} ${rng.between(150, 789)} ${rng.between(100, 999)} ${rng.between(1000, 9999)}`

const contacts = ({ rng, cast, words }: Pen): Rows =>
  some(rng, words.contactRoles, 4, 8).flatMap((role, at) => {
    const own = rng.within("row", at)
    const person = cast.people[at]
    if (role.includes("{vendor}")) {
      const vendor = cast.slot(own)("vendor")
      return vendor === undefined
        ? []
        : [[Cast.say(cast, own, [role]), "Hotline", phone(cast, own), ""].map(text)]
    }
    if (person === undefined) return []
    return [[Cast.say(cast, own, [role]), person.name, phone(cast, own), person.email].map(text)]
  })

const facts = ({ rng, cast }: Pen, entries: ReadonlyArray<Fact>): Rows =>
  entries.flatMap(([label, value], at) => {
    // a row or two that somebody did not think worth writing
    if (at > 3 && at < entries.length - 1 && rng.within("left", at).chance(1, 6)) return []
    const said = Cast.say(cast, rng.within("row", at), [value])
    return said === "" ? [] : [[text(label), text(said)]]
  })

const plans: Readonly<Record<Topic, ReadonlyArray<readonly [TableKind, Topic]>>> = {
  access: [
    ["accounts", "access"],
    ["systems", "migration"],
  ],
  migration: [
    ["systems", "migration"],
    ["jobs", "backup"],
  ],
  contract: [["facts", "contract"]],
  salaries: [["bands", "salaries"]],
  vpn: [
    ["facts", "vpn"],
    ["contacts", "emergency"],
  ],
  budget: [["costs", "budget"]],
  incident: [
    ["timeline", "incident"],
    ["systems", "migration"],
  ],
  passwords: [["rotation", "passwords"]],
  offboarding: [["people", "offboarding"]],
  bank: [["facts", "bank"]],
  backup: [
    ["jobs", "backup"],
    ["accounts", "access"],
  ],
  firewall: [
    ["rules", "firewall"],
    ["systems", "migration"],
  ],
  pricing: [["conditions", "pricing"]],
  emergency: [
    ["contacts", "emergency"],
    ["accounts", "access"],
  ],
}

const makers: Readonly<Record<Exclude<TableKind, "facts">, (pen: Pen) => Rows>> = {
  accounts,
  systems,
  costs,
  bands,
  timeline,
  rotation,
  people,
  jobs,
  rules,
  conditions,
  contacts,
}

const isFacts = (topic: Topic): topic is "contract" | "vpn" | "bank" =>
  topic === "contract" || topic === "vpn" || topic === "bank"

/** The tables of a topic, the one that matters first; each with the topic whose heading fits it. */
export const of = (
  rng: Stream,
  cast: Cast.Cast,
  words: Words,
  topic: Topic,
): ReadonlyArray<{ readonly table: Table; readonly from: Topic }> => {
  const make = ([kind, from]: readonly [TableKind, Topic]) => {
    const pen = { rng: rng.within(kind), cast, words }
    const rows =
      kind === "facts" ? facts(pen, isFacts(from) ? words.facts[from] : []) : makers[kind](pen)
    const head = kind === "facts" ? [] : rng.within(kind, "head").pick(words.columns[kind])
    return { table: { kind, head, rows, total: kind === "costs" }, from }
  }
  const made = plans[topic].map(make).filter(({ table }) => table.rows.length > 0)
  // costs can be told of whoever has nothing else to tell of
  return made.length > 0 ? made : [make(["costs", "budget"])]
}
