/** What commands read before they begin: settings, and JSON files that a user names. */
import { readFile } from "node:fs/promises"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Settings from "../config/Settings.ts"
import { Caller } from "./Caller.ts"
import { UsageFailure, WorkFailure } from "./Failure.ts"

/** The environment's settings; the first bad one stops the command. */
export const settings: Effect.Effect<Settings.Settings, UsageFailure> = Effect.gen(function* () {
  const { environment } = yield* Caller
  const read = Settings.read(environment)
  return Either.isRight(read) ? read.right : yield* new UsageFailure({ message: read.left })
})

/** Agents are directed by their master; they do not direct. */
export const refuseOnAgent = (
  command: string,
  { mode, disallowMaster }: Settings.Settings,
): Effect.Effect<void, WorkFailure> =>
  mode === "agent" && disallowMaster
    ? Effect.fail(
        new WorkFailure({
          message: `${command} is a master-only command and this host is an agent (DECNET_MODE=agent); run it on the master`,
        }),
      )
    : Effect.void

const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code === "ENOENT"
    ? "does not exist; name a file that does"
    : "cannot be read; name a file that this user may read"

export const readText = (file: string): Effect.Effect<string, UsageFailure> =>
  Effect.tryPromise({
    try: () => readFile(file, "utf8"),
    catch: (error) => new UsageFailure({ message: `${file} ${reasonOf(error)}` }),
  })

export const readJson = (file: string): Effect.Effect<unknown, UsageFailure> =>
  Effect.flatMap(readText(file), (text) =>
    Effect.try({
      try: (): unknown => JSON.parse(text.replace(/^\uFEFF/, "")),
      catch: (error) =>
        new UsageFailure({
          message: `${file} is not valid JSON (${String((error as Error).message).split("\n")[0]}); mend it there`,
        }),
    }),
  )
