/** Who committed what to a small repository, when, and in which words. */
import type { Stream } from "../../rng/Rng.ts"
import * as Civil from "../../time/Civil.ts"
import { hourMillis, minuteMillis } from "../../time/Instant.ts"
import * as Zone from "../../time/Zone.ts"
import type { Context } from "../Context.ts"
import type { Signed } from "./GitObject.ts"
import type { Plan } from "./WorkTree.ts"

export interface Change {
  readonly author: Signed
  readonly message: string
}

/** Nothing lies nearer to the file's own time than that. */
const marginMillis = 3 * minuteMillis

/** Working hours in which somebody commits, as minutes of the day. */
const firstMinute = 8 * 60 + 35
const lastMinute = 18 * 60 + 10

/** Moments of the commits, the oldest first: working days of the weeks before, and the last day. */
export const moments = (
  rng: Stream,
  { mtime, owner }: Context,
  count: number,
): ReadonlyArray<number> => {
  const zone = owner.timezone
  const end = mtime.ms - marginMillis
  const local = Zone.toLocal(zone, end)
  const ofDay = (own: Stream, day: number): number =>
    Zone.fromLocal(zone, day, own.between(firstMinute, lastMinute) * minuteMillis) +
    own.below(60_000)
  const lastOne = (): number => {
    const own = rng.within("last")
    const since = (local.minuteOfDay - firstMinute) * minuteMillis
    // at the desk that day: a while before; else the file itself is proof of being there
    return since > minuteMillis
      ? end - own.below(Math.min(since, 2 * hourMillis))
      : end - own.below(20 * minuteMillis)
  }
  const found = [lastOne()]
  let day = Zone.toLocal(zone, found[0]!).day
  for (let at = 1; at < count; at++) {
    const own = rng.within("moment", at)
    day -= own.weighted([0, 1, 2, 3, 5, 8, 13], (days) => (days < 4 ? 3 : 1))
    while (Civil.weekday(day) > 4) day--
    const earlier = found[0]!
    let moment = ofDay(own, day)
    for (let attempt = 0; moment >= earlier - 10 * minuteMillis; attempt++) {
      if (attempt >= 4) {
        day--
        while (Civil.weekday(day) > 4) day--
      }
      moment = ofDay(own, day)
    }
    found.unshift(moment)
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
  return moments(rng.within("moments"), context, plan.pulled.length).map((ms, at): Change => {
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
