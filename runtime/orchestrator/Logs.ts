/** Where the orchestrator's own log goes, and in which form. */
import { createWriteStream } from "node:fs"
import * as Effect from "effect/Effect"
import * as FiberRef from "effect/FiberRef"
import * as HashSet from "effect/HashSet"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"

export class LogFileRefused extends Schema.TaggedError<LogFileRefused>()("LogFileRefused", {
  message: Schema.String,
}) {}

export type Format = "logfmt" | "json"

const loggers = { logfmt: Logger.logfmtLogger, json: Logger.jsonLogger } as const

/** In place of whatever logged before: the program around a command has a logger of its own. */
const only = (logger: Logger.Logger<unknown, void>): Layer.Layer<never> =>
  Layer.scopedDiscard(Effect.locallyScoped(FiberRef.currentLoggers, HashSet.make(logger)))

/** One line an entry, on standard error or at the end of a file. */
export const layer = (
  format: Format,
  file: string | undefined,
): Layer.Layer<never, LogFileRefused> => {
  const lines = loggers[format]
  if (file === undefined) return only(Logger.withConsoleError(lines))
  return Layer.unwrapScoped(
    Effect.map(
      Effect.acquireRelease(
        Effect.async<ReturnType<typeof createWriteStream>, LogFileRefused>((resume) => {
          const stream = createWriteStream(file, { flags: "a", mode: 0o640 })
          stream.once("open", () => resume(Effect.succeed(stream)))
          stream.once("error", ({ message }) =>
            resume(
              Effect.fail(
                new LogFileRefused({
                  message: `DECNET_SYSTEM_LOGS: ${file} cannot be written (${message}); name another`,
                }),
              ),
            ),
          )
        }),
        (stream) => Effect.async<void>((resume) => void stream.end(() => resume(Effect.void))),
      ),
      (stream) => only(Logger.make((options) => void stream.write(`${lines.log(options)}\n`))),
    ),
  )
}
