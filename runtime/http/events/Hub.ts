/**
 * Everybody who listens to what happens: one reader of the outbox for all of them, frames that
 * they share, and a bound on what waits for whoever does not read.
 */
import * as Chunk from "effect/Chunk"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Mailbox from "effect/Mailbox"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { ApiTokens } from "../../storage/ApiTokens.ts"
import { Outbox, pollEvery, type OutboxRow } from "../../storage/Outbox.ts"
import type { Caller } from "../Caller.ts"
import { Installation } from "../Installation.ts"
import * as Bus from "./Bus.ts"
import * as Frame from "./Frame.ts"
import * as Order from "./Order.ts"

export const perTokenMax = 10
export const streamsMax = 1000

/** Frames that wait for one listener; with one more it is let go. */
export const waitingMax = 256

/** Frames that are told in one go: a burst of more waits for those who are still reading. */
const stepMax = 128

const turn = Duration.millis(10)

/** Whoever has no room after so many turns does not keep up. */
const turnsMax = 50

export const keepAliveEvery = Duration.seconds(15)

export interface Seat {
  readonly frames: Stream.Stream<Frame.Frame>
}

interface Listener {
  readonly caller: Caller["Type"]
  readonly mailbox: Mailbox.Mailbox<Frame.Frame>
  readonly cut: () => void
}

export class Hub extends Context.Tag("decnet/http/Hub")<
  Hub,
  {
    /**
     * A place among the listeners until the scope closes; undefined where there is none left for
     * this token, or at all. `cut` ends the connection of one who does not keep up.
     */
    readonly sit: (
      caller: Caller["Type"],
      cut: () => void,
    ) => Effect.Effect<Seat | undefined, never, Scope.Scope>
    /** In which order rows of the outbox were told. */
    readonly order: Pick<Order.Order, "last" | "after">
  }
>() {
  static readonly layer: Layer.Layer<Hub, never, Outbox | ApiTokens | Installation> = Layer.scoped(
    Hub,
    Effect.suspend(() => make),
  )
}

const silence: Frame.Frame = {
  id: undefined,
  uuid: "",
  bytes: { admin: Frame.keepAlive, viewer: Frame.keepAlive },
}

const make = Effect.gen(function* () {
  const outbox = yield* Outbox
  const tokens = yield* ApiTokens
  const { settings } = yield* Installation
  const listeners = new Set<Listener>()
  const bell = yield* Queue.sliding<void>(1)

  const letGo = (listener: Listener): void => {
    listeners.delete(listener)
    listener.mailbox.unsafeDone(Exit.void)
    listener.cut()
  }

  const tell = (frame: Frame.Frame): void => {
    for (const listener of listeners) if (!listener.mailbox.unsafeOffer(frame)) letGo(listener)
  }

  const waiting = ({ mailbox }: Listener): number => Option.getOrElse(mailbox.unsafeSize(), () => 0)

  const haveRoom = (frames: number): boolean => {
    for (const listener of listeners) if (waiting(listener) + frames > waitingMax) return false
    return true
  }

  /** Says so many frames once all have room for them, or some had time enough to make it. */
  const inTurn = (frames: number, say: () => void, turns = 0): Effect.Effect<void> =>
    Effect.suspend(() =>
      turns >= turnsMax || haveRoom(frames)
        ? Effect.sync(say)
        : Effect.zipRight(Effect.sleep(turn), inTurn(frames, say, turns + 1)),
    )

  const order = Order.make()
  const tellRow = ({ id, envelope }: OutboxRow): void => {
    order.add(id)
    const frame = Frame.of(envelope, id)
    if (frame === undefined) return
    seen.add(frame.uuid)
    tell(frame)
  }

  const seen = Bus.makeSeen()
  const pause =
    settings.busUrl === undefined
      ? Effect.sleep(pollEvery)
      : Effect.raceFirst(Effect.sleep(pollEvery), Queue.take(bell))

  yield* outbox.follow(undefined, [], pause).pipe(
    Stream.runForEachChunk((rows) =>
      Effect.forEach(
        Chunk.chunksOf(rows, stepMax),
        (some) => inTurn(some.length, () => Chunk.forEach(some, tellRow)),
        { discard: true },
      ),
    ),
    Effect.forkScoped,
  )

  if (settings.busUrl !== undefined)
    yield* Bus.listen(settings.busUrl, {
      ring: Effect.asVoid(Queue.offer(bell, undefined)),
      isKnown: (frame, envelopeId) =>
        seen.has(frame.uuid) ? Effect.succeed(true) : outbox.holds(envelopeId),
      tell: (frame) =>
        inTurn(1, () => {
          seen.add(frame.uuid)
          tell(frame)
        }),
    }).pipe(Effect.forkScoped)

  /** Whoever's token was revoked since hears no more. */
  const expel = Effect.gen(function* () {
    const live = new Set(
      (yield* tokens.list).flatMap(({ id, revokedAtMillis }) =>
        revokedAtMillis === undefined ? [id] : [],
      ),
    )
    for (const listener of listeners) if (!live.has(listener.caller.id)) letGo(listener)
  }).pipe(Effect.catchTag("StoreUnavailable", () => Effect.void))

  yield* Effect.suspend(() => {
    // whoever has something to read needs no sign of life
    for (const listener of listeners)
      if (waiting(listener) === 0) listener.mailbox.unsafeOffer(silence)
    return listeners.size === 0 ? Effect.void : expel
  }).pipe(Effect.schedule(Schedule.spaced(keepAliveEvery)), Effect.forkScoped)

  const ofToken = (id: string): number =>
    [...listeners].filter(({ caller }) => caller.id === id).length

  return Hub.of({
    order,
    sit: (caller, cut) =>
      Effect.gen(function* () {
        if (listeners.size >= streamsMax || ofToken(caller.id) >= perTokenMax) return undefined
        const listener = yield* Effect.acquireRelease(
          Effect.map(
            Mailbox.make<Frame.Frame>({ capacity: waitingMax, strategy: "dropping" }),
            (mailbox): Listener => {
              const made = { caller, mailbox, cut }
              listeners.add(made)
              return made
            },
          ),
          (gone) =>
            Effect.zipRight(
              Effect.sync(() => listeners.delete(gone)),
              gone.mailbox.shutdown,
            ),
        )
        return { frames: Mailbox.toStream(listener.mailbox) }
      }),
  })
})
