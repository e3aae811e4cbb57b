/**
 * From what is known to what is done: the moments of an interval in their order, each made into
 * actions by a fold over the decky's own state. However an interval is cut, the same actions come
 * out, because every moment has its name and its stream.
 */
import * as Effect from "effect/Effect"
import type { Moment } from "../agenda/Agenda.ts"
import type { Login } from "../agenda/Login.ts"
import type { FileRow } from "../ports/SyntheticFiles.ts"
import type { Rng } from "../rng/Rng.ts"
import type { Planned, Remove } from "../scheduler/Action.ts"
import type { Carry, PendingReply } from "../scheduler/Carry.ts"
import * as Kind from "../scheduler/Kind.ts"
import type { PairSession } from "../scheduler/Traffic.ts"
import * as Instant from "../time/Instant.ts"
import { Desk } from "./Desk.ts"
import * as FileMoment from "./FileMoment.ts"
import * as MachineMoment from "./MachineMoment.ts"
import * as MailMoment from "./MailMoment.ts"
import * as TrafficMoment from "./TrafficMoment.ts"
import type { Cast, World } from "./World.ts"

/** Everything that the decisions about one decky may depend on. */
export interface Snapshot {
  readonly world: World
  readonly cast: Cast
  /** In order of path. */
  readonly files: ReadonlyArray<FileRow>
  readonly carry: Carry
}

/** What one moment leads to, and what is under way after it. */
export interface Decision {
  /** Unique on the decky. */
  readonly momentId: string
  readonly at: Instant.Instant
  readonly actions: ReadonlyArray<Planned>
  readonly carry: Carry
}

type Due = { readonly at: Instant.Instant; readonly id: string } & (
  | { readonly kind: "human"; readonly moment: Moment }
  | { readonly kind: "logout"; readonly login: Login }
  | { readonly kind: "pair"; readonly session: PairSession }
  | { readonly kind: "flush" }
  | { readonly kind: "rotation" }
  | { readonly kind: "reply"; readonly reply: PendingReply }
  | { readonly kind: "expiry"; readonly path: string }
)

const order = (a: Due, b: Due): number =>
  Instant.compare(a.at, b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** What the interval holds whatever happens in it. */
const scheduled = ({ world, cast, carry }: Snapshot, to: number): Array<Due> => {
  const from = carry.cursor
  const due: Array<Due> = [
    ...world
      .moments(cast, from, to)
      .map((moment): Due => ({ kind: "human", at: moment.at, id: moment.id, moment })),
    ...world.logins(cast, "endMillis", from, to).map((login): Due => ({
      kind: "logout",
      at: Instant.make(login.endMillis),
      id: `${login.id}/logout`,
      login,
    })),
    ...world.outgoingSessions(cast, from, to).map((session): Due => ({
      kind: "pair",
      at: Instant.make(session.startMillis),
      id: session.id,
      session,
    })),
    ...MachineMoment.flushes(world, cast, from, to).map((ms): Due => ({
      kind: "flush",
      at: Instant.make(ms),
      id: `flush/${ms}`,
    })),
    ...MachineMoment.rotations(world, cast, from, to).map((ms): Due => ({
      kind: "rotation",
      at: Instant.make(ms),
      id: `rotation/${ms}`,
    })),
  ]
  return due.sort(order)
}

/** The first of what earlier moments led to: replies, and temporary files whose time has come. */
const nextLed = (desk: Desk): Due | undefined => {
  let first: Due | undefined
  const reply = desk.carry.replies[0]
  if (reply !== undefined) {
    const parent = reply.chain.at(-1)!
    first = {
      kind: "reply",
      at: reply.at,
      id: `thread/${parent.threadId}/${parent.index + 1}`,
      reply,
    }
  }
  for (const [path, removeAt] of desk.temporaries) {
    const due: Due = {
      kind: "expiry",
      at: Instant.make(removeAt),
      id: `expiry/${removeAt}/${path}`,
      path,
    }
    if (first === undefined || order(due, first) < 0) first = due
  }
  return first
}

const human = (desk: Desk, moment: Moment): Effect.Effect<ReadonlyArray<Planned>, never, Rng> =>
  Effect.gen(function* () {
    const who = desk.cast.byEmail.get(moment.email)!
    const stream = desk.world.root.within("decky", desk.cast.decky.uuid, "moment", moment.id)
    const discards = FileMoment.discards(desk, moment, who)
    desk.apply(discards)
    for (const kind of Kind.order(stream, desk.world.config)) {
      if (kind === "traffic")
        return [...discards, ...TrafficMoment.decide(desk, moment, who, stream)]
      if (kind === "file") {
        const actions = yield* FileMoment.decide(desk, moment, who, stream)
        if (actions !== undefined) return [...discards, ...actions]
        continue
      }
      const mails = yield* MailMoment.begin(desk, moment, who, stream)
      if (mails.length > 0) return [...discards, ...mails]
    }
    return discards
  })

const expiry = (desk: Desk, path: string, at: Instant.Instant): ReadonlyArray<Remove> => {
  const row = desk.files.get(path)!
  return [
    {
      _tag: "Remove",
      path,
      class: row.class,
      persona: undefined,
      mtime: at,
      mode: row.mode,
      owner: row.owner,
      group: row.group,
      previousSha256: row.sha256,
    },
  ]
}

const drop = (desk: Desk, reply: PendingReply): void => {
  desk.carry = {
    ...desk.carry,
    replies: desk.carry.replies.filter((each) => each !== reply),
  }
}

const decideOne = (desk: Desk, due: Due): Effect.Effect<ReadonlyArray<Planned>, never, Rng> => {
  switch (due.kind) {
    case "human":
      return human(desk, due.moment)
    case "reply":
      drop(desk, due.reply)
      return MailMoment.reply(desk, due.reply)
    case "logout":
      return Effect.sync(() =>
        TrafficMoment.logout(desk, desk.cast.byEmail.get(due.login.email)!, due.login),
      )
    case "pair":
      return Effect.sync(() => TrafficMoment.pair(desk, due.session))
    case "flush":
      return Effect.sync(() => MachineMoment.flush(desk, due.at.ms))
    case "rotation":
      return Effect.sync(() => MachineMoment.rotate(desk, due.at.ms))
    case "expiry":
      return Effect.sync(() => expiry(desk, due.path, due.at))
  }
}

export interface Decided {
  /**
   * In order. The last one only moves the cursor, so that an interval without moments is done with,
   * too.
   */
  readonly decisions: ReadonlyArray<Decision>
  /** How many moments of people were left out, because their time was over. */
  readonly skipped: number
  /** Epoch milliseconds before which nothing more is due, at most `horizon` later. */
  readonly nextAt: (horizon: number) => number
}

/** What the machine does is made up for; what people did not do, they did not do. */
const isOver = (due: Due, skipBefore: number): boolean =>
  due.at.ms < skipBefore && due.kind !== "rotation" && due.kind !== "expiry"

const isHuman = (due: Due): boolean => due.kind !== "flush" && due.kind !== "logout"

/**
 * The decisions of the moments after the snapshot's cursor up to `to` (epoch milliseconds). Moments
 * before `skipBefore` are left out, save those that the machine's own files depend on; its logs are
 * written over the gap at the first flush after it.
 */
export const decide = (
  snapshot: Snapshot,
  to: number,
  skipBefore = Number.NEGATIVE_INFINITY,
): Effect.Effect<Decided, never, Rng> =>
  Effect.gen(function* () {
    const desk = new Desk(snapshot.world, snapshot.cast, snapshot.files, snapshot.carry)
    const queue = scheduled(snapshot, to)
    const decisions: Array<Decision> = []
    let skipped = 0
    for (let next = 0; ;) {
      const led = nextLed(desk)
      const planned = queue[next]
      const due =
        led !== undefined && (planned === undefined || order(led, planned) < 0) ? led : planned
      if (due === undefined || due.at.ms > to) break
      if (due === planned) next++
      if (isOver(due, skipBefore)) {
        if (isHuman(due)) skipped++
        if (due.kind === "reply") drop(desk, due.reply)
        continue
      }
      const actions = yield* decideOne(desk, due)
      desk.apply(actions.filter((action) => !alreadyApplied(desk, action)))
      // what earlier moments led to may be overdue; nothing before it is decided again
      desk.carry = { ...desk.carry, cursor: Math.max(desk.carry.cursor, due.at.ms) }
      if (actions.length === 0) continue
      const previous = decisions.at(-1)
      // the cursor counts milliseconds: what falls into one is done or not done together
      if (previous !== undefined && previous.at.ms === due.at.ms)
        decisions[decisions.length - 1] = {
          ...previous,
          actions: [...previous.actions, ...actions],
          carry: desk.carry,
        }
      else decisions.push({ momentId: due.id, at: due.at, actions, carry: desk.carry })
    }
    desk.carry = { ...desk.carry, cursor: to }
    decisions.push({
      momentId: `until/${to}`,
      at: Instant.make(to),
      actions: [],
      carry: desk.carry,
    })
    return { decisions, skipped, nextAt: (horizon) => nextAfter(desk, snapshot, to, horizon) }
  })

const nextAfter = (desk: Desk, snapshot: Snapshot, to: number, horizon: number): number => {
  const first = scheduled({ ...snapshot, carry: desk.carry }, to + horizon)[0]
  return Math.min(
    to + horizon,
    first?.at.ms ?? Number.POSITIVE_INFINITY,
    nextLed(desk)?.at.ms ?? Number.POSITIVE_INFINITY,
  )
}

/** Discards were applied before the moment went on. */
const alreadyApplied = (desk: Desk, action: Planned): boolean =>
  action._tag === "Remove" && !desk.files.has(action.path)
