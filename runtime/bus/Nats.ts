/** Events to a NATS server as well, where one is configured: same subjects, same envelopes. */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

export class BusUnreachable extends Schema.TaggedError<BusUnreachable>()("BusUnreachable", {
  message: Schema.String,
}) {}

export interface Bus {
  /** Returns once the server has it. */
  readonly publish: (
    subject: string,
    envelopes: ReadonlyArray<string>,
  ) => Effect.Effect<void, BusUnreachable>
  /** Subjects may have the wild cards of NATS: `orchestrator.>`. */
  readonly subscribe: (subject: string) => Stream.Stream<string>
}

/** Subjects may not hold blanks or wild cards; ids of deckies have neither. */
const subjectOf = (topic: string): string => topic.replace(/[\s*>]/g, "_")

const failed = (url: string) => (cause: unknown) =>
  new BusUnreachable({
    message: `the bus at ${hostOf(url)} does not answer (${cause instanceof Error ? cause.message : String(cause)})`,
  })

/** Without a password that may stand before it. */
const hostOf = (url: string): string => url.replace(/^(\w+:\/\/)?(?:[^@/]*@)?/, "$1")

/** The client takes user, password or token beside the address, not in it. */
export const credentialsOf = (
  url: string,
): {
  readonly servers: string
  readonly user?: string
  readonly pass?: string
  readonly token?: string
} => {
  const { protocol, username, password, host } = new URL(url)
  const servers = `${protocol}//${host}`
  if (username === "") return { servers }
  const user = decodeURIComponent(username)
  return password === ""
    ? { servers, token: user }
    : { servers, user, pass: decodeURIComponent(password) }
}

/** Connected as long as the scope is open; a lost connection is made again by itself. */
export const connect = (url: string): Effect.Effect<Bus, BusUnreachable, Scope.Scope> =>
  Effect.gen(function* () {
    const nats = yield* Effect.promise(() => import("nats"))
    const connection = yield* Effect.acquireRelease(
      Effect.tryPromise({
        try: () =>
          nats.connect({
            ...credentialsOf(url),
            timeout: 5000,
            maxReconnectAttempts: -1,
            name: "worker",
          }),
        catch: failed(url),
      }),
      (open) => Effect.promise(() => open.close()),
    )
    const codec = nats.StringCodec()
    return {
      publish: (subject, envelopes) =>
        Effect.tryPromise({
          try: async () => {
            for (const envelope of envelopes)
              connection.publish(subjectOf(subject), codec.encode(envelope))
            await connection.flush()
          },
          catch: failed(url),
        }),
      subscribe: (subject) =>
        Stream.unwrapScoped(
          Effect.gen(function* () {
            const queue = yield* Queue.bounded<string>(256)
            const subscription = yield* Effect.acquireRelease(
              Effect.sync(() =>
                connection.subscribe(subject, {
                  callback: (_, message) => void queue.unsafeOffer(codec.decode(message.data)),
                }),
              ),
              (open) => Effect.sync(() => open.unsubscribe()),
            )
            void subscription
            return Stream.fromQueue(queue)
          }),
        ),
    }
  })
