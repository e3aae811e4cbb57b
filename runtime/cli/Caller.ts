/** Who called a command: the environment, the terminal, the user and the clock that it sees. */
import { once } from "node:events"
import { homedir } from "node:os"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Roots } from "../config/Places.ts"
import * as Places from "../config/Places.ts"
import type { Environment } from "../config/Settings.ts"

export interface Surface {
  readonly environment: Environment
  readonly roots: Roots
  /** To standard output, waiting while the reader is slow. */
  readonly write: (text: string) => Effect.Effect<void>
  /** A line to standard error. */
  readonly note: (line: string) => Effect.Effect<void>
  /** All of standard input, up to a limit; undefined where a terminal is on it. */
  readonly input: Effect.Effect<string | undefined>
  /** Whether standard output shows colours. */
  readonly colour: boolean
  /** Epoch milliseconds. */
  readonly now: Effect.Effect<number>
}

const write = (text: string): Effect.Effect<void> =>
  Effect.promise(async () => {
    if (process.stdout.destroyed || process.stdout.write(text)) return
    await once(process.stdout, "drain")
  })

/** More than this is no secret that somebody meant. */
const inputBytesMax = 65_536

const input = Effect.promise(async (interrupted) => {
  if (process.stdin.isTTY === true) return undefined
  // a writer that never ends would hold the process after that
  interrupted.addEventListener("abort", () => process.stdin.destroy())
  const parts: Array<Buffer> = []
  let bytes = 0
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    parts.push(part)
    bytes += part.length
    if (bytes > inputBytesMax) break
  }
  return Buffer.concat(parts).toString("utf8")
})

/** The process, unless a test says otherwise. */
export class Caller extends Context.Reference<Caller>()("decnet/runtime/cli/Caller", {
  defaultValue: (): Surface => ({
    environment: process.env,
    roots: Places.systemRoots(homedir()),
    write,
    note: (line) => Effect.sync(() => void process.stderr.write(`${line}\n`)),
    input,
    colour: process.stdout.isTTY === true && !process.env["NO_COLOR"],
    now: Effect.sync(() => Date.now()),
  }),
}) {}
