/** What commands see of the process: its streams, its clock and its user. */
import { once } from "node:events"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { WorkFailure } from "../../simulate/Failure.ts"
import { Surroundings } from "../../simulate/Surroundings.ts"

/** A reader that has seen enough (`| head`) is no failure: there is nothing left to do. */
const write = (text: string): Effect.Effect<void, WorkFailure> =>
  Effect.tryPromise({
    try: async () => {
      if (process.stdout.destroyed) return
      if (!process.stdout.write(text)) await once(process.stdout, "drain")
    },
    catch: (error) => new WorkFailure({ message: `standard output: ${String(error)}` }),
  })

const isTerminal = process.stderr.isTTY === true

export const layer = (version: string, personasFile: string): Layer.Layer<Surroundings> =>
  Layer.sync(Surroundings, () => {
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0)
      throw error
    })
    return {
      version,
      personasFile,
      write,
      note: (line) => Effect.sync(() => void process.stderr.write(`${line}\n`)),
      progress: (line) =>
        Effect.sync(() => {
          if (isTerminal) process.stderr.write(`\r\u001b[K${line}`)
        }),
      isTerminal,
      columns: process.stdout.columns ?? 80,
      colour: process.stdout.isTTY === true && !process.env["NO_COLOR"],
      now: Effect.sync(() => Date.now()),
      isRoot: process.getuid?.() === 0,
    }
  })
