/**
 * Who lives where, and when: everything about a fleet that follows from seed, fleet, pools and
 * settings alone. A day's moments, logins and sessions are computed when asked for, and kept for a
 * while.
 */
import * as Agenda from "../agenda/Agenda.ts"
import * as Login from "../agenda/Login.ts"
import type { Callback } from "../canary/Callback.ts"
import type { Decky } from "../fleet/Decky.ts"
import { servesSsh } from "../fleet/Decky.ts"
import type { HostProfile } from "../host/HostProfile.ts"
import * as Profile from "../host/Profile.ts"
import * as Lexicons from "../lexicon/Lexicons.ts"
import { perDay } from "./PerDay.ts"
import type { Session } from "../logs/Session.ts"
import * as Lore from "../lore/Lore.ts"
import * as Grid from "./Grid.ts"
import * as MailClient from "../email/MailClient.ts"
import * as Naming from "../naming/Naming.ts"
import * as PersonaChoice from "../persona/PersonaChoice.ts"
import type { Pool } from "../persona/Pool.ts"
import type { Resident } from "../persona/Resident.ts"
import type { PlannerConfig } from "../planner/PlannerConfig.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Traffic from "../scheduler/Traffic.ts"
import * as ShellHistory from "../shell/ShellHistory.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import * as Habits from "../voice/Habits.ts"
import * as Voice from "../voice/Voice.ts"

export interface Inhabitant {
  readonly resident: Resident
  readonly author: Voice.Author
  readonly places: Naming.Places
  readonly rhythm: Agenda.Rhythm
  readonly typist: ShellHistory.Typist
  readonly mailClient: MailClient.MailClient
}

/** One decky with its people. */
export interface Cast {
  readonly decky: Decky
  readonly host: HostProfile
  readonly lore: Lore.Lore
  /** In order of address. */
  readonly inhabitants: ReadonlyArray<Inhabitant>
  readonly byEmail: ReadonlyMap<string, Inhabitant>
  readonly outgoing: ReadonlyArray<Traffic.Pair>
  readonly incoming: ReadonlyArray<Traffic.Pair>
}

/** Human: people's own rhythms. Tick: one action a tick for the whole fleet, on a fixed grid. */
export type Cadence =
  | { readonly kind: "human" }
  | { readonly kind: "tick"; readonly intervalMillis: number }

export interface Options {
  readonly root: Stream
  readonly config: PlannerConfig
  readonly cadence: Cadence
  /** Epoch milliseconds at which histories begin. */
  readonly start: number
  readonly deckies: ReadonlyArray<Decky>
  readonly poolOf: (decky: Decky) => Pool
  /** `%d` is the domain, `%n` the local part. */
  readonly mailRoot: string
  /** Where bait calls home; none is laid where it is left out. */
  readonly callback?: Callback
}

/** Epoch milliseconds at which a decky's history begins. */
export const bornAt = (options: Options, decky: Decky): number => decky.bornAt ?? options.start

const inhabitant = (options: Options, resident: Resident): Inhabitant => {
  const { root, config } = options
  const { persona } = resident
  const author: Voice.Author = {
    resident,
    lexicon: Lexicons.of(persona.language),
    register: Voice.registerOf(persona.role),
    habits: Habits.make(root, persona),
  }
  return {
    resident,
    author,
    places: Naming.places(root, author),
    rhythm: Agenda.rhythm(root, persona, config),
    typist: {
      register: author.register,
      editor: ShellHistory.editorOf(root, persona.email, author.register),
      home: `/home/${resident.login}`,
    },
    mailClient: MailClient.of(root, persona),
  }
}

const makeCast = (
  options: Options,
  decky: Decky,
  loreOf: (pool: Pool) => Lore.Lore,
): Omit<Cast, "outgoing" | "incoming"> => {
  const { root } = options
  const pool = options.poolOf(decky)
  const residents = PersonaChoice.choose(root, decky, pool.personas)
  const lore = loreOf(pool)
  const inhabitants = residents.map((resident) => inhabitant(options, resident))
  const ip = decky.ip ?? Lore.addressFor(root, lore, decky.uuid)
  return {
    decky,
    host: Profile.make(
      root.within("decky", decky.uuid, "host"),
      decky,
      residents,
      bornAt(options, decky),
      ip,
      lore.automation,
    ),
    lore,
    inhabitants,
    byEmail: new Map(inhabitants.map((each) => [each.resident.persona.email, each])),
  }
}

type ByDay<A> = (day: number) => ReadonlyArray<A>

export class World {
  readonly options: Options
  /** By uuid, in its order. */
  readonly casts: ReadonlyMap<string, Cast>
  readonly #logStreams = new Map<string, Stream>()
  readonly #moments = new Map<string, ByDay<Agenda.Moment>>()
  readonly #logins = new Map<string, ByDay<Login.Login>>()
  readonly #visits = new Map<string, ByDay<Session>>()
  readonly #sessions = new Map<Traffic.Pair, ByDay<Traffic.PairSession>>()

  constructor(options: Options) {
    this.options = options
    const deckies = [...options.deckies].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
    const lores = new Map<Pool, Lore.Lore>()
    const loreOf = (pool: Pool): Lore.Lore => {
      const known = lores.get(pool) ?? Lore.make(options.root, pool.id, pool.personas)
      lores.set(pool, known)
      return known
    }
    const bare = new Map(deckies.map((decky) => [decky.uuid, makeCast(options, decky, loreOf)]))
    const outgoing = new Map<string, Array<Traffic.Pair>>()
    const incoming = new Map<string, Array<Traffic.Pair>>()
    for (const [index, a] of deckies.entries())
      for (const b of deckies.slice(index + 1)) {
        const pair = Traffic.pairOf(options.root, a, b)
        if (pair === undefined) continue
        const { source, target } = pair
        outgoing.set(source.uuid, [...(outgoing.get(source.uuid) ?? []), pair])
        incoming.set(target.uuid, [...(incoming.get(target.uuid) ?? []), pair])
      }
    this.casts = new Map(
      [...bare].map(([uuid, cast]) => [
        uuid,
        { ...cast, outgoing: outgoing.get(uuid) ?? [], incoming: incoming.get(uuid) ?? [] },
      ]),
    )
  }

  get root(): Stream {
    return this.options.root
  }

  /** One object a decky, since it remembers the hours and days that were asked for. */
  logStream(cast: Cast): Stream {
    let stream = this.#logStreams.get(cast.decky.uuid)
    if (stream === undefined) {
      stream = this.root.within("decky", cast.decky.uuid, "logs")
      this.#logStreams.set(cast.decky.uuid, stream)
    }
    return stream
  }

  get config(): PlannerConfig {
    return this.options.config
  }

  #momentsOf(cast: Cast, { resident, rhythm }: Inhabitant): ByDay<Agenda.Moment> {
    const key = `${cast.decky.uuid} ${resident.persona.email}`
    let days = this.#moments.get(key)
    if (days === undefined) {
      days = perDay((day) =>
        Agenda.ofDay(this.root, cast.decky.uuid, resident, rhythm, day, this.config),
      )
      this.#moments.set(key, days)
    }
    return days
  }

  /** The human moments of a decky after `from` up to `to`, sorted. */
  moments(cast: Cast, from: number, to: number): ReadonlyArray<Agenda.Moment> {
    const { cadence } = this.options
    if (cadence.kind === "tick")
      return Grid.moments(
        this.root,
        [...this.casts.keys()],
        cast.decky.uuid,
        cast.inhabitants.map(({ resident }) => resident),
        cadence.intervalMillis,
        from,
        to,
      )
    return cast.inhabitants
      .flatMap((each) =>
        Agenda.between(this.#momentsOf(cast, each), each.resident.timezone, from, to),
      )
      .sort((a, b) => Instant.compare(a.at, b.at) || (a.id < b.id ? -1 : 1))
  }

  /** The sessions of a pair that begin on a day of the person's or the source's calendar. */
  #sessionsOf(pair: Traffic.Pair): ByDay<Traffic.PairSession> {
    let days = this.#sessions.get(pair)
    if (days === undefined) {
      const source = this.casts.get(pair.source.uuid)!
      const target = this.casts.get(pair.target.uuid)!
      const shared = source.inhabitants.filter(({ resident }) =>
        target.byEmail.has(resident.persona.email),
      )
      days = perDay((day) => [
        // hosts of two organisations have no automation in common
        ...(source.lore.id === target.lore.id ? Traffic.automated(this.root, pair, day) : []),
        ...shared.flatMap((each) =>
          Traffic.personal(
            this.root,
            pair,
            each.resident,
            each.author.register,
            this.#momentsOf(source, each)(day),
          ),
        ),
      ])
      this.#sessions.set(pair, days)
    }
    return days
  }

  /** The sessions of some pairs that begin after `from` up to `to`, sorted. */
  #pairSessions(
    pairs: ReadonlyArray<Traffic.Pair>,
    from: number,
    to: number,
  ): ReadonlyArray<Traffic.PairSession> {
    if (this.options.cadence.kind === "tick") return []
    const first = Math.floor(from / Instant.dayMillis) - 2
    const last = Math.floor(to / Instant.dayMillis) + 1
    const sessions: Array<Traffic.PairSession> = []
    for (const pair of pairs)
      for (let day = first; day <= last; day++)
        for (const session of this.#sessionsOf(pair)(day))
          if (session.startMillis > from && session.startMillis <= to) sessions.push(session)
    return sessions.sort((a, b) => a.startMillis - b.startMillis || (a.id < b.id ? -1 : 1))
  }

  /** Sessions from this decky to others that begin after `from` up to `to`. */
  outgoingSessions(cast: Cast, from: number, to: number): ReadonlyArray<Traffic.PairSession> {
    return this.#pairSessions(cast.outgoing, from, to)
  }

  #loginsOf(cast: Cast, each: Inhabitant): ByDay<Login.Login> {
    const { resident } = each
    const key = `${cast.decky.uuid} ${resident.persona.email}`
    let days = this.#logins.get(key)
    if (days === undefined) {
      days = perDay((day) => {
        const busyUntil = new Map<string, number>()
        for (const pair of cast.outgoing)
          for (const session of this.#sessionsOf(pair)(day))
            if (session.email === resident.persona.email && session.momentId !== undefined)
              busyUntil.set(
                session.momentId,
                Math.max(busyUntil.get(session.momentId) ?? 0, session.endMillis),
              )
        return Login.around(
          this.root,
          cast.decky.uuid,
          resident,
          cast.lore,
          this.#momentsOf(cast, each)(day),
          busyUntil,
        )
      })
      this.#logins.set(key, days)
    }
    return days
  }

  /** The logins of a decky's people whose `edge` lies after `from` up to `to`, sorted by it. */
  logins(
    cast: Cast,
    edge: "startMillis" | "endMillis",
    from: number,
    to: number,
  ): ReadonlyArray<Login.Login> {
    const logins: Array<Login.Login> = []
    if (this.options.cadence.kind === "tick") return logins
    for (const each of cast.inhabitants) {
      const days = this.#loginsOf(cast, each)
      const first = Zone.toLocal(each.resident.timezone, from).day - 2
      const last = Zone.toLocal(each.resident.timezone, to).day + 1
      for (let day = first; day <= last; day++)
        for (const login of days(day))
          if (login[edge] > from && login[edge] <= to) logins.push(login)
    }
    return logins.sort((a, b) => a[edge] - b[edge] || (a.id < b.id ? -1 : 1))
  }

  /** What the logs of a decky have to tell: every login that begins after `from` up to `to`. */
  sessions(cast: Cast, from: number, to: number): ReadonlyArray<Session> {
    if (!servesSsh(cast.decky)) return []
    let days = this.#visits.get(cast.decky.uuid)
    if (days === undefined) {
      days = perDay((day) =>
        this.#sessionsBetween(cast, day * Instant.dayMillis - 1, (day + 1) * Instant.dayMillis - 1),
      )
      this.#visits.set(cast.decky.uuid, days)
    }
    const sessions: Array<Session> = []
    const last = Math.floor(to / Instant.dayMillis)
    for (let day = Math.floor(from / Instant.dayMillis); day <= last; day++)
      for (const session of days(day))
        if (session.startMillis > from && session.startMillis <= to) sessions.push(session)
    return sessions
  }

  #sessionsBetween(cast: Cast, from: number, to: number): ReadonlyArray<Session> {
    const own = this.logins(cast, "startMillis", from, to).map((login): Session => {
      const { resident, author } = cast.byEmail.get(login.email)!
      return {
        id: login.id,
        login: resident.login,
        uid: resident.uid,
        startMillis: login.startMillis,
        endMillis: login.endMillis,
        fromIp: login.fromIp,
        pty: true,
        keyFingerprint: Login.fingerprint(this.root, login.email),
        sudo: Login.sudo(this.root, cast.decky.uuid, login, author.register, resident.login),
      }
    })
    const visits = this.#pairSessions(cast.incoming, from, to).map((session): Session => {
      const source = this.casts.get(session.pair.source.uuid)!
      const account =
        session.email === undefined
          ? cast.host.accounts.find(({ login }) => login === cast.lore.automation)!
          : cast.byEmail.get(session.email)!.resident
      return {
        id: session.id,
        login: account.login,
        uid: account.uid,
        startMillis: session.startMillis,
        endMillis: session.endMillis,
        fromIp: source.host.ip,
        pty: session.command === "",
        keyFingerprint: Login.fingerprint(
          this.root,
          session.email ?? `${cast.lore.id}/${cast.lore.automation}`,
        ),
        sudo: [],
      }
    })
    return [...own, ...visits].sort(
      (a, b) => a.startMillis - b.startMillis || (a.id < b.id ? -1 : 1),
    )
  }
}
