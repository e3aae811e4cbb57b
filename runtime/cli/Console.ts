/** What commands see of the process: its streams, its clock and its user. */
import { once } from "node:events"
import { setImmediate } from "node:timers/promises"
import * as Effect from "effect/Effect"

/** Waits while the reader is slow; anything but a reader that has gone is a defect. */
const write = (text: string): Effect.Effect<void> =>
  Effect.promise(async () => {
    if (process.stdout.destroyed || process.stdout.write(text)) return
    await once(process.stdout, "drain")
  })

const isTerminal = process.stderr.isTTY === true

/** A reader that has seen enough (`| head`) is no failure: there is nothing left to do. */
const leaveWithReader = (error: NodeJS.ErrnoException): void => {
  if (error.code === "EPIPE") process.exit(0)
  process.stderr.write(`decnet: standard output cannot be written: ${error.message}\n`)
  process.exit(1)
}

/** `packageFile` is where a file lies that ships with the package. */
export const make = (version: string, packageFile: (path: string) => string) => {
  process.stdout.on("error", leaveWithReader)
  return {
    version,
    personasFile: packageFile("fixtures/personas.json"),
    completionsFolder: packageFile("fixtures/completions"),
    write,
    note: (line: string) => Effect.sync(() => void process.stderr.write(`${line}\n`)),
    progress: (line: string) =>
      Effect.promise(async () => {
        if (isTerminal) process.stderr.write(`\r\u001b[K${line}`)
        // signals are heard between two stretches only
        await setImmediate()
      }),
    columns: process.stdout.columns ?? 80,
    colour: process.stdout.isTTY === true && !process.env["NO_COLOR"],
    now: Effect.sync(() => Date.now()),
    isRoot: process.getuid?.() === 0,
  }
}
