/** Runs commands in this process, with an environment, folders and streams of their own. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as CliConfig from "@effect/cli/CliConfig"
import * as Command from "@effect/cli/Command"
import * as ValidationError from "@effect/cli/ValidationError"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { Caller, type Surface } from "../../runtime/cli/Caller.ts"
import { commands } from "../../runtime/cli/Commands.ts"
import { statusOf } from "../../runtime/cli/Failure.ts"
import type { Roots } from "../../runtime/config/Places.ts"

export interface Ran {
  readonly status: number
  readonly stdout: string
  /** Notes, and the line that says why it failed. */
  readonly stderr: string
}

export interface Place {
  readonly folder: string
  readonly roots: Roots
  readonly run: (args: ReadonlyArray<string>, environment?: Record<string, string>) => Promise<Ran>
}

const root = Command.make("decnet").pipe(Command.withSubcommands([...commands]))
const cli = Command.run(root, { name: "decnet", version: "test" })

/** Monday, the fifth of January 2026, ten o'clock. */
export const now = 1_767_607_200_000

/** A computer of its own: folders that are not there yet, in one that is. */
export const place = (changes: Partial<Surface> = {}): Place => {
  const folder = mkdtempSync(join(tmpdir(), "cli-"))
  const roots: Roots = {
    etc: join(folder, "etc"),
    state: join(folder, "state"),
    own: join(folder, "home", ".decnet"),
  }
  const run: Place["run"] = async (args, environment = {}) => {
    let stdout = ""
    let stderr = ""
    const surface: Surface = {
      environment,
      roots,
      write: (text) => Effect.sync(() => void (stdout += text)),
      note: (line) => Effect.sync(() => void (stderr += `${line}\n`)),
      input: Effect.succeed(undefined),
      colour: false,
      now: Effect.succeed(now),
      ...changes,
    }
    const logs = Logger.replace(
      Logger.defaultLogger,
      Logger.make(({ message }) => void (stderr += `${String(message)}\n`)),
    )
    const exit = await Effect.runPromiseExit(
      cli(["node", "decnet", ...args]).pipe(
        Effect.provideService(Caller, surface),
        Effect.provide(
          Layer.mergeAll(NodeContext.layer, CliConfig.layer({ showBuiltIns: false }), logs),
        ),
      ),
    )
    if (Exit.isSuccess(exit)) return { status: 0, stdout, stderr }
    const failure = Cause.failureOption(exit.cause)
    if (failure._tag === "None") throw new Error(Cause.pretty(exit.cause))
    const error = failure.value as { readonly _tag?: string; readonly message?: string }
    if (ValidationError.isValidationError(error)) return { status: 2, stdout, stderr }
    return { status: statusOf(error), stdout, stderr: `${stderr}decnet: ${error.message}\n` }
  }
  return { folder, roots, run }
}
