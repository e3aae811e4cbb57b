/** What stops a command: one line each, and the exit status that scripts rely on. */
import * as Schema from "effect/Schema"

/** Wrong usage or input; the message says what to type. Exit status 2. */
export class UsageFailure extends Schema.TaggedError<UsageFailure>()("UsageFailure", {
  message: Schema.String,
}) {}

/** A check found something, or the work failed. Exit status 1. */
export class WorkFailure extends Schema.TaggedError<WorkFailure>()("WorkFailure", {
  message: Schema.String,
}) {}

/** The database, Docker or the bus cannot be used; the message says which and why. Exit status 3. */
export class DependencyFailure extends Schema.TaggedError<DependencyFailure>()(
  "DependencyFailure",
  { message: Schema.String },
) {}

const statuses: Readonly<Record<string, number>> = {
  UsageFailure: 2,
  PlaceTaken: 2,
  Refused: 2,
  DependencyFailure: 3,
  StoreUnavailable: 3,
  EngineUnreachable: 3,
  EngineTimeout: 3,
  HostUnreachable: 3,
  BusUnreachable: 3,
}

/** The exit status for what a command failed with. */
export const statusOf = (error: { readonly _tag?: string }): number =>
  statuses[error._tag ?? ""] ?? 1
