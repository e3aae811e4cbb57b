/** What the API's command sees beyond other commands: the program's version, and who watches. */
import * as Context from "effect/Context"

/** The program's, as `--version` has it. */
export class Version extends Context.Reference<Version>()("decnet/runtime/cli/api/Version", {
  defaultValue: () => "0.0.0",
}) {}

/** Whether a person reads what the command prints, so that a secret may be shown there. */
export class IsWatched extends Context.Reference<IsWatched>()("decnet/runtime/cli/api/IsWatched", {
  defaultValue: (): boolean => process.stdout.isTTY === true,
}) {}
