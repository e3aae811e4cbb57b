/** The decoy's file system, as the engine may touch it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Append, Create, Edit, Remove, Rotate } from "../scheduler/Action.ts"

/**
 * The host did not answer; waiting helps, and the same action may be tried again. `down`: nothing
 * was done. `timeout`, `full`: it may have been, wholly or not.
 */
export class HostUnreachable extends Schema.TaggedError<HostUnreachable>()("HostUnreachable", {
  decky: Schema.String,
  reason: Schema.Literal("down", "timeout", "full"),
}) {
  override get message(): string {
    return `${this.decky} does not answer (${this.reason})`
  }
}

/** What was to be changed is not as we left it: a visitor was there. Waiting does not help. */
export class FileTouched extends Schema.TaggedError<FileTouched>()("FileTouched", {
  decky: Schema.String,
  path: Schema.String,
  found: Schema.Literal("changed", "missing"),
}) {
  override get message(): string {
    return `${this.path} on ${this.decky} is ${this.found}; it is left alone from now on`
  }
}

/** The path lies outside of what may be written, or leads out of it through a link. */
export class PathRefused extends Schema.TaggedError<PathRefused>()("PathRefused", {
  decky: Schema.String,
  path: Schema.String,
  reason: Schema.String,
  /** What stands in the way was put there: a link, or something else in a folder's place. */
  visitors: Schema.optional(Schema.Boolean),
}) {
  override get message(): string {
    return `${this.path} on ${this.decky} is not written: ${this.reason}`
  }
}

export type HostError = HostUnreachable | FileTouched | PathRefused

/**
 * `again` where an earlier attempt may have worked although its answer was lost: what is found done
 * is then taken as done.
 */
export type Attempt = "first" | "again"

/** What a file came to, where that is for the host to say. */
export interface Written {
  /** Size of the whole file. */
  readonly bytes: number
  readonly sha256?: string
}

export class Host extends Context.Tag("decnet/ports/Host")<
  Host,
  {
    /**
     * Writes a whole new file, parents included; a reader never sees half of it. A file that is
     * there already and has other bytes is not ours: `FileTouched`.
     */
    readonly plant: (
      decky: string,
      action: Create,
      attempt: Attempt,
    ) => Effect.Effect<void, HostError>
    /**
     * Replaces a file by a whole new one, if it still has `previousSha256`. On `again`, one that has
     * the new bytes is done.
     */
    readonly replace: (
      decky: string,
      action: Edit,
      attempt: Attempt,
    ) => Effect.Effect<void, HostError>
    /**
     * Adds bytes at the end; what others appended stays before them. A file shorter than `offset`,
     * or without `tail` right before `offset`, was changed. On `again`, bytes that are there from
     * `offset` on are done. Answers with where ours end.
     */
    readonly append: (
      decky: string,
      action: Append,
      attempt: Attempt,
    ) => Effect.Effect<Written, HostError>
    /**
     * One step of a log rotation: moves `from` to `path`, compressing what is really there where the
     * action has content. On `again`, a missing `from` beside a present `path` is done.
     */
    readonly rotate: (
      decky: string,
      action: Rotate,
      attempt: Attempt,
    ) => Effect.Effect<Written, HostError>
    /** Removes a file, if it still has `previousSha256`. On `again`, a missing one is done. */
    readonly remove: (
      decky: string,
      action: Remove,
      attempt: Attempt,
    ) => Effect.Effect<void, HostError>
  }
>() {}
