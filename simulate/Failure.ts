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
