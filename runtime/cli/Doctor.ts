/** `decnet doctor`: looks at everything that is used, and says how to mend what is wrong. */
import * as Command from "@effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Input from "./Input.ts"

export const command = Command.make("doctor", {}, () =>
  Effect.flatMap(Input.settings, (settings) =>
    Effect.flatMap(
      Effect.promise(() => import("./Examination.ts")),
      ({ run }) => run(settings),
    ),
  ),
).pipe(
  Command.withDescription(
    "Check everything that is in use; status 1 where something fails, 3 where it does not answer",
  ),
)
