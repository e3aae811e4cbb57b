/** `decnet init`: sets up this host. */
import * as Command from "@effect/cli/Command"
import * as Effect from "effect/Effect"

export const command = Command.make("init", {}, () =>
  Effect.flatMap(
    Effect.promise(() => import("./Setup.ts")),
    ({ run }) => run,
  ),
).pipe(
  Command.withDescription("Set up this host: config folder, seed, keys, database, admin token"),
)
