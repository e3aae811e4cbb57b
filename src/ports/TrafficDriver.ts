/** Sessions between hosts, as far as they are really made. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Connect } from "../scheduler/Action.ts"
import type { Attempt, HostUnreachable } from "./Host.ts"

export class TrafficDriver extends Context.Tag("decnet/ports/TrafficDriver")<
  TrafficDriver,
  {
    /**
     * Makes the session, or records it where one end takes none. A real login is never made twice:
     * on `again` it is `interrupted`.
     */
    readonly connect: (
      decky: string,
      action: Connect,
      attempt: Attempt,
    ) => Effect.Effect<"done" | "failed" | "interrupted", HostUnreachable>
  }
>() {}
