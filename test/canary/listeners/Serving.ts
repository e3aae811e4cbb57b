/** The listeners as the command runs them, in a process of their own: `node Serving.mjs FOLDER`. */
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Logger from "effect/Logger"
import * as Serve from "../../../runtime/canary/Serve.ts"
import { Caller } from "../../../runtime/cli/Caller.ts"
import * as Settings from "../../../runtime/config/Settings.ts"

const folder = process.argv[2] ?? ""
const roots = { etc: join(folder, "etc"), state: folder, own: join(folder, "own") }
const settings = Either.getOrThrow(Settings.read(process.env))

// as the command does it: what keeps the process alive after the end would show
const fiber = Effect.runFork(
  Effect.flatMap(Caller, (caller) =>
    Effect.provideService(Serve.serve(settings), Caller, { ...caller, roots }),
  ).pipe(
    Effect.provide(
      Logger.replace(Logger.defaultLogger, Logger.withConsoleError(Logger.logfmtLogger)),
    ),
    Effect.catchAll(({ message }) =>
      Effect.sync(() => {
        process.stderr.write(`${message}\n`)
        process.exitCode = 3
      }),
    ),
  ),
)
process.once("SIGTERM", () => fiber.unsafeInterruptAsFork(fiber.id()))
