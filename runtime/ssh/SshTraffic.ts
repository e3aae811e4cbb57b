/**
 * Sessions between decoys: real logins with a key of the account's own where both ends take them,
 * recorded ones where they do not. A banner is never grabbed: nobody logs in like that.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import { HostUnreachable, type Attempt } from "../../src/ports/Host.ts"
import { TrafficDriver } from "../../src/ports/TrafficDriver.ts"
import type { Connect } from "../../src/scheduler/Action.ts"
import type { Command } from "../docker/EngineApi.ts"
import type { EngineFailure } from "../docker/EngineFailure.ts"
import type { Decoys } from "../docker/Decoys.ts"
import * as Authorization from "./Authorization.ts"
import type { Parties } from "./Parties.ts"

export interface Options {
  readonly decoys: Decoys
  /** Undefined where a session is only recorded. */
  readonly partiesOf: (decky: string, action: Connect) => Parties | undefined
}

type Outcome = "done" | "failed"

/** A command or a login that has not failed by then has begun. */
const begunAfter = Duration.seconds(5)
/** Sessions that are held open at a time; more are not made. */
const heldMax = 64
/** Shorter or longer than this none is held: a login takes its time. */
const heldMillisMin = 6000
const heldMillisMax = 8 * 3_600_000

/** Control-D, at which an idle shell logs out. */
const endOfInput = Uint8Array.of(4)

/** ssh(1) ends with 255 where it could not log in, else with the command's own code. */
const refusedCode = 255

/** Never asks anything, and learns the far host's key as people do who say yes. */
const options = "BatchMode=yes StrictHostKeyChecking=accept-new UpdateHostKeys=no ConnectTimeout=5"
  .split(" ")
  .flatMap((option) => ["-o", option])

const commandOf = (
  { targetIp, targetAccount }: Parties,
  { uid, gid }: { readonly uid: number; readonly gid: number },
  command: string,
): Command => ({
  command: [
    "ssh",
    ...(command === "" ? ["-tt"] : []),
    ...options,
    "-l",
    targetAccount.login,
    "--",
    targetIp,
    ...(command === "" ? [] : [command]),
  ],
  user: `${uid}:${gid}`,
  environment: ["TERM=xterm-256color"],
})

export const make = ({
  decoys,
  partiesOf,
}: Options): Effect.Effect<TrafficDriver["Type"], never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    let held = 0

    /** Lasts as long as the session would. */
    const session = (container: string, command: Command, millis: number) =>
      decoys.engine
        .hold(container, command, endOfInput)
        .pipe(
          Effect.timeoutOption(
            Duration.millis(Math.max(heldMillisMin, Math.min(millis, heldMillisMax))),
          ),
          Effect.ensuring(Effect.sync(() => void held--)),
          (running) =>
            Effect.zipRight(
              Effect.sync(() => void held++),
              Effect.forkIn(running, scope),
            ),
        )

    const outcomeOf = (
      exit: Exit.Exit<Option.Option<number>, EngineFailure>,
    ): Effect.Effect<Outcome, EngineFailure> =>
      Effect.map(exit, (code) =>
        Option.isSome(code) && code.value === refusedCode ? "failed" : "done",
      )

    const login = (decky: string, parties: Parties, { command, durationMillis }: Connect) =>
      Effect.gen(function* () {
        const { source, sourceHost, target, targetAccount } = parties
        const comment = `${source.login}@${sourceHost}`
        const key = yield* Authorization.publicKey(decoys, decky, source, comment)
        const container = decoys.containers(decky)?.ssh
        if (key === undefined || container === undefined || held >= heldMax) return "done" as const
        const isOpen = yield* Authorization.authorize(decoys, target, targetAccount, key.line).pipe(
          Effect.as(true),
          // the far host is off: whoever logs in sees as much
          Effect.catchTag("HostUnreachable", () => Effect.succeed(false)),
        )
        if (!isOpen) return "failed" as const
        const run = commandOf(parties, key.ids, command)
        const fiber = yield* session(container, run, durationMillis)
        const first = yield* Effect.timeoutOption(Fiber.await(fiber), begunAfter)
        return Option.isNone(first) ? ("done" as const) : yield* outcomeOf(first.value)
      }).pipe(
        // what may not be written, or was changed by a visitor, makes no login
        Effect.catchTags({
          PathRefused: () => Effect.succeed("done" as const),
          FileTouched: () => Effect.succeed("done" as const),
        }),
        Effect.mapError((error) =>
          error instanceof HostUnreachable
            ? error
            : new HostUnreachable({
                decky,
                reason: error._tag === "EngineTimeout" ? "timeout" : "down",
              }),
        ),
      )

    const connect = (decky: string, action: Connect, attempt: Attempt) => {
      const parties = partiesOf(decky, action)
      if (parties === undefined) return Effect.succeed("done" as const)
      return attempt === "again"
        ? Effect.succeed("interrupted" as const)
        : login(decky, parties, action)
    }
    return { connect }
  })

export const layer = (options: Options): Layer.Layer<TrafficDriver> =>
  Layer.scoped(TrafficDriver, make(options))
