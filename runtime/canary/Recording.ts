/**
 * The listeners' side of the recorder: the same command once more, told by its environment which
 * part it is, started again where it ends.
 */
import { spawn, type ChildProcess } from "node:child_process"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { DependencyFailure } from "../cli/Failure.ts"
import type { Environment } from "../config/Settings.ts"

/** What listeners say of themselves. */
export interface Standing {
  /** Epoch seconds. */
  readonly started_at: number
  readonly http: boolean
  readonly dns: boolean
  /** Uses that were written down, and those that could only be counted. */
  readonly seen: number
  readonly lost: number
}

const variable = "LISTENER_PART"
const part = "recorder"

const againAfter = Duration.seconds(5)
const sayMillis = 5000
const stopMillis = 5000

/** Whether this process is to be the recorder. */
export const isAsked = (environment: Environment): boolean =>
  environment[variable] === part && process.send !== undefined

const start = (): ChildProcess =>
  spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env: { ...process.env, [variable]: part },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  })

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null

const stop = (child: ChildProcess): Effect.Effect<void> =>
  Effect.async<void>((resume) => {
    if (hasEnded(child) || child.pid === undefined) {
      resume(Effect.void)
      return
    }
    const late = setTimeout(() => child.kill("SIGKILL"), stopMillis)
    child.once("exit", () => {
      clearTimeout(late)
      resume(Effect.void)
    })
    child.kill("SIGTERM")
  })

/** Ends with it, in words; fails where it says that it cannot do its work. */
const watched = (child: ChildProcess, standing: () => Standing) =>
  Effect.async<string, DependencyFailure>((resume) => {
    const say = (): void => {
      if (child.connected) child.send(standing(), () => {})
    }
    const saying = setInterval(say, sayMillis)
    say()
    const end = (exit: Effect.Effect<string, DependencyFailure>): void => {
      clearInterval(saying)
      resume(exit)
    }
    child.on("message", (message: { readonly failed?: string }) => {
      if (message.failed !== undefined)
        end(Effect.fail(new DependencyFailure({ message: message.failed })))
    })
    child.once("error", (error) => end(Effect.succeed(error.message)))
    child.once("exit", (status, signal) => end(Effect.succeed(`it ended with ${status ?? signal}`)))
    return Effect.sync(() => clearInterval(saying))
  })

/** Keeps a recorder running until it is interrupted, or one says that it cannot do its work. */
export const keep = (standing: () => Standing): Effect.Effect<never, DependencyFailure> =>
  Effect.acquireUseRelease(Effect.sync(start), (child) => watched(child, standing), stop).pipe(
    Effect.flatMap((why) =>
      Effect.logWarning(`hits wait in the journal: what records them stopped (${why})`),
    ),
    Effect.zipRight(Effect.sleep(againAfter)),
    Effect.forever,
  )
