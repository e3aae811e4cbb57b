/** Where mailboxes are. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Mail } from "../scheduler/Action.ts"
import type { HostUnreachable } from "./Host.ts"

export class MailDelivery extends Context.Tag("decnet/ports/MailDelivery")<
  MailDelivery,
  {
    /** Puts each copy of a mail under its unique name; doing it again changes nothing. */
    readonly deliver: (decky: string, mail: Mail) => Effect.Effect<void, HostUnreachable>
  }
>() {}
