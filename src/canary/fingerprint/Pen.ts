/** Writes phrases about the organisation in the owner's language; what is said of one thing agrees. */
import * as Lexicons from "../../lexicon/Lexicons.ts"
import { fromSeed, type Stream } from "../../rng/Rng.ts"
import * as Civil from "../../time/Civil.ts"
import * as Zone from "../../time/Zone.ts"
import type { Context, Organisation } from "../Context.ts"
import * as words from "./words.ts"

export type Host = Organisation["hosts"][number]
export interface Person {
  readonly name: string
  readonly email: string
}

type Slots = Readonly<Record<string, string>>

const two = (value: number): string => String(value).padStart(2, "0")

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** How dates are written, by language; a page keeps to one. */
const dateForms: Readonly<Record<string, ReadonlyArray<string>>> = {
  en: ["d M yyyy", "yyyy-mm-dd", "M d, yyyy", "dd/mm/yyyy"],
  de: ["dd.mm.yyyy", "dd.mm.yy", "d. M yyyy"],
  es: ["dd/mm/yyyy", "dd-mm-yyyy", "d/m/yyyy"],
  pt: ["dd/mm/yyyy", "dd/mm/yy", "d/m/yyyy"],
}

const feasts = ["1-1", "5-1", "12-25", "12-26"]

export class Pen {
  readonly rng: Stream
  readonly language: string
  readonly words: words.Words
  readonly context: Context
  /** Local time of the file's mtime. */
  readonly now: Zone.LocalTime
  /** The owner first. */
  readonly people: ReadonlyArray<Person>
  readonly hosts: ReadonlyArray<Host>
  readonly project: string
  readonly team: string
  readonly #dateForm: string

  constructor(context: Context, rng: Stream) {
    const { organisation, owner } = context
    const project = organisation.projects[0]
    this.rng = rng
    this.context = context
    this.language = owner.language
    this.words = words.of(owner.language, owner.timezone)
    this.now = Zone.toLocal(owner.timezone, context.mtime.ms)
    this.people = [{ name: owner.name, email: owner.email }, ...organisation.people]
    this.hosts = organisation.hosts
    this.project = project?.name ?? organisation.name
    this.team = capital(project?.team ?? organisation.teams[0] ?? organisation.name)
    this.#dateForm = rng.within("dates").pick(dateForms[owner.language] ?? dateForms["en"]!)
  }

  /** One of a list of the organisation's; its name where the list is empty. */
  some(
    name: keyof Organisation & ("vendors" | "customers" | "meetings" | "databases" | "tickets"),
    rng: Stream,
  ): string {
    const list = this.context.organisation[name]
    return list.length > 0 ? rng.pick(list) : this.context.organisation.name
  }

  date(day: number): string {
    const { year, month, dayOfMonth } = Civil.fromDay(day)
    const name = Lexicons.of(this.language).months[month - 1]!
    const spelled: Readonly<Record<string, string>> = {
      yyyy: String(year),
      yy: two(year % 100),
      mm: two(month),
      m: String(month),
      M: this.language === "en" ? name.slice(0, 3) : name,
      dd: two(dayOfMonth),
      d: String(dayOfMonth),
    }
    return this.#dateForm.replace(/yyyy|yy|mm|dd|[mMd]/g, (form) => spelled[form]!)
  }

  /** That day, or the last one before it on which offices work nearly everywhere. */
  workday(day: number): number {
    const { month, dayOfMonth } = Civil.fromDay(day)
    const isOff = Civil.weekday(day) > 4 || feasts.includes(`${month}-${dayOfMonth}`)
    return isOff ? this.workday(day - 1) : day
  }

  clock(minuteOfDay: number): string {
    return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`
  }

  /** The telephone extension of a person: the same wherever a page names it. */
  extension(person: Person): string {
    const { owner, salt } = this.context
    const signed = /\D(\d{3,5})\s*$/.exec(owner.signature ?? "")?.[1]
    if (signed !== undefined && person.email === owner.email) return signed
    const digits = fromSeed(salt).within("extensions").pick([3, 3, 4])
    const low = digits === 3 ? 100 : 1000
    return String(
      fromSeed(salt)
        .within("extension", person.email)
        .between(low, low * 10 - 1),
    )
  }

  /** A room: floor and number, the same wherever a page names it. */
  room(person: Person): string {
    const salted = fromSeed(this.context.salt)
    const rng = salted.within("room", person.email)
    const form = salted.within("rooms").pick(["F.NN", "FNN", "B F.NN"])
    return form.replace("F", String(rng.between(0, 3))).replace("NN", two(rng.between(1, 28)))
  }

  #slot(name: string, rng: Stream, held: Record<string, string>): string {
    const { organisation } = this.context
    const host = (): Host | undefined =>
      this.hosts.length > 0 ? rng.within("host").pick(this.hosts) : undefined
    const first = host()
    switch (name) {
      case "who":
        return rng.pick(this.people).name
      case "mail":
        return rng.pick(this.people).email
      case "ext":
        return this.extension(
          this.people.find((each) => each.name === held["who"]) ?? this.people[0]!,
        )
      case "host":
        return first?.name ?? organisation.domain
      case "host2": {
        const others = this.hosts.filter((each) => each !== first)
        return others.length > 0 ? rng.pick(others).name : organisation.domain
      }
      case "service":
        return first !== undefined && first.services.length > 0 ? rng.pick(first.services) : "ssh"
      case "jump":
        return this.hosts.find((each) => each.kind === "jump")?.name ?? "vpn"
      case "vendor":
        return this.some("vendors", rng)
      case "customer":
        return this.some("customers", rng)
      case "meeting":
        return this.some("meetings", rng)
      case "database":
        return this.some("databases", rng)
      case "ticket":
        return this.some("tickets", rng)
      case "automation":
        return organisation.automation
      case "team":
        return this.team
      case "project":
        return this.project
      case "org":
        return organisation.name
      case "site":
        return rng.pick(this.words.sites)
      case "day":
        return rng.pick(this.words.weekdays)
      case "hour":
        return this.clock(rng.between(14, 34) * 30)
      case "night":
        return this.clock(rng.between(2, 19) * 15)
      case "min":
        return String(rng.between(2, 9) * 5)
      case "days":
        return String(rng.between(2, 9))
      case "pct":
        return String(rng.between(81, 97))
      case "date":
        return this.date(this.workday(this.now.day - rng.between(1, 40)))
      case "future":
        return this.date(this.workday(this.now.day + rng.between(9, 120)))
      case "prefix":
        return `${rng.between(20, 99)} ${rng.between(20, 99)}-`
      default:
        return name
    }
  }

  /** A wording of a phrase, its slots filled: `given` first, then drawn. */
  fill(phrase: string, rng: Stream, given: Slots = {}): string {
    const held: Record<string, string> = { ...given }
    const text = phrase.replace(/\{(\w+)\}/g, (_, name: string) => {
      held[name] ??= this.#slot(
        name,
        name === "host" || name === "host2" || name === "service"
          ? rng.within("at")
          : rng.within(name),
        held,
      )
      return held[name]
    })
    return phrase.startsWith("{day}") ? capital(text) : text
  }

  say(
    key: keyof words.Words,
    given: Slots = {},
    ...labels: ReadonlyArray<string | number>
  ): string {
    const rng = this.rng.within("say", key, ...labels)
    return this.fill(rng.pick(this.words[key]), rng.within("slots"), given)
  }

  /** Several wordings of a phrase, none twice, in the order of the list where that is told. */
  several(
    key: keyof words.Words,
    low: number,
    high: number,
    given: Slots = {},
    isOrdered = false,
  ): ReadonlyArray<string> {
    const rng = this.rng.within("several", key)
    const drawn = rng.sample(this.words[key], rng.between(low, high))
    return (isOrdered ? this.words[key].filter((each) => drawn.includes(each)) : drawn).map(
      (phrase, at) => this.fill(phrase, rng.within("slots", at), given),
    )
  }

  /** Who last touched it, and when. */
  updated(): string {
    return this.say("updated", {
      who: this.context.owner.name,
      date: this.date(this.now.day),
    })
  }
}
