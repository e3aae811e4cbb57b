/** Reads what hosts are, at first contact; nothing on them is changed. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Decky } from "../../src/fleet/Decky.ts"
import { containersOf } from "../docker/Decoys.ts"
import type { EngineApi } from "../docker/EngineApi.ts"
import * as Facts from "../hosts/Facts.ts"
import type { KnownHost } from "../storage/HostFactsStore.ts"

/** How many hosts are read at a time. */
const concurrency = 4

/** Left says why a host could not be read. A history begins when its host is first read. */
const readOne = (
  engine: EngineApi,
  decky: Decky,
  nowMillis: number,
): Effect.Effect<Either.Either<KnownHost, string>> => {
  const { ssh } = containersOf(decky)
  return engine.inspect(ssh).pipe(
    Effect.flatMap((inspected) => Facts.read(engine, ssh, inspected)),
    Effect.match({
      onFailure: ({ message }) => Either.left(message),
      onSuccess: (read): Either.Either<KnownHost, string> =>
        Either.right({ ...read, bornAtMillis: nowMillis, readAtMillis: nowMillis }),
    }),
  )
}

/** By uuid. */
export const readAll = (
  engine: EngineApi,
  deckies: ReadonlyArray<Decky>,
  nowMillis: number,
): Effect.Effect<ReadonlyMap<string, Either.Either<KnownHost, string>>> =>
  Effect.map(
    Effect.forEach(
      deckies,
      (decky) =>
        Effect.map(readOne(engine, decky, nowMillis), (read) => [decky.uuid, read] as const),
      { concurrency },
    ),
    (pairs) => new Map(pairs),
  )
