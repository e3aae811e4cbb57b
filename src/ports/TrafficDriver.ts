/** Sessions between hosts, as far as they are really made. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Connect } from "../scheduler/Action.ts"
import type { HostUnreachable } from "./Host.ts"

export class TrafficDriver extends Context.Tag("decnet/ports/TrafficDriver")<
  TrafficDriver,
  {
    /** Makes the session, or records it where the far end takes none; tells whether it succeeded. */
    readonly connect: (decky: string, action: Connect) => Effect.Effect<boolean, HostUnreachable>
  }
>() {}
