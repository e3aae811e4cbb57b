/** The decoy's file system, as the engine may touch it. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Append, Create, Edit, Remove, Rotate } from "../scheduler/Action.ts"

/** The host did not answer in time, or is down; waiting helps, and the same action may be tried again. */
export class HostUnreachable extends Schema.TaggedError<HostUnreachable>()("HostUnreachable", {
  decky: Schema.String,
  reason: Schema.Literal("down", "timeout"),
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

export type HostError = HostUnreachable | FileTouched

export class Host extends Context.Tag("decnet/ports/Host")<
  Host,
  {
    /**
     * Writes a whole new file, parents included; a reader never sees half of it. A file that is
     * there already and has other bytes is not ours: `FileTouched`.
     */
    readonly plant: (decky: string, action: Create) => Effect.Effect<void, HostError>
    /** Replaces a file by a whole new one, if it is still as we left it. */
    readonly replace: (decky: string, action: Edit) => Effect.Effect<void, HostError>
    /** Adds bytes at the end; what others appended stays before them. */
    readonly append: (decky: string, action: Append) => Effect.Effect<void, HostError>
    /** One step of a log rotation. */
    readonly rotate: (decky: string, action: Rotate) => Effect.Effect<void, HostError>
    /** Removes a file, if it is still as we left it. */
    readonly remove: (decky: string, action: Remove) => Effect.Effect<void, HostError>
  }
>() {}
