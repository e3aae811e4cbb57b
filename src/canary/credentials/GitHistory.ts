/** Who committed what to a small repository, when, and in which words. */
import * as ActiveHours from "../../persona/ActiveHours.ts"
import type { Stream } from "../../rng/Rng.ts"
import * as Civil from "../../time/Civil.ts"
import { hourMillis, minuteMillis } from "../../time/Instant.ts"
import * as Zone from "../../time/Zone.ts"
import type { Context, Owner } from "../Context.ts"
import type { Signed } from "./GitObject.ts"
import type { Plan } from "./WorkTree.ts"

export interface Change {
  readonly author: Signed
  readonly message: string
}

const minutesOfDay = 24 * 60

/** Nothing lies nearer to the file's own time than that. */
const marginMillis = 3 * minuteMillis

/** In which colleagues commit, and who has no hours of their own. */
const daytime: ActiveHours.ActiveHours = { startMinute: 8 * 60 + 35, endMinute: 18 * 60 + 10 }

/** Nobody commits as soon as they sit down, nor with the coat on. */
const settlingMinutes = 12

const hoursOf = ({ activeHours }: Owner): ActiveHours.ActiveHours =>
  ActiveHours.isAlways(activeHours) ? daytime : activeHours

/** A moment of the shift that begins on that day. */
const ofShift = (
  rng: Stream,
  zone: string,
  day: number,
  hours: ActiveHours.ActiveHours,
): number => {
  const length = ActiveHours.minutes(hours)
  const margin = Math.min(settlingMinutes, Math.floor(length / 4))
  const minute = hours.startMinute + rng.between(margin, length - margin)
  const later = minute >= minutesOfDay ? 1 : 0
  return (
    Zone.fromLocal(zone, day + later, (minute - later * minutesOfDay) * minuteMillis) +
    rng.below(60_000)
  )
}

const workday = (day: number): number => (Civil.weekday(day) > 4 ? workday(day - 1) : day)

/** The day to which a moment counts where those hours are kept. */
const shiftDayOf = (zone: string, ms: number, hours: ActiveHours.ActiveHours): number => {
  const { day, minuteOfDay } = Zone.toLocal(zone, ms)
  return ActiveHours.shiftDay(hours, day, minuteOfDay)
}

/** Whether the owner is at work then. */
export const isAtWork = (owner: Owner, ms: number): boolean =>
  ActiveHours.contains(hoursOf(owner), Zone.toLocal(owner.timezone, ms).minuteOfDay)

/** The last one before `before`, on that day if it can be. */
const lastBefore = (
  rng: Stream,
  zone: string,
  from: number,
  hours: ActiveHours.ActiveHours,
  before: number,
): number => {
  let day = workday(from)
  let moment = ofShift(rng, zone, day, hours)
  for (let attempt = 0; moment >= before; attempt++) {
    if (attempt >= 4) day = workday(day - 1)
    moment = ofShift(rng, zone, day, hours)
  }
  return moment
}

/**
 * Moments of the commits, the oldest first: working days of the weeks before, and the last day. The
 * owner's lie in the owner's hours, those that were pulled in a colleague's.
 */
export const moments = (
  rng: Stream,
  { mtime, owner }: Context,
  pulled: ReadonlyArray<boolean>,
): ReadonlyArray<number> => {
  const zone = owner.timezone
  const end = mtime.ms - marginMillis
  const hoursAt = (at: number): ActiveHours.ActiveHours => (pulled[at]! ? daytime : hoursOf(owner))
  const lastOne = (hours: ActiveHours.ActiveHours): number => {
    const own = rng.within("last")
    const { minuteOfDay } = Zone.toLocal(zone, end)
    const since =
      ((minuteOfDay - hours.startMinute + minutesOfDay) % minutesOfDay) - settlingMinutes
    if (ActiveHours.contains(hours, minuteOfDay) && since > 0)
      return end - own.below(Math.min(since * minuteMillis, 2 * hourMillis))
    // that the owner was there out of hours, the file itself is proof of
    return pulled.at(-1) === true
      ? lastBefore(own, zone, Zone.toLocal(zone, end).day, hours, end)
      : end - own.below(20 * minuteMillis)
  }
  const found = [lastOne(hoursAt(pulled.length - 1))]
  for (let at = pulled.length - 2; at >= 0; at--) {
    const own = rng.within("moment", at)
    const hours = hoursAt(at)
    const [earlier] = found as [number]
    const ago = own.weighted([0, 1, 2, 3, 5, 8, 13], (days) => (days < 4 ? 3 : 1))
    const day = shiftDayOf(zone, earlier, hours) - ago
    found.unshift(lastBefore(own, zone, day, hours, earlier - 10 * minuteMillis))
  }
  return found
}

interface Wording {
  readonly first: ReadonlyArray<string>
  readonly add: ReadonlyArray<string>
  readonly edit: ReadonlyArray<string>
}

const wordings: Readonly<Record<string, Wording>> = {
  en: {
    first: [
      "Initial commit",
      "initial import",
      "First version",
      "import from {host}",
      "start with {file}",
      "{ticket}: initial",
    ],
    add: [
      "add {file}",
      "Add {file}",
      "{ticket}: add {file}",
      "{file} from {host}",
      "new: {file}",
      "{ticket} {file}",
    ],
    edit: [
      "{file}: fixes",
      "fix {file}",
      "update {file}",
      "{ticket}: {file}",
      "{file}: settings for {host}",
      "Update {file} ({ticket})",
      "{host} moved",
      "tidy up {file}",
      "{file}: what {host} needs",
    ],
  },
  de: {
    first: [
      "Erster Stand",
      "Initial commit",
      "Import von {host}",
      "Anfang: {file}",
      "{ticket}: erster Wurf",
    ],
    add: [
      "{file} dazu",
      "{file} hinzugefügt",
      "{ticket}: {file}",
      "{file} von {host} übernommen",
      "neu: {file}",
    ],
    edit: [
      "{file} korrigiert",
      "{file} angepasst",
      "{ticket}: {file}",
      "{file}: Werte für {host}",
      "Update {file} ({ticket})",
      "{host} umgezogen",
      "{file} aufgeräumt",
    ],
  },
  es: {
    first: [
      "Primera versión",
      "Initial commit",
      "importado de {host}",
      "empezamos con {file}",
      "{ticket}: inicio",
    ],
    add: [
      "añade {file}",
      "{file} nuevo",
      "{ticket}: {file}",
      "{file} traído de {host}",
      "agrega {file}",
    ],
    edit: [
      "corrige {file}",
      "{file}: ajustes",
      "{ticket}: {file}",
      "{file}: valores de {host}",
      "actualiza {file} ({ticket})",
      "{host} cambiado de sitio",
      "limpieza en {file}",
    ],
  },
  pt: {
    first: [
      "Primeira versão",
      "Initial commit",
      "importado de {host}",
      "começo com {file}",
      "{ticket}: início",
    ],
    add: [
      "adiciona {file}",
      "{file} novo",
      "{ticket}: {file}",
      "{file} veio de {host}",
      "inclui {file}",
    ],
    edit: [
      "corrige {file}",
      "{file}: ajustes",
      "{ticket}: {file}",
      "{file}: valores de {host}",
      "atualiza {file} ({ticket})",
      "{host} mudou de lugar",
      "limpeza em {file}",
    ],
  },
}

const messageOf = (rng: Stream, context: Context, plan: Plan, at: number): string => {
  const wording = wordings[context.owner.language] ?? wordings["en"]!
  const added = plan.files.filter(({ born }) => born === at)
  const changed = plan.files.filter(({ edits }) => edits.includes(at))
  const kind = at === 0 ? "first" : added.length > 0 ? "add" : "edit"
  const files = added.length > 0 ? added : changed
  const own = files.find(({ maker }) => maker === "script") ?? files[0]!
  const { organisation } = context
  const slots: Readonly<Record<string, string>> = {
    file: own.path.slice(own.path.lastIndexOf("/") + 1),
    host: organisation.hosts.length > 0 ? rng.pick(organisation.hosts).name : context.hostname,
    ticket: organisation.tickets.length > 0 ? rng.pick(organisation.tickets) : organisation.name,
  }
  return rng.pick(wording[kind]).replace(/\{(\w+)\}/g, (_, name: string) => slots[name]!)
}

/** The commits, the oldest first. */
export const changes = (rng: Stream, context: Context, plan: Plan): ReadonlyArray<Change> => {
  const { owner, organisation } = context
  const mates = rng.within("mates").sample(organisation.people, 2)
  return moments(rng.within("moments"), context, plan.pulled).map((ms, at): Change => {
    const own = rng.within("change", at)
    const person = plan.pulled[at]! && mates.length > 0 ? own.pick(mates) : owner
    return {
      author: {
        name: person.name,
        email: person.email,
        at: Math.floor(ms / 1000),
        offset: Zone.formatOffset(Zone.offsetMinutes(owner.timezone, ms)),
      },
      message: messageOf(own.within("message"), context, plan, at),
    }
  })
}
