/** Comments as people leave them in files of settings, in the owner's language. */
import type { Stream } from "../../rng/Rng.ts"
import * as Civil from "../../time/Civil.ts"
import * as Zone from "../../time/Zone.ts"
import type { Context } from "../Context.ts"

/** What a comment is about. */
export type About = "access" | "care" | "origin" | "network"

type Phrases = Readonly<Record<About, ReadonlyArray<string>>>

const english: Phrases = {
  access: [
    "{project}, shared with {person}",
    "{team} account, ask {person} for the second factor",
    "read/write, used by the nightly jobs on {host}",
    "access for {project} ({ticket})",
    "granted in {ticket}, valid until {person} says otherwise",
    "same login as on {host}",
    "personal, the shared one is in the vault",
    "handed over by {person} on {date}",
  ],
  care: [
    "do not commit",
    "rotate after {ticket}",
    "last changed {date}",
    "keep in step with {host}",
    "{date}: replaced, the old one is revoked",
    "to be removed once {project} is live",
    "temporary, see {ticket}",
    "not for {host2}",
  ],
  origin: [
    "copied from {host}, {date}",
    "set up by {person}, {date}",
    "{ticket}",
    "from the {team} wiki",
    "created {date}",
    "{project} / {team}",
    "moved here from {host2}",
    "see {ticket} for the background",
  ],
  network: [
    "goes through the gateway since {date}",
    "direct access is blocked from {host} ({ticket})",
    "reachable from the office and the VPN",
    "new address since the move ({ticket})",
    "{person} opened the firewall for {host}",
    "old one on {host2} is off",
    "external, hosted by {vendor}",
    "for {host} and {host2}",
  ],
}

const german: Phrases = {
  access: [
    "{project}, gemeinsam mit {person}",
    "Zugang für {team}, zweiter Faktor bei {person}",
    "lesen und schreiben, für die Nachtläufe auf {host}",
    "Zugang {project} ({ticket})",
    "laut {ticket} freigegeben, bis {person} sich meldet",
    "gleicher Zugang wie auf {host}",
    "persönlich, der gemeinsame liegt im Tresor",
    "am {date} von {person} übernommen",
  ],
  care: [
    "nicht einchecken",
    "nach {ticket} wechseln",
    "zuletzt geändert {date}",
    "muss zu {host} passen",
    "{date}: ersetzt, der alte ist gesperrt",
    "fällt weg, sobald {project} läuft",
    "vorläufig, siehe {ticket}",
    "nicht für {host2}",
  ],
  origin: [
    "von {host} kopiert, {date}",
    "eingerichtet von {person}, {date}",
    "{ticket}",
    "aus dem Wiki von {team}",
    "angelegt {date}",
    "{project} / {team}",
    "von {host2} hierher umgezogen",
    "Hintergrund in {ticket}",
  ],
  network: [
    "läuft seit {date} über das Gateway",
    "von {host} aus direkt gesperrt ({ticket})",
    "nur aus dem Büro und über VPN",
    "neue Adresse seit dem Umzug ({ticket})",
    "{person} hat die Firewall für {host} geöffnet",
    "die alte auf {host2} ist aus",
    "extern, liegt bei {vendor}",
    "für {host} und {host2}",
  ],
}

const spanish: Phrases = {
  access: [
    "{project}, compartido con {person}",
    "cuenta de {team}, el segundo factor lo tiene {person}",
    "lectura y escritura, para los procesos nocturnos de {host}",
    "acceso a {project} ({ticket})",
    "concedido en {ticket}, hasta nuevo aviso de {person}",
    "mismo usuario que en {host}",
    "personal, el común está en el gestor de claves",
    "me lo pasó {person} el {date}",
  ],
  care: [
    "no subir al repositorio",
    "cambiar después de {ticket}",
    "último cambio {date}",
    "debe coincidir con {host}",
    "{date}: sustituida, la anterior está anulada",
    "se quita cuando {project} esté en marcha",
    "provisional, ver {ticket}",
    "no sirve para {host2}",
  ],
  origin: [
    "copiado de {host}, {date}",
    "lo preparó {person}, {date}",
    "{ticket}",
    "de la wiki de {team}",
    "creado {date}",
    "{project} / {team}",
    "traído desde {host2}",
    "más detalles en {ticket}",
  ],
  network: [
    "pasa por la pasarela desde el {date}",
    "sin salida directa desde {host} ({ticket})",
    "solo desde la oficina y la VPN",
    "dirección nueva desde el traslado ({ticket})",
    "{person} abrió el cortafuegos para {host}",
    "la antigua en {host2} está apagada",
    "externo, lo lleva {vendor}",
    "para {host} y {host2}",
  ],
}

const portuguese: Phrases = {
  access: [
    "{project}, compartilhado com {person}",
    "conta de {team}, segundo fator com {person}",
    "leitura e escrita, para as rotinas noturnas em {host}",
    "acesso a {project} ({ticket})",
    "liberado em {ticket}, até {person} avisar",
    "mesmo usuário que em {host}",
    "pessoal, o comum está no cofre",
    "recebido de {person} em {date}",
  ],
  care: [
    "não versionar",
    "trocar depois de {ticket}",
    "última alteração {date}",
    "precisa bater com {host}",
    "{date}: substituída, a antiga foi revogada",
    "sai quando {project} entrar em produção",
    "provisório, ver {ticket}",
    "não serve para {host2}",
  ],
  origin: [
    "copiado de {host}, {date}",
    "configurado por {person}, {date}",
    "{ticket}",
    "da wiki de {team}",
    "criado em {date}",
    "{project} / {team}",
    "veio de {host2}",
    "contexto em {ticket}",
  ],
  network: [
    "passa pelo gateway desde {date}",
    "sem saída direta a partir de {host} ({ticket})",
    "só do escritório e pela VPN",
    "endereço novo desde a mudança ({ticket})",
    "{person} abriu o firewall para {host}",
    "o antigo em {host2} está desligado",
    "externo, fica com {vendor}",
    "para {host} e {host2}",
  ],
}

const phrases: Readonly<Record<string, Phrases>> = {
  en: english,
  de: german,
  es: spanish,
  pt: portuguese,
}

const two = (value: number): string => String(value).padStart(2, "0")

/** A working day up to `reach` days before the file's own time, on the owner's calendar. */
export const dayBefore = (rng: Stream, { mtime, owner }: Context, reach: number): number => {
  const day = Zone.toLocal(owner.timezone, mtime.ms).day - rng.between(1, reach)
  return Civil.weekday(day) > 4 ? day - (Civil.weekday(day) - 4) : day
}

const written = (language: string, day: number, iso: boolean): string => {
  const { year, month, dayOfMonth } = Civil.fromDay(day)
  if (iso || language === "en") return Civil.toIsoDate(day)
  return language === "de"
    ? `${two(dayOfMonth)}.${two(month)}.${year}`
    : `${two(dayOfMonth)}/${two(month)}/${year}`
}

/** One comment without its sign; what it names is of the organisation. */
export const say = (rng: Stream, context: Context, about: About): string => {
  const { organisation: org, owner } = context
  const template = rng.pick((phrases[owner.language] ?? english)[about])
  const [host, host2] = rng.sample(org.hosts, 2).map(({ name }) => name)
  const fallback = context.hostname
  const slots: Readonly<Record<string, string>> = {
    host: host ?? fallback,
    host2: host2 ?? fallback,
    project: org.projects[0]?.name ?? org.name,
    team: org.projects[0]?.team ?? org.name,
    person: org.people.length === 0 ? owner.name : rng.pick(org.people).name.split(" ")[0]!,
    vendor: org.vendors.length === 0 ? org.name : rng.pick(org.vendors),
    ticket: org.tickets.length === 0 ? org.name : rng.pick(org.tickets),
    date: written(owner.language, dayBefore(rng.within("day"), context, 240), rng.chance(1, 3)),
  }
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => slots[name]!)
  return rng.chance(1, 3) ? text[0]!.toUpperCase() + text.slice(1) : text
}

/** Comments for a file, as lines with their sign: mostly none, seldom more than two. */
export const lines = (
  rng: Stream,
  context: Context,
  about: ReadonlyArray<About>,
  sign = "# ",
): ReadonlyArray<string> =>
  rng.sample(about, rng.weightedIndex([4, 5, 2])).map((each) => sign + say(rng, context, each))
