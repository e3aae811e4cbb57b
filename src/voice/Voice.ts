/**
 * Who writes, about what: a persona's language, register and habits, and the slots that a lexicon's
 * productions are filled from.
 */
import * as Grammar from "../lexicon/Grammar.ts"
import type { Lexicon, Register } from "../lexicon/Lexicon.ts"
import * as Lore from "../lore/Lore.ts"
import { givenName } from "../persona/Persona.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Civil from "../time/Civil.ts"
import type { LocalTime } from "../time/Zone.ts"
import type { Habits } from "./Habits.ts"

export interface Author {
  readonly resident: Resident
  readonly lexicon: Lexicon
  readonly register: Register
  readonly habits: Habits
}

/** What a text is about; drawn with its name, so that name and text agree. */
export interface Matter {
  readonly project: string
  /** `OPS-1482` */
  readonly ticket: string
  readonly host: Lore.LoreHost
  readonly vendor: string
  readonly customer: string
  readonly meeting: string
  /** Full name of a colleague; undefined where the author has none. */
  readonly person: string | undefined
}

const ops =
  /admin|system|sysop|devops|sre|infra|network|netz|red(es)?\b|security|sicherheit|seguridad|segurança|dba|database|operations engineer|ops\b|support engineer|cloud|linux|unix|platform|storage|backup|helpdesk|it[- ]|técnic|suporte|soporte/i
const dev =
  /develop|entwickl|desarroll|desenvolv|engineer|programm|programad|software|frontend|backend|full.?stack|qa\b|test|data|analyst|scien|architect|machine/i

/** Whose work a role is, from the words of its title; office where nothing tells. */
export const registerOf = (role: string): Register =>
  ops.test(role) ? "ops" : dev.test(role) ? "dev" : "office"

export const ticketAt = (rng: Stream, lore: Lore.Lore, day: number): string =>
  `${lore.tickets.prefix}-${Lore.newestTicket(lore, day) - rng.below(45)}`

/** A matter of the author's: people mostly work on a few projects, which last for weeks. */
export const drawMatter = (rng: Stream, lore: Lore.Lore, email: string, day: number): Matter => {
  const others = lore.people.filter((person) => person.email !== email)
  const servers = Lore.servers(lore)
  return {
    project: rng.pick(lore.projects).name,
    ticket: ticketAt(rng, lore, day),
    host: rng.pick(servers),
    vendor: rng.pick(lore.vendors),
    customer: rng.pick(lore.customers),
    meeting: rng.pick(lore.meetings),
    person: others.length === 0 ? undefined : rng.pick(others).name,
  }
}

/** How many projects somebody has on the desk at a time. */
const focusCount = 3

/**
 * A matter with a project that is on the author's desk these weeks, mostly. `root` is the root
 * stream; the same person has the same desk on every host.
 */
export const focusedMatter = (
  root: Stream,
  rng: Stream,
  lore: Lore.Lore,
  email: string,
  day: number,
): Matter => {
  const matter = drawMatter(rng, lore, email, day)
  if (!rng.chance(7, 10)) return matter
  // a desk turns over every four weeks
  const desk = root
    .within("desk", lore.id, email, Math.floor(day / 28))
    .sample(lore.projects, focusCount)
  return { ...matter, project: rng.pick(desk).name }
}

/** The matter of a text that is already there, as far as it names a project or a ticket of the lore. */
export const matterOfText = (
  matter: Matter,
  lore: Lore.Lore,
  text: string,
  day: number,
): Matter => {
  const project = lore.projects.find(({ name }) => text.includes(name))
  const ticket = new RegExp(`\\b${lore.tickets.prefix}-\\d+\\b`).exec(text)?.[0]
  return {
    ...matter,
    project: project?.name ?? matter.project,
    ticket: ticket !== undefined && Lore.isTicket(lore, ticket, day) ? ticket : matter.ticket,
  }
}

const two = (value: number): string => String(value).padStart(2, "0")

/** A day in the author's own way of writing dates. */
export const formatDate = (author: Author, day: number): string => {
  const { year, month, dayOfMonth } = Civil.fromDay(day)
  return Grammar.fill(
    author.lexicon.dates[author.habits.dateStyle % author.lexicon.dates.length]!,
    {
      d: String(dayOfMonth),
      dd: two(dayOfMonth),
      m: String(month),
      mm: two(month),
      month: author.lexicon.months[month - 1]!,
      yy: two(year % 100),
      yyyy: String(year),
    },
  )
}

/** Days on which no office of ours works, whatever the country. */
const isFeast = (day: number): boolean => {
  const { dayOfMonth, month } = Civil.fromDay(day)
  const christmas = month === 12 && (dayOfMonth === 25 || dayOfMonth === 26)
  return christmas || (month === 1 && dayOfMonth === 1)
}

export const isOffDay = (day: number): boolean => Civil.weekday(day) > 4 || isFeast(day)

/** A working day (Monday to Friday) at most `reach` days off in that direction, today excluded. */
const workingDay = (rng: Stream, day: number, direction: 1 | -1, reach: number): number => {
  let found = day + direction * rng.between(1, reach)
  while (isOffDay(found)) found += direction
  return found - day > reach || day - found > reach ? workingDay(rng, day, direction, reach) : found
}

/** `4,250` in English, `4.250` elsewhere. */
const formatAmount = (language: string, amount: number): string =>
  String(amount).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : ".")

const given = (name: string): string => givenName({ name })

type SlotMaker = (rng: Stream, context: SlotContext) => string | undefined

interface SlotContext {
  readonly author: Author
  readonly lore: Lore.Lore
  readonly matter: Matter
  readonly local: LocalTime
  readonly extra: Readonly<Record<string, string>>
}

const otherPerson = (rng: Stream, { author, lore, matter }: SlotContext): string | undefined => {
  const others = lore.people.filter(
    (person) =>
      person.email !== author.resident.persona.email &&
      (matter.person === undefined || given(person.name) !== given(matter.person)) &&
      given(person.name) !== givenName(author.resident.persona),
  )
  return others.length === 0 ? undefined : given(rng.pick(others).name)
}

const slots: Readonly<Record<string, SlotMaker>> = {
  host: (_, { matter }) => matter.host.name,
  host2: (rng, { lore, matter }) =>
    rng.pick(Lore.servers(lore).filter((host) => host.name !== matter.host.name)).name,
  service: (rng, { matter }) =>
    matter.host.services.length === 0 ? undefined : rng.pick(matter.host.services),
  project: (_, { matter }) => matter.project,
  project2: (rng, { lore, matter }) =>
    rng.pick(lore.projects.filter((project) => project.name !== matter.project)).name,
  ticket: (_, { matter }) => matter.ticket,
  ticket2: (rng, { lore, local, matter }) => {
    const ticket = ticketAt(rng, lore, local.day)
    return ticket === matter.ticket ? undefined : ticket
  },
  person: (_, { matter }) => (matter.person === undefined ? undefined : given(matter.person)),
  person2: otherPerson,
  fullname: (_, { matter }) => matter.person,
  team: (rng, { lore, matter }) =>
    lore.projects.find((project) => project.name === matter.project)?.team ?? rng.pick(lore.teams),
  vendor: (_, { matter }) => matter.vendor,
  customer: (_, { matter }) => matter.customer,
  meeting: (_, { matter }) => matter.meeting,
  version: (rng) => `${rng.between(1, 14)}.${rng.between(0, 24)}.${rng.between(0, 11)}`,
  branch: (rng, { lore, matter }) => {
    const project = lore.projects.find((each) => each.name === matter.project)
    return project === undefined ? undefined : rng.pick(project.branches)
  },
  percent: (rng) => String(rng.between(2, 98)),
  size: (rng) => (rng.chance(1, 4) ? `${rng.between(110, 980)} MB` : `${rng.between(2, 740)} GB`),
  count: (rng) => String(rng.chance(1, 2) ? rng.between(3, 40) : rng.between(41, 240)),
  few: (rng) => String(rng.between(2, 9)),
  amount: (rng, { author }) =>
    formatAmount(
      author.lexicon.language,
      rng.chance(1, 3) ? rng.between(12, 180) * 50 : rng.between(180, 38_000),
    ),
  minutes: (rng) => String(rng.chance(1, 2) ? rng.between(1, 18) * 5 : rng.between(5, 90)),
  clock: (rng) =>
    `${rng.between(8, 18)}:${rng.chance(3, 4) ? rng.pick(["00", "15", "30", "45"]) : two(rng.between(1, 59))}`,
  pastday: (rng, { author, local }) =>
    author.lexicon.weekdays[Civil.weekday(workingDay(rng, local.day, -1, 6))],
  nextday: (rng, { author, local }) =>
    author.lexicon.weekdays[Civil.weekday(workingDay(rng, local.day, 1, 6))],
  pastdate: (rng, { author, local }) => formatDate(author, workingDay(rng, local.day, -1, 20)),
  nextdate: (rng, { author, local }) => formatDate(author, workingDay(rng, local.day, 1, 34)),
  month: (_, { author, local }) => author.lexicon.months[local.month % 12],
  week: (_, { local }) => String(Civil.isoWeek(local.day)),
  mmdd: (_, { local }) => `${two(local.month)}${two(local.dayOfMonth)}`,
}

/**
 * The names that productions may use while one matter is spoken of: a slot keeps its value as long
 * as the scope is used. `extra` adds slots (`to`, `from`) or overrides them.
 */
export const scope = (
  rng: Stream,
  author: Author,
  lore: Lore.Lore,
  matter: Matter,
  local: LocalTime,
  extra: Readonly<Record<string, string>> = {},
): Grammar.Scope => {
  const context = { author, lore, matter, local, extra }
  const known = new Map<string, string | undefined>(Object.entries(extra))
  const rules = author.lexicon.registers[author.register]
  return {
    rule: (name) => rules[name] ?? author.lexicon.common[name],
    slot: (name) => {
      if (known.has(name)) return known.get(name)
      const make = slots[name]
      if (make === undefined)
        throw new Grammar.GrammarDefect(`no rule and no slot is named ${name}`)
      let value = make(rng, context)
      // nobody says "since Monday" and "until Monday" in one breath
      const other = name === "nextday" ? "pastday" : name === "pastday" ? "nextday" : undefined
      const held = other === undefined ? undefined : known.get(other)
      for (let attempt = 0; attempt < 8; attempt++) {
        if (value === undefined || value !== held) break
        value = make(rng, context)
      }
      known.set(name, value)
      return value
    },
  }
}

/** One text of a rule about one matter; the empty string where nothing of the rule fits. */
export const say = (rng: Stream, scope: Grammar.Scope, rule: string): string =>
  Grammar.expand(rng, rule, scope) ?? ""
