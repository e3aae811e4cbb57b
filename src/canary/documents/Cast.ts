/**
 * Who and what one document speaks of: chosen once, so that its sentences and tables agree with
 * each other, with its title and with its date.
 */
import * as Holiday from "../../diurnal/Holiday.ts"
import * as Civil from "../../time/Civil.ts"
import * as Zone from "../../time/Zone.ts"
import type { HostKind, LoreHost } from "../../lore/Lore.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type { Topic } from "./Phrasebook.ts"
import * as Region from "./Region.ts"
import * as Secret from "./Secret.ts"
import * as Topics from "./Topics.ts"

type Person = Context["organisation"]["people"][number]

export interface Cast {
  readonly region: Region.Region
  readonly title: string
  /** The day it was last written on, on the owner's calendar. */
  readonly day: number
  readonly hosts: ReadonlyArray<LoreHost>
  readonly people: ReadonlyArray<Person>
  readonly teams: ReadonlyArray<string>
  readonly vendors: ReadonlyArray<string>
  readonly customers: ReadonlyArray<string>
  readonly databases: ReadonlyArray<string>
  readonly automation: string
  /** How long an incident lasted. */
  readonly outageMinutes: number
  readonly owner: Context["owner"]
  readonly domain: string
  /** What one sentence may mention; numbers are drawn from that sentence's own stream. */
  readonly slot: (rng: Stream) => (name: string) => string | undefined
}

/** The next working day of that country in that direction, the day itself included. */
const workingDay = (place: string, from: number, step: 1 | -1): number => {
  let day = from
  while (Civil.weekday(day) > 4 || (Holiday.isCountry(place) && Holiday.isHoliday(place, day)))
    day += step
  return day
}

/** In random order, with what the title names first. */
const ordered = <A>(
  rng: Stream,
  items: ReadonlyArray<A>,
  title: string,
  nameOf: (item: A) => string,
): ReadonlyArray<A> => {
  const shuffled = rng.shuffle(items)
  const named = shuffled
    .filter((item) => title.includes(nameOf(item)))
    .sort((a, b) => nameOf(b).length - nameOf(a).length)
  return [...named, ...shuffled.filter((item) => !named.includes(item))]
}

const self = (name: string): string => name

/** What hosts a topic is about, in this order. */
const kinds: Readonly<Partial<Record<Topic, ReadonlyArray<HostKind>>>> = {
  migration: ["db", "db", "backup"],
  backup: ["backup", "file", "db"],
  vpn: ["jump", "file", "dns"],
  passwords: ["db", "app", "monitor"],
  incident: ["app", "db", "backup"],
  access: ["app", "db", "file"],
  salaries: ["file"],
  pricing: ["db"],
}

const fitting = (
  hosts: ReadonlyArray<LoreHost>,
  topic: Topic,
  title: string,
): ReadonlyArray<LoreHost> => {
  const left = [...hosts]
  const first: Array<LoreHost> = []
  for (const [at, kind] of (kinds[topic] ?? []).entries()) {
    const named = at === 0 ? left.findIndex(({ name }) => title.includes(name)) : -1
    const found = named >= 0 ? named : left.findIndex((host) => host.kind === kind)
    if (found >= 0) first.push(...left.splice(found, 1))
  }
  return [...first, ...left]
}

export const make = (rng: Stream, context: Context, topic: Topic, title: string): Cast => {
  const { organisation, owner } = context
  const region = Region.of(owner)
  const local = Zone.toLocal(owner.timezone, context.mtime.ms)
  const order = <A>(name: string, items: ReadonlyArray<A>, nameOf: (item: A) => string) =>
    ordered(rng.within(name), items, title, nameOf)
  const teams = order("teams", organisation.teams, self)
  const vendors = order("vendors", organisation.vendors, self)
  const customers = order("customers", organisation.customers, self)
  const databases = order("databases", organisation.databases, self)
  const projects = order("projects", organisation.projects, ({ name }) => name)
  const [firstProject] = organisation.projects
  const project = projects.find(({ name }) => title.includes(name)) ?? firstProject
  const named = order("hosts", organisation.hosts, ({ name }) => name)
  const hosts = fitting(
    [
      ...named.filter(({ services }) => services.length > 0),
      ...named.filter(({ services }) => services.length === 0),
    ],
    topic,
    title,
  )
  const people = rng.within("people").shuffle(organisation.people)
  const dates = rng.within("dates")
  const { place } = region
  const past = workingDay(place, local.day - dates.between(3, 24), -1)
  const next = workingDay(place, local.day + dates.between(5, 40), 1)
  const signed = workingDay(place, local.day - dates.between(200, 1100), -1)
  const write = (day: number): string =>
    Region.day(region, day, Civil.fromDay(day).year !== local.year)
  const fixed = rng.within("fixed")
  const yearly = rng.within("yearly").between(16, 420) * 250
  const offerPercent = rng.within("offer").between(8, 31)
  const outageMinutes = rng.within("outage").between(38, 195)
  const domain = organisation.domain
  const values: Readonly<Record<string, string | undefined>> = {
    org: organisation.name,
    domain,
    owner: owner.name,
    title,
    project: project?.name,
    team: teams[0],
    team2: teams[1],
    vendor: vendors[0],
    customer: customers[0],
    database: databases[0],
    ticket:
      organisation.tickets.find((ticket) => title.includes(ticket)) ??
      (organisation.tickets.length > 0 ? fixed.pick(organisation.tickets) : undefined),
    meeting: organisation.meetings[0],
    automation: organisation.automation,
    person: people[0]?.name,
    person2: people[1]?.name,
    host: hosts[0]?.name,
    host2: hosts[1]?.name,
    host3: hosts[2]?.name,
    hostip: hosts[0]?.ip,
    hostip2: hosts[1]?.ip,
    hostip3: hosts[2]?.ip,
    service: hosts[0]?.services[0],
    yearly: Region.money(region, yearly),
    offer: Region.money(region, Math.floor((yearly * (100 - offerPercent)) / 5000) * 50),
    offerPercent: String(offerPercent),
    liability: Region.money(region, yearly * rng.within("liability").between(2, 6)),
    paid: Region.money(region, Math.max(1, Math.floor((yearly * local.month) / 600)) * 50),
    outage: String(outageMinutes),
    past: write(past),
    next: write(next),
    review: write(workingDay(place, next + dates.between(3, 120), 1)),
    longpast: Region.day(region, signed, true),
    date: Region.day(region, local.day, true),
    year: String(local.year),
    quarter: `Q${Math.ceil(local.month / 3)} ${local.year}`,
    number: `${fixed.pick(["", "V-", "K", "RV-", "C-"])}${fixed.between(10_230, 98_760)}`,
    group: fixed.pick([domain.split(".")[0]!, "remote", "staff", "ra-users", `${teams[0]}-ra`]),
    customerLogin: `${fixed.pick(["it", "office", "admin", "einkauf", "accounts"])}@${domain}`,
    small: Region.money(region, 1).replace("1", `1${region.decimal}00`),
  }
  const drawn: Readonly<Record<string, (stream: Stream) => string>> = {
    amount: (stream) => Region.money(region, stream.between(12, 480) * stream.pick([50, 100, 250])),
    amount2: (stream) => Region.money(region, stream.between(14, 32) * 50),
    big: (stream) => Region.money(region, stream.between(160, 1280) * 250),
    amount3: (stream) => Region.money(region, stream.between(15, 120) * 100),
    percent: (stream) => String(stream.between(11, 48)),
    few: (stream) => String(stream.between(2, 9)),
    count: (stream) => String(stream.between(12, 40)),
    minutes: (stream) => String(stream.between(3, 18) * 5),
    clock: (stream) => `${stream.between(17, 22)}:${stream.pick(["00", "30", "15", "45"])}`,
    password: (stream) => Secret.password(stream),
    password2: (stream) => Secret.password(stream),
    iban: (stream) => Secret.iban(stream, place),
    ibanOld: (stream) => Secret.iban(stream, place),
  }
  return {
    region,
    title,
    day: local.day,
    hosts,
    people,
    teams,
    vendors,
    customers,
    databases,
    automation: organisation.automation,
    outageMinutes,
    owner,
    domain,
    slot: (stream) => (name) => {
      const known = values[name]
      if (known !== undefined) return known
      const draw = drawn[name]
      // everything of a document happens at the one hour that it speaks of
      return draw?.(name === "clock" ? fixed.within(name) : stream.within(name))
    },
  }
}

/** One sentence; empty where none of the productions can be said here. */
export const say = (cast: Cast, rng: Stream, productions: ReadonlyArray<string>): string =>
  (Topics.say(rng, productions, cast.slot(rng.within("slots"))) ?? "").replace(/ {2,}/g, " ").trim()
