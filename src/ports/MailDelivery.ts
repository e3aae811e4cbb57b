/** Where mailboxes are. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Mail } from "../scheduler/Action.ts"
import type { Attempt, HostUnreachable, PathRefused } from "./Host.ts"

export class MailDelivery extends Context.Tag("decnet/ports/MailDelivery")<
  MailDelivery,
  {
    /**
     * Puts each copy of a mail under its unique name. On `again`, a copy that is there is done, also
     * where a mail server has moved it from `new` to `cur` or given it other flags.
     */
    readonly deliver: (
      decky: string,
      mail: Mail,
      attempt: Attempt,
    ) => Effect.Effect<void, HostUnreachable | PathRefused>
  }
>() {}
