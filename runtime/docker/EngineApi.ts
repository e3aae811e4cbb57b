/** What is asked of the Docker Engine: its API as typed effects, each bounded in time. */
import * as Effect from "effect/Effect"
import * as Answer from "./Answer.ts"
import { CommandFailed, type EngineFailure } from "./EngineFailure.ts"
import type { Output } from "./Frames.ts"
import type { Member } from "./TarReader.ts"

export type PathStat = Answer.PathStat

/** A file larger than this is not taken into memory. */
export const readBytesMax = 8 * 1024 * 1024

export interface Read {
  readonly member: Member
  /** From `from` on. */
  readonly bytes: Uint8Array
}

export interface Command {
  /** An argument vector; no shell sees it. */
  readonly command: ReadonlyArray<string>
  readonly input?: Uint8Array
  /** `uid` or `uid:gid`; root where none is given. */
  readonly user?: string
  readonly environment?: ReadonlyArray<string>
  readonly folder?: string
  readonly bytesMax?: number
}

export interface Ended extends Output {
  readonly code: number
}

export interface EngineApi {
  /** Succeeds with the version of the API that is spoken. */
  readonly ping: Effect.Effect<string, EngineFailure>
  readonly inspect: (container: string) => Effect.Effect<Answer.Container, EngineFailure>
  /** Containers that bear all of these labels (`key` or `key=value`), running or not. */
  readonly list: (
    labels: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyArray<Answer.Listed>, EngineFailure>
  /** The command lines of what runs in a container; no process is started in it. */
  readonly top: (container: string) => Effect.Effect<ReadonlyArray<string>, EngineFailure>
  /** Of the path itself, not of what it links to; fails as `NotFound`. */
  readonly stat: (container: string, path: string) => Effect.Effect<PathStat, EngineFailure>
  /**
   * One file (or the header of a folder), without its bytes before `from`; `TooLarge` where more
   * than `bytesMax` are left.
   */
  readonly read: (
    container: string,
    path: string,
    options?: { readonly from?: number; readonly bytesMax?: number },
  ) => Effect.Effect<Read, EngineFailure>
  /** A folder as a whole tar. */
  readonly archive: (
    container: string,
    path: string,
    bytesMax?: number,
  ) => Effect.Effect<Uint8Array, EngineFailure>
  /** Extracts a tar at the root of the container's file system. */
  readonly put: (container: string, tar: Uint8Array) => Effect.Effect<void, EngineFailure>
  /** Runs a program to its end; a code other than 0 is an answer. */
  readonly exec: (container: string, command: Command) => Effect.Effect<Ended, EngineFailure>
  /**
   * Runs a program with its input open and empty, unbounded in time, until it ends; interruption
   * ends its input with `farewell`. What it says is dropped.
   */
  readonly hold: (
    container: string,
    command: Command,
    farewell: Uint8Array,
  ) => Effect.Effect<number, EngineFailure>
}

/** A program whose code other than 0 is a failure. */
export const run = (
  engine: EngineApi,
  container: string,
  command: Command,
): Effect.Effect<Ended, EngineFailure> =>
  Effect.flatMap(engine.exec(container, command), (ended) =>
    ended.code === 0
      ? Effect.succeed(ended)
      : Effect.fail(
          new CommandFailed({
            container,
            program: command.command[0]!,
            code: ended.code,
            detail: Answer.detail(
              Buffer.from(ended.stderr.length > 0 ? ended.stderr : ended.stdout),
            ),
          }),
        ),
  )
