/** A database that does not answer, as callers are told of it. */
import * as Effect from "effect/Effect"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { Unavailable } from "./Problem.ts"

const detail = "The database does not answer; try again later"

/** What keeps it from answering goes to the log: it names files and servers. */
export const orUnavailable = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
): Effect.Effect<A, Exclude<E, StoreUnavailable> | Unavailable, R> =>
  Effect.catchAll(
    effect,
    (error): Effect.Effect<never, Exclude<E, StoreUnavailable> | Unavailable> =>
      error instanceof StoreUnavailable
        ? Effect.zipRight(
            Effect.logWarning(error.message),
            Effect.fail(new Unavailable({ detail })),
          )
        : Effect.fail(error as Exclude<E, StoreUnavailable>),
  )
