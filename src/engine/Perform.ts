/** Carries out an action through its port. */
import * as Effect from "effect/Effect"
import { Host, type HostError } from "../ports/Host.ts"
import { MailDelivery } from "../ports/MailDelivery.ts"
import { TrafficDriver } from "../ports/TrafficDriver.ts"
import type { Action } from "../scheduler/Action.ts"

export type Ports = Host | MailDelivery | TrafficDriver

/** Succeeds with whether it worked out; a session that was refused is an outcome, not an error. */
export const perform = (
  decky: string,
  action: Action,
): Effect.Effect<boolean, HostError, Ports> => {
  switch (action._tag) {
    case "Create":
      return Effect.as(
        Effect.flatMap(Host, (host) => host.plant(decky, action)),
        true,
      )
    case "Edit":
      return Effect.as(
        Effect.flatMap(Host, (host) => host.replace(decky, action)),
        true,
      )
    case "Append":
      return Effect.as(
        Effect.flatMap(Host, (host) => host.append(decky, action)),
        true,
      )
    case "Rotate":
      return Effect.as(
        Effect.flatMap(Host, (host) => host.rotate(decky, action)),
        true,
      )
    case "Remove":
      return Effect.as(
        Effect.flatMap(Host, (host) => host.remove(decky, action)),
        true,
      )
    case "Mail":
      return Effect.as(
        Effect.flatMap(MailDelivery, (mail) => mail.deliver(decky, action)),
        true,
      )
    case "Connect":
      return Effect.flatMap(TrafficDriver, (driver) => driver.connect(decky, action))
  }
}
