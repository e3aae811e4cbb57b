/** The Docker engine as commands use it, loaded only then. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Settings } from "../config/Settings.ts"
import type { EngineApi } from "../docker/EngineApi.ts"
import type { EngineFailure } from "../docker/EngineFailure.ts"
import { DependencyFailure, UsageFailure } from "./Failure.ts"

/** Runs with the engine that the settings name, and leaves it afterwards. */
export const withEngine = <A, E, R>(
  { dockerHost }: Settings,
  use: (engine: EngineApi) => Effect.Effect<A, E, R>,
): Effect.Effect<A, E | UsageFailure, R> =>
  Effect.gen(function* () {
    const Endpoint = yield* Effect.promise(() => import("../docker/Endpoint.ts"))
    const Engine = yield* Effect.promise(() => import("../docker/Engine.ts"))
    const endpoint = Endpoint.parse(dockerHost)
    if (Either.isLeft(endpoint)) return yield* new UsageFailure({ message: endpoint.left })
    return yield* Effect.scoped(
      Effect.flatMap(Engine.make({ endpoint: endpoint.right }), (engine) => use(engine)),
    )
  })

/** For commands that cannot do anything without it. */
export const needed = (error: EngineFailure): DependencyFailure =>
  new DependencyFailure({ message: error.message })
